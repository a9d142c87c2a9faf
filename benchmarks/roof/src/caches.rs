//! How large the buffers are that bandwidth is measured over: one for each place that may hold the data.

const L2: usize = 1 << 20;
const LAST: usize = 32 << 20;
/// No more memory than this is used, whatever the last cache is said to hold.
const MOST: usize = 512 << 20;
/// Between the second-level cache and memory. A virtual machine sees only a part of the last cache that the system
/// tells of, and data fall out of it little by little: hence several sizes.
const BETWEEN: [usize; 3] = [16 << 20, 64 << 20, 128 << 20];

/// Bytes for all threads together, growing: what their second-level caches hold with ease, then more, then memory.
pub fn sizes(threads: usize) -> Vec<usize> {
    let small = threads * level("2").unwrap_or(L2) / 2;
    let memory = level("3").unwrap_or(LAST).saturating_mul(4).min(MOST);
    let between = BETWEEN.into_iter().filter(|&bytes| 2 * small < bytes && bytes < memory);
    [small].into_iter().chain(between).chain((small < memory).then_some(memory)).collect()
}

/// The size of the data cache of this level, beside the first core.
fn level(wanted: &str) -> Option<usize> {
    (0..8).find_map(|index| {
        let read = |what: &str| {
            std::fs::read_to_string(format!("/sys/devices/system/cpu/cpu0/cache/index{index}/{what}")).ok()
        };
        (read("level")?.trim() == wanted).then(|| size(read("size")?.trim())).flatten()
    })
}

/// "2048K" in bytes.
fn size(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        _ => return None,
    };
    digits.parse::<usize>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow() {
        for threads in [1, 2, 64, 10_000] {
            let sizes = sizes(threads);
            assert!(!sizes.is_empty() && sizes.is_sorted_by(|a, b| a < b), "{sizes:?}");
        }
    }

    #[test]
    fn units() {
        assert_eq!(size("2048K"), Some(2 << 20));
        assert_eq!(size("32M"), Some(32 << 20));
        assert_eq!(size("512"), Some(512));
        assert_eq!(size("many"), None);
    }
}
