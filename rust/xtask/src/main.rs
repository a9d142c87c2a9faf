//! `cargo run -p rheos-xtask -- gen` writes what is derived from the op table; `check` fails where it is stale;
//! `tidy` checks the rules of this repository that no linter knows.

mod ctor;
mod raw_ops;
mod table;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Asked for when it runs: a build directory may be shared by several checkouts.
    let own = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    let root = Path::new(&own).join("../..");
    let done = match std::env::args().nth(1).as_deref() {
        Some("gen") => generate(&root),
        Some("check") => stale(&root).and_then(report),
        Some("tidy") => tidy::check(&root).and_then(report),
        _ => Err("usage: xtask gen|check|tidy".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

/// Every generated file and the text it should have.
fn files(root: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let registry = table::read(root)?;
    Ok(vec![
        (root.join("rust/ops/src/ctor.rs"), ctor::source(&registry)),
        (root.join("python/rheos/_gen/raw_ops.py"), raw_ops::source(&registry)),
        (root.join("docs/ops.md"), raw_ops::table(&registry)),
    ])
}

fn generate(root: &Path) -> Result<(), String> {
    for (path, text) in files(root)? {
        if std::fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    Ok(())
}

fn stale(root: &Path) -> Result<Vec<String>, String> {
    let differs = |(path, text): &(PathBuf, String)| std::fs::read_to_string(path).ok().as_ref() != Some(text);
    let stale = files(root)?.into_iter().filter(differs);
    Ok(stale.map(|(path, _)| format!("{} is stale: run `cargo run -p rheos-xtask -- gen`", path.display())).collect())
}

fn report(complaints: Vec<String>) -> Result<(), String> {
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
}
