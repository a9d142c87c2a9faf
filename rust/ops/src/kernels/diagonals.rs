//! Bands of diagonals of matrices: taking them out, putting them in, replacing them.
//!
//! A band is the diagonals from `low` to `high` (0 is the main one, 1 the one above). In its compact form each is a
//! row, the highest first, as long as the longest of them.

use super::Planned;
use super::movement::{Fill, Move, Movement};
use crate::rules::planned_ints;
use rheos_base::{Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec, Layout, NodeInfo};

/// At which end of its row a diagonal that is shorter than the row stands.
#[derive(Clone, Copy)]
pub struct Align {
    pub above_left: bool,
    pub below_left: bool,
}

impl Align {
    pub fn of(info: &NodeInfo<'_>) -> Align {
        match info.op.attr_index("align") {
            None => Align { above_left: true, below_left: true },
            Some(_) => {
                let text = info.str("align");
                Align { above_left: text.starts_with("LEFT"), below_left: text.ends_with("LEFT") }
            }
        }
    }
}

/// The band of a matrix of so many rows and columns.
#[derive(Clone, Copy)]
pub struct Band {
    pub low: i64,
    pub high: i64,
    pub rows: i64,
    pub columns: i64,
    pub align: Align,
}

impl Band {
    /// `k` is one diagonal, or the lowest and the highest.
    pub fn new(k: &[i64], rows: i64, columns: i64, align: Align) -> Result<Band> {
        let (low, high) = limits(k)?;
        for (end, value) in [("lower", low), ("upper", high)] {
            if value != 0 && (value <= -rows || value >= columns) {
                bail!(
                    InvalidArgument,
                    "{end}_diag_index is out of bound: {value}. It must be between {} and {}",
                    1 - rows,
                    columns - 1
                );
            }
        }
        Ok(Band { low, high, rows, columns, align })
    }

    /// Elements of the longest diagonal.
    pub fn width(&self) -> i64 {
        (self.rows + self.high.min(0)).min(self.columns - self.low.max(0))
    }

    pub fn count(&self) -> i64 {
        self.high - self.low + 1
    }

    /// The diagonal in this row of the compact form.
    fn diagonal(&self, row: i64) -> Diagonal {
        let d = self.high - row;
        let length = (self.rows + d.min(0)).min(self.columns - d.max(0));
        let left = (d >= 0 && self.align.above_left) || (d <= 0 && self.align.below_left);
        let shift = if left { 0 } else { self.width() - length };
        Diagonal { length, shift, first: (-d.min(0), d.max(0)) }
    }

    /// Calls `at` with places in the compact form and in the matrix.
    fn places(&self, mut at: impl FnMut(usize, usize)) {
        let width = self.width();
        for row in 0..self.count() {
            let Diagonal { length, shift, first: (r, c) } = self.diagonal(row);
            for i in 0..length {
                at((row * width + shift + i) as usize, ((r + i) * self.columns + c + i) as usize);
            }
        }
    }

    /// Where the diagonals lie in the compact form and in the matrix, with the axes before them.
    fn layouts(&self, compact: &Layout, matrix: &Layout) -> Vec<(Layout, Layout)> {
        let axis = matrix.dims.len() - 2;
        let pair = |row: i64| {
            let Diagonal { length, shift, first: (r, c) } = self.diagonal(row);
            let mut own = compact.clone();
            // A band of one diagonal has no axis for them.
            if own.dims.len() > axis + 1 {
                own = own.slice(axis, row as isize, 1, 1).drop_axis(axis);
            }
            let own = own.slice(axis, shift as isize, 1, length as usize);
            let mut there = matrix.slice(axis, r as isize, 1, length as usize).slice(axis + 1, c as isize, 1, 1);
            there.strides[axis] += there.strides[axis + 1];
            (own, there.drop_axis(axis + 1))
        };
        (0..self.count()).filter(|&row| self.diagonal(row).length > 0).map(pair).collect()
    }
}

/// One diagonal of a band.
struct Diagonal {
    length: i64,
    /// Places of its row of the compact form before it.
    shift: i64,
    /// Row and column of its first element.
    first: (i64, i64),
}

/// The move of a known band: what a plan for the direction does, one move for each diagonal.
pub fn moves(
    info: &NodeInfo<'_>,
    inputs: &[Layout],
    output: &Layout,
    (direction, k): (Direction, usize),
) -> Result<Movement> {
    let matrix = if direction == Direction::Put { output } else { &inputs[0] };
    let [.., rows, columns] = matrix.dims[..] else { bail!(Internal, "a matrix has two axes") };
    let band = Band::new(&planned_ints(info, k)?, rows as i64, columns as i64, Align::of(info))?;
    let fill = Fill::Input(inputs.len() - 1);
    Ok(match direction {
        Direction::Take => {
            let pairs = band.layouts(output, matrix);
            Movement { fill, moves: pairs.into_iter().map(|(to, from)| Move { input: 0, from, to }).collect() }
        }
        Direction::Put => {
            let pairs = band.layouts(&inputs[0], matrix);
            Movement { fill, moves: pairs.into_iter().map(|(from, to)| Move { input: 0, from, to }).collect() }
        }
        Direction::Replace => {
            let mut moves = vec![Move { input: 0, from: inputs[0].clone(), to: output.clone() }];
            let pairs = band.layouts(&inputs[1], output);
            moves.extend(pairs.into_iter().map(|(from, to)| Move { input: 1, from, to }));
            Movement { fill: Fill::None, moves }
        }
    })
}

pub fn limits(k: &[i64]) -> Result<(i64, i64)> {
    let (low, high) = match k {
        [k] => (*k, *k),
        [low, high] => (*low, *high),
        _ => bail!(InvalidArgument, "k must have one or two elements, but has {}", k.len()),
    };
    if low > high {
        bail!(InvalidArgument, "lower_diag_index must not be larger than upper_diag_index: {low} > {high}");
    }
    Ok((low, high))
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The matrix's band, the rest of its rows filled up.
    Take,
    /// A matrix with this band, the rest filled.
    Put,
    /// The matrix with this band in place of its own.
    Replace,
}

/// Plans a move of bands; the band is known, or for `Replace` read from input 2 in the run.
pub fn plan(spec: &KernelSpec<'_>, direction: Direction, band: Option<Band>) -> Result<Box<dyn Kernel>> {
    let size = spec.outputs[0].dtype.size();
    Ok(match size {
        1 => typed::<u8>(spec, direction, band),
        2 => typed::<u16>(spec, direction, band),
        4 => typed::<u32>(spec, direction, band),
        8 => typed::<u64>(spec, direction, band),
        16 => typed::<[u64; 2]>(spec, direction, band),
        _ => bail!(Unimplemented, "no diagonals of elements of {size} bytes"),
    })
}

fn typed<E: Copy + Send + Sync + 'static>(
    spec: &KernelSpec<'_>,
    direction: Direction,
    band: Option<Band>,
) -> Box<dyn Kernel> {
    let matrix = if direction == Direction::Put { &spec.outputs[0].layout.dims } else { &spec.inputs[0].layout.dims };
    let rank = matrix.len();
    let (rows, columns) = (matrix[rank - 2], matrix[rank - 1]);
    let count: usize = matrix[..rank - 2].iter().product();
    let align = Align::of(&spec.info);
    let total = spec.outputs[0].layout.len();
    let filler = spec.inputs.len() - 1;
    Planned::boxed(total as f64, move |call: &mut Call<'_>| {
        let band = match band {
            Some(band) => band,
            None => {
                let k: Vec<i64> = call.input::<i32>(2).iter().map(|&v| i64::from(v)).collect();
                Band::new(&k, rows as i64, columns as i64, align)?
            }
        };
        let (area, width) = (rows * columns, (band.width().max(0) * band.count()) as usize);
        if direction == Direction::Replace && call.input_args[1].layout.len() != count * width {
            bail!(
                InvalidArgument,
                "diagonal has {} elements, but the band of {count} matrices has {}",
                call.input_args[1].layout.len(),
                count * width
            );
        }
        let inputs = (SharedPtr(call.inputs[0].cast_mut()), SharedPtr(call.inputs[filler.min(1)].cast_mut()));
        let fill = SharedPtr(call.inputs[filler].cast_mut());
        let target = SharedPtr(call.outputs[0]);
        let per = ((16 << 10) / area.max(1)).max(1);
        call.workers.run(count.div_ceil(per), &|task| {
            for at in task * per..((task + 1) * per).min(count) {
                // SAFETY: one matrix or its band after the other in each operand; the part of the output belongs to
                // this task; the filler is a scalar.
                unsafe {
                    let from = inputs.0.get().cast::<E>();
                    let to = target.get().cast::<E>();
                    match direction {
                        Direction::Take => {
                            let (from, to) = (from.add(at * area), to.add(at * width));
                            let value = *fill.get().cast::<E>();
                            (0..width).for_each(|i| to.add(i).write(value));
                            band.places(|place, element| to.add(place).write(*from.add(element)));
                        }
                        Direction::Put => {
                            let (from, to) = (from.add(at * width), to.add(at * area));
                            let value = *fill.get().cast::<E>();
                            (0..area).for_each(|i| to.add(i).write(value));
                            band.places(|place, element| to.add(element).write(*from.add(place)));
                        }
                        Direction::Replace => {
                            let (from, to) = (from.add(at * area), to.add(at * area));
                            std::ptr::copy_nonoverlapping(from, to, area);
                            let diagonals = inputs.1.get().cast::<E>().add(at * width);
                            band.places(|place, element| to.add(element).write(*diagonals.add(place)));
                        }
                    }
                }
            }
        });
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::{Align, Band};
    use rheos_graph::Layout;

    #[test]
    fn moves_of_a_band_are_its_places() {
        for (low, high) in [(-2, 1), (0, 0), (1, 3), (-3, -1)] {
            for (above_left, below_left) in [(true, true), (false, true), (true, false), (false, false)] {
                let align = Align { above_left, below_left };
                let band = Band::new(&[low, high], 4, 5, align).unwrap();
                let (count, width) = (band.count() as usize, band.width() as usize);
                let dims = if count == 1 { vec![1, width] } else { vec![1, count, width] };
                let layouts = band.layouts(&Layout::contiguous(&dims), &Layout::contiguous(&[1, 4, 5]));
                let moved: Vec<_> = layouts.iter().flat_map(|(a, b)| a.positions().zip(b.positions())).collect();
                let mut places = Vec::new();
                band.places(|compact, matrix| places.push((compact, matrix)));
                assert_eq!(moved, places);
            }
        }
    }
}
