//! A place for a value that runs take away and put back, without a lock of its own.

use pyo3::Python;
use std::cell::UnsafeCell;

/// A value that whoever holds the GIL may exchange. It is only ever moved in or out as a whole, so nothing that happens
/// meanwhile can find it half changed.
#[derive(Default)]
pub struct GilCell<T>(UnsafeCell<T>);

// SAFETY: all access is by one thread at a time, the one with the GIL: the stable ABI that this extension is built for
// exists only where there is one. The value moves between threads, hence `Send`.
unsafe impl<T: Send> Sync for GilCell<T> {}

impl<T: Default> GilCell<T> {
    pub fn replace(&self, _: Python<'_>, value: T) -> T {
        // SAFETY: the token shows that this thread has the GIL; moving values calls nothing.
        unsafe { std::mem::replace(&mut *self.0.get(), value) }
    }

    pub fn take(&self, py: Python<'_>) -> T {
        self.replace(py, T::default())
    }

    /// For Python's collector, which runs with the GIL but has no token for it.
    ///
    /// # Safety
    /// This thread holds the GIL, and exchanges no value while it uses the reference.
    pub unsafe fn peek(&self) -> &T {
        // SAFETY: the caller's promise.
        unsafe { &*self.0.get() }
    }
}
