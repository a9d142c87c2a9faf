//! Reads the op table from the catalogue's source text, so that what is generated from the table can be
//! made before the catalogue (which uses it) compiles.
//!
//! An entry is a `Decl { … }` literal whose texts are literals or `const NAME: &str`, perhaps ending in
//! `..BASE` where `const BASE: Decl` holds the rest.

use rheos_graph::{Boundary, Compute, Decl, Effect, Grad, Registry};
use std::collections::HashMap;
use std::path::Path;
use syn::visit::Visit;

#[derive(Default)]
struct Reader {
    texts: HashMap<String, String>,
    bases: HashMap<String, Entry>,
    entries: Vec<Entry>,
}

#[derive(Default, Clone)]
struct Entry {
    fields: HashMap<String, Text>,
    base: Option<String>,
}

#[derive(Clone)]
enum Text {
    Literal(String),
    Named(String),
}

/// The table found in `rust/ops/src`, with signatures and docs but without behaviour.
pub fn read(root: &Path) -> Result<Registry, String> {
    let mut decls = Vec::new();
    let mut folders = vec![root.join("rust/ops/src")];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = std::fs::read_dir(&folder)
            .map_err(|e| format!("{}: {e}", folder.display()))?
            .filter_map(|e| e.ok().map(|e| e.path()))
            .collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && path.file_name().is_some_and(|n| n != "ctor.rs") {
                let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                let file = syn::parse_file(&text).map_err(|e| format!("{}: {e}", path.display()))?;
                // Each file has its own constants, so two files may use the same name for different ones.
                let mut reader = Reader::default();
                reader.visit_file(&file);
                reader.decls(&mut decls)?;
            }
        }
    }
    decls.sort_by_key(|d| d.name);
    Ok(Registry::new(&[Box::leak(decls.into_boxed_slice())]))
}

impl Reader {
    fn decls(&self, out: &mut Vec<Decl>) -> Result<(), String> {
        for entry in &self.entries {
            let get = |name: &str| self.text(entry, name).map(|t| &*Box::leak(t.into_boxed_str()));
            let Some(name) = get("name") else { continue };
            let need = |field: &str| get(field).ok_or(format!("op {name}: field {field} is not a literal text"));
            out.push(Decl {
                name,
                inputs: need("inputs")?,
                outputs: need("outputs")?,
                attrs: need("attrs")?,
                effect: Effect::Pure,
                infer: |_| Ok(()),
                compute: Compute::Boundary(Boundary::Feed),
                grad: Grad::Stop(""),
                doc: need("doc")?,
            });
        }
        Ok(())
    }

    fn text(&self, entry: &Entry, field: &str) -> Option<String> {
        match entry.fields.get(field) {
            Some(Text::Literal(t)) => Some(t.clone()),
            Some(Text::Named(n)) => self.texts.get(n).cloned(),
            None => self.text(self.bases.get(entry.base.as_ref()?)?, field),
        }
    }
}

fn text_of(expr: &syn::Expr) -> Option<Text> {
    match expr {
        syn::Expr::Lit(lit) => match &lit.lit {
            syn::Lit::Str(s) => Some(Text::Literal(s.value())),
            _ => None,
        },
        syn::Expr::Path(path) => path.path.segments.last().map(|s| Text::Named(s.ident.to_string())),
        _ => None,
    }
}

fn entry_of(literal: &syn::ExprStruct) -> Option<Entry> {
    if literal.path.segments.last()?.ident != "Decl" {
        return None;
    }
    let mut entry = Entry::default();
    for field in &literal.fields {
        if let (syn::Member::Named(name), Some(text)) = (&field.member, text_of(&field.expr)) {
            entry.fields.insert(name.to_string(), text);
        }
    }
    if let Some(syn::Expr::Path(base)) = literal.rest.as_deref() {
        entry.base = base.path.segments.last().map(|s| s.ident.to_string());
    }
    Some(entry)
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        match (&*item.expr, text_of(&item.expr)) {
            (_, Some(Text::Literal(text))) => {
                self.texts.insert(item.ident.to_string(), text);
            }
            (syn::Expr::Struct(literal), _) if entry_of(literal).is_some() => {
                if let Some(entry) = entry_of(literal) {
                    self.bases.insert(item.ident.to_string(), entry);
                }
            }
            _ => syn::visit::visit_item_const(self, item),
        }
    }

    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        match entry_of(literal) {
            Some(entry) => self.entries.push(entry),
            None => syn::visit::visit_expr_struct(self, literal),
        }
    }
}
