//! Values in a GPU's memory, and their way there and back.

use super::device::{Gpu, Memory, READ_BACK, STORAGE};
use rheos_base::{DType, Remote, Result, Tensor, err};
use rheos_graph::gpu::element_size;
use std::any::Any;
use std::borrow::Cow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Elements of a variable, from the start of a buffer of their own.
pub struct Held {
    pub gpu: Arc<Gpu>,
    pub memory: Memory,
}

impl Held {
    pub fn new(gpu: &Arc<Gpu>, bytes: u64) -> Result<Held> {
        Ok(Held { gpu: gpu.clone(), memory: gpu.allocate(bytes, STORAGE)? })
    }

    /// A copy of a tensor.
    pub fn of(gpu: &Arc<Gpu>, value: &Tensor) -> Result<Held> {
        let bytes = packed(value.dtype(), value.bytes()?);
        let held = Held::new(gpu, bytes.len() as u64)?;
        gpu.upload(&held.memory.buffer, 0, &bytes);
        Ok(held)
    }

    /// The value that a tensor holds on this GPU, if it does.
    pub fn in_tensor<'a>(value: &'a Tensor, gpu: &Gpu) -> Option<&'a Held> {
        let rheos_base::Data::Remote(remote) = value.data() else { return None };
        let held: &Held = (&**remote as &dyn Any).downcast_ref()?;
        std::ptr::eq(&*held.gpu, gpu).then_some(held)
    }
}

impl Remote for Held {
    fn fetch(&self, dtype: DType, dims: &[usize]) -> Result<Tensor> {
        let value = Tensor::uninit(dtype, dims)?;
        let bytes = (value.len() * element_size(dtype)) as u64;
        if bytes == 0 {
            return Ok(value);
        }
        let size = bytes.next_multiple_of(4);
        let staging = self.gpu.allocate(size, READ_BACK)?;
        let mut encoder = self.gpu.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(&self.memory.buffer, 0, &staging.buffer, 0, size);
        let commands = encoder.finish();
        let quiet = self.gpu.quiet();
        self.gpu.submit([commands]);
        drop(quiet);
        read(
            &self.gpu,
            &staging.buffer,
            size,
            || Ok(()),
            |raw| {
                // SAFETY: the value was just made for so many elements.
                unsafe { unpack(dtype, &raw[..bytes as usize], value.ptr()) }
            },
        )?;
        Ok(value)
    }
}

/// Waits for what was submitted, then shows `then` the first `size` bytes of a buffer. Meanwhile `look` is asked now and
/// then whether to go on.
pub fn read(
    gpu: &Gpu,
    staging: &wgpu::Buffer,
    size: u64,
    look: impl Fn() -> Result<()>,
    then: impl FnOnce(&[u8]),
) -> Result<()> {
    /// How long the GPU is asked again and again, and the longest pause between two questions after that.
    const EAGER: Duration = Duration::from_micros(300);
    const PAUSE: Duration = Duration::from_millis(2);
    let slice = staging.slice(..size);
    let mapped = Arc::new(OnceLock::new());
    let told = mapped.clone();
    slice.map_async(wgpu::MapMode::Read, move |result| {
        let _ = told.set(result.map_err(|e| e.to_string()));
    });
    let begun = Instant::now();
    // A wait with a time limit may fail where several threads wait at once (wgpu 30), and one without hears nobody.
    let result = loop {
        gpu.device
            .poll(wgpu::PollType::Poll)
            .map_err(|e| err!(Unavailable, "the GPU {} cannot be waited for: {e}", gpu.name))?;
        if let Some(result) = mapped.get() {
            break result;
        }
        let waited = begun.elapsed();
        if waited < EAGER {
            std::thread::yield_now();
            continue;
        }
        if let Err(e) = look() {
            // Gives up the mapping; what was submitted runs to its end.
            staging.unmap();
            return Err(e);
        }
        std::thread::sleep((waited / 8).min(PAUSE));
    };
    gpu.check()?;
    if let Err(e) = result {
        return Err(err!(Unavailable, "the GPU {} gives no results: {e}", gpu.name));
    }
    let raw = slice.get_mapped_range().map_err(|e| err!(Unavailable, "the GPU {} gives no results: {e}", gpu.name))?;
    gpu.counts.downloaded.fetch_add(size, Ordering::Relaxed);
    then(&raw);
    drop(raw);
    staging.unmap();
    Ok(())
}

/// Elements as a GPU stores them, filled up to whole words.
pub fn packed(dtype: DType, bytes: &[u8]) -> Cow<'_, [u8]> {
    if dtype == DType::Bool {
        return bytes.iter().flat_map(|&b| u32::from(b != 0).to_ne_bytes()).collect::<Vec<u8>>().into();
    }
    if bytes.len().is_multiple_of(4) {
        return bytes.into();
    }
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len().next_multiple_of(4), 0);
    padded.into()
}

/// Writes elements that a GPU stored to where they belong here.
///
/// # Safety
/// There is room for as many elements at `to`, and nobody else uses it.
pub unsafe fn unpack(dtype: DType, raw: &[u8], to: *mut u8) {
    if dtype == DType::Bool {
        for (i, word) in raw.chunks_exact(4).enumerate() {
            // SAFETY: the caller's promise; a bool is one byte for each word.
            unsafe { *to.add(i) = u8::from(word.iter().any(|&b| b != 0)) };
        }
        return;
    }
    // SAFETY: the caller's promise; the source is another device's memory, which overlaps nothing here.
    unsafe { std::ptr::copy_nonoverlapping(raw.as_ptr(), to, raw.len()) };
}
