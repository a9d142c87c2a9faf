//! A session's variable: what a resource handle refers to.

use rheos_base::{DType, Shape, Tensor};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Holds a value between runs. Readers take a snapshot (a shared reference to the elements); a writer
/// replaces the value, or changes it in place when it alone refers to it.
pub struct Variable {
    pub name: Arc<str>,
    pub dtype: DType,
    pub shape: Shape,
    value: Mutex<Content>,
}

/// What a variable holds, and how often it was written to.
#[derive(Default)]
pub struct Content {
    pub value: Option<Tensor>,
    version: u64,
}

impl Variable {
    pub fn new(name: Arc<str>, dtype: DType, shape: Shape) -> Variable {
        Variable { name, dtype, shape, value: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Content> {
        // A writer that panicked left either the old or the new tensor: both are whole.
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value for as long as the guard lives, to be replaced or changed in place; None before initialisation.
    pub fn write(&self) -> MutexGuard<'_, Content> {
        let mut content = self.lock();
        content.version += 1;
        content
    }

    /// The value for as long as the guard lives, to be looked at, or to be moved to another device as it is.
    pub fn read(&self) -> MutexGuard<'_, Content> {
        self.lock()
    }

    /// The value, and a number that is another after each write.
    pub fn versioned(&self) -> (Option<Tensor>, u64) {
        let content = self.lock();
        (content.value.clone(), content.version)
    }

    pub fn get(&self) -> Option<Tensor> {
        self.lock().value.clone()
    }

    pub fn set(&self, value: Option<Tensor>) {
        self.write().value = value;
    }
}
