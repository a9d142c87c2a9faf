//! One run of the core: without the GIL unless it is tiny, and so that Ctrl-C stops a long one within 100 ms.

use crate::callbacks;
use crate::errors::{guarded, raise};
use pyo3::prelude::*;
use rheos_base::Tensor;
use rheos_runtime::{Ready, RunOptions, Session};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Runs of a call whose latest run took at least this long can be interrupted; shorter ones end by themselves.
const LONG: u64 = 20_000_000;
/// How often a waiting thread asks Python for signals.
const ASK_EVERY: Duration = Duration::from_millis(50);

pub fn run(
    py: Python<'_>,
    session: &Session,
    ready: &mut Ready,
    feeds: &[Tensor],
    options: &RunOptions,
    latest: &AtomicU64,
) -> PyResult<()> {
    let known = latest.load(Ordering::Relaxed);
    if known < LONG && ready.is_small() {
        return guarded(|| session.run_ready(ready, feeds, options).map_err(raise));
    }
    let started = Instant::now();
    let results = py.detach(|| {
        if known < LONG {
            guarded(|| session.run_ready(ready, feeds, options).map_err(raise))
        } else {
            interruptible(session, ready, feeds, options)
        }
    });
    latest.store(started.elapsed().as_nanos().min(u128::from(u64::MAX - 1)) as u64, Ordering::Relaxed);
    results
}

/// The run goes on in a thread of its own, while this one, which may be the one that gets signals, asks for them.
fn interruptible(session: &Session, ready: &mut Ready, feeds: &[Tensor], options: &RunOptions) -> PyResult<()> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let options = RunOptions { cancelled: Some(cancelled.clone()), ..options.clone() };
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // The receiver waits until this has arrived.
            let _ = sender.send(guarded(|| session.run_ready(ready, feeds, &options).map_err(raise)));
        });
        let mut interrupted = None;
        let results = loop {
            match receiver.recv_timeout(ASK_EVERY) {
                Ok(results) => break results,
                Err(RecvTimeoutError::Disconnected) => {
                    break Err(raise(rheos_base::err!(Internal, "a run ended without a result")));
                }
                Err(RecvTimeoutError::Timeout) if interrupted.is_none() => {
                    if let Err(signal) = Python::attach(|py| py.check_signals()) {
                        cancelled.store(true, Ordering::Relaxed);
                        callbacks::interrupt(&cancelled);
                        interrupted = Some(signal);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        match interrupted {
            Some(signal) => Err(signal),
            None => results,
        }
    })
}
