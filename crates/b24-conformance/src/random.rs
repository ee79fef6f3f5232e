//! Randomness that only the seed decides.

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A runner whose choices depend on the run's seed and the case alone, so that a filter does not change them.
pub(crate) fn runner(seed: u64, case: &str, cases: u32) -> TestRunner {
    // Values are few and small: what shrinking finds within this many steps is as good as it gets.
    let config = Config { cases, max_shrink_iters: 2000, failure_persistence: None, ..Config::default() };
    let mut bytes = [0; 32];
    for (place, chunk) in bytes.chunks_mut(8).enumerate() {
        chunk.copy_from_slice(&hash(seed.wrapping_add(place as u64), case).to_le_bytes());
    }
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// FNV-1a, which is the same in every build and on every machine.
fn hash(seed: u64, text: &str) -> u64 {
    seed.to_le_bytes()
        .into_iter()
        .chain(text.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;

    use super::*;

    fn drawn(seed: u64, case: &str) -> Vec<u64> {
        let mut runner = runner(seed, case, 1);
        (0..4).map(|_| any::<u64>().new_tree(&mut runner).expect("a value").current()).collect()
    }

    #[test]
    fn seed_and_case_decide_everything() {
        assert_eq!(drawn(1, "a"), drawn(1, "a"));
        assert_ne!(drawn(1, "a"), drawn(2, "a"));
        assert_ne!(drawn(1, "a"), drawn(1, "b"));
    }
}
