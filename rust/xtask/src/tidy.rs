//! Rules of this repository that no linter knows: file lengths, reasons beside `unsafe`, words and paths that must not stay.

use std::path::{Path, PathBuf};

const MAX_LINES: usize = 800;
/// How far above `unsafe` its reason may stand.
const REASON_WITHIN: usize = 4;

/// All complaints about the files that git knows.
pub fn check(root: &Path) -> Result<Vec<String>, String> {
    let output = std::process::Command::new("git")
        .args(["ls-files", "-co", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|e| format!("git ls-files: {e}"))?;
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut complaints = Vec::new();
    for name in names.lines() {
        let path: PathBuf = root.join(name);
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if is_source(name) {
            source(name, &text, &mut complaints);
        }
        if !name.ends_with(".lock") {
            paths(name, &text, &mut complaints);
        }
    }
    Ok(complaints)
}

fn is_source(name: &str) -> bool {
    [".rs", ".py", ".pyi", ".wgsl", ".toml"].iter().any(|end| name.ends_with(end))
}

fn is_generated(name: &str) -> bool {
    name.contains("/_gen/") || name.ends_with("ops/src/ctor.rs")
}

fn source(name: &str, text: &str, complaints: &mut Vec<String>) {
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > MAX_LINES && !is_generated(name) {
        complaints.push(format!("{name}: {} lines, {MAX_LINES} is the limit", lines.len()));
    }
    for (i, line) in lines.iter().enumerate() {
        if name.ends_with(".rs") && line.contains(concat!("unsafe", " {")) && !line.trim_start().starts_with("//") {
            let above = &lines[i.saturating_sub(REASON_WITHIN)..=i];
            if !above.iter().any(|l| l.contains("SAFETY")) {
                complaints.push(format!("{name}:{}: an unsafe block without a SAFETY comment", i + 1));
            }
        }
        for word in UNFINISHED {
            if has_word(line, word) {
                complaints.push(format!("{name}:{}: '{word}' must not stay", i + 1));
            }
        }
    }
}

// Spelled in parts, so that this file passes its own check.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("to", "do!"),
    concat!("unimplemen", "ted!"),
];

/// The word on its own, not as part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(|c| inside(c) && !word.ends_with('!'))
    })
}

/// Paths of one machine, which mean nothing on another.
fn paths(name: &str, text: &str, complaints: &mut Vec<String>) {
    const PLACES: &[&str] =
        &[concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/tmp/", "venvs"), concat!("/ro", "ot/")];
    for (i, line) in text.lines().enumerate() {
        for place in PLACES {
            let own = |at: usize| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '}' | ')' | '_' | '-'))
            };
            if line.match_indices(place).any(|(at, _)| own(at)) {
                complaints.push(format!("{name}:{}: names a path of one machine ({place})", i + 1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_must_not_stay() {
        let mut found = Vec::new();
        let text = format!("// {}: later\nlet x = {} f() }};\n", concat!("TO", "DO"), concat!("unsafe", " {"));
        source("a.rs", &text, &mut found);
        paths("a.rs", concat!("open('/ho", "me/someone/x')"), &mut found);
        assert_eq!(found.len(), 3, "{found:?}");
        let mut none = Vec::new();
        source("a.rs", concat!("// SAFETY: fine\nunsafe", " { f() }\nlet todos = 1;\n"), &mut none);
        paths("a.rs", concat!("see https://example.org/ho", "me/x"), &mut none);
        assert!(none.is_empty(), "{none:?}");
    }
}
