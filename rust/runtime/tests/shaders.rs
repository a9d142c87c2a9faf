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

/// Names that a file declares for all of a module.
fn declared(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter_map(|line| {
        let (kind, rest) = line.split_once(' ')?;
        ["fn", "struct", "const", "alias", "var<private>", "var<workgroup>"].contains(&kind).then_some(rest)
    });
    lines.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_string()).collect()
}

#[test]
fn kernels_that_groups_follow_share_no_name_with_the_library() {
    let library: Vec<String> = library().iter().flat_map(|path| declared(path)).collect();
    assert!(library.iter().any(|name| name == "hidden_zero"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shaders/kernels");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut leaving_open = 0;
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        if ["product", "window", "sum_parts"].iter().any(|start| name.starts_with(start)) {
            leaving_open += 1;
            let both: Vec<String> = declared(&path).into_iter().filter(|name| library.contains(name)).collect();
            assert!(both.is_empty(), "{name}: {both:?}");
        }
    }
    assert!(leaving_open >= 10);
}
