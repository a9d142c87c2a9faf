//! Copies blocks of a source, border included, into memory of a task.
//!
//! In: an image of the source and the place of a block, which may reach beyond the image on every side. Out: the
//! block's pixels in the type that is computed in, zeros where there is no source.

use crate::kernels::gemm::parts::{Arithmetic, Copy};

/// What is copied of each pixel of a source of `channels` channels.
#[derive(Clone, Copy, Debug)]
pub enum Pick {
    /// This many channels, from the first one that a copy names.
    Some(usize),
    /// Every channel, this many times in a row.
    Repeated(usize),
    /// Channels in an order in which every `n`-th of them come together.
    Sorted(usize),
}

#[derive(Clone, Copy, Debug)]
pub struct Slab {
    pub arithmetic: Arithmetic,
    /// Bytes of an element of the source.
    pub element: usize,
    pub source: [usize; 3],
    pub channels: usize,
    pub pick: Pick,
}

/// A block: its first pixel, the distance between its planes, its planes, lines and pixels per line.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub start: [isize; 3],
    pub plane_step: usize,
    pub sizes: [usize; 3],
}

impl Slab {
    /// Elements of a pixel in the copy.
    pub fn width(&self) -> usize {
        match self.pick {
            Pick::Some(count) => count,
            Pick::Repeated(times) => self.channels * times,
            Pick::Sorted(_) => self.channels,
        }
    }

    /// Copies a block of `image` from channel `first` on.
    ///
    /// # Safety
    /// `source` is valid for reads of whole images up to this one, `to` for writes of the block, apart from the
    /// source.
    pub unsafe fn fill(&self, source: *const u8, image: usize, first: usize, block: Block, to: *mut u8) {
        let [planes, lines, pixels] = block.sizes;
        let size = self.arithmetic.size();
        let width = self.width();
        let [depth, height, across] = self.source;
        // The part of each line that has a source.
        let low = (-block.start[2]).clamp(0, pixels as isize) as usize;
        let high = (across as isize - block.start[2]).clamp(low as isize, pixels as isize) as usize;
        let mut line_to = to;
        for plane in 0..planes {
            let d = block.start[0] + (plane * block.plane_step) as isize;
            for line in 0..lines {
                let h = block.start[1] + line as isize;
                let inside = (0..depth as isize).contains(&d) && (0..height as isize).contains(&h) && low < high;
                // SAFETY: the line's place in the block, and pixels that lie inside the source.
                unsafe {
                    if inside {
                        let row = (image * depth + d as usize) * height + h as usize;
                        let pixel = row * across + (block.start[2] + low as isize) as usize;
                        let from = source.add((pixel * self.channels + first) * self.element);
                        line_to.write_bytes(0, low * width * size);
                        self.pixels(from, high - low, line_to.add(low * width * size));
                        line_to.add(high * width * size).write_bytes(0, (pixels - high) * width * size);
                    } else {
                        line_to.write_bytes(0, pixels * width * size);
                    }
                    line_to = line_to.add(pixels * width * size);
                }
            }
        }
    }

    /// Copies neighbouring pixels.
    unsafe fn pixels(&self, from: *const u8, count: usize, to: *mut u8) {
        let channels = self.channels;
        let copy = |lanes, lane_stride, steps, step_stride: usize, width| Copy {
            from,
            lanes,
            lane_stride,
            steps,
            step_stride: step_stride as isize,
            width,
        };
        // SAFETY: the caller's promise.
        unsafe {
            match self.pick {
                Pick::Some(some) if some == channels => {
                    self.arithmetic.copy(&copy(count * channels, 1, 1, 0, 0), to);
                }
                Pick::Repeated(1) | Pick::Sorted(1) => {
                    self.arithmetic.copy(&copy(count * channels, 1, 1, 0, 0), to);
                }
                Pick::Some(some) => self.arithmetic.copy(&copy(some, 1, count, channels, some), to),
                Pick::Repeated(times) => self.arithmetic.copy(&copy(times, 0, count * channels, 1, times), to),
                Pick::Sorted(every) => {
                    let each = channels / every;
                    for pixel in 0..count {
                        let from = from.add(pixel * channels * self.element);
                        let sorted = Copy { from, ..copy(each, every as isize, every, 1, each) };
                        self.arithmetic.copy(&sorted, to.add(pixel * channels * self.arithmetic.size()));
                    }
                }
            }
        }
    }
}
