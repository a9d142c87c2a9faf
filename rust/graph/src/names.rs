//! TensorFlow 1's name rules: valid characters, and `name_1` for the second `name`.

use rheos_base::{Result, bail};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The names taken in one graph. As in TensorFlow, names that differ only in case count as the same.
#[derive(Default)]
pub struct Names {
    taken: FxHashMap<Box<str>, u32>,
}

impl Names {
    /// The first free of `name`, `name_1`, `name_2`…; reserves it when `mark` is set.
    pub fn unique(&mut self, name: &str, mark: bool) -> Arc<str> {
        let lower: Box<str> =
            if name.bytes().any(|b| b.is_ascii_uppercase()) { name.to_lowercase().into() } else { name.into() };
        let Some(&count) = self.taken.get(&lower) else {
            if mark {
                self.taken.insert(lower, 1);
            }
            return name.into();
        };
        let mut i = count;
        let mut candidate = format!("{lower}_{i}");
        while self.taken.contains_key(candidate.as_str()) {
            i += 1;
            candidate = format!("{lower}_{i}");
        }
        if mark {
            self.taken.insert(lower, i + 1);
            self.taken.insert(candidate.into(), 1);
        }
        format!("{name}_{i}").into()
    }

    /// Reserves a name that is used as it stands.
    pub fn mark(&mut self, name: &str) {
        self.taken.entry(name.to_lowercase().into()).or_insert(1);
    }
}

/// `[A-Za-z0-9.][A-Za-z0-9_.\-/]*`, TensorFlow's pattern for node names.
pub fn check_node_name(name: &str) -> Result<()> {
    let rest = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/' | b'\\' | b'>');
    let mut bytes = name.bytes();
    let first = bytes.next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'.');
    if !first || !bytes.all(rest) {
        bail!(Value, "'{name}' is not a valid node name");
    }
    Ok(())
}

/// `[A-Za-z0-9_.\-/]*`, and at the top level it must start as a node name does.
pub fn check_scope_name(name: &str, top_level: bool) -> Result<()> {
    let valid = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/' | b'\\' | b'>');
    let starts = !top_level || name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'.');
    if !starts || !name.bytes().all(valid) {
        bail!(Value, "'{name}' is not a valid scope name");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniquifies_as_tensorflow() {
        let mut n = Names::default();
        let got: Vec<_> = ["a", "a", "A", "a_1", "a"].iter().map(|s| n.unique(s, true).to_string()).collect();
        assert_eq!(got, ["a", "a_1", "A_2", "a_1_1", "a_3"]);
        assert!(check_node_name("a/b_1").is_ok() && check_node_name("_a").is_err() && check_node_name("a b").is_err());
    }
}
