//! A session's variable: what a resource handle refers to.

use rheos_base::{DType, Shape, Tensor};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Holds a value between runs. Readers take a snapshot (a shared reference to the elements); a writer
/// replaces the value, or changes it in place when it alone refers to it.
pub struct Variable {
    pub name: Arc<str>,
    pub dtype: DType,
    pub shape: Shape,
    value: Mutex<Option<Tensor>>,
}

impl Variable {
    pub fn new(name: Arc<str>, dtype: DType, shape: Shape) -> Variable {
        Variable { name, dtype, shape, value: Mutex::new(None) }
    }

    /// The value for as long as the guard lives; None before initialisation.
    pub fn lock(&self) -> MutexGuard<'_, Option<Tensor>> {
        // A writer that panicked left either the old or the new tensor: both are whole.
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn get(&self) -> Option<Tensor> {
        self.lock().clone()
    }

    pub fn set(&self, value: Option<Tensor>) {
        *self.lock() = value;
    }
}
