//! Plans programs and runs them.

pub mod cpu;
