//! Ops that only move elements, described as strided copies: one description serves plain bytes and strings.
//!
//! In: the layouts of the inputs and of the result. Out: a `Movement`, which `kernel` runs on bytes (in parallel,
//! with a split that depends on the sizes alone) and `host` on strings.

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
    /// A matrix that is transposed: the source is contiguous along rows, the target along columns. The last outer
    /// axis counts strips of `STRIP` rows.
    Transposed {
        rows: usize,
        cols: usize,
        size: usize,
        from_col: isize,
        to_row: isize,
    },
}

/// Rows of a matrix that are transposed in one go.
const STRIP: usize = 64;
/// Rows and columns that are transposed at a time: a cache line of floats.
const BLOCK: usize = 16;

/// Bytes that one task moves at least.
const PIECE: usize = 128 << 10;

impl Copy {
    pub fn new(from: &Layout, to: &Layout, size: usize) -> Copy {
        debug_assert_eq!(from.dims, to.dims);
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
            Some((count, from, to)) => match axes.iter().position(|a| a.1 == scale) {
                Some(rows) if to == scale => {
                    let (rows, _, to_row) = axes.remove(rows);
                    axes.push((rows.div_ceil(STRIP), STRIP as isize * scale, STRIP as isize * to_row));
                    Inner::Transposed { rows, cols: count, size, from_col: from, to_row }
                }
                _ => Inner::Strided { count, size, from, to },
            },
        };
        let (from, start) = (from.offset * scale, to.offset * scale);
        let mut copy = Copy { outer: axes, from, to: start, inner, pieces: 1, per_piece: 1, bytes: to.len() * size };
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
            Inner::Transposed { rows, cols, size, .. } => rows.min(STRIP) * cols * size,
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
            unsafe { self.row(from.offset(f), to.offset(t), index.last().copied().unwrap_or(0)) };
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

    /// The innermost loop at index `last` of the last outer axis.
    ///
    /// # Safety
    /// As for `run`.
    unsafe fn row(&self, from: *const u8, to: *mut u8, last: usize) {
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
            Inner::Transposed { rows, cols, size, from_col, to_row } => {
                let rows = (rows - last * STRIP).min(STRIP);
                // SAFETY: the caller's promise.
                unsafe {
                    match size {
                        1 => transpose::<u8>(from, to, [rows, cols], from_col, to_row),
                        2 => transpose::<u16>(from, to, [rows, cols], from_col, to_row),
                        4 => transpose::<u32>(from, to, [rows, cols], from_col, to_row),
                        8 => transpose::<u64>(from, to, [rows, cols], from_col, to_row),
                        _ => transpose::<[u64; 2]>(from, to, [rows, cols], from_col, to_row),
                    }
                }
            }
        }
    }
}

/// Writes element `[r, c]`, found at `from + r * size + c * from_col`, to `to + r * to_row + c * size`.
///
/// # Safety
/// These places are valid and those of `to` are nobody else's.
unsafe fn transpose<T: Default + std::marker::Copy>(
    from: *const u8,
    to: *mut u8,
    [rows, cols]: [usize; 2],
    from_col: isize,
    to_row: isize,
) {
    let size = size_of::<T>();
    #[cfg(target_arch = "x86_64")]
    let by_lines = size == 4 && is_x86_feature_detected!("avx512f");
    for col in (0..cols).step_by(BLOCK) {
        let wide = BLOCK.min(cols - col);
        for row in (0..rows).step_by(BLOCK) {
            let tall = BLOCK.min(rows - row);
            let from = from.wrapping_add(row * size).wrapping_offset(col as isize * from_col);
            let to = to.wrapping_offset(row as isize * to_row).wrapping_add(col * size);
            #[cfg(target_arch = "x86_64")]
            if by_lines && wide == BLOCK && tall == BLOCK {
                // SAFETY: the instruction set is there; the rest is the caller's promise.
                unsafe { lines::transpose(from, to, from_col, to_row) };
                continue;
            }
            // SAFETY: the caller's promise.
            unsafe { transpose_block::<T>(from, to, [tall, wide], from_col, to_row) };
        }
    }
}

/// The same for a block of at most `BLOCK` rows and columns.
///
/// # Safety
/// As for `transpose`.
unsafe fn transpose_block<T: Default + std::marker::Copy>(
    from: *const u8,
    to: *mut u8,
    [tall, wide]: [usize; 2],
    from_col: isize,
    to_row: isize,
) {
    // Each line of the source is read once as a whole: lines that lie a power of two apart would push each other
    // out of the cache if they were read side by side.
    let mut block = [[T::default(); BLOCK]; BLOCK];
    // SAFETY: the caller's promise; the block has room for `wide` lines of `tall` elements.
    unsafe {
        for (c, line) in block.iter_mut().enumerate().take(wide) {
            let at = from.wrapping_offset(c as isize * from_col);
            std::ptr::copy_nonoverlapping(at, line.as_mut_ptr().cast::<u8>(), tall * size_of::<T>());
        }
        for r in 0..tall {
            let at = to.wrapping_offset(r as isize * to_row).cast::<T>();
            if wide == BLOCK {
                let line: [T; BLOCK] = std::array::from_fn(|c| block[c][r]);
                at.cast::<[T; BLOCK]>().write_unaligned(line);
            } else {
                for (c, line) in block.iter().enumerate().take(wide) {
                    at.add(c).write_unaligned(line[r]);
                }
            }
        }
    }
}

/// Blocks of 4-byte elements with vectors of a whole line.
#[cfg(target_arch = "x86_64")]
mod lines {
    use super::BLOCK;
    use std::arch::x86_64::*;

    /// # Safety
    /// As for `super::transpose`, for `BLOCK` rows and columns, on a processor with AVX-512.
    #[target_feature(enable = "avx512f")]
    pub unsafe fn transpose(from: *const u8, to: *mut u8, from_col: isize, to_row: isize) {
        let mut x = [_mm512_setzero_si512(); BLOCK];
        for (c, line) in x.iter_mut().enumerate() {
            // SAFETY: by contract.
            *line = unsafe { _mm512_loadu_si512(from.wrapping_offset(c as isize * from_col).cast()) };
        }
        // Pairs of lines, then fours, within each quarter of a vector; then the quarters change places.
        let mut y = x;
        for i in (0..BLOCK).step_by(2) {
            y[i] = _mm512_unpacklo_epi32(x[i], x[i + 1]);
            y[i + 1] = _mm512_unpackhi_epi32(x[i], x[i + 1]);
        }
        for i in (0..BLOCK).step_by(4) {
            x[i] = _mm512_unpacklo_epi64(y[i], y[i + 2]);
            x[i + 1] = _mm512_unpackhi_epi64(y[i], y[i + 2]);
            x[i + 2] = _mm512_unpacklo_epi64(y[i + 1], y[i + 3]);
            x[i + 3] = _mm512_unpackhi_epi64(y[i + 1], y[i + 3]);
        }
        for i in 0..4 {
            for half in [0, 8] {
                let (a, b) = (x[half + i], x[half + i + 4]);
                y[half + i] = _mm512_shuffle_i32x4::<0x88>(a, b);
                y[half + i + 4] = _mm512_shuffle_i32x4::<0xdd>(a, b);
            }
        }
        for i in 0..8 {
            let (a, b) = (y[i], y[i + 8]);
            x[i] = _mm512_shuffle_i32x4::<0x88>(a, b);
            x[i + 8] = _mm512_shuffle_i32x4::<0xdd>(a, b);
        }
        for (r, line) in x.into_iter().enumerate() {
            // SAFETY: by contract.
            unsafe { _mm512_storeu_si512(to.wrapping_offset(r as isize * to_row).cast(), line) };
        }
    }
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
