//! The op table, parsed: what the builder checks a call against.

use crate::decl::Decl;
use crate::parse;
use rheos_base::{Attr, AttrKind, DType};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The type of an argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArgType {
    Fixed(DType),
    /// Given by the type attribute with this index.
    Attr(usize),
    /// One argument per element of the list(type) attribute with this index.
    List(usize),
}

/// One declared argument or result.
#[derive(Clone, Debug)]
pub struct ArgDef {
    pub name: &'static str,
    pub ty: ArgType,
    /// `N * T`: index of the attribute that counts the tensors.
    pub number: Option<usize>,
}

/// One declared attribute.
#[derive(Clone, Debug)]
pub struct AttrDef {
    pub name: &'static str,
    pub kind: AttrKind,
    pub default: Option<Attr>,
    /// Allowed types of a type attribute; empty: any.
    pub types: Vec<DType>,
    /// Allowed texts of a string attribute; empty: any.
    pub texts: Vec<&'static str>,
    /// Least integer, or least length of a list.
    pub minimum: Option<i64>,
    /// The value follows from the arguments, so callers do not give it.
    pub inferred: bool,
}

/// A declaration with its signature parsed.
pub struct OpDef {
    pub name: &'static str,
    pub id: usize,
    pub decl: &'static Decl,
    pub inputs: Vec<ArgDef>,
    pub outputs: Vec<ArgDef>,
    pub attrs: Vec<AttrDef>,
}

impl OpDef {
    pub fn attr_index(&self, name: &str) -> Option<usize> {
        self.attrs.iter().position(|a| a.name == name)
    }

    /// True where running the node can be seen beside its results.
    pub fn is_stateful(&self) -> bool {
        self.decl.effect != crate::Effect::Pure
    }
}

impl std::fmt::Debug for OpDef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for OpDef {
    fn eq(&self, other: &OpDef) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The catalogue. Signatures are parsed on first use, so start-up does not grow with the table.
pub struct Registry {
    decls: Vec<&'static Decl>,
    index: FxHashMap<&'static str, usize>,
    defs: Vec<OnceLock<&'static OpDef>>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Registry of {} ops", self.len())
    }
}

impl Registry {
    pub fn new(families: &[&'static [Decl]]) -> Registry {
        let decls: Vec<&'static Decl> = families.iter().flat_map(|f| f.iter()).collect();
        let index: FxHashMap<_, _> = decls.iter().enumerate().map(|(i, d)| (d.name, i)).collect();
        assert_eq!(index.len(), decls.len(), "an op is declared twice");
        let defs = decls.iter().map(|_| OnceLock::new()).collect();
        Registry { decls, index, defs }
    }

    pub fn find(&self, name: &str) -> Option<&'static OpDef> {
        self.index.get(name).map(|&i| self.get(i))
    }

    /// The op with this index; it must be below `len`.
    pub fn get(&self, id: usize) -> &'static OpDef {
        // A declaration that does not parse is a bug in the catalogue, and a test parses all of them.
        self.defs[id].get_or_init(|| Box::leak(Box::new(parse::parse(self.decls[id], id))))
    }

    pub fn len(&self) -> usize {
        self.decls.len()
    }

    pub fn is_empty(&self) -> bool {
        self.decls.is_empty()
    }

    pub fn all(&self) -> impl Iterator<Item = &'static OpDef> + '_ {
        (0..self.len()).map(|i| self.get(i))
    }
}
