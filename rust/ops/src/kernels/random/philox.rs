//! Philox4x32-10 (Salmon et al., SC 2011): a block of four random words is a function of a key and a counter, so
//! that any part of a stream can be computed on its own.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Mutex, PoisonError};

/// Blocks computed side by side.
pub const LANES: usize = 8;

/// A position in a stream of blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Philox {
    key: [u32; 2],
    counter: u128,
}

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

impl Philox {
    /// The stream of TensorFlow's pair of seeds: one is the key, the other the upper half of the counter.
    pub fn seeded(seed: u64, seed2: u64) -> Philox {
        Philox { key: [seed as u32, (seed >> 32) as u32], counter: u128::from(seed2) << 64 }
    }

    /// The stream of a stateless op's pair of seeds, scrambled so that either may be weak.
    pub fn stateless(seed: u64, seed2: u64) -> Philox {
        let mix = Philox { key: [0x3ec8_f720, 0x0246_1e29], counter: u128::from(seed) | u128::from(seed2) << 64 };
        let [a, b, c, d] = mix.block();
        Philox { key: [a, b], counter: u128::from(c) << 64 | u128::from(d) << 96 }
    }

    /// The key, and the counter from its lowest word on.
    pub fn position(self) -> ([u32; 2], [u32; 4]) {
        (self.key, [0, 1, 2, 3].map(|word| (self.counter >> (32 * word)) as u32))
    }

    /// The position `blocks` further on.
    pub fn at(self, blocks: u64) -> Philox {
        Philox { counter: self.counter.wrapping_add(u128::from(blocks)), ..self }
    }

    /// The words at this position.
    pub fn block(self) -> [u32; 4] {
        self.lanes::<1>().map(|lane| lane[0])
    }

    /// The words of `N` blocks from here on: word `w` of block `i` is at `[w][i]`.
    pub fn lanes<const N: usize>(self) -> [[u32; N]; 4] {
        let mut x = [[0u32; N]; 4];
        for i in 0..N {
            let counter = self.counter.wrapping_add(i as u128);
            for (w, lane) in x.iter_mut().enumerate() {
                lane[i] = (counter >> (32 * w)) as u32;
            }
        }
        let mut key = self.key;
        for _ in 0..ROUNDS {
            let [a, b, c, d] = &mut x;
            for (((a, b), c), d) in a.iter_mut().zip(b).zip(c).zip(d) {
                let p = u64::from(*a) * u64::from(MULTIPLIERS[0]);
                let q = u64::from(*c) * u64::from(MULTIPLIERS[1]);
                *a = (q >> 32) as u32 ^ *b ^ key[0];
                *b = q as u32;
                *c = (p >> 32) as u32 ^ *d ^ key[1];
                *d = p as u32;
            }
            key = [key[0].wrapping_add(KEY_STEPS[0]), key[1].wrapping_add(KEY_STEPS[1])];
        }
        x
    }

    /// Single words from here on.
    pub fn words(self) -> Words {
        Words { next: self, block: [0; 4], used: 4 }
    }
}

/// A stream taken word by word.
pub struct Words {
    next: Philox,
    block: [u32; 4],
    used: usize,
}

impl Words {
    pub fn word(&mut self) -> u32 {
        if self.used == 4 {
            self.block = self.next.block();
            self.next = self.next.at(1);
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }
}

/// What a session keeps for a node that draws numbers: where its stream goes on.
pub struct Generator(Mutex<Philox>);

impl Generator {
    /// Two zeros ask for a stream that nobody can foresee.
    pub fn new(seed: i64, seed2: i64) -> Generator {
        let (seed, seed2) = match (seed, seed2) {
            (0, 0) => (unforeseen(), unforeseen()),
            other => (other.0 as u64, other.1 as u64),
        };
        Generator(Mutex::new(Philox::seeded(seed, seed2)))
    }

    /// The stream's position, which then moves on by `blocks`.
    pub fn reserve(&self, blocks: u64) -> Philox {
        let mut own = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = *own;
        *own = start.at(blocks);
        start
    }
}

/// The standard library seeds its hashers from the operating system.
fn unforeseen() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        // Random123's kat_vectors for philox4x32-10.
        let zero = Philox { key: [0, 0], counter: 0 };
        assert_eq!(zero.block(), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
        let ones = Philox { key: [u32::MAX; 2], counter: u128::MAX };
        assert_eq!(ones.block(), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    }

    #[test]
    fn lanes_are_consecutive_blocks() {
        let start = Philox::seeded(7, u64::MAX).at(u64::MAX);
        let lanes = start.lanes::<LANES>();
        for i in 0..LANES {
            assert_eq!(lanes.map(|lane| lane[i]), start.at(i as u64).block());
        }
    }

    #[test]
    fn unseeded_generators_differ() {
        assert_ne!(Generator::new(0, 0).reserve(1), Generator::new(0, 0).reserve(1));
        assert_eq!(Generator::new(0, 1).reserve(1), Philox::seeded(0, 1));
    }
}
