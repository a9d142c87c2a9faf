//! `cargo run -p rheos-xtask -- gen` writes what is derived from the op table; `check` fails where it is stale;
//! `tidy` checks the rules of this repository that no linter knows.

mod ctor;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let registry = match table::read(&root) {
        Ok(registry) => registry,
        Err(e) => {
            eprintln!("{e}");
            return ExitCode::FAILURE;
        }
    };
    let files: Vec<(PathBuf, String)> = vec![(root.join("rust/ops/src/ctor.rs"), ctor::source(&registry))];
    match std::env::args().nth(1).as_deref() {
        Some("gen") => {
            for (path, text) in files {
                if std::fs::read_to_string(&path).ok().as_ref() != Some(&text)
                    && let Err(e) = std::fs::write(&path, text)
                {
                    eprintln!("{}: {e}", path.display());
                    return ExitCode::FAILURE;
                }
            }
            ExitCode::SUCCESS
        }
        Some("check") => {
            let stale: Vec<_> =
                files.iter().filter(|(p, t)| std::fs::read_to_string(p).ok().as_ref() != Some(t)).collect();
            for (path, _) in &stale {
                eprintln!("{} is stale: run `cargo run -p rheos-xtask -- gen`", path.display());
            }
            if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        _ => {
            eprintln!("usage: xtask gen|check");
            ExitCode::FAILURE
        }
    }
}
