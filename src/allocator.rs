//! The page's memory. The allocator that Rust brings along is a good part of a small page's download; this
//! one is a few lines, because the page needs little memory and has one thread.
//!
//! Blocks have the sizes of powers of two. What is given back waits in a list for the next block of its size.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32;
use core::cell::Cell;

#[global_allocator]
static ALLOCATOR: Blocks = Blocks {
    free: [const { Cell::new(0) }; SIZES],
    next: Cell::new(0),
    end: Cell::new(0),
};

/// As many sizes as there are bits in an address.
const SIZES: usize = usize::BITS as usize;
/// No block is smaller, and every block begins at a multiple of this.
const SMALLEST: usize = 16;
/// What the memory grows by.
const PAGE: usize = 65_536;

struct Blocks {
    /// For each size the address of the first free block, which holds the address of the next; 0 ends it.
    free: [Cell<usize>; SIZES],
    /// Where the memory begins that was never used.
    next: Cell<usize>,
    /// Where it ends.
    end: Cell<usize>,
}

// SAFETY: there is one thread.
unsafe impl Sync for Blocks {}

/// The power of two that a block for this layout has as its size.
fn power(layout: Layout) -> u32 {
    let size = layout.size().max(SMALLEST);
    usize::BITS - (size - 1).leading_zeros()
}

impl Blocks {
    /// Memory that was never used, or 0 if there is no more.
    fn unused(&self, size: usize, align: usize) -> usize {
        let start = self.next.get().next_multiple_of(align.max(SMALLEST));
        let Some(end) = start.checked_add(size) else {
            return 0;
        };
        if end <= self.end.get() {
            self.next.set(end);
            return start;
        }
        // Room for the beginning of a page that is not a multiple of a large alignment.
        let pages = (size + align).div_ceil(PAGE);
        let before = wasm32::memory_grow::<0>(pages);
        if before == usize::MAX {
            return 0;
        }
        let fresh = before * PAGE;
        if fresh != self.end.get() {
            self.next.set(fresh);
        }
        self.end.set(fresh + pages * PAGE);
        self.unused(size, align)
    }
}

// SAFETY: a block is in one list or in use, never both, and is as large and as aligned as was asked for.
unsafe impl GlobalAlloc for Blocks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let power = power(layout);
        if let Some(free) = self.free.get(power as usize)
            && free.get() != 0
            && layout.align() <= SMALLEST
        {
            let block = free.get();
            // SAFETY: a free block holds the address of the next one of its size.
            free.set(unsafe { *(block as *const usize) });
            return block as *mut u8;
        }
        self.unused(1 << power, layout.align()) as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if let Some(free) = self.free.get(power(layout) as usize) {
            // SAFETY: whoever gives a block back no longer uses it, and it has room for an address.
            unsafe { *block.cast::<usize>() = free.get() };
            free.set(block as usize);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises that the size is possible with this alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if power(wanted) == power(layout) {
            return block;
        }
        // SAFETY: both blocks are at least as large as what is copied, and are two.
        unsafe {
            let new = self.alloc(wanted);
            if !new.is_null() {
                block.copy_to_nonoverlapping(new, layout.size().min(size));
                self.dealloc(block, layout);
            }
            new
        }
    }
}
