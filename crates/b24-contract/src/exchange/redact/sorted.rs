//! Many secrets in an order in which one pass over a text finds all of them.

/// Secrets in the order of their bytes, so that those that begin alike stand together, the shorter ones first.
pub(super) struct Sorted<'a>(Vec<Folded<'a>>);

/// A secret, and its bytes as they are compared first.
struct Folded<'a> {
    secret: &'a [u8],
    folded: Vec<u8>,
}

/// The secrets that begin like what was read so far.
#[derive(Clone, Copy)]
pub(super) struct Candidates<'a> {
    left: &'a [Folded<'a>],
    length: usize,
}

impl<'a> Sorted<'a> {
    /// Sorts secrets, none of which is empty.
    pub(super) fn of(secrets: &[&'a str]) -> Self {
        let folded =
            |secret: &&'a str| Folded { secret: secret.as_bytes(), folded: secret.bytes().map(fold).collect() };
        let mut sorted: Vec<_> = secrets.iter().map(folded).collect();
        sorted.sort_by(|a, b| a.folded.cmp(&b.folded));
        Self(sorted)
    }

    /// All of them, before anything was read.
    pub(super) fn candidates(&self) -> Candidates<'_> {
        Candidates { left: &self.0, length: 0 }
    }
}

impl<'a> Candidates<'a> {
    /// Reads some bytes more, with which no secret may end but at their end. Gives the secrets that end there; the others
    /// are left.
    pub(super) fn read(&mut self, bytes: &[u8]) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        for byte in bytes {
            let (place, byte) = (self.length, Some(fold(*byte)));
            let at = |own: &Folded| own.folded.get(place).copied();
            let left = self.left;
            let left = &left[left.partition_point(|own| at(own) < byte)..];
            self.left = &left[..left.partition_point(|own| at(own) == byte)];
            self.length += 1;
        }
        let (ended, left) = self.left.split_at(self.left.partition_point(|own| own.folded.len() == self.length));
        self.left = left;
        ended.iter().map(|own| own.secret)
    }

    /// Whether no secret begins like what was read.
    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty()
    }
}

/// One byte for all bytes that may count as the same.
fn fold(byte: u8) -> u8 {
    if byte == b'+' { b' ' } else { byte }
}
