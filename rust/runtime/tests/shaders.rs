//! Every shader under `shaders/` is valid WGSL that needs no optional feature.

use naga::valid::{Capabilities, ValidationFlags, Validator};
use std::path::{Path, PathBuf};

/// What all others may use.
const BASIS: &str = "float.wgsl";

fn library() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shaders/lib");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn check(text: &str, what: &str) {
    let module = naga::front::wgsl::parse_str(text).unwrap_or_else(|e| panic!("{what}: {}", e.emit_to_string(text)));
    let mut validator = Validator::new(ValidationFlags::all(), Capabilities::empty());
    validator.validate(&module).unwrap_or_else(|e| panic!("{what}: {}", e.emit_to_string(text)));
}

#[test]
fn each_part_of_the_library_is_valid_with_its_basis_alone() {
    let files = library();
    let basis = files.iter().find(|path| path.ends_with(BASIS)).unwrap();
    let basis = std::fs::read_to_string(basis).unwrap();
    check(&basis, BASIS);
    // The error function is made of exponentials.
    let exp = std::fs::read_to_string(files.iter().find(|path| path.ends_with("exp.wgsl")).unwrap()).unwrap();
    for path in files.iter().filter(|path| !path.ends_with(BASIS)) {
        let text = std::fs::read_to_string(path).unwrap();
        let exp = if path.ends_with("special.wgsl") { exp.as_str() } else { "" };
        check(&format!("{basis}\n{exp}\n{text}"), &path.display().to_string());
    }
}

#[test]
fn all_parts_fit_together() {
    let files = library();
    let all: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    check(&all.join("\n"), "all of shaders/lib");
}
