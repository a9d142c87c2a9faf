//! Fused groups become steps of the plan.

use super::*;

/// Operands of a group's kernel.
#[derive(Default)]
struct Operands {
    at: SmallVec<[Operand; 4]>,
    layouts: Vec<Layout>,
    /// Where each lies, whether element `i` of the domain is read at element `i`, and its type.
    whole: Vec<(Base, bool, DType)>,
    outputs: Vec<Output>,
}

impl<'a> Planner<'a> {
    pub(super) fn fused(&mut self, i: usize, step: &Step, group: &Arc<Group>) -> Result<SmallVec<[Value; 1]>> {
        let mut operands = Operands::default();
        for operand in &group.operands {
            self.spread(step.inputs[operand.input], &operand.space, &mut operands)?;
        }
        step.inputs.iter().for_each(|&o| self.consume(o));
        if let Some(reduce) = &group.reduce {
            // A fold writes its result before it has read all it needs.
            operands.whole.iter_mut().for_each(|(_, own, _)| *own = false);
            let kernel = Box::new(FoldKernel::new(group, reduce, &operands.layouts)?);
            return self.invoke(i, step, kernel, operands, Vec::new(), None);
        }
        let elements = rheos_base::element_count(&group.domain);
        let (bases, memory) = self.lent(i, step, elements, &operands);
        let kernel = Box::new(MapKernel::new(&group.expr, &operands.layouts, &group.domain, &memory)?);
        self.invoke(i, step, kernel, operands, bases, None)
    }

    pub(super) fn rows(&mut self, i: usize, step: &Step, rows: &Arc<Rows>) -> Result<SmallVec<[Value; 1]>> {
        let mut operands = Operands::default();
        let mut last_read: FxHashMap<Base, usize> = FxHashMap::default();
        for (n, stage) in rows.stages.iter().enumerate() {
            for operand in &stage.group.operands {
                if let Source::Input(input) = stage.sources[operand.input] {
                    self.spread(step.inputs[input], &operand.space, &mut operands)?;
                    last_read.extend(operands.at.last().map(|at| (at.base, n)));
                }
            }
        }
        // A result may lie where an operand lies only if no stage after the one that writes it reads that, if that
        // is not a fold, which writes before it has read all it needs, and if their rows lie over each other: a part
        // of a value that is as large as the result has rows of another length.
        let first_write = rows.results.iter().map(|&(stage, _)| stage).min().unwrap_or(0);
        let folds = rows.stages[first_write].group.reduce.is_some();
        for ((base, own, _), (layout, &output)) in
            operands.whole.iter_mut().zip(operands.layouts.iter().zip(&operands.outputs))
        {
            let entire = self.program.fact(root(&self.roots, output)).shape.element_count();
            *own &= last_read[base] <= first_write && !folds && entire.get() == Some(layout.len() as i64);
        }
        step.inputs.iter().for_each(|&o| self.consume(o));
        let elements =
            rows.results.iter().map(|&(stage, _)| rheos_base::element_count(&rows.stages[stage].group.domain));
        let (bases, memory) = self.lent(i, step, elements.max().unwrap_or(0), &operands);
        let kernel = Box::new(RowsKernel::new(rows, &operands.layouts, &memory)?);
        self.invoke(i, step, kernel, operands, bases, None)
    }

    pub(super) fn followed(&mut self, i: usize, step: &Step, followed: &Followed) -> Result<SmallVec<[Value; 1]>> {
        let Compute::Kernel(decl) = &followed.op.decl.compute else {
            bail!(Internal, "{} is not a kernel that a group can follow", followed.op.name)
        };
        let group = &followed.group;
        let mut operands = Operands::default();
        let mut args = Vec::with_capacity(followed.inputs);
        for &input in &step.inputs[..followed.inputs] {
            let dtype = self.program.fact(input).dtype;
            let (base, layout) = self.operand(input)?;
            let (base, layout) = if decl.strided { (base, layout) } else { self.row_major(input, base, layout)? };
            operands.at.push(Operand { base, offset: layout.offset * dtype.size() as isize });
            // Other parts of the kernel may still read any of it when a part of a result is written.
            operands.whole.push((base, false, dtype));
            operands.outputs.push(input);
            args.push(Arg { dtype, layout: Layout { offset: 0, ..layout } });
        }
        let mut sources = SmallVec::new();
        let mut layouts = Vec::with_capacity(group.operands.len());
        for operand in &group.operands {
            if operand.input == Followed::RESULT {
                sources.push(Part::Result);
                layouts.push(Layout::contiguous(&operand.space));
            } else {
                sources.push(Part::Input(operands.at.len()));
                self.spread(step.inputs[operand.input], &operand.space, &mut operands)?;
                layouts.extend(operands.layouts.last().cloned());
            }
        }
        step.inputs.iter().for_each(|&o| self.consume(o));
        let result = Arg { dtype: followed.result.dtype, layout: Layout::contiguous(&followed.result.dims()) };
        let facts: SmallVec<[&Fact; 4]> =
            step.inputs[..followed.inputs].iter().map(|&o| self.program.fact(o)).collect();
        let outputs = std::slice::from_ref(&followed.result);
        let info = NodeInfo { op: followed.op, attrs: &followed.attrs, inputs: &facts, outputs };
        let state = self.node_state(step);
        let spec = KernelSpec { info, inputs: &args, outputs: std::slice::from_ref(&result), state: &state };
        let kernel = (decl.cpu)(&spec)?;
        let elements = rheos_base::element_count(&group.domain);
        let (mut bases, mut memory) = self.lent(i, step, elements, &operands);
        let first = usize::from(followed.kept);
        // The kernel's result lies where a result of the group will, or nowhere else to be seen.
        let output = |k: usize| Output::new(NodeId(i as u32), k as u32);
        let shared = (first..step.facts.len())
            .find(|&k| step.facts[k].dtype.size() == result.dtype.size() && !self.writer.contains_key(&output(k)));
        let target = if followed.kept { Some(0) } else { shared };
        if let Some(k) = target {
            bases[k] = Some(self.result_base(output(k), result.dtype, &result.layout.dims));
        }
        if let (Some(k), false) = (shared, followed.kept) {
            memory[k] = Memory::Operand;
        }
        let result_at = target.unwrap_or(step.facts.len());
        let map = MapKernel::new(&group.expr, &layouts, &group.domain, &memory[first..])?;
        let hidden = target.is_none().then(|| self.arena(result.layout.len() * result.dtype.size()));
        let kernel = Box::new(FollowedKernel { kernel, args, result, result_at, first, map, sources });
        self.invoke(i, step, kernel, operands, bases, hidden)
    }

    /// Adds a value, broadcast through `space`, to the operands.
    fn spread(&mut self, output: Output, space: &Dims, operands: &mut Operands) -> Result<()> {
        let dtype = self.program.fact(output).dtype;
        let (mut base, mut layout) = self.operand(output)?;
        if is_across(&layout, dtype.size()) {
            (base, layout) = self.row_major(output, base, layout)?;
        }
        let mut spread = layout.broadcast(space);
        operands.at.push(Operand { base, offset: spread.offset * dtype.size() as isize });
        spread.offset = 0;
        operands.whole.push((base, layout.offset == 0 && spread.is_contiguous(), dtype));
        operands.layouts.push(spread);
        operands.outputs.push(output);
        Ok(())
    }

    /// Memory of operands that die here, for results that may be written over them; and what is known of each
    /// result's memory.
    fn lent(&self, i: usize, step: &Step, elements: usize, operands: &Operands) -> (Vec<Option<Base>>, Vec<Memory>) {
        let mut bases: Vec<Option<Base>> = vec![None; step.facts.len()];
        let mut lenders = self.lenders(operands);
        for (k, fact) in step.facts.iter().enumerate() {
            let output = Output::new(NodeId(i as u32), k as u32);
            if self.given.contains_key(&output) || self.writer.contains_key(&output) {
                continue;
            }
            let size = fact.dtype.size();
            let whole = fact.shape.element_count().get() == Some(elements as i64);
            let chosen = lenders.iter().position(|&(base, own)| {
                whole
                    && own == size
                    && matches!(&self.bases[base as usize], BaseKind::Arena(bytes) if *bytes == elements * size)
            });
            bases[k] = chosen.map(|n| lenders.swap_remove(n).0);
        }
        let memory = |k: usize| match Output::new(NodeId(i as u32), k as u32) {
            output if bases[k].is_some() || self.writer.contains_key(&output) => Memory::Operand,
            output if self.given.contains_key(&output) && self.pending[i][k] == 1 => Memory::HandedOut,
            _ => Memory::Own,
        };
        let memory = (0..step.facts.len()).map(memory).collect();
        (bases, memory)
    }

    /// Operands that nothing needs after this step and that it reads element for element, with element sizes.
    fn lenders(&self, operands: &Operands) -> Vec<(Base, usize)> {
        let mut direct: FxHashMap<Base, (bool, DType)> = FxHashMap::default();
        for &(base, own, dtype) in &operands.whole {
            let entry = direct.entry(base).or_insert((own, dtype));
            entry.0 &= own && dtype == entry.1;
        }
        let mut out: Vec<(Base, usize)> = Vec::new();
        for (&output, &(base, _, dtype)) in operands.outputs.iter().zip(&operands.whole) {
            let dies = self.is_done_with(output);
            let plain = matches!(self.value(output), Value::Plain { .. });
            // A few candidates are plenty, and a sum of thousands of terms has thousands.
            if dies && plain && direct[&base].0 && out.len() < 16 && !out.iter().any(|(b, _)| *b == base) {
                out.push((base, dtype.size()));
            }
        }
        out
    }

    /// Adds a kernel step for a fused group: results go to given bases, to variables or to new memory. `hidden` is one
    /// more output, which nothing else sees.
    fn invoke(
        &mut self,
        i: usize,
        step: &Step,
        kernel: Box<dyn Kernel>,
        operands: Operands,
        given: Vec<Option<Base>>,
        hidden: Option<Base>,
    ) -> Result<SmallVec<[Value; 1]>> {
        let mut values = SmallVec::new();
        let mut outputs = SmallVec::new();
        let mut updates = Vec::new();
        let mut output_args = Vec::new();
        let scratch = self.scratch(&*kernel);
        for (k, fact) in step.facts.iter().enumerate() {
            let output = Output::new(NodeId(i as u32), k as u32);
            let dims = fact.dims();
            let base = match given.get(k).copied().flatten() {
                Some(base) => base,
                None => match self.absorb(i, output, fact, &operands.whole, k)? {
                    Some(update) => {
                        let base = update.new.map_or(0, |v| v.base);
                        updates.push(update);
                        base
                    }
                    None => self.result_base(output, fact.dtype, &dims),
                },
            };
            outputs.push(base);
            output_args.push(Arg { dtype: fact.dtype, layout: Layout::contiguous(&dims) });
            values.push(Value::Plain { base, layout: Layout::contiguous(&dims) });
        }
        outputs.extend(hidden);
        let packed = self.packed(&*kernel, &step.inputs, &operands.at);
        let run =
            Invocation { kernel, inputs: operands.at, outputs, input_args: Vec::new(), output_args, scratch, packed };
        self.add(step, if updates.is_empty() { Action::Kernel(run) } else { Action::Update(run, updates) });
        Ok(values)
    }
}

/// Lie neighbours in another order than the one in which they are read, so far apart that each would be read from a
/// cache line of its own?
fn is_across(layout: &Layout, size: usize) -> bool {
    let inner = layout.collapsed();
    let apart = inner.strides.last().is_some_and(|s| s.unsigned_abs() * size >= 64);
    apart && layout.len() > 4096 && inner.strides.contains(&1)
}
