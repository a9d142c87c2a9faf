//! Independent branches of small steps run side by side: in lanes, each of which one thread goes through in order.
//!
//! In: the plan's steps in their order. Out: the same steps; those of a region's lanes stand together, and
//! `PlanStep::lanes` of the first says how many belong to each lane. Invariant: a step comes after all that it depends
//! on, and nothing that it depends on is in another lane of its region.

use crate::cpu::share::TASK_NANOS;
use crate::plan::{Action, PlanStep};
use smallvec::SmallVec;

/// How many steps ahead a region may reach. Nothing's memory is used again inside a region.
const WINDOW: usize = 128;
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

/// Lanes for the steps of a plan with so many bases, if that saves anything.
pub fn arrange(steps: &[PlanStep], bases: usize, threads: usize) -> Option<Arrangement> {
    let small: f64 = steps.iter().filter(|s| is_small(s)).map(|s| s.action.cost()).sum();
    if threads < 2 || small < 2.0 * LEAST_GAIN {
        return None;
    }
    let count = steps.len();
    let (gone, places) = (vec![false; count], vec![Place::Later; count]);
    let arranger = Arranger { before: dependencies(steps, bases), gone, places, steps, threads };
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
    /// Those that have their new place.
    gone: Vec<bool>,
    /// The steps that each one comes after.
    before: Vec<SmallVec<[u32; 4]>>,
    /// Where the region that is looked for puts the steps it has come to.
    places: Vec<Place>,
    threads: usize,
}

/// Where a step of the window goes.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Lane(usize),
    /// After the region.
    Later,
}

impl Arranger<'_> {
    fn run(mut self) -> Arrangement {
        let mut out = Arrangement { sequence: Vec::with_capacity(self.steps.len()), regions: Vec::new() };
        let (mut wait, mut skipped) = (0, 0);
        for i in 0..self.steps.len() {
            if self.gone[i] {
                continue;
            }
            if skipped >= wait {
                skipped = 0;
                match self.region(i) {
                    Some(lanes) => {
                        wait = 0;
                        let lengths = lanes.iter().map(|lane| lane.len() as u32).collect();
                        out.regions.push((out.sequence.len(), lengths));
                        for s in lanes.into_iter().flatten() {
                            self.gone[s] = true;
                            out.sequence.push(s);
                        }
                    }
                    None => wait = (2 * wait + 1).min(MAX_WAIT),
                }
            }
            if !self.gone[i] {
                skipped += 1;
                out.sequence.push(i);
            }
        }
        out
    }

    /// Lanes of steps that are worth running side by side, from step `i` on.
    fn region(&mut self, i: usize) -> Option<Vec<Vec<usize>>> {
        let mut lanes: Vec<Vec<usize>> = vec![Vec::new(); self.threads];
        let mut loads = vec![0.0; self.threads];
        for s in (i..self.steps.len()).filter(|&s| !self.gone[s]).take(WINDOW) {
            let step = &self.steps[s];
            let place = if is_small(step) { self.place(s, i, &loads) } else { Place::Later };
            if let Place::Lane(lane) = place {
                lanes[lane].push(s);
                loads[lane] += step.action.cost();
            }
            self.places[s] = place;
        }
        // What the longest lane has beyond the next one is left for later company.
        let mut sorted = loads.clone();
        sorted.sort_by(f64::total_cmp);
        let most = sorted[self.threads - 2];
        let cost = |s: usize| self.steps[s].action.cost();
        for (lane, whole) in lanes.iter_mut().zip(&mut loads) {
            *whole = 0.0;
            lane.retain(|&s| {
                let fits = *whole < most;
                *whole += if fits { cost(s) } else { 0.0 };
                fits
            });
        }
        let apart: f64 = lanes.iter().flatten().map(|&s| alone(cost(s), self.threads)).sum();
        let gain = apart - loads.iter().copied().fold(0.0, f64::max);
        lanes.retain(|lane| !lane.is_empty());
        (gain >= LEAST_GAIN).then_some(lanes)
    }

    /// The lane that has what step `s` depends on; the emptiest for one that depends on nothing from step `i` on.
    fn place(&self, s: usize, i: usize, loads: &[f64]) -> Place {
        let mut found = None;
        for b in self.before[s].iter().map(|&b| b as usize).filter(|&b| b >= i && !self.gone[b]) {
            match self.places[b] {
                Place::Later => return Place::Later,
                lane if found.is_some_and(|f| f != lane) => return Place::Later,
                lane => found = Some(lane),
            }
        }
        let emptiest = || (0..loads.len()).min_by(|&a, &b| loads[a].total_cmp(&loads[b])).unwrap_or(0);
        found.unwrap_or_else(|| Place::Lane(emptiest()))
    }
}

/// The steps that each step has to come after: because of what it reads or writes, or because both have effects.
fn dependencies(steps: &[PlanStep], bases: usize) -> Vec<SmallVec<[u32; 4]>> {
    let mut writer: Vec<Option<u32>> = vec![None; bases];
    let mut readers: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); bases];
    let mut effect: Option<u32> = None;
    let mut out = Vec::with_capacity(steps.len());
    for (i, step) in steps.iter().enumerate() {
        let i = i as u32;
        let mut before: SmallVec<[u32; 4]> = SmallVec::new();
        for base in step.action.reads() {
            before.extend(writer[base as usize]);
            readers[base as usize].push(i);
        }
        for base in step.action.writes() {
            before.extend(writer[base as usize].replace(i));
            before.extend(readers[base as usize].drain(..).filter(|&r| r != i));
        }
        if !matches!(step.action, Action::Kernel(_)) {
            before.extend(effect.replace(i));
        }
        out.push(before);
    }
    out
}
