//! Owned, 64-byte aligned memory (16 where it is smaller), or memory that someone else owns and keeps alive for us.

use crate::{Result, bail};
use std::alloc::{Layout, alloc, dealloc};
use std::any::Any;
use std::cell::UnsafeCell;
use std::ptr::NonNull;
use std::sync::Arc;

const ALIGN: usize = 64;
/// Enough for any element: blocks that hold a few come from the allocator's fast lists.
const ALIGN_SMALL: usize = 16;
/// Blocks of at least this size ask for huge pages: fewer faults on first touch, fewer misses in the page tables.
const HUGE_PAGES_FROM: usize = 4 << 20;
const HUGE_PAGE: usize = 2 << 20;

/// A scalar of any type.
#[repr(align(16))]
struct Few(UnsafeCell<[u8; FEW]>);
const FEW: usize = 16;

enum Owner {
    Heap(Layout),
    /// The bytes are here, beside the count of references: a scalar takes one allocation.
    Here(Few),
    /// Memory lent by another owner (a NumPy array, a pool, a mapped file): dropping the box gives it back.
    Lent(#[allow(dead_code)] Box<dyn Any + Send + Sync>),
}

/// A block of bytes. Shared as `Arc<Buffer>`; whoever holds the only reference may write.
pub struct Buffer {
    ptr: NonNull<u8>,
    len: usize,
    owner: Owner,
}

// SAFETY: the bytes are plain data; shared access is read-only, and writes need the only Arc (see `Tensor::data_mut`).
unsafe impl Send for Buffer {}
// SAFETY: as above.
unsafe impl Sync for Buffer {}

impl Buffer {
    /// Uninitialised memory; the caller writes every byte it later reads.
    pub fn new(len: usize) -> Result<Buffer> {
        check_allocation(len)?;
        let align = match len {
            0..ALIGN => ALIGN_SMALL,
            ALIGN..HUGE_PAGES_FROM => ALIGN,
            _ => HUGE_PAGE,
        };
        let Ok(layout) = Layout::from_size_align(len.max(1), align) else {
            bail!(ResourceExhausted, "cannot allocate {len} bytes");
        };
        // SAFETY: the layout has a non-zero size.
        match NonNull::new(unsafe { alloc(layout) }) {
            Some(ptr) => {
                if len >= HUGE_PAGES_FROM {
                    want_huge_pages(ptr, len);
                }
                Ok(Buffer { ptr, len, owner: Owner::Heap(layout) })
            }
            None => bail!(ResourceExhausted, "out of memory: cannot allocate {len} bytes"),
        }
    }

    /// The same, to be shared. What is as small as a scalar lies beside the count of references, and so must not be
    /// taken out of the `Arc` while an address of it is in use.
    pub fn shared(len: usize) -> Result<Arc<Buffer>> {
        if len > FEW {
            return Ok(Arc::new(Buffer::new(len)?));
        }
        let few = Few(UnsafeCell::new([0; FEW]));
        Ok(Arc::new(Buffer { ptr: NonNull::dangling(), len, owner: Owner::Here(few) }))
    }

    pub fn zeroed(len: usize) -> Result<Arc<Buffer>> {
        let buffer = Buffer::shared(len)?;
        // SAFETY: freshly allocated for `len` bytes and referred to from here alone.
        unsafe { buffer.as_ptr().write_bytes(0, len) };
        Ok(buffer)
    }

    /// Wraps memory kept alive by `owner`.
    ///
    /// # Safety
    /// `ptr` is valid for `len` bytes until `owner` is dropped, and nobody writes to it meanwhile
    /// except through a uniquely held `Buffer`.
    pub unsafe fn lent(ptr: NonNull<u8>, len: usize, owner: Box<dyn Any + Send + Sync>) -> Buffer {
        Buffer { ptr, len, owner: Owner::Lent(owner) }
    }

    pub fn as_ptr(&self) -> *mut u8 {
        match &self.owner {
            Owner::Here(few) => few.0.get().cast(),
            _ => self.ptr.as_ptr(),
        }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Owner::Heap(layout) = self.owner {
            // SAFETY: allocated in `new` with this layout.
            unsafe { dealloc(self.ptr.as_ptr(), layout) };
        }
    }
}

/// Asks for huge pages where whole ones fit, so that no more memory is taken than was asked for.
#[cfg(target_os = "linux")]
fn want_huge_pages(ptr: NonNull<u8>, len: usize) {
    // SAFETY: the range was just allocated. It is advice only: a system that does not follow it loses nothing.
    unsafe { libc::madvise(ptr.as_ptr().cast(), len / HUGE_PAGE * HUGE_PAGE, libc::MADV_HUGEPAGE) };
}

#[cfg(not(target_os = "linux"))]
fn want_huge_pages(_: NonNull<u8>, _: usize) {}

/// Fails, rather than inviting the kernel's out-of-memory killer, when a large block cannot fit in free memory.
pub fn check_allocation(len: usize) -> Result<()> {
    const LARGE: usize = 1 << 30;
    if len < LARGE {
        return Ok(());
    }
    if let Some(free) = available_memory()
        && len > free
    {
        bail!(ResourceExhausted, "out of memory: {len} bytes wanted, {free} bytes free");
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn available_memory() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|l| l.starts_with("MemAvailable:"))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kib| kib * 1024)
}

#[cfg(not(target_os = "linux"))]
fn available_memory() -> Option<usize> {
    None
}
