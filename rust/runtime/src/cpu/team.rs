//! The session's threads: the caller and `n - 1` helpers that share the tasks of one step at a time.
//!
//! Helpers spin for a short while after work, because the next step usually follows within microseconds,
//! then sleep. Which thread runs a task never matters for its result. Each begins with tasks of its own, the same
//! part of every job, so that one step's results are read by the thread that has them in its cache.

use rheos_base::Denormals;
use rheos_graph::Workers;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

/// How many times a helper looks for work before it sleeps: some tens of microseconds.
const SPINS: usize = 4_000;

/// The job helpers work on. The closure's true lifetime ends when `Team::run` returns, which waits until
/// no helper uses it.
#[derive(Clone, Copy)]
struct Job {
    task: &'static (dyn Fn(usize) + Sync),
    tasks: usize,
}

/// The next task of one thread's part of a job. Apart from its neighbours, because several threads count at once.
#[repr(align(128))]
struct Cursor(AtomicUsize);

struct Shared {
    /// The current job, if any, behind the lock that sleepers wait on.
    job: Mutex<Option<Job>>,
    wake: Condvar,
    /// Changes with every job; helpers compare it without taking the lock.
    epoch: AtomicUsize,
    /// One for each thread, the caller's first.
    cursors: Box<[Cursor]>,
    /// Helpers that are inside the current job.
    busy: AtomicUsize,
    panicked: AtomicBool,
    stop: AtomicBool,
}

pub struct Team {
    shared: Arc<Shared>,
    helpers: Vec<JoinHandle<()>>,
    /// One job at a time; a second caller works alone instead of waiting.
    owner: Mutex<()>,
}

impl Team {
    /// A team of `threads` including whoever calls `run`.
    pub fn new(threads: usize) -> Team {
        let shared = Arc::new(Shared {
            job: Mutex::new(None),
            wake: Condvar::new(),
            epoch: AtomicUsize::new(0),
            cursors: (0..threads.max(1)).map(|_| Cursor(AtomicUsize::new(0))).collect(),
            busy: AtomicUsize::new(0),
            panicked: AtomicBool::new(false),
            stop: AtomicBool::new(false),
        });
        let helpers = (1..threads)
            .filter_map(|i| {
                let shared = shared.clone();
                // Without a thread the team is smaller, and results are the same.
                std::thread::Builder::new().name(format!("rheos-{i}")).spawn(move || help(&shared, i)).ok()
            })
            .collect();
        Team { shared, helpers, owner: Mutex::new(()) }
    }
}

fn help(shared: &Shared, own: usize) {
    let _flushed = Denormals::flushed();
    let mut seen = 0;
    loop {
        let mut spins = 0;
        while shared.epoch.load(Ordering::Acquire) == seen && spins < SPINS {
            std::hint::spin_loop();
            spins += 1;
        }
        let job = {
            let mut job = shared.job.lock().unwrap_or_else(PoisonError::into_inner);
            while job.is_none() || shared.epoch.load(Ordering::Acquire) == seen {
                if shared.stop.load(Ordering::Acquire) {
                    return;
                }
                job = shared.wake.wait(job).unwrap_or_else(PoisonError::into_inner);
            }
            seen = shared.epoch.load(Ordering::Acquire);
            // Counted while the lock is held, so `run` cannot miss it.
            shared.busy.fetch_add(1, Ordering::AcqRel);
            *job
        };
        if let Some(job) = job {
            work(shared, job, own);
        }
        shared.busy.fetch_sub(1, Ordering::AcqRel);
    }
}

fn work(shared: &Shared, job: Job, own: usize) {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let parts = shared.cursors.len();
        // Its own part, then what is left of the others'.
        for part in (own..parts).chain(0..own) {
            let end = (part + 1) * job.tasks / parts;
            loop {
                let task = shared.cursors[part].0.fetch_add(1, Ordering::Relaxed);
                if task >= end {
                    break;
                }
                (job.task)(task);
            }
        }
    }));
    if result.is_err() {
        shared.panicked.store(true, Ordering::Release);
    }
}

impl Workers for Team {
    fn threads(&self) -> usize {
        self.helpers.len() + 1
    }

    fn run(&self, tasks: usize, task: &(dyn Fn(usize) + Sync)) {
        let owner = if self.helpers.is_empty() || tasks < 2 { None } else { self.owner.try_lock().ok() };
        let Some(_owner) = owner else {
            (0..tasks).for_each(task);
            return;
        };
        let shared = &*self.shared;
        // SAFETY: helpers use the job only between being counted in `busy` and leaving it. Below, the job is
        // withdrawn and `busy` awaited before this function returns, so the borrow outlives every use.
        let task: &'static (dyn Fn(usize) + Sync) = unsafe { std::mem::transmute(task) };
        let job = Job { task, tasks };
        let parts = shared.cursors.len();
        for (part, cursor) in shared.cursors.iter().enumerate() {
            cursor.0.store(part * tasks / parts, Ordering::Relaxed);
        }
        *shared.job.lock().unwrap_or_else(PoisonError::into_inner) = Some(job);
        shared.epoch.fetch_add(1, Ordering::AcqRel);
        // Taking the lock once more makes sure that no helper is between its check and its wait.
        drop(shared.job.lock().unwrap_or_else(PoisonError::into_inner));
        shared.wake.notify_all();
        work(shared, job, 0);
        *shared.job.lock().unwrap_or_else(PoisonError::into_inner) = None;
        while shared.busy.load(Ordering::Acquire) != 0 {
            std::hint::spin_loop();
        }
        if shared.panicked.swap(false, Ordering::AcqRel) {
            panic!("a task panicked");
        }
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        {
            let _job = self.shared.job.lock().unwrap_or_else(PoisonError::into_inner);
            self.shared.stop.store(true, Ordering::Release);
        }
        self.shared.wake.notify_all();
        for helper in self.helpers.drain(..) {
            // A helper only ends by returning; its panics are caught above.
            let _ = helper.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_runs_once() {
        let team = Team::new(3);
        for tasks in [0, 1, 2, 7, 100] {
            let counts: Vec<AtomicUsize> = (0..tasks).map(|_| AtomicUsize::new(0)).collect();
            for _ in 0..50 {
                team.run(tasks, &|i| {
                    counts[i].fetch_add(1, Ordering::Relaxed);
                });
            }
            assert!(counts.iter().all(|c| c.load(Ordering::Relaxed) == 50));
        }
    }

    #[test]
    fn nested_runs_do_not_deadlock() {
        let team = Team::new(2);
        let total = AtomicUsize::new(0);
        team.run(4, &|_| {
            team.run(4, &|_| {
                total.fetch_add(1, Ordering::Relaxed);
            })
        });
        assert_eq!(total.load(Ordering::Relaxed), 16);
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let team = Team::new(2);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            team.run(8, &|i| assert!(i != 5, "task five"));
        }));
        assert!(caught.is_err());
        team.run(2, &|_| {});
    }
}
