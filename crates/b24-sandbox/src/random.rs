//! The only source of randomness: codes, tokens and made-up data that follow from the seed.

use b24_contract::Secret;
use rand::distr::{Alphanumeric, SampleString};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// Length of a derived webhook code or token.
const LENGTH: usize = 32;

/// Derives the credential called `name`. It depends on the seed and on `root`, the code of the main webhook: where that
/// code is no secret neither are the others, and where it is one nobody can compute them from the seed alone.
pub(crate) fn credential(seed: u64, root: &Secret, name: &str) -> Secret {
    Secret::new(Alphanumeric.sample_string(&mut stream(seed, root, name), LENGTH))
}

/// Derives an identifier of 32 hexadecimal digits, which is no secret.
pub(crate) fn hexadecimal(seed: u64, root: &Secret, name: &str) -> String {
    format!("{:032x}", stream(seed, root, name).random::<u128>())
}

/// Chances for one name.
fn stream(seed: u64, root: &Secret, name: &str) -> ChaCha20Rng {
    let mut key = [0; 32];
    for (index, byte) in root.expose().bytes().enumerate() {
        key[index % 24] ^= byte.rotate_left((index / 24) as u32);
    }
    key[24..].copy_from_slice(&seed.to_le_bytes());
    let mut generator = ChaCha20Rng::from_seed(key);
    generator.set_stream(fnv1a(name));
    generator
}

/// Chances for made-up data.
pub(crate) fn generator(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// Chances of the twist with this number.
pub(crate) fn of_twist(seed: u64, number: u64) -> ChaCha20Rng {
    let mut generator = generator(seed);
    generator.set_stream(number);
    generator
}

/// A number for a name, the same in every build.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(seed: u64, root: &str, name: &str) -> String {
        credential(seed, &Secret::new(root), name).expose().to_owned()
    }

    #[test]
    fn the_same_seed_gives_the_same_credential() {
        assert_eq!(derived(7, "sandbox", "denied"), derived(7, "sandbox", "denied"));
    }

    #[test]
    fn seed_root_and_name_each_matter() {
        let one = derived(7, "sandbox", "denied");
        assert_ne!(one, derived(8, "sandbox", "denied"));
        assert_ne!(one, derived(7, "sandbox2", "denied"));
        assert_ne!(one, derived(7, "sandbox", "reader"));
    }

    #[test]
    fn an_identifier_has_32_hexadecimal_digits() {
        let one = hexadecimal(7, &Secret::new("sandbox"), "oauth/member");
        assert_eq!(one, hexadecimal(7, &Secret::new("sandbox"), "oauth/member"));
        assert_ne!(one, hexadecimal(8, &Secret::new("sandbox"), "oauth/member"));
        assert!(one.len() == 32 && one.chars().all(|c| c.is_ascii_hexdigit()), "{one}");
    }

    #[test]
    fn a_credential_fits_into_a_path_segment() {
        let one = derived(0, "a code that is longer than one key of the generator", "oauth");
        assert_eq!(one.len(), LENGTH);
        assert!(one.chars().all(|c| c.is_ascii_alphanumeric()));
    }
}
