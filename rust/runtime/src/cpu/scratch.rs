//! Working memory of the current thread, kept between uses.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::RefCell;
use std::ptr::NonNull;

const ALIGN: usize = 64;

struct Block {
    ptr: NonNull<u8>,
    layout: Layout,
}

impl Block {
    fn new(bytes: usize) -> Block {
        // Sizes come from tile counts and registers: far below the limit, and never zero.
        let layout = Layout::from_size_align(bytes.max(4096).next_power_of_two(), ALIGN).expect("a small block");
        // SAFETY: the size is not zero.
        let Some(ptr) = NonNull::new(unsafe { alloc(layout) }) else { handle_alloc_error(layout) };
        Block { ptr, layout }
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout in `new`.
        unsafe { dealloc(self.ptr.as_ptr(), self.layout) };
    }
}

thread_local! {
    static BLOCKS: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// Calls `body` with at least `bytes` bytes of 64-byte aligned memory that nobody else uses meanwhile.
pub fn with_scratch<R>(bytes: usize, body: impl FnOnce(*mut u8) -> R) -> R {
    let block = BLOCKS.with(|b| b.borrow_mut().pop());
    let block = match block {
        Some(block) if block.layout.size() >= bytes => block,
        _ => Block::new(bytes),
    };
    let result = body(block.ptr.as_ptr());
    BLOCKS.with(|b| b.borrow_mut().push(block));
    result
}
