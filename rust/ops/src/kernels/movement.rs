//! Ops that only move elements, described as strided copies: one description serves plain bytes and strings.
//!
//! In: the layouts of the inputs and of the result. Out: a `Movement`, which `kernel` runs on bytes (in parallel,
//! with a split that depends on the sizes alone) and `host` on strings.

use super::transpose::{Strides, Transpose, span};
use super::{Planned, fill_bytes};
use rheos_base::{DType, Result, Tensor};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec, Layout, NodeInfo, Workers};
use smallvec::{SmallVec, smallvec};

/// What result elements hold before the moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fill {
    /// The moves write every element.
    None,
    /// Zero, or the empty string.
    Zero,
    /// The scalar in this input.
    Input(usize),
}

/// Elements of input `input` at `from` go to `to` of the result; both have the same sizes.
#[derive(Clone, Debug)]
pub struct Move {
    pub input: usize,
    pub from: Layout,
    pub to: Layout,
}

#[derive(Clone, Debug)]
pub struct Movement {
    pub fill: Fill,
    pub moves: Vec<Move>,
}

/// Moves of an op, from the layouts of its inputs and of its result.
pub type MovementFn = fn(&NodeInfo<'_>, &[Layout], &Layout) -> Result<Movement>;

/// The movement on plain elements, through any strides of the inputs.
pub fn kernel(spec: &KernelSpec<'_>, movement: MovementFn) -> Result<Box<dyn Kernel>> {
    // The call's pointers already include the operands' offsets.
    let inputs: Vec<Layout> = spec.inputs.iter().map(|a| Layout { offset: 0, ..a.layout.clone() }).collect();
    let output = Layout { offset: 0, ..spec.outputs[0].layout.clone() };
    let movement = movement(&spec.info, &inputs, &output)?;
    let size = spec.outputs[0].dtype.size();
    let bytes = output.len() * size;
    let copies: Vec<Copy> =
        movement.moves.iter().filter(|m| !m.to.is_empty()).map(|m| Copy::new(&m.from, &m.to, size)).collect();
    let sources: Vec<usize> = movement.moves.iter().filter(|m| !m.to.is_empty()).map(|m| m.input).collect();
    let fill = movement.fill;
    Ok(Planned::boxed(bytes as f64 / 8.0 + 100.0 * copies.len() as f64, move |call: &mut Call<'_>| {
        let target = SharedPtr(call.outputs[0]);
        match fill {
            Fill::None => {}
            // SAFETY: the output holds `bytes` bytes.
            Fill::Zero => unsafe { fill_bytes(call.workers, target, bytes, None) },
            Fill::Input(i) => {
                // SAFETY: input `i` is a scalar of `size` bytes.
                let value = unsafe { std::slice::from_raw_parts(call.inputs[i], size) };
                // SAFETY: as above.
                unsafe { fill_bytes(call.workers, target, bytes, Some(value)) }
            }
        }
        let sources: SmallVec<[SharedPtr; 8]> = sources.iter().map(|&i| SharedPtr(call.inputs[i].cast_mut())).collect();
        run_copies(call.workers, &copies, &sources, target);
        Ok(())
    }))
}

/// The movement on strings.
pub fn host(spec: &HostSpec<'_>, movement: MovementFn) -> Result<Box<dyn HostKernel>> {
    let inputs: Vec<Layout> = spec.info.inputs.iter().map(|f| Layout::contiguous(&f.dims())).collect();
    let dims = spec.info.output_dims(0);
    let movement = movement(&spec.info, &inputs, &Layout::contiguous(&dims))?;
    Ok(Box::new(move |inputs: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let start: Box<[u8]> = match movement.fill {
            Fill::Input(i) => inputs[i].as_strings()?.first().cloned().unwrap_or_default(),
            _ => Box::default(),
        };
        let mut out = vec![start; rheos_base::element_count(&dims)];
        for m in &movement.moves {
            let source = inputs[m.input].as_strings()?;
            for (from, to) in m.from.positions().zip(m.to.positions()) {
                out[to] = source[from].clone();
            }
        }
        Ok(smallvec![Tensor::strings(&dims, out)?])
    }))
}

/// A strided copy with axes merged as far as both sides allow; strides and spans in bytes.
pub struct Copy {
    /// Outer axes: size, stride of the source, stride of the target.
    outer: SmallVec<[(usize, isize, isize); 6]>,
    from: isize,
    to: isize,
    inner: Inner,
    /// Pieces the copy can be cut into, each to be done by one thread.
    pieces: usize,
    per_piece: usize,
    bytes: usize,
}

/// The innermost loop.
enum Inner {
    Bytes(usize),
    Strided {
        count: usize,
        size: usize,
        from: isize,
        to: isize,
    },
    /// A matrix that is transposed: the source is contiguous along rows, the target along columns. The last two outer
    /// axes count tiles of it: those below each other follow each other, for that is how the source lies.
    Transposed {
        sides: [usize; 2],
        tile: [usize; 2],
        size: usize,
        strides: Strides,
        turn: Transpose,
    },
}

/// Bytes that one task moves at least.
const PIECE: usize = 128 << 10;
/// Bytes of each line of the source that a tile of a transposed matrix holds, where it has so many lines as a span.
const TALL: usize = 2 << 10;

impl Copy {
    pub fn new(from: &Layout, to: &Layout, size: usize) -> Copy {
        debug_assert_eq!(from.dims, to.dims);
        let bytes = to.len() * size;
        let scale = size as isize;
        let mut axes: SmallVec<[(usize, isize, isize); 6]> = SmallVec::new();
        for i in 0..from.dims.len() {
            let (d, f, t) = (from.dims[i], from.strides[i] * scale, to.strides[i] * scale);
            if d == 1 {
                continue;
            }
            match axes.last_mut() {
                Some(last) if last.1 == f * d as isize && last.2 == t * d as isize => *last = (last.0 * d, f, t),
                _ => axes.push((d, f, t)),
            }
        }
        let inner = match axes.pop() {
            None => Inner::Bytes(size),
            Some((d, f, t)) if f == scale && t == scale => Inner::Bytes(d * size),
            Some((cols, from, to)) => match axes.iter().position(|a| a.1 == scale) {
                Some(rows) if to == scale => {
                    let (rows, _, to_row) = axes.remove(rows);
                    let tile = tile([rows, cols], size);
                    let [tall, wide] = tile.map(|t| t as isize);
                    axes.push((cols.div_ceil(tile[1]), wide * from, wide * scale));
                    axes.push((rows.div_ceil(tile[0]), tall * scale, tall * to_row));
                    let strides = Strides { from_col: from, to_row };
                    let turn = Transpose::new(size, cols, bytes);
                    Inner::Transposed { sides: [rows, cols], tile, size, strides, turn }
                }
                _ => Inner::Strided { count: cols, size, from, to },
            },
        };
        let (from, start) = (from.offset * scale, to.offset * scale);
        let mut copy = Copy { outer: axes, from, to: start, inner, pieces: 1, per_piece: 1, bytes };
        copy.split();
        copy
    }

    /// Cuts the copy into pieces of about `PIECE` bytes; a single long span becomes an outer axis of blocks.
    fn split(&mut self) {
        if let Inner::Bytes(span) = self.inner
            && span > 2 * PIECE
            && self.outer.is_empty()
        {
            let blocks = span / PIECE;
            self.pieces = blocks;
            self.per_piece = span.div_ceil(blocks);
            return;
        }
        let rows: usize = self.outer.iter().map(|a| a.0).product();
        let span = match self.inner {
            Inner::Bytes(n) => n,
            Inner::Strided { count, size, .. } => count * size,
            Inner::Transposed { sides, tile, size, .. } => sides[0].min(tile[0]) * sides[1].min(tile[1]) * size,
        };
        self.per_piece = (PIECE / span.max(1)).clamp(1, rows.max(1));
        self.pieces = rows.div_ceil(self.per_piece);
    }

    /// Does one piece.
    ///
    /// # Safety
    /// `from` and `to` are where offset 0 of the layouts lies; both layouts lie in live memory and do not overlap.
    unsafe fn run(&self, piece: usize, from: *const u8, to: *mut u8) {
        if let Inner::Bytes(span) = self.inner
            && self.outer.is_empty()
        {
            let start = piece * self.per_piece;
            let len = if self.pieces == 1 { span } else { self.per_piece.min(span.saturating_sub(start)) };
            // SAFETY: the caller's promise; the piece lies inside the span.
            unsafe {
                let (f, t) = (from.offset(self.from).add(start), to.offset(self.to).add(start));
                std::ptr::copy_nonoverlapping(f, t, len);
            }
            return;
        }
        let rows: usize = self.outer.iter().map(|a| a.0).product();
        let first = piece * self.per_piece;
        let last = (first + self.per_piece).min(rows);
        let mut index: SmallVec<[usize; 6]> = SmallVec::from_elem(0, self.outer.len());
        let (mut f, mut t) = (self.from, self.to);
        let mut left = first;
        for (axis, &(d, sf, st)) in self.outer.iter().enumerate().rev() {
            index[axis] = left % d;
            left /= d;
            f += index[axis] as isize * sf;
            t += index[axis] as isize * st;
        }
        for _ in first..last {
            // SAFETY: the caller's promise; `f` and `t` stay inside the layouts.
            unsafe { self.row(from.offset(f), to.offset(t), &index) };
            for (axis, &(d, sf, st)) in self.outer.iter().enumerate().rev() {
                index[axis] += 1;
                f += sf;
                t += st;
                if index[axis] < d {
                    break;
                }
                f -= d as isize * sf;
                t -= d as isize * st;
                index[axis] = 0;
            }
        }
    }

    /// The innermost loop at `index` of the outer axes.
    ///
    /// # Safety
    /// As for `run`.
    unsafe fn row(&self, from: *const u8, to: *mut u8, index: &[usize]) {
        match self.inner {
            // SAFETY: the caller's promise.
            Inner::Bytes(n) => unsafe { std::ptr::copy_nonoverlapping(from, to, n) },
            Inner::Strided { count, size, from: sf, to: st } => {
                macro_rules! each {
                    ($t:ty) => {
                        for i in 0..count as isize {
                            // SAFETY: the caller's promise; elements need not be aligned for `$t`.
                            unsafe {
                                let value = from.offset(i * sf).cast::<$t>().read_unaligned();
                                to.offset(i * st).cast::<$t>().write_unaligned(value);
                            }
                        }
                    };
                }
                match size {
                    1 => each!(u8),
                    2 => each!(u16),
                    4 => each!(u32),
                    8 => each!(u64),
                    _ => each!([u64; 2]),
                }
            }
            Inner::Transposed { sides, tile, strides, ref turn, .. } => {
                let [.., col, row] = *index else { return };
                let left = |side: usize, at: usize| (sides[side] - at * tile[side]).min(tile[side]);
                // SAFETY: the caller's promise.
                unsafe { turn.run(from, to, [left(0, row), left(1, col)], strides) };
            }
        }
    }
}

/// Rows and columns of the tiles that a matrix is transposed in: a span of columns, or more where there are few rows.
fn tile([rows, cols]: [usize; 2], size: usize) -> [usize; 2] {
    let (tall, wide) = (TALL / size, span(size));
    let share = |other: usize, most: usize| (tall * wide / other.clamp(1, most)).next_multiple_of(wide);
    [share(cols, wide), share(rows, tall)]
}

/// Runs copies into one target; copy `i` reads from `sources[i]`.
fn run_copies(workers: &dyn Workers, copies: &[Copy], sources: &[SharedPtr], target: SharedPtr) {
    let total: usize = copies.iter().map(|c| c.pieces).sum();
    let task = |mut piece: usize| {
        for (copy, source) in copies.iter().zip(sources) {
            if piece < copy.pieces {
                // SAFETY: pieces write disjoint parts of the result, and inputs never overlap it.
                return unsafe { copy.run(piece, source.get(), target.get()) };
            }
            piece -= copy.pieces;
        }
    };
    let bytes: usize = copies.iter().map(|c| c.bytes).sum();
    if bytes <= 2 * PIECE {
        // Waking helpers would cost more than the copying.
        (0..total).for_each(task);
    } else {
        workers.run(total, &task);
    }
}

/// A row-major copy of input 0, which lies as `from` says.
pub fn gather(from: &Layout, dtype: DType) -> Box<dyn Kernel> {
    let copies = [Copy::new(from, &Layout::contiguous(&from.dims), dtype.size())];
    Planned::boxed(copies[0].bytes as f64 / 8.0, move |call: &mut Call<'_>| {
        let source = SharedPtr(call.inputs[0].cast_mut());
        if copies[0].bytes > 0 {
            run_copies(call.workers, &copies, &[source], SharedPtr(call.outputs[0]));
        }
        Ok(())
    })
}

/// Copies `from` to `to`, where both are elements of `dtype` in different memory.
///
/// # Safety
/// As for `Copy::run`.
pub unsafe fn copy(workers: &dyn Workers, dtype: DType, from: (*const u8, &Layout), to: (*mut u8, &Layout)) {
    if to.1.is_empty() {
        return;
    }
    let copy = Copy::new(from.1, to.1, dtype.size());
    run_copies(workers, &[copy], &[SharedPtr(from.0.cast_mut())], SharedPtr(to.0));
}

/// The part of a row-major result in which `axis` covers `start..start + count`.
pub fn part(output: &Layout, axis: usize, start: usize, count: usize) -> Layout {
    output.slice(axis, start as isize, 1, count)
}
