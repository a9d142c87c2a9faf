"""Generated from the op table by `cargo run -p rheos-xtask -- gen`."""
