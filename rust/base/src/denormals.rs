//! Whether the processor counts denormal numbers as zero.
//!
//! Runs do so, as TensorFlow's do: such numbers take some processors a hundred times as long as others, and they come
//! up wherever something decays. The mode belongs to a thread; a scope sets it and puts back what was there before,
//! also where it is left by unwinding. On processors other than x86-64 and 64-bit ARM scopes do nothing.

use std::marker::PhantomData;

/// A scope on this thread.
pub struct Denormals {
    before: Register,
    /// The register is this thread's.
    _here: PhantomData<*mut ()>,
}

impl Denormals {
    /// Operands and results that are denormal count as zero.
    pub fn flushed() -> Denormals {
        Denormals::with(|mode| mode | FLUSH)
    }

    /// Denormal numbers are numbers: for code of others, which may rely on it.
    pub fn kept() -> Denormals {
        Denormals::with(|mode| mode & !FLUSH)
    }

    fn with(change: impl Fn(Register) -> Register) -> Denormals {
        let before = read();
        let wanted = change(before);
        if wanted != before {
            write(wanted);
        }
        Denormals { before, _here: PhantomData }
    }
}

impl Drop for Denormals {
    fn drop(&mut self) {
        if read() & FLUSH != self.before & FLUSH {
            write(self.before);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod register {
    use std::arch::asm;

    pub type Register = u32;
    /// Results (bit 15) and operands (bit 6).
    pub const FLUSH: Register = 1 << 15 | 1 << 6;

    pub fn read() -> Register {
        let mut mode = 0;
        // SAFETY: stores the control register to the variable.
        unsafe { asm!("stmxcsr [{}]", in(reg) &mut mode, options(nostack, preserves_flags)) };
        mode
    }

    pub fn write(mode: Register) {
        // SAFETY: the value was read from the register, with no other bits changed than those of `FLUSH`: rounding and
        // exceptions stay as compiled code expects them.
        unsafe { asm!("ldmxcsr [{}]", in(reg) &mode, options(nostack, preserves_flags)) };
    }
}

#[cfg(target_arch = "aarch64")]
mod register {
    use std::arch::asm;

    pub type Register = u64;
    /// Operands and results of all types but half precision.
    pub const FLUSH: Register = 1 << 24;

    pub fn read() -> Register {
        let mode;
        // SAFETY: reads the control register.
        unsafe { asm!("mrs {}, fpcr", out(reg) mode, options(nomem, nostack, preserves_flags)) };
        mode
    }

    pub fn write(mode: Register) {
        // SAFETY: the value was read from the register, with no other bits changed than that of `FLUSH`: rounding and
        // exceptions stay as compiled code expects them. It counts as an access to memory, so that none moves over it.
        unsafe { asm!("msr fpcr, {}", in(reg) mode, options(nostack, preserves_flags)) };
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod register {
    pub type Register = u32;
    pub const FLUSH: Register = 0;

    pub fn read() -> Register {
        0
    }

    pub fn write(_: Register) {}
}

use register::{FLUSH, Register, read, write};

#[cfg(all(test, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use super::Denormals;
    use std::hint::black_box;

    fn half_of_smallest() -> f32 {
        black_box(f32::MIN_POSITIVE) * black_box(0.5)
    }

    #[test]
    fn scopes_nest_and_end() {
        assert!(half_of_smallest() > 0.0);
        {
            let _flushed = Denormals::flushed();
            assert_eq!(half_of_smallest(), 0.0);
            {
                let _kept = Denormals::kept();
                assert!(half_of_smallest() > 0.0);
            }
            assert_eq!(half_of_smallest(), 0.0);
        }
        assert!(half_of_smallest() > 0.0);
    }

    #[test]
    fn unwinding_ends_a_scope() {
        let left = std::panic::catch_unwind(|| {
            let _flushed = Denormals::flushed();
            std::panic::resume_unwind(Box::new(()));
        });
        assert!(left.is_err() && half_of_smallest() > 0.0);
    }
}
