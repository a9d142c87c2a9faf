//! How the pixels of a target are cut into blocks, and who has which working memory.

use rheos_graph::kernel::SharedPtr;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Blocks of `lines` times `pixels` over the last two axes of space, for each image and each depth; more than one
/// image only where blocks hold all of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Units {
    pub batch: usize,
    pub space: [usize; 3],
    pub images: usize,
    pub lines: usize,
    pub pixels: usize,
}

/// One block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit {
    /// The first image, and how many there are.
    pub image: usize,
    pub images: usize,
    /// The block's first pixel.
    pub at: [usize; 3],
    pub lines: usize,
    pub pixels: usize,
}

impl Units {
    /// Blocks that keep `bytes(lines, pixels)` within `limit` where that is possible, and of which there are
    /// `wanted` if there are so many lines.
    pub fn new(
        batch: usize,
        space: [usize; 3],
        limit: usize,
        wanted: usize,
        bytes: impl Fn(usize, usize) -> usize,
    ) -> Units {
        let [depth, height, width] = space;
        let mut pixels = width.max(1);
        while pixels > 28 && bytes(1, pixels) > 2 * limit {
            pixels = pixels.div_ceil(2);
        }
        let others = batch * depth * width.div_ceil(pixels);
        let mut lines = height.max(1);
        while lines > 1 && (bytes(lines, pixels) > limit || others * height.div_ceil(lines) < wanted) {
            // The next smaller size, with lines shared out evenly.
            lines = height.div_ceil(height.div_ceil(lines - 1));
        }
        Units { batch, space, images: 1, lines, pixels }
    }

    /// Blocks of several images, at most `most` and about equally many in each.
    pub fn joined(self, most: usize) -> Units {
        let [depth, height, width] = self.space;
        let whole = depth == 1 && self.lines >= height && self.pixels >= width;
        let most = if whole { most.max(1) } else { 1 };
        Units { images: self.batch.div_ceil(self.batch.div_ceil(most).max(1)).max(1), ..self }
    }

    fn across(&self) -> [usize; 2] {
        [self.space[1].div_ceil(self.lines), self.space[2].div_ceil(self.pixels)]
    }

    pub fn count(&self) -> usize {
        let [down, across] = self.across();
        self.batch.div_ceil(self.images) * self.space[0] * down * across
    }

    pub fn get(&self, unit: usize) -> Unit {
        let [down, across] = self.across();
        let (rest, w) = (unit / across, unit % across * self.pixels);
        let (rest, h) = (rest / down, rest % down * self.lines);
        let image = rest / self.space[0] * self.images;
        Unit {
            image,
            images: self.images.min(self.batch - image),
            at: [rest % self.space[0], h, w],
            lines: self.lines.min(self.space[1] - h),
            pixels: self.pixels.min(self.space[2] - w),
        }
    }
}

/// Part `part` of `parts` of `count` things.
pub fn share(count: usize, parts: usize, part: usize) -> Range<usize> {
    part * count / parts..(part + 1) * count / parts
}

/// One piece of working memory per thread; whoever has one uses it alone.
pub struct Slots {
    free: Mutex<Vec<usize>>,
    base: SharedPtr,
    bytes: usize,
}

impl Slots {
    pub fn new(threads: usize, base: *mut u8, bytes: usize) -> Slots {
        Slots { free: Mutex::new((0..threads).collect()), base: SharedPtr(base), bytes }
    }

    /// Lends a piece to `body`. There are as many pieces as threads, so one is always free.
    pub fn with(&self, body: impl FnOnce(*mut u8)) {
        let slot = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(slot) = slot else { unreachable!("more tasks at once than threads") };
        body(self.base.get().wrapping_add(slot * self.bytes));
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(slot);
    }
}
