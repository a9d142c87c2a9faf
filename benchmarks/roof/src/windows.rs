//! Timing in short windows: all threads start together, the work of all is counted over the time of all.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Long beside the clock's grain and a barrier, short beside the turns that other programs get.
const WINDOW: Duration = Duration::from_millis(2);

/// Something to be done again and again by one thread.
pub trait Work: Send {
    /// Do it `times` times; gives the operations done or the bytes moved.
    fn run(&mut self, times: usize) -> f64;
}

/// Operations or bytes per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    pub best: f64,
    /// A tenth of the windows are better.
    pub p90: f64,
}

impl Peak {
    fn of(mut rates: Vec<f64>) -> Peak {
        rates.sort_by(f64::total_cmp);
        Peak { best: rates[rates.len() - 1], p90: rates[(rates.len() * 9 / 10).min(rates.len() - 1)] }
    }
}

/// Lets all threads go at once. It spins: waking a sleeper would cost a part of the window.
struct Gate {
    threads: usize,
    arrived: AtomicUsize,
}

impl Gate {
    fn pass(&self) {
        let mine = self.arrived.fetch_add(1, Ordering::AcqRel);
        let all = (mine / self.threads + 1) * self.threads;
        let mut spins = 0_u32;
        while self.arrived.load(Ordering::Acquire) < all {
            spins = spins.wrapping_add(1);
            if spins.is_multiple_of(10_000) {
                std::thread::yield_now();
            }
            std::hint::spin_loop();
        }
    }
}

/// The peak of `threads` threads that each do what `make` gives them, over about `time`.
pub fn peak<W: Work>(threads: usize, time: Duration, make: impl Fn() -> W + Sync) -> Peak {
    let windows = (time.as_nanos() / WINDOW.as_nanos()).max(1) as usize;
    let gate = Gate { threads, arrived: AtomicUsize::new(0) };
    let times = AtomicUsize::new(1);
    // Per window: first start, last end, work.
    let log: Mutex<Vec<Option<(Instant, Instant, f64)>>> = Mutex::new(vec![None; windows]);
    let body = |thread: usize| {
        let mut work = make();
        gate.pass();
        if thread == 0 {
            times.store(calibrate(&mut work), Ordering::Release);
        }
        gate.pass();
        let times = times.load(Ordering::Acquire);
        for window in 0..windows {
            gate.pass();
            let start = Instant::now();
            let done = work.run(times);
            let end = Instant::now();
            let mut log = log.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            log[window] = Some(match log[window] {
                None => (start, end, done),
                Some((first, last, sum)) => (first.min(start), last.max(end), sum + done),
            });
        }
    };
    std::thread::scope(|scope| {
        let body = &body;
        for thread in 1..threads {
            scope.spawn(move || body(thread));
        }
        body(0);
    });
    let log = log.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    Peak::of(log.iter().flatten().map(|(first, last, sum)| sum / (*last - *first).as_secs_f64()).collect())
}

/// How often the work fits a window.
fn calibrate(work: &mut impl Work) -> usize {
    let mut times = 1;
    loop {
        let start = Instant::now();
        work.run(times);
        let taken = start.elapsed();
        if taken * 4 > WINDOW {
            return ((times as f64 * WINDOW.as_secs_f64() / taken.as_secs_f64()) as usize).max(1);
        }
        times *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_and_nine_tenths() {
        let rates = (1..=20).map(f64::from).collect();
        assert_eq!(Peak::of(rates), Peak { best: 20.0, p90: 19.0 });
        assert_eq!(Peak::of(vec![3.0]), Peak { best: 3.0, p90: 3.0 });
    }

    /// Takes a known time, so that its rate is known from above.
    struct Sleep;

    impl Work for Sleep {
        fn run(&mut self, times: usize) -> f64 {
            std::thread::sleep(Duration::from_millis(1) * times as u32);
            times as f64
        }
    }

    #[test]
    fn counts_the_work_of_all_threads() {
        for threads in [1, 3] {
            let peak = peak(threads, Duration::from_millis(20), || Sleep);
            assert!(peak.best <= 1000.0 * threads as f64 && peak.best > 0.0, "{threads}: {peak:?}");
            assert!(peak.p90 <= peak.best);
        }
    }
}
