//! What `shaders/kernels/window.wgsl` is told of windows that slide over a source.

use super::product::word;
use crate::kernels::conv::Window;

pub const WINDOW: &str = include_str!("../../../../shaders/kernels/window.wgsl");

/// The tensor in which windows are looked up, and who looks.
pub struct View {
    /// Pixels look at what arrived at windows which saw them.
    pub spread: bool,
    pub channels: usize,
    /// Channels that belong to a tap.
    pub each: usize,
}

impl View {
    pub fn header(&self, window: &Window) -> String {
        let flat = window.kernel[0] == 1 && window.input[0] == 1 && window.output[0] == 1;
        let strided = self.spread && window.strides != [1; 3];
        format!("const VOLUME = {};\nconst SPREAD = {};\nconst STRIDED = {strided};\n", !flat, self.spread)
    }

    /// The parameters' axes from 1 on.
    pub fn axes(&self, window: &Window) -> Result<Vec<[u32; 4]>, String> {
        let (pixels, source) = match self.spread {
            true => (window.input, window.output),
            false => (window.output, window.input),
        };
        for i in 0..3 {
            let strides = window.strides[i].saturating_mul(window.output[i]);
            let taps = window.dilations[i].saturating_mul(window.kernel[i]);
            if strides.saturating_add(taps).saturating_add(window.input[i] + window.before[i]) > i32::MAX as usize {
                return Err("positions do not fit into 31 bits".to_string());
            }
        }
        let axis = |sizes: [usize; 3], last: usize| -> Result<[u32; 4], String> {
            Ok([word(sizes[0])?, word(sizes[1])?, word(sizes[2])?, word(last)?])
        };
        Ok(vec![
            axis(pixels, 0)?,
            axis(source, self.channels)?,
            axis(window.kernel, self.each.max(1))?,
            axis(window.strides, 0)?,
            axis(window.dilations, 0)?,
            axis(window.before, 0)?,
        ])
    }
}
