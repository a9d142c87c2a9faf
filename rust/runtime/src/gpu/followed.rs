//! A kernel and the group that takes up its results: in the kernel's own dispatches, before anything is stored, where the
//! group is short enough; else in a dispatch after them.

use crate::gpu::access::{Access, Operand, Target};
use crate::gpu::map::{check_results, map, positions, read, vector};
use crate::gpu::wgsl::{Library, function};
use rheos_base::DType;
use rheos_graph::expr::{Ref, Term};
use rheos_graph::gpu::{Binding, Dispatch, Limits, Put, Shaders, element_size};
use rheos_graph::group::Group;
use std::fmt::Write;

/// Expressions of more primitives run by themselves: an invocation of a product computes up to 64 results, and would have
/// as many copies of the expression.
const SHORT: usize = 24;

/// What a group follows.
pub struct Followed<'a> {
    /// The kernel's shaders, bound to `Binding::Input(slot)`, with its result as `Binding::Output(0)`.
    pub kernel: Shaders,
    pub group: &'a Group,
    /// Operands of the group. The first is the kernel's result, whose slot says nothing.
    pub operands: &'a [Operand],
    /// The kernel's result is kept: as the first of the results.
    pub kept: bool,
    pub results: &'a [Target],
}

impl Followed<'_> {
    /// The shaders, bound to slots as those of `map` are.
    pub fn shaders(self, limits: &Limits) -> Result<Shaders, String> {
        let joined = self.kernel.dispatches.iter().map(|dispatch| match dispatch.put {
            Some(put) if put.result == Binding::Output(0) => self.joined(dispatch, put, limits),
            _ => Ok(dispatch.clone()),
        });
        match joined.collect::<Result<Vec<_>, _>>() {
            Ok(dispatches) => Ok(Shaders { dispatches, scratch: self.kernel.scratch }),
            Err(_) => self.apart(limits),
        }
    }

    fn result(&self) -> DType {
        self.operands[0].dtype
    }

    /// The kernel's dispatch, which gives its results to the group.
    fn joined(&self, dispatch: &Dispatch, put: Put, limits: &Limits) -> Result<Dispatch, String> {
        let (domain, result) = (&self.group.domain, self.result());
        let mut expr = self.group.expr.clone();
        if self.kept {
            let own = expr.terms.iter().position(|term| *term == Term::Input(0));
            expr.results.insert(0, Ref(own.ok_or("the group does not read the kernel's result")? as u32));
        }
        let mut library = Library::default();
        let body = function("body", &expr, limits, &mut library)?;
        if body.terms > SHORT {
            return Err(String::from("the group is long"));
        }
        check_results(&expr, &expr.results, self.results)?;
        if body.inputs.first() != Some(&(0, result)) {
            return Err(String::from("the group does not read the kernel's result"));
        }
        let count = domain.iter().product::<usize>();
        let written: Vec<_> = self.results.iter().map(|r| (Binding::Input(r.slot), r.dtype, count as u64)).collect();
        let mut access = Access::new(&read(&body, self.operands)?[1..], &written, limits)?;
        let before = dispatch.bindings.len();
        let bindings = dispatch.bindings.iter().copied().chain(access.bindings()).collect::<smallvec::SmallVec<_>>();
        if bindings.len() > limits.bindings {
            return Err(String::from("more buffers than a shader can have"));
        }
        access.settle(put.fours);
        access.params.constants(&body);
        let places = positions(&body, domain, "along", &mut access.params);
        // As it would be stored and loaded again.
        let value = |v: &str| match result {
            DType::F16 => format!("f32(OUT({v}))"),
            _ => String::from(v),
        };
        let mut lines = String::from("    hidden_zero = params.zero;\n");
        let head = if put.fours {
            vector(&access, &body, self.results.len(), Some(["v.x", "v.y", "v.z", "v.w"].map(value)), &mut lines);
            "fn put_four(first: u32, v: vec4<S>)"
        } else {
            let mut values = vec![value("v")];
            for (n, view) in access.views.iter().enumerate() {
                let loaded = access.load(n, &access.at(n, "first"));
                let _ = writeln!(lines, "    let v{} = {loaded};", view.operand);
                values.push(format!("v{}", view.operand));
            }
            let _ = writeln!(lines, "    let y = {};", body.call(&values, "along", "first"));
            for r in 0..self.results.len() {
                let _ = writeln!(lines, "    {}", access.store(r, "first", &format!("y.r{r}")));
            }
            "fn put(first: u32, v: S)"
        };
        let declared = access.text_after(before, &mut library);
        let following = format!("{declared}\n{places}{}\n{head} {{\n{lines}}}\n", body.text);
        // Directives come first.
        let kernel = dispatch.source.strip_prefix("enable f16;\n");
        kernel.iter().for_each(|_| library.store(DType::F16));
        let source = format!("{}\n{}\n{following}", library.text(), kernel.unwrap_or(&dispatch.source));
        let more = access.into_words();
        Ok(Dispatch { source: source.into(), bindings, put: None, more, ..dispatch.clone() })
    }

    /// The kernel's dispatches, and one for the group.
    fn apart(self, limits: &Limits) -> Result<Shaders, String> {
        let slots = self.operands[1..].iter().map(|o| o.slot).chain(self.results.iter().map(|r| r.slot));
        let kernels = self.kernel.dispatches.iter().flat_map(|d| &d.bindings);
        let kernels = kernels.filter_map(|b| if let Binding::Input(slot) = b { Some(*slot) } else { None });
        let first =
            slots.chain(kernels).filter(|slot| *slot < crate::gpu::access::UNREAD).max().map_or(0, |slot| slot + 1);
        let mut all = self.kernel;
        let hidden = Binding::Scratch(all.scratch.len());
        let (slot, place) = match self.kept {
            true => (self.results[0].slot, Binding::Input(self.results[0].slot)),
            false => (first, hidden),
        };
        let mut operands = self.operands.to_vec();
        operands[0].slot = slot;
        if !self.kept {
            all.scratch.push(operands[0].layout.len() * element_size(operands[0].dtype));
        }
        let made = map(self.group, &operands, &self.results[usize::from(self.kept)..], limits)?;
        let mut dispatches: Vec<Dispatch> = all.dispatches.into_iter().map(Dispatch::complete).collect();
        for binding in dispatches.iter_mut().flat_map(|d| &mut d.bindings) {
            if *binding == Binding::Output(0) {
                *binding = place;
            }
        }
        for mut dispatch in made.dispatches {
            for binding in &mut dispatch.bindings {
                if *binding == Binding::Input(first) {
                    *binding = hidden;
                }
            }
            dispatches.push(dispatch);
        }
        Ok(Shaders { dispatches, scratch: all.scratch })
    }
}
