//! A scalar expression compiled for tiles: straight-line calls of primitive loops on registers of a few
//! hundred elements, which stay in the first-level cache.
//!
//! In: an expression, where its operands lie, which results go to memory. Out: `Code`, which computes any
//! run of consecutive elements of the domain.

use crate::cpu::tile::{GatherFn, Isa, TileFn, cast_fn, gather_fn, pair_fn, splat_fn, tile_fn};
use crate::cpu::traffic::{Ahead, fetch, is_past_caches};
use rheos_base::{DType, Result, bail};
use rheos_graph::Layout;
use rheos_graph::expr::{Expr, Prim, Ref, Scalar, Term};
use rheos_ops::kernels::past_caches;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Registers of all live values together aim at this many bytes.
const REGISTER_BUDGET: usize = 24 * 1024;
const MAX_TILE: usize = 1024;
const MIN_TILE: usize = 64;

/// Where a value of the current tile is: `bases[base] + step * first element`.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    base: u32,
    step: u32,
}

struct Instruction {
    run: TileFn,
    out: Slot,
    args: [Slot; 3],
}

/// Makes elements of strided memory follow each other in a register before each tile.
struct Load {
    base: u32,
    register: Slot,
    /// Where the register is in the scratch.
    offset: usize,
    layout: Layout,
    /// Elements after which the operand starts again, where it is broadcast along its first axes.
    period: usize,
    size: usize,
    gather: GatherFn,
    splat: TileFn,
}

/// Fills a register with positions along an axis before each tile.
struct Positions {
    register: Slot,
    inner: usize,
    count: usize,
    dtype: DType,
}

/// Fills a register once, before the first tile.
enum Fill {
    Const(Slot, Scalar, TileFn),
    Splat(Slot, u32, isize, TileFn),
}

struct Store {
    from: Slot,
    to: Slot,
    size: usize,
    past_caches: bool,
}

/// Operands are asked for one tile ahead where there are so many of so many bytes that no cache holds: the processor
/// follows one or two by itself, but not several that are read in turn.
const STREAMS: usize = 3;
const AHEAD_FROM: usize = 32 << 20;

/// A compiled expression.
pub struct Code {
    instructions: Vec<Instruction>,
    loads: Vec<Load>,
    positions: Vec<Positions>,
    fills: Vec<Fill>,
    stores: Vec<Store>,
    /// Operands to ask for one tile ahead, if any.
    streams: Vec<Slot>,
    /// Where results that are not stored are found after each tile.
    pub results: SmallVec<[Slot; 2]>,
    /// Elements per tile.
    pub tile: usize,
    registers: Vec<usize>,
    /// Of all registers together, a multiple of 64. The table of addresses follows them.
    register_bytes: usize,
    operands: usize,
    outputs: usize,
    /// Rough cost of one element in nanoseconds, for deciding about threads.
    pub cost: f64,
}

/// What to do with a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// Write it to output `i`, row-major.
    Output { index: usize, memory: Memory },
    /// Leave it where it is.
    Keep,
}

/// What is known of an output's memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Memory {
    /// It is apart from all operands.
    Own,
    /// It may be an operand's.
    Operand,
    /// Apart from all operands, and for the caller of the run: no step reads it.
    HandedOut,
}

impl Code {
    /// Compiles `expr`. `operands[i]` says how input `i` lies in memory, through a space of as many
    /// elements as the domain; `domain` gives meaning to `Term::Index`.
    pub fn new(expr: &Expr, operands: &[Layout], domain: &[usize], targets: &[Target], isa: Isa) -> Result<Code> {
        Compiler::new(expr, operands, domain, targets, isa).compile()
    }

    /// Bytes of scratch one thread needs.
    pub fn scratch_bytes(&self) -> usize {
        let addresses = self.operands + self.outputs + self.registers.len();
        self.register_bytes + (addresses * size_of::<*mut u8>()).next_multiple_of(64)
    }

    /// How many results go to memory.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Prepares the addresses and constant registers of one thread.
    ///
    /// # Safety
    /// `scratch` is aligned to 64 bytes, valid for `scratch_bytes`, and nobody else uses it as long as the result lives;
    /// operand pointers are valid for the layouts given to `new` (offsets applied), output pointers for all elements
    /// that will be run.
    pub unsafe fn enter<'s>(
        &self,
        inputs: &[*const u8],
        outputs: &[*mut u8],
        scratch: *mut u8,
        longest: usize,
        ahead: Ahead<'s>,
    ) -> Bases<'s> {
        debug_assert_eq!((inputs.len(), outputs.len()), (self.operands, self.outputs));
        let registers = self.registers.iter().map(|&offset| scratch.wrapping_add(offset));
        let addresses = inputs.iter().map(|p| p.cast_mut()).chain(outputs.iter().copied()).chain(registers);
        let table = scratch.wrapping_add(self.register_bytes).cast::<*mut u8>();
        let count = self.operands + self.outputs + self.registers.len();
        // SAFETY: the table lies inside the scratch, behind the registers, and is aligned as that is; all of its
        // `count` entries are written before it is read.
        let addresses = unsafe {
            addresses.take(count).enumerate().for_each(|(i, address)| table.add(i).write(address));
            std::slice::from_raw_parts_mut(table, count)
        };
        let loaded = SmallVec::from_elem(Loaded::default(), self.loads.len());
        let n = longest.min(self.tile);
        for fill in &self.fills {
            let bytes;
            let (slot, value, splat) = match *fill {
                Fill::Const(slot, scalar, splat) => {
                    bytes = Aligned(scalar.bytes());
                    (slot, bytes.0.as_ptr(), splat)
                }
                // The operand has at least one element at this offset.
                Fill::Splat(slot, operand, offset, splat) => {
                    (slot, addresses[operand as usize].wrapping_offset(offset).cast_const(), splat)
                }
            };
            // SAFETY: the register holds a tile, `value` an element.
            unsafe { splat(addresses[slot.base as usize], value, value, value, n) };
        }
        Bases { addresses, scratch, loaded, ahead }
    }

    /// Computes elements `first .. first + n`, with `n` at most a tile. Returns the primitives' flags.
    ///
    /// # Safety
    /// As for `enter`; the elements exist.
    pub unsafe fn run_tile(&self, bases: &mut Bases<'_>, first: usize, n: usize) -> u32 {
        for (i, load) in self.loads.iter().enumerate() {
            // SAFETY: the caller's promise about operands.
            unsafe { load.run(bases, i, first, n) };
        }
        for positions in &self.positions {
            positions.run(bases, first, n);
        }
        let mut flags = 0;
        let parts = self.instructions.len();
        let streams = match bases.ahead {
            Ahead::Tile => self.streams.as_slice(),
            Ahead::Nothing => &[],
            Ahead::Soon(soon) => {
                soon.ask();
                &[]
            }
        };
        for (part, i) in self.instructions.iter().enumerate() {
            for &stream in streams {
                fetch(bases.at(stream, first + self.tile), n * stream.step as usize, part, parts);
            }
            // SAFETY: slots are registers of a tile or memory of the domain's size; the compiler keeps `out`
            // apart from the operands.
            flags |= unsafe {
                (i.run)(
                    bases.at(i.out, first),
                    bases.at(i.args[0], first),
                    bases.at(i.args[1], first),
                    bases.at(i.args[2], first),
                    n,
                )
            };
        }
        for store in &self.stores {
            let (from, to, bytes) = (bases.at(store.from, first), bases.at(store.to, first), n * store.size);
            // SAFETY: as above; what goes past the caches has memory of its own, and `copy` allows an output that is its
            // own source.
            unsafe {
                match store.past_caches {
                    true => past_caches::copy(from, to, bytes),
                    false => std::ptr::copy(from, to, bytes),
                }
            };
        }
        flags
    }

    /// To be called after a thread's last tile.
    pub fn leave(&self) {
        if self.stores.iter().any(|store| store.past_caches) {
            past_caches::settle();
        }
    }
}

/// A constant's bytes, aligned for any element.
#[repr(align(16))]
struct Aligned([u8; 16]);

/// What a register of a periodic operand holds: elements from this one of a period on.
#[derive(Clone, Copy, Default)]
struct Loaded {
    phase: usize,
    count: usize,
}

/// One thread's addresses of operands, outputs and registers.
pub struct Bases<'s> {
    addresses: &'s mut [*mut u8],
    scratch: *mut u8,
    loaded: SmallVec<[Loaded; 4]>,
    ahead: Ahead<'s>,
}

impl Bases<'_> {
    /// Address of a value for a tile that starts at element `first`.
    #[inline(always)]
    pub fn at(&self, slot: Slot, first: usize) -> *mut u8 {
        self.addresses[slot.base as usize].wrapping_add(slot.step as usize * first)
    }
}

impl Load {
    /// # Safety
    /// The operand has elements `first .. first + n`, and `bases` is what the code's `enter` made; this is load `i`.
    unsafe fn run(&self, bases: &mut Bases<'_>, i: usize, first: usize, n: usize) {
        let phase = first % self.period;
        if bases.loaded[i].phase == phase && bases.loaded[i].count >= n {
            return;
        }
        let mut out = bases.scratch.wrapping_add(self.offset);
        let base = bases.addresses[self.base as usize];
        let (dims, strides) = (&self.layout.dims, &self.layout.strides);
        let rank = dims.len();
        let mut index: SmallVec<[usize; 6]> = SmallVec::from_elem(0, rank);
        let mut rest = first;
        let mut position = self.layout.offset;
        for axis in (0..rank).rev() {
            index[axis] = rest % dims[axis];
            rest /= dims[axis];
            position += index[axis] as isize * strides[axis];
        }
        let (last, inner) = (rank - 1, strides[rank - 1]);
        if inner == 1 && dims[last] - index[last] >= n {
            // These elements follow each other where they are; nothing ever writes to the register of an operand.
            bases.addresses[self.register.base as usize] = base.wrapping_offset(position * self.size as isize);
            bases.loaded[i].count = 0;
            return;
        }
        bases.addresses[self.register.base as usize] = out;
        bases.loaded[i] = Loaded { phase, count: if self.period < usize::MAX { n } else { 0 } };
        let mut left = n;
        while left > 0 {
            let run = left.min(dims[last] - index[last]);
            let from = base.wrapping_offset(position * self.size as isize);
            // SAFETY: `run` elements from here lie inside the operand, by the caller's promise.
            unsafe {
                match inner {
                    0 => {
                        (self.splat)(out, from, from, from, run);
                    }
                    _ => (self.gather)(out, from, inner, run),
                }
            }
            out = out.wrapping_add(run * self.size);
            left -= run;
            index[last] += run;
            position += run as isize * inner;
            let mut axis = last;
            while index[axis] == dims[axis] && axis > 0 {
                position += strides[axis - 1] - dims[axis] as isize * strides[axis];
                index[axis] = 0;
                axis -= 1;
                index[axis] += 1;
            }
        }
    }
}

impl Positions {
    fn run(&self, bases: &Bases<'_>, first: usize, n: usize) {
        let out = bases.at(self.register, 0);
        // SAFETY: the register holds a tile of this type.
        unsafe {
            match self.dtype {
                DType::I32 => self.write(std::slice::from_raw_parts_mut(out.cast::<i32>(), n), first, |at| at as i32),
                _ => self.write(std::slice::from_raw_parts_mut(out.cast::<i64>(), n), first, |at| at as i64),
            }
        }
    }

    /// Positions of the elements from `first` on: each stands for `inner` elements, and after `count` they start again.
    fn write<T: Copy>(&self, out: &mut [T], first: usize, of: impl Fn(usize) -> T) {
        let (mut at, mut within) = (first / self.inner % self.count, first % self.inner);
        let mut rest = out;
        while !rest.is_empty() {
            let run = if self.inner == 1 { self.count - at } else { self.inner - within };
            let (now, later) = rest.split_at_mut(run.min(rest.len()));
            if self.inner == 1 {
                now.iter_mut().enumerate().for_each(|(i, slot)| *slot = of(at + i));
                at = 0;
            } else {
                now.fill(of(at));
                at = if at + 1 == self.count { 0 } else { at + 1 };
                within = 0;
            }
            rest = later;
        }
    }
}

struct Compiler<'a> {
    expr: &'a Expr,
    operands: &'a [Layout],
    domain: &'a [usize],
    targets: &'a [Target],
    isa: Isa,
    /// Each term's first equal term.
    canonical: Vec<u32>,
    last_use: Vec<usize>,
    /// Is a term computed in the loop of its only user?
    taken: Vec<bool>,
    /// The operand that is computed in a term's own loop.
    takes: Vec<Option<usize>>,
    slots: Vec<Option<Slot>>,
    /// Free registers per element size.
    free: FxHashMap<usize, Vec<u32>>,
    sizes: Vec<usize>,
    code: Code,
}

impl<'a> Compiler<'a> {
    fn new(expr: &'a Expr, operands: &'a [Layout], domain: &'a [usize], targets: &'a [Target], isa: Isa) -> Self {
        let outputs = targets.iter().filter(|t| matches!(t, Target::Output { .. })).count();
        let code = Code {
            instructions: Vec::new(),
            loads: Vec::new(),
            positions: Vec::new(),
            fills: Vec::new(),
            stores: Vec::new(),
            streams: Vec::new(),
            results: SmallVec::new(),
            tile: 0,
            registers: Vec::new(),
            register_bytes: 0,
            operands: operands.len(),
            outputs,
            cost: 0.05,
        };
        Compiler {
            expr,
            operands,
            domain,
            targets,
            isa,
            canonical: Vec::new(),
            last_use: vec![0; expr.terms.len()],
            taken: vec![false; expr.terms.len()],
            takes: vec![None; expr.terms.len()],
            slots: vec![None; expr.terms.len()],
            free: FxHashMap::default(),
            sizes: Vec::new(),
            code,
        }
    }

    /// Merges equal terms and finds out which are needed and until when.
    fn analyse(&mut self) {
        let mut seen: FxHashMap<(Term, DType), u32> = FxHashMap::default();
        for (i, (term, &dtype)) in self.expr.terms.iter().zip(&self.expr.dtypes).enumerate() {
            let term = match *term {
                Term::Apply(prim, args) => {
                    let mut mapped = [Ref(0); 3];
                    for (m, a) in mapped.iter_mut().zip(args).take(prim.arity()) {
                        *m = Ref(self.canonical[a.0 as usize]);
                    }
                    Term::Apply(prim, mapped)
                }
                other => other,
            };
            self.canonical.push(*seen.entry((term, dtype)).or_insert(i as u32));
        }
        for r in &self.expr.results {
            self.last_use[self.canonical[r.0 as usize] as usize] = usize::MAX;
        }
        for i in (0..self.expr.terms.len()).rev() {
            if self.canonical[i] as usize != i || self.last_use[i] == 0 {
                continue;
            }
            if let Term::Apply(prim, args) = self.expr.terms[i] {
                for a in &args[..prim.arity()] {
                    let a = self.canonical[a.0 as usize] as usize;
                    self.last_use[a] = self.last_use[a].max(i);
                }
            }
        }
    }

    /// Finds pairs of primitives that one loop computes: the first has no other user than the second.
    fn pair(&mut self) {
        let mut uses = vec![0u32; self.expr.terms.len()];
        for (i, term) in self.expr.terms.iter().enumerate() {
            if let (true, Term::Apply(prim, args)) = (self.is_needed(i), term) {
                args[..prim.arity()].iter().for_each(|a| uses[self.canonical[a.0 as usize] as usize] += 1);
            }
        }
        for i in (0..self.expr.terms.len()).rev() {
            let Term::Apply(second, args) = self.expr.terms[i] else { continue };
            if !self.is_needed(i) || self.taken[i] || second.arity() > 2 {
                continue;
            }
            let args: SmallVec<[usize; 2]> =
                args[..second.arity()].iter().map(|a| self.canonical[a.0 as usize] as usize).collect();
            let alone = |&a: &usize| uses[a] == 1 && self.last_use[a] != usize::MAX;
            let found = args.iter().copied().filter(alone).find(|&a| match self.expr.terms[a] {
                Term::Apply(first, _) => {
                    pair_fn(first, second, a != args[0], self.expr.dtypes[i], self.isa).is_some()
                        && self.expr.dtypes[a] == self.expr.dtypes[i]
                }
                _ => false,
            });
            let Some(a) = found else { continue };
            (self.taken[a], self.takes[i]) = (true, Some(a));
            if let Term::Apply(_, inner) = self.expr.terms[a] {
                for b in &inner[..2] {
                    let b = self.canonical[b.0 as usize] as usize;
                    self.last_use[b] = self.last_use[b].max(i);
                }
            }
        }
    }

    /// Is the term the first of its equals, and does a result depend on it?
    fn is_needed(&self, i: usize) -> bool {
        self.canonical[i] as usize == i && self.last_use[i] != 0
    }

    /// A register for the result of an instruction.
    fn register(&mut self, size: usize) -> Slot {
        match self.free.get_mut(&size).and_then(Vec::pop) {
            Some(number) => self.numbered(number),
            None => self.source(size),
        }
    }

    /// A register for a constant, an operand or a position. They are filled before the first instruction, so it must
    /// not be one that an instruction has used already.
    fn source(&mut self, size: usize) -> Slot {
        self.sizes.push(size);
        self.numbered(self.sizes.len() as u32 - 1)
    }

    fn numbered(&self, number: u32) -> Slot {
        Slot { base: (self.code.operands + self.code.outputs) as u32 + number, step: 0 }
    }

    fn compile(mut self) -> Result<Code> {
        self.analyse();
        self.pair();
        // An output is written directly by the instruction that makes it, where that is possible.
        let mut direct: FxHashMap<u32, usize> = FxHashMap::default();
        for (r, target) in self.expr.results.iter().zip(self.targets) {
            let term = self.canonical[r.0 as usize];
            if let (Target::Output { index, .. }, Term::Apply(..)) = (target, self.expr.terms[term as usize])
                && self.is_direct(term, target)
            {
                direct.entry(term).or_insert(*index);
            }
        }
        for i in 0..self.expr.terms.len() {
            if self.is_needed(i) && !self.taken[i] {
                self.term(i, direct.get(&(i as u32)).copied())?;
            }
        }
        for (r, target) in self.expr.results.iter().zip(self.targets) {
            let term = self.canonical[r.0 as usize] as usize;
            let size = self.expr.dtypes[term].size();
            let Some(from) = self.slots[term] else { bail!(Internal, "a result was never computed") };
            match target {
                Target::Keep => self.code.results.push(from),
                Target::Output { index, .. } => {
                    let to = Slot { base: (self.code.operands + index) as u32, step: size as u32 };
                    if direct.get(&(term as u32)) != Some(index) {
                        let past_caches = self.is_past_caches(term as u32, target);
                        self.code.stores.push(Store { from, to, size, past_caches });
                    }
                }
            }
        }
        self.look_ahead();
        let bytes: usize = self.sizes.iter().sum::<usize>().max(1);
        let tile = (REGISTER_BUDGET / bytes).clamp(MIN_TILE, MAX_TILE);
        let tile = 1 << tile.ilog2();
        let mut offset = 0;
        for size in &self.sizes {
            self.code.registers.push(offset);
            offset += (size * tile).next_multiple_of(64);
        }
        let first = (self.code.operands + self.code.outputs) as u32;
        for load in &mut self.code.loads {
            load.offset = self.code.registers[(load.register.base - first) as usize];
        }
        self.code.tile = tile;
        self.code.register_bytes = offset;
        Ok(self.code)
    }

    /// May the instruction that computes the result write it to its output?
    fn is_direct(&self, term: u32, target: &Target) -> bool {
        !matches!(target, Target::Output { memory: Memory::Operand, .. }) && !self.is_past_caches(term, target)
    }

    fn is_past_caches(&self, term: u32, target: &Target) -> bool {
        matches!(target, Target::Output { memory: Memory::HandedOut, .. })
            && is_past_caches(rheos_base::element_count(self.domain), self.expr.dtypes[term as usize])
    }

    /// Finds the operands that are worth asking for in advance.
    fn look_ahead(&mut self) {
        let mut streams: Vec<Slot> = Vec::new();
        for arg in self.code.instructions.iter().flat_map(|i| i.args) {
            let operand = (arg.base as usize) < self.operands.len() && arg.step > 0;
            if operand && !streams.iter().any(|s| s.base == arg.base) {
                streams.push(arg);
            }
        }
        let bytes = streams.iter().map(|s| s.step as usize).sum::<usize>() * rheos_base::element_count(self.domain);
        if streams.len() >= STREAMS && bytes >= AHEAD_FROM {
            self.code.streams = streams;
        }
    }

    fn term(&mut self, i: usize, output: Option<usize>) -> Result<()> {
        let dtype = self.expr.dtypes[i];
        let size = dtype.size();
        let slot = match self.expr.terms[i] {
            Term::Const(scalar) => {
                let slot = self.source(size);
                self.code.fills.push(Fill::Const(slot, scalar, splat_fn(size, self.isa)));
                slot
            }
            Term::Input(k) => self.operand(k as usize, size),
            Term::Index(axis) => {
                let register = self.source(size);
                let inner = self.domain[axis as usize + 1..].iter().product::<usize>().max(1);
                let count = self.domain[axis as usize].max(1);
                self.code.positions.push(Positions { register, inner, count, dtype });
                register
            }
            Term::Apply(prim, args) => return self.apply(i, prim, args, output),
        };
        self.slots[i] = Some(slot);
        Ok(())
    }

    fn operand(&mut self, k: usize, size: usize) -> Slot {
        let layout = self.operands[k].collapsed();
        if layout.is_contiguous() && layout.offset == 0 {
            return Slot { base: k as u32, step: size as u32 };
        }
        if layout.dims.is_empty() || layout.strides.iter().all(|&s| s == 0) {
            let slot = self.source(size);
            let offset = layout.offset * size as isize;
            self.code.fills.push(Fill::Splat(slot, k as u32, offset, splat_fn(size, self.isa)));
            return slot;
        }
        let register = self.source(size);
        let (gather, splat) = (gather_fn(size), splat_fn(size, self.isa));
        self.code.cost += 0.3;
        let broadcast = layout.strides.iter().take_while(|&&s| s == 0).count();
        let period = if broadcast > 0 { layout.dims[broadcast..].iter().product() } else { usize::MAX };
        self.code.loads.push(Load { base: k as u32, register, offset: 0, layout, period, size, gather, splat });
        register
    }

    fn apply(&mut self, i: usize, prim: Prim, args: [Ref; 3], output: Option<usize>) -> Result<()> {
        let dtype = self.expr.dtypes[i];
        let canonical = |args: &[Ref]| args.iter().map(|a| self.canonical[a.0 as usize] as usize).collect();
        let mut args: SmallVec<[usize; 3]> = canonical(&args[..prim.arity()]);
        let typed = self.expr.dtypes[args[usize::from(prim == Prim::Select)]];
        let run = match self.takes[i].map(|a| (a, self.expr.terms[a])) {
            Some((a, Term::Apply(first, inner))) => {
                let after = a != args[0];
                args.retain(|&mut other| other != a);
                args.insert_many(0, canonical(&inner[..2]));
                self.code.cost += cost(first, dtype);
                pair_fn(first, prim, after, dtype, self.isa)
            }
            _ if prim == Prim::Cast => cast_fn(typed, dtype, self.isa),
            _ => tile_fn(prim, typed, self.isa),
        };
        let Some(run) = run else {
            bail!(Unimplemented, "{} is not defined for {typed}", prim.name());
        };
        let out = match output {
            Some(index) => Slot { base: (self.code.operands + index) as u32, step: dtype.size() as u32 },
            None => self.register(dtype.size()),
        };
        let mut slots = [out; 3];
        for (slot, &a) in slots.iter_mut().zip(&args) {
            match self.slots[a] {
                Some(have) => *slot = have,
                None => bail!(Internal, "an operand was never computed"),
            }
        }
        self.code.instructions.push(Instruction { run, out, args: slots });
        self.code.cost += cost(prim, dtype);
        self.slots[i] = Some(out);
        self.release(i, &args);
        Ok(())
    }

    /// Registers whose last user is term `i` are free from here on. Constants stay: they are filled once.
    fn release(&mut self, i: usize, args: &[usize]) {
        let first = (self.code.operands + self.code.outputs) as u32;
        for (k, &a) in args.iter().enumerate() {
            let computed = matches!(self.expr.terms[a], Term::Apply(..));
            if self.last_use[a] == i
                && computed
                && !args[..k].contains(&a)
                && let Some(slot) = self.slots[a]
                && slot.base >= first
            {
                self.free.entry(self.expr.dtypes[a].size()).or_default().push(slot.base - first);
            }
        }
    }
}

/// Nanoseconds per element, roughly.
fn cost(prim: Prim, dtype: DType) -> f64 {
    let wide = dtype.size() as f64 / 4.0;
    wide * match prim {
        Prim::Exp | Prim::Tanh | Prim::Log | Prim::Log1p | Prim::Expm1 | Prim::Erf | Prim::Sin | Prim::Cos => 0.6,
        Prim::Asin | Prim::Acos | Prim::Atan | Prim::Atan2 => 0.45,
        Prim::Tan | Prim::Sinh | Prim::Cosh => 0.8,
        Prim::Asinh | Prim::Acosh | Prim::Atanh | Prim::Erfc => 1.7,
        Prim::Pow => 2.9,
        Prim::Lgamma | Prim::Digamma => 28.0,
        // The remainder of floats is found bit by bit.
        Prim::Mod | Prim::FloorMod if dtype.is_floating() => 8.5,
        Prim::Mod | Prim::FloorMod | Prim::FloorDiv if dtype.is_integer() => 0.7,
        Prim::Div | Prim::Sqrt | Prim::Rsqrt | Prim::Recip => 0.2,
        _ => 0.08,
    }
}
