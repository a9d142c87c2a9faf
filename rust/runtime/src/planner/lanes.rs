//! Independent branches of small steps run side by side: in lanes, each of which one thread goes through in order.
//!
//! In: the plan's steps in their order. Out: the same steps; those of a region's lanes stand together, and
//! `PlanStep::lanes` of the first says how many belong to each lane. Invariant: a step comes after all that it depends
//! on, and nothing that it depends on is in another lane of its region.

use crate::cpu::share::TASK_NANOS;
use crate::plan::{Action, PlanStep};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// The most steps of a region, and less where that needs too much memory: what several lanes use, or what is used
/// outside, is needed all the while the region runs.
pub const MOST: [usize; 3] = [256, 64, 16];
/// Estimated nanoseconds that a region must save: threads are woken and waited for.
const LEAST_GAIN: f64 = 10_000.0;
/// How many steps go by, at most, before a region is looked for again where there was none.
const MAX_WAIT: usize = 32;

/// Estimated nanoseconds to hand out the tasks of one step and to wait for them, threads awake.
const HANDING_OUT: f64 = 10_000.0;
/// Estimated nanoseconds above which the threads share a step's work well.
const LARGE: f64 = 8.0 * TASK_NANOS;

/// A kernel that has one thread only, or to which several are of little use.
fn is_small(step: &PlanStep) -> bool {
    matches!(step.action, Action::Kernel(_)) && step.action.cost() < LARGE
}

/// How long a step takes that has all threads for itself.
fn alone(cost: f64, threads: usize) -> f64 {
    let tasks = (cost / TASK_NANOS).floor().clamp(1.0, threads as f64);
    if tasks > 1.0 { cost / tasks + HANDING_OUT } else { cost }
}

/// An order of the steps in which independent branches are in lanes.
pub struct Arrangement {
    /// The old place of each step.
    sequence: Vec<usize>,
    /// Where regions begin, and how many steps each of their lanes has.
    regions: Vec<(usize, SmallVec<[u32; 2]>)>,
}

/// Lanes for the steps of a plan with so many bases, in regions of `most` steps, if that saves anything.
pub fn arrange(steps: &[PlanStep], most: usize, bases: usize, threads: usize) -> Option<Arrangement> {
    let small: f64 = steps.iter().filter(|s| is_small(s)).map(|s| s.action.cost()).sum();
    if threads < 2 || small < 2.0 * LEAST_GAIN {
        return None;
    }
    let (waiting, users) = dependencies(steps, bases);
    let ready = (0..steps.len()).filter(|&s| waiting[s] == 0 && is_small(&steps[s])).collect();
    let arranger = Arranger { steps, most, waiting, users, ready, gone: vec![false; steps.len()], threads };
    Some(arranger.run()).filter(|found| !found.regions.is_empty())
}

impl Arrangement {
    pub fn apply(&self, steps: Vec<PlanStep>) -> Vec<PlanStep> {
        let mut left: Vec<Option<PlanStep>> = steps.into_iter().map(Some).collect();
        let mut out: Vec<PlanStep> = self.sequence.iter().filter_map(|&i| left[i].take()).collect();
        for (at, lanes) in &self.regions {
            out[*at].lanes = lanes.clone();
        }
        out
    }

    /// The steps as they were.
    pub fn undo(&self, steps: Vec<PlanStep>) -> Vec<PlanStep> {
        let mut places: Vec<(usize, PlanStep)> = self.sequence.iter().copied().zip(steps).collect();
        places.sort_unstable_by_key(|(i, _)| *i);
        places.into_iter().map(|(_, step)| PlanStep { lanes: SmallVec::new(), ..step }).collect()
    }
}

struct Arranger<'a> {
    steps: &'a [PlanStep],
    most: usize,
    /// How many of the steps that each one depends on have no new place yet, counted once for each reason.
    waiting: Vec<u32>,
    users: Vec<SmallVec<[u32; 2]>>,
    /// Small steps that could come next.
    ready: BTreeSet<usize>,
    /// Those that have their new place.
    gone: Vec<bool>,
    threads: usize,
}

/// A lane in the making.
#[derive(Default)]
struct Lane {
    steps: Vec<usize>,
    cost: f64,
    /// Steps that depend on this lane alone, and on nothing else that is still to come.
    next: BinaryHeap<Reverse<usize>>,
}

impl Arranger<'_> {
    fn run(mut self) -> Arrangement {
        let mut out = Arrangement { sequence: Vec::with_capacity(self.steps.len()), regions: Vec::new() };
        let (mut wait, mut skipped) = (0, 0);
        for i in 0..self.steps.len() {
            if self.gone[i] {
                continue;
            }
            if skipped >= wait && self.ready.len() > 1 {
                skipped = 0;
                match self.region() {
                    Some(lanes) => {
                        wait = 0;
                        let lengths = lanes.iter().map(|lane| lane.len() as u32).collect();
                        out.regions.push((out.sequence.len(), lengths));
                        lanes.into_iter().flatten().for_each(|s| self.place(s, &mut out.sequence));
                    }
                    None => wait = (2 * wait + 1).min(MAX_WAIT),
                }
            }
            if !self.gone[i] {
                skipped += 1;
                self.place(i, &mut out.sequence);
            }
        }
        out
    }

    fn place(&mut self, s: usize, sequence: &mut Vec<usize>) {
        sequence.push(s);
        self.gone[s] = true;
        self.ready.remove(&s);
        for &user in &self.users[s] {
            self.waiting[user as usize] -= 1;
            if self.waiting[user as usize] == 0 && is_small(&self.steps[user as usize]) {
                self.ready.insert(user as usize);
            }
        }
    }

    /// Lanes of steps that are worth running side by side now.
    fn region(&self) -> Option<Vec<Vec<usize>>> {
        let mut lanes: Vec<Lane> = (0..self.threads).map(|_| Lane::default()).collect();
        // Of steps that depend on some lane: what they wait for still, and the lane if it is one alone.
        let mut partly: FxHashMap<u32, (u32, Option<usize>)> = FxHashMap::default();
        let mut fresh = self.ready.iter().copied();
        let mut active: Vec<usize> = (0..self.threads).collect();
        for _ in 0..self.most {
            // The lane that has least to do goes on, with what depends on it or with something new.
            let Some((s, lane)) = std::iter::from_fn(|| {
                let (at, lane) =
                    active.iter().copied().enumerate().min_by(|a, b| lanes[a.1].cost.total_cmp(&lanes[b.1].cost))?;
                let next = lanes[lane].next.pop().map(|s| s.0).or_else(|| fresh.next());
                if next.is_none() {
                    active.swap_remove(at);
                }
                Some(next.map(|s| (s, lane)))
            })
            .find_map(|found| found) else {
                break;
            };
            lanes[lane].steps.push(s);
            lanes[lane].cost += self.steps[s].action.cost();
            for &user in &self.users[s] {
                let entry = partly.entry(user).or_insert((self.waiting[user as usize], Some(lane)));
                entry.0 -= 1;
                entry.1 = entry.1.filter(|&other| other == lane);
                if *entry == (0, Some(lane)) && is_small(&self.steps[user as usize]) {
                    lanes[lane].next.push(Reverse(user as usize));
                }
            }
        }
        self.balanced(lanes)
    }

    /// The lanes without what the longest one has beyond the next, if running them side by side saves enough.
    fn balanced(&self, mut lanes: Vec<Lane>) -> Option<Vec<Vec<usize>>> {
        lanes.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        let most = lanes[self.threads - 2].cost;
        let cost = |s: usize| self.steps[s].action.cost();
        let longest = &mut lanes[self.threads - 1];
        let mut whole = 0.0;
        longest.steps.retain(|&s| {
            let fits = whole < most;
            whole += if fits { cost(s) } else { 0.0 };
            fits
        });
        let apart: f64 = lanes.iter().flat_map(|lane| &lane.steps).map(|&s| alone(cost(s), self.threads)).sum();
        let lanes: Vec<Vec<usize>> =
            lanes.into_iter().map(|lane| lane.steps).filter(|steps| !steps.is_empty()).collect();
        (apart - whole.max(most) >= LEAST_GAIN).then_some(lanes)
    }
}

/// How many reasons each step has to come after others, and whom it is such a reason for: because of what it reads or
/// writes, or because both have effects.
fn dependencies(steps: &[PlanStep], bases: usize) -> (Vec<u32>, Vec<SmallVec<[u32; 2]>>) {
    let mut writer: Vec<Option<u32>> = vec![None; bases];
    let mut readers: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); bases];
    let mut effect: Option<u32> = None;
    let mut waiting = vec![0; steps.len()];
    let mut users: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); steps.len()];
    for (i, step) in (0..).zip(steps) {
        let mut after = |other: u32| {
            if other != i {
                waiting[i as usize] += 1;
                users[other as usize].push(i);
            }
        };
        for base in step.action.reads() {
            writer[base as usize].into_iter().for_each(&mut after);
            readers[base as usize].push(i);
        }
        for base in step.action.writes() {
            writer[base as usize].replace(i).into_iter().for_each(&mut after);
            readers[base as usize].drain(..).for_each(&mut after);
        }
        if !matches!(step.action, Action::Kernel(_)) {
            effect.replace(i).into_iter().for_each(&mut after);
        }
    }
    (waiting, users)
}
