//! Buffers for results, used again once the caller has dropped them: touching fresh pages costs more than
//! most kernels.

use rheos_base::{Buffer, Result};
use rustc_hash::FxHashMap;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Smaller results are cheap to allocate anew.
const SMALLEST: usize = 16 * 1024;
/// Idle memory kept at the most.
const KEEP: usize = 256 << 20;

#[derive(Default)]
struct Free {
    classes: FxHashMap<usize, Vec<Buffer>>,
    bytes: usize,
}

#[derive(Clone, Default)]
pub struct Pool(Arc<Mutex<Free>>);

/// Gives its buffer back when the last tensor on it is dropped.
struct Loan {
    buffer: Option<Buffer>,
    home: Weak<Mutex<Free>>,
}

impl Drop for Loan {
    fn drop(&mut self) {
        if let (Some(buffer), Some(home)) = (self.buffer.take(), self.home.upgrade()) {
            let mut free = home.lock().unwrap_or_else(PoisonError::into_inner);
            if free.bytes + buffer.len() <= KEEP {
                free.bytes += buffer.len();
                free.classes.entry(buffer.len()).or_default().push(buffer);
            }
        }
    }
}

impl Pool {
    /// Uninitialised memory of at least `bytes`.
    pub fn take(&self, bytes: usize) -> Result<Arc<Buffer>> {
        if bytes < SMALLEST {
            return Buffer::shared(bytes);
        }
        // Classes an eighth of a power of two apart waste little and are met again.
        let step = (bytes.next_power_of_two() / 16).max(4096);
        let class = bytes.next_multiple_of(step);
        let reused = {
            let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let found = free.classes.get_mut(&class).and_then(Vec::pop);
            if found.is_some() {
                free.bytes -= class;
            }
            found
        };
        let buffer = match reused {
            Some(buffer) => buffer,
            None => Buffer::new(class)?,
        };
        let Some(ptr) = NonNull::new(buffer.as_ptr()) else { return Ok(Arc::new(buffer)) };
        let loan = Loan { buffer: Some(buffer), home: Arc::downgrade(&self.0) };
        // SAFETY: the loan owns the memory and keeps it until the lent buffer is dropped.
        Ok(Arc::new(unsafe { Buffer::lent(ptr, class, Box::new(loan)) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_come_back() {
        let pool = Pool::default();
        let first = pool.take(100_000).unwrap();
        let ptr = first.as_ptr();
        assert_ne!(pool.take(100_000).unwrap().as_ptr(), ptr);
        drop(first);
        let again: Vec<_> = (0..2).map(|_| pool.take(100_001).unwrap()).collect();
        assert!(again.iter().any(|b| b.as_ptr() == ptr));
    }
}
