//! Einstein summation of one or two operands, rewritten into transposes, sums and one matrix product.
//!
//! A label is a letter, or a negative number for an axis that an ellipsis stands for, counted from the right.

use crate::Ops;
use crate::rules::{Grads, conj, sum_to_shape};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Grad, GradCall, Infer, Output};
use smallvec::smallvec;

/// What an ellipsis in an equation is written as before its axes are known.
const DOTS: i32 = i32::MIN;

type Labels = Vec<i32>;

struct Equation {
    inputs: Vec<Labels>,
    output: Labels,
}

fn labels(text: &str) -> Result<Labels> {
    let mut out = Labels::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("...") {
            if out.contains(&DOTS) {
                bail!(Value, "'{text}' has more than one ellipsis");
            }
            out.push(DOTS);
            rest = after;
        } else if first.is_ascii_alphabetic() {
            out.push(first as i32);
            rest = &rest[1..];
        } else {
            bail!(Value, "'{first}' in '{text}' is neither a letter nor an ellipsis");
        }
        rest = rest.trim_start();
    }
    Ok(out)
}

fn parse(text: &str, count: usize) -> Result<Equation> {
    let Some((inputs, output)) = text.split_once("->") else {
        bail!(Value, "the equation '{text}' must say what the result is: ...->...");
    };
    let inputs = inputs.split(',').map(labels).collect::<Result<Vec<_>>>()?;
    if inputs.len() != count {
        bail!(Value, "the equation '{text}' has {} operands, but {count} are given", inputs.len());
    }
    let output = labels(output)?;
    if let Some(bad) = output.iter().find(|l| **l != DOTS && !inputs.iter().any(|i| i.contains(l))) {
        bail!(Value, "label {} of the result is in no operand of '{text}'", *bad as u8 as char);
    }
    Ok(Equation { inputs, output })
}

/// Labels with one number per axis of an ellipsis.
fn written_out(labels: &Labels, dots: usize) -> Labels {
    labels
        .iter()
        .flat_map(|&l| if l == DOTS { (1..=dots as i32).rev().map(|i| -i).collect() } else { vec![l] })
        .collect()
}

/// The equation for operands of these ranks.
fn with_ranks(equation: &Equation, ranks: &[usize]) -> Result<Equation> {
    let mut inputs = Vec::new();
    let mut most = 0;
    for (labels, &rank) in equation.inputs.iter().zip(ranks) {
        let letters = labels.iter().filter(|l| **l != DOTS).count();
        let dotted = letters < labels.len();
        if rank < letters || (rank > letters && !dotted) {
            bail!(Value, "an operand of rank {rank} does not fit its {letters} labels");
        }
        most = most.max(rank - letters);
        inputs.push(written_out(labels, rank - letters));
    }
    Ok(Equation { inputs, output: written_out(&equation.output, most) })
}

/// The size of each label, in order of appearance; those of ellipses broadcast.
fn sizes_of(equation: &Equation, shapes: &[Vec<Dim>]) -> Result<Vec<(i32, Dim)>> {
    let mut sizes: Vec<(i32, Dim)> = Vec::new();
    for (labels, dims) in equation.inputs.iter().zip(shapes) {
        for (&label, &dim) in labels.iter().zip(dims) {
            let Some((_, size)) = sizes.iter_mut().find(|(l, _)| *l == label) else {
                sizes.push((label, dim));
                continue;
            };
            *size = if label < 0 {
                rheos_base::broadcast(&Shape::of([*size]), &Shape::of([dim]))?.dim(0)
            } else {
                match size.merge(dim) {
                    Some(both) => both,
                    None => {
                        bail!(Value, "label {} has size {size} in one place and {dim} in another", label as u8 as char)
                    }
                }
            };
        }
    }
    Ok(sizes)
}

fn equation_of(infer: &Infer<'_>) -> Result<Equation> {
    parse(&infer.str("equation"), infer.inputs.len())
}

fn shapes(infer: &mut Infer<'_>) -> Result<()> {
    let equation = equation_of(infer)?;
    let mut dims = Vec::new();
    for (i, labels) in equation.inputs.iter().enumerate() {
        match infer.input_shape(i).dims() {
            Some(known) => dims.push(known.to_vec()),
            None if labels.contains(&DOTS) => return Ok(()),
            None => dims.push(vec![Dim::UNKNOWN; labels.len()]),
        }
    }
    let ranks: Vec<usize> = dims.iter().map(Vec::len).collect();
    let equation = with_ranks(&equation, &ranks)?;
    let sizes = sizes_of(&equation, &dims)?;
    let size = |label: &i32| sizes.iter().find(|(l, _)| l == label).map_or(Dim::UNKNOWN, |(_, d)| *d);
    let shape = Shape::of(equation.output.iter().map(size));
    infer.set(0, shape);
    Ok(())
}

/// An operand on the way to the product: labels and sizes of its axes.
#[derive(Clone)]
struct Operand {
    x: Output,
    labels: Labels,
    dims: Vec<usize>,
}

impl Operand {
    fn size(&self, label: i32) -> Option<usize> {
        self.labels.iter().position(|&l| l == label).map(|i| self.dims[i])
    }

    /// Axes in the order of `order`, which names each once.
    fn ordered(&mut self, b: &mut Builder<'_>, order: &[i32]) -> Result<()> {
        if self.labels == order {
            return Ok(());
        }
        let places: Vec<usize> = order.iter().filter_map(|l| self.labels.iter().position(|have| have == l)).collect();
        let perm: Vec<i64> = places.iter().map(|&p| p as i64).collect();
        let perm = b.ints(&perm)?;
        self.x = b.transpose(self.x, perm)?;
        self.dims = places.iter().map(|&p| self.dims[p]).collect();
        self.labels = order.to_vec();
        Ok(())
    }

    fn reshaped(&mut self, b: &mut Builder<'_>, labels: Labels, dims: Vec<usize>) -> Result<()> {
        if dims != self.dims {
            let sizes: Vec<i64> = dims.iter().map(|&d| d as i64).collect();
            let sizes = b.ints(&sizes)?;
            self.x = b.reshape(self.x, sizes)?;
        }
        (self.labels, self.dims) = (labels, dims);
        Ok(())
    }

    fn summed(&mut self, b: &mut Builder<'_>, gone: impl Fn(i32) -> bool) -> Result<()> {
        let axes: Vec<i64> = (0..self.labels.len()).filter(|&i| gone(self.labels[i])).map(|i| i as i64).collect();
        if axes.is_empty() {
            return Ok(());
        }
        let axes = b.ints(&axes)?;
        self.x = b.sum(self.x, axes, false)?;
        let kept: Vec<usize> = (0..self.labels.len()).filter(|&i| !gone(self.labels[i])).collect();
        self.dims = kept.iter().map(|&i| self.dims[i]).collect();
        self.labels = kept.iter().map(|&i| self.labels[i]).collect();
        Ok(())
    }

    /// Takes the diagonal of axes with the same label.
    fn diagonals(&mut self, b: &mut Builder<'_>) -> Result<()> {
        while let Some(label) = repeated(&self.labels) {
            let twice: Vec<usize> = (0..self.labels.len()).filter(|&i| self.labels[i] == label).take(2).collect();
            let kept: Vec<usize> = (0..self.labels.len()).filter(|i| !twice.contains(i)).collect();
            let perm: Vec<i64> = kept.iter().chain(&twice).map(|&i| i as i64).collect();
            let perm = b.ints(&perm)?;
            let moved = b.transpose(self.x, perm)?;
            self.x = b.matrix_diag_part(moved)?;
            let size = self.dims[twice[0]];
            self.dims = kept.iter().map(|&i| self.dims[i]).chain([size]).collect();
            self.labels = kept.iter().map(|&i| self.labels[i]).chain([label]).collect();
        }
        Ok(())
    }
}

fn repeated(labels: &[i32]) -> Option<i32> {
    labels.iter().enumerate().find(|(i, l)| labels[..*i].contains(l)).map(|(_, l)| *l)
}

/// The product summed over what the result lacks; axes in any order.
fn contracted(b: &mut Builder<'_>, mut p: Operand, mut q: Operand, output: &[i32]) -> Result<Operand> {
    let (in_p, in_q) = (p.labels.clone(), q.labels.clone());
    let pick = |from: &Labels, f: &dyn Fn(&i32) -> bool| from.iter().copied().filter(|l| f(l)).collect::<Labels>();
    let batch = pick(&in_p, &|l| in_q.contains(l) && output.contains(l));
    let inner = pick(&in_p, &|l| in_q.contains(l) && !output.contains(l));
    let (free_p, free_q) = (pick(&in_p, &|l| !in_q.contains(l)), pick(&in_q, &|l| !in_p.contains(l)));
    let count = |o: &Operand, group: &Labels| -> usize { group.iter().filter_map(|&l| o.size(l)).product() };
    let dims = |o: &Operand, group: &Labels| -> Vec<usize> { group.iter().filter_map(|&l| o.size(l)).collect() };
    let join = |groups: &[&Labels]| groups.iter().flat_map(|g| g.iter().copied()).collect::<Labels>();
    let (batch_dims, p_dims, q_dims) = (dims(&p, &batch), dims(&p, &free_p), dims(&q, &free_q));
    let (labels, all) = (join(&[&batch, &free_p, &free_q]), [batch_dims.clone(), p_dims, q_dims].concat());
    if inner.is_empty() || (free_p.is_empty() && free_q.is_empty()) {
        // A product element by element, which fuses with the sum.
        let order = join(&[&batch, &inner, &free_p, &free_q]);
        for o in [&mut p, &mut q] {
            let own = order.iter().copied().filter(|&l| o.size(l).is_some()).collect::<Labels>();
            o.ordered(b, &own)?;
            let spread = order.iter().map(|&l| o.size(l).unwrap_or(1)).collect();
            o.reshaped(b, order.clone(), spread)?;
        }
        let both = p.dims.iter().zip(&q.dims).map(|(&x, &y)| if x == 1 { y } else { x }).collect();
        let mut out = Operand { x: b.mul(p.x, q.x)?, labels: order, dims: both };
        out.summed(b, |l| inner.contains(&l))?;
        return Ok(out);
    }
    let (m, k, n) = (count(&p, &free_p), count(&p, &inner), count(&q, &free_q));
    p.ordered(b, &join(&[&batch, &free_p, &inner]))?;
    q.ordered(b, &join(&[&batch, &inner, &free_q]))?;
    let mut out = if batch.is_empty() {
        p.reshaped(b, vec![], vec![m, k])?;
        q.reshaped(b, vec![], vec![k, n])?;
        Operand { x: b.mat_mul(p.x, q.x, false, false)?, labels: vec![], dims: vec![m, n] }
    } else {
        p.reshaped(b, vec![], [batch_dims.clone(), vec![m, k]].concat())?;
        q.reshaped(b, vec![], [batch_dims.clone(), vec![k, n]].concat())?;
        let x = b.batch_mat_mul_v2(p.x, q.x, false, false)?;
        Operand { x, labels: vec![], dims: [batch_dims, vec![m, n]].concat() }
    };
    out.reshaped(b, labels, all)?;
    Ok(out)
}

fn rewrite(b: &mut Builder<'_>, equation: &Equation, operands: Vec<Operand>) -> Result<Output> {
    let shapes: Vec<Vec<Dim>> = operands.iter().map(|o| o.dims.iter().map(|&d| Dim::from(d)).collect()).collect();
    let sizes = sizes_of(equation, &shapes)?;
    let output = &equation.output;
    let mut ready = Vec::new();
    for mut o in operands {
        o.diagonals(b)?;
        // An axis of size 1 that stands for a longer one is left to the operand that has that one.
        let short = |label: i32, dim: usize| {
            dim == 1 && sizes.iter().any(|(l, d)| *l == label && d.get().is_some_and(|d| d != 1))
        };
        let kept: Vec<usize> = (0..o.labels.len()).filter(|&i| !short(o.labels[i], o.dims[i])).collect();
        if kept.len() < o.labels.len() {
            let (labels, dims) =
                (kept.iter().map(|&i| o.labels[i]).collect(), kept.iter().map(|&i| o.dims[i]).collect());
            o.reshaped(b, labels, dims)?;
        }
        ready.push(o);
    }
    let others: Vec<Labels> = ready.iter().map(|o| o.labels.clone()).collect();
    for (i, o) in ready.iter_mut().enumerate() {
        let alone = |l: i32| !output.contains(&l) && !others.iter().enumerate().any(|(j, o)| j != i && o.contains(&l));
        o.summed(b, alone)?;
    }
    let mut found = match ready.len() {
        1 => ready.remove(0),
        _ => {
            let q = ready.remove(1);
            contracted(b, ready.remove(0), q, output)?
        }
    };
    // A label that the result has twice: the element stands on the diagonal of both axes.
    let mut wanted = output.clone();
    let mut next = i32::MAX;
    while let Some(label) = repeated(&wanted) {
        let mut order: Labels = found.labels.iter().copied().filter(|&l| l != label).collect();
        order.push(label);
        found.ordered(b, &order)?;
        found.x = b.matrix_diag(found.x)?;
        let size = found.dims[found.dims.len() - 1];
        found.dims.push(size);
        found.labels.push(next);
        let second = wanted.iter().enumerate().filter(|(_, l)| **l == label).map(|(i, _)| i).nth(1);
        if let Some(second) = second {
            wanted[second] = next;
        }
        next -= 1;
    }
    found.ordered(b, &wanted)?;
    Ok(found.x)
}

fn text_of(labels: &[i32]) -> String {
    labels.iter().map(|&l| if l == DOTS { "...".to_string() } else { (l as u8 as char).to_string() }).collect()
}

/// The gradient of an operand is the product of the result's gradient with the other operand, spread over labels
/// that were summed away and put on the diagonals that were taken.
fn grad_operand(g: &mut GradCall<'_, '_>, equation: &Equation, which: usize, mut dy: Output) -> Result<Output> {
    let own = &equation.inputs[which];
    let x = g.x[which];
    let other = (g.x.len() == 2).then(|| (g.x[1 - which], &equation.inputs[1 - which]));
    let mut unique = own.clone();
    while let Some(label) = repeated(&unique) {
        let last = unique.iter().rposition(|&l| l == label).unwrap_or(0);
        unique.remove(last);
    }
    let known = |l: &i32| equation.output.contains(l) || other.is_some_and(|(_, labels)| labels.contains(l));
    let mut have: Labels = unique.iter().copied().filter(|l| known(l)).collect();
    // A result with repeated labels only has their diagonal.
    let mut out = equation.output.clone();
    let mut terms = text_of(&out);
    let b = &mut *g.b;
    if repeated(&out).is_some() {
        while let Some(label) = repeated(&out) {
            let last = out.iter().rposition(|&l| l == label).unwrap_or(0);
            out.remove(last);
        }
        let diagonal = format!("{terms}->{}", text_of(&out));
        terms = text_of(&out);
        dy = b.einsum(&[dy], &diagonal)?;
    }
    spread(b, dy, terms, other, &mut have, &unique, own, x)
}

fn spread(
    b: &mut Builder<'_>,
    dy: Output,
    terms: String,
    other: Option<(Output, &Labels)>,
    have: &mut Labels,
    unique: &Labels,
    own: &Labels,
    x: Output,
) -> Result<Output> {
    // Axes of an ellipsis that this operand lacks are summed by themselves, as an equation without them would have no
    // gradient.
    let foreign = !have.contains(&DOTS) && (terms.contains('.') || other.is_some_and(|(_, l)| l.contains(&DOTS)));
    let wanted = if foreign { format!("...{}", text_of(have)) } else { text_of(have) };
    let mut found = match other {
        Some((y, labels)) => {
            let y = conj(b, y)?;
            b.einsum(&[dy, y], &format!("{terms},{}->{wanted}", text_of(labels)))?
        }
        None => b.einsum(&[dy], &format!("{terms}->{wanted}"))?,
    };
    if foreign {
        let Some(rank) = b.shape_of(found).rank() else {
            bail!(Unimplemented, "the gradient of an ellipsis that is summed away needs operands of known rank");
        };
        let axes: Vec<i64> = (0..(rank - have.len()) as i64).collect();
        let axes = b.ints(&axes)?;
        found = b.sum(found, axes, false)?;
    }
    for &label in unique.iter().filter(|l| !have.contains(l)).copied().collect::<Labels>().iter() {
        let place = own.iter().position(|&l| l == label).unwrap_or(0);
        // Axes behind an ellipsis are counted from the end.
        let dots = own.iter().position(|&l| l == DOTS);
        let axis = if dots.is_some_and(|d| d < place) { place as i64 - own.len() as i64 } else { place as i64 };
        let sizes = b.shape(x, DType::I32)?;
        let end = if axis == -1 { 0 } else { axis + 1 };
        let (begin, end, strides) = (b.ints(&[axis])?, b.ints(&[end])?, b.ints(&[1])?);
        let size = b.strided_slice(sizes, begin, end, strides, 0, i64::from(axis == -1), 0, 0, 0)?;
        let one = b.scalar_like(x, 1.0)?;
        let ones = b.fill(size, one)?;
        let before = text_of(have);
        *have = unique.iter().copied().filter(|l| have.contains(l) || *l == label).collect();
        found = b.einsum(&[found, ones], &format!("{before},{}->{}", text_of(&[label]), text_of(have)))?;
    }
    if unique != own {
        found = b.einsum(&[found], &format!("{}->{}", text_of(unique), text_of(own)))?;
    }
    if own.contains(&DOTS) { sum_to_shape(b, found, x) } else { Ok(found) }
}

fn grad(g: &mut GradCall<'_, '_>) -> Grads {
    let equation = parse(&g.info().str("equation"), g.x.len())?;
    if equation.inputs.iter().any(|i| i.contains(&DOTS)) && !equation.output.contains(&DOTS) {
        bail!(Unimplemented, "Einsum has no gradient where an ellipsis is summed away; hint: name its axes");
    }
    let dy = g.dy();
    (0..g.x.len()).map(|i| Ok(Some(grad_operand(g, &equation, i, dy)?.into()))).collect()
}

pub const OPS: &[Decl] = &[Decl {
    name: "Einsum",
    inputs: "inputs: N * T",
    outputs: "output: T",
    attrs: "equation: string; N: int >= 1; T: {bfloat16, float16, float32, float64, int32, int64, complex64, complex128}",
    effect: Effect::Pure,
    infer: |infer| {
        if infer.inputs.len() > 2 {
            bail!(
                Value,
                "Einsum takes one or two operands, got {}; hint: tf.einsum takes any number",
                infer.inputs.len()
            );
        }
        shapes(infer)
    },
    compute: Compute::Lower(|b, x, info| {
        let equation = parse(&info.str("equation"), x.len())?;
        let dims: Vec<Vec<usize>> = (0..x.len()).map(|i| info.input_dims(i).to_vec()).collect();
        let ranks: Vec<usize> = dims.iter().map(Vec::len).collect();
        let equation = with_ranks(&equation, &ranks)?;
        let operands = x
            .iter()
            .zip(&dims)
            .zip(&equation.inputs)
            .map(|((&x, dims), labels)| Operand { x, labels: labels.clone(), dims: dims.clone() })
            .collect();
        Ok(smallvec![rewrite(b, &equation, operands)?])
    }),
    grad: Grad::Fn(grad),
    doc: "Products of elements of one or two tensors summed over the labels that the result lacks, by an equation such \
          as 'ij,jk->ik'.",
}];
