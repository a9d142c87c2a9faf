//! Where in the arena each value lies.
//!
//! In: the plan's steps, in their final order. The steps of a region of lanes count as one; what a single lane uses is
//! placed as if that lane were all there is, in a block that is needed while the region runs.

use super::*;
use crate::memory::{Life, peak, place};
use std::collections::BTreeMap;

pub struct Arena {
    pub places: Vec<(Base, usize)>,
    pub bytes: usize,
    /// The most bytes in use at one time.
    pub live: usize,
}

/// The first step of a region, and one of its lanes.
type Lane = (usize, usize);

/// Who uses a value, and when.
#[derive(Clone, Copy)]
struct Use {
    first: usize,
    last: usize,
    /// The same, where a region's steps count as its first.
    outer: (usize, usize),
    /// The lane that all its users are in.
    lane: Option<Lane>,
}

/// Values that share one axis of time.
#[derive(Default)]
struct Part {
    bases: Vec<Base>,
    lives: Vec<Life>,
}

impl Planner<'_> {
    pub(super) fn lay_out(&self) -> Arena {
        let mut all = Part::default();
        let mut lanes: BTreeMap<Lane, Part> = BTreeMap::new();
        for ((base, kind), used) in self.bases.iter().enumerate().zip(self.uses()) {
            let BaseKind::Arena(bytes) = *kind else { continue };
            let (part, (first, last)) = match used {
                Some(Use { lane: Some(lane), first, last, .. }) => (lanes.entry(lane).or_default(), (first, last)),
                Some(Use { outer, .. }) => (&mut all, outer),
                // A result that nothing reads, of a step that has no effect.
                None => (&mut all, (0, 0)),
            };
            part.bases.push(base as Base);
            part.lives.push(Life { bytes, first, last });
        }
        let mut blocks = Vec::with_capacity(lanes.len());
        for (lane, part) in lanes {
            let (offsets, bytes) = place(&part.lives);
            all.lives.push(Life { bytes, first: lane.0, last: lane.0 });
            blocks.push((part.bases, offsets));
        }
        let (offsets, bytes) = place(&all.lives);
        let (own, of_blocks) = offsets.split_at(all.bases.len());
        let mut places: Vec<(Base, usize)> = all.bases.iter().copied().zip(own.iter().copied()).collect();
        for ((bases, inner), at) in blocks.into_iter().zip(of_blocks) {
            places.extend(bases.into_iter().zip(inner.into_iter().map(|offset| at + offset)));
        }
        Arena { places, bytes, live: peak(&all.lives) }
    }

    /// Per base, what is to be known of its users.
    fn uses(&self) -> Vec<Option<Use>> {
        let mut uses: Vec<Option<Use>> = vec![None; self.bases.len()];
        let lanes = self.plan.lanes();
        let (mut region, mut end) = (0, 0);
        for (i, step) in self.plan.steps.iter().enumerate() {
            if i >= end {
                (region, end) = (i, i + step.lanes.iter().sum::<u32>() as usize);
            }
            let lane = lanes[i].map(|lane| (region, lane));
            for base in step.action.reads().into_iter().chain(step.action.writes()) {
                let new = Use { first: i, last: i, outer: (region, region), lane };
                let known = uses[base as usize].get_or_insert(new);
                (known.last, known.outer.1) = (i, region);
                known.lane = known.lane.filter(|_| known.lane == lane);
            }
        }
        uses
    }
}
