//! Pooling: a result per window and channel, and its gradients.
//!
//! In: images as [batch, three axes of space, channels], row-major, and the elements that windows see along each axis;
//! every layout, and windows over channels, are brought into this form. Out: kernels that walk windows or bands of
//! the images. Invariant: which task does what follows from sizes alone, and each element is summed in the order of
//! the windows.

mod average;
mod fractional;
mod max;
mod walk;

pub use average::{plan_average, plan_average_grad};
pub use fractional::{plan_fractional, plan_fractional_average_grad, plan_fractional_max_grad};
pub use max::{plan_argmax, plan_argmax_gather, plan_argmax_scatter, plan_max, plan_max_grad, plan_max_grad_grad};

use crate::rules::Windows;
use rheos_base::Result;

/// Where windows lie in the images.
#[derive(Clone, Debug)]
pub struct Grid {
    pub batch: usize,
    pub input: [usize; 3],
    /// Per axis of space, first element and end of each window.
    pub spans: [Vec<(usize, usize)>; 3],
    pub channels: usize,
}

impl Grid {
    /// The grid of images with these sizes.
    pub fn new(windows: &Windows, dims: &[usize]) -> Result<Grid> {
        let (rank, channel_axis) = (dims.len(), windows.channel_axis);
        let whole = || vec![(0, 1)];
        if windows.over_channels() {
            // Channels are the space, what lies within one of them the channels.
            let inner = dims[channel_axis + 1..].iter().product();
            return Ok(Grid {
                batch: dims[..channel_axis].iter().product(),
                input: [1, 1, dims[channel_axis]],
                spans: [whole(), whole(), windows.spans(channel_axis, dims[channel_axis])?],
                channels: inner,
            });
        }
        let (first, batch, channels) = match channel_axis {
            1 => (2, dims[0] * dims[1], 1),
            _ => (1, dims[0], dims[rank - 1]),
        };
        let (mut input, mut spans) = ([1; 3], [whole(), whole(), whole()]);
        let count = rank - 2;
        for i in 0..count {
            input[3 - count + i] = dims[first + i];
            spans[3 - count + i] = windows.spans(first + i, dims[first + i])?;
        }
        Ok(Grid { batch, input, spans, channels })
    }

    /// Windows along each axis.
    pub fn output(&self) -> [usize; 3] {
        [0, 1, 2].map(|i| self.spans[i].len())
    }

    /// Windows in the whole batch.
    pub fn windows(&self) -> usize {
        self.batch * self.output().iter().product::<usize>()
    }

    /// Elements in one image.
    pub fn image(&self) -> usize {
        self.input.iter().product::<usize>() * self.channels
    }

    /// Most elements that a window sees of one channel.
    pub fn taps(&self) -> usize {
        self.spans.iter().map(|s| s.iter().map(|&(a, b)| b - a).max().unwrap_or(0)).product()
    }
}
