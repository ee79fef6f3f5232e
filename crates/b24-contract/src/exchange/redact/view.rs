//! A text with its escapes undone, where each byte still knows its place in the text.

use std::ops::Range;

use super::escape::{ESCAPES, Escape, is_mark, unit};
use super::sorted::Sorted;

/// Escapes may be nested: a query inside a JSON string inside a query. Deeper than this nobody nests them.
const LAYERS: usize = 3;

/// A text as it reads after undoing some layers of escapes.
pub(super) struct View<'a> {
    text: &'a [u8],
    layers: Vec<Escape>,
    bytes: Vec<u8>,
    /// Where in the text each byte begins, and where the last one ends.
    places: Vec<usize>,
}

/// Looks at a text as it stands, and through every combination of layers that makes a difference.
pub(super) fn look(text: &str, mut look: impl FnMut(&View)) {
    through(View::of(text.as_bytes(), Vec::new()), &mut look);
}

fn through(view: View, look: &mut impl FnMut(&View)) {
    look(&view);
    if view.layers.len() == LAYERS || !view.bytes.iter().any(|byte| is_mark(*byte)) {
        return;
    }
    for escape in ESCAPES {
        let inner = View::of(view.text, [&view.layers[..], &[escape]].concat());
        if inner.bytes != view.bytes {
            through(inner, look);
        }
    }
}

impl<'a> View<'a> {
    fn of(text: &'a [u8], layers: Vec<Escape>) -> Self {
        let mut bytes = Vec::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len() + 1);
        let mut at = 0;
        while let Some(unit) = unit(text, at, &layers) {
            bytes.extend(unit.bytes());
            places.resize(bytes.len(), at);
            at = unit.next;
        }
        places.push(at);
        Self { text, layers, bytes, places }
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The part of the text that a range of the bytes was made of.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        self.places[range.start]..self.places[range.end]
    }

    /// Where in the text secrets stand. What stands before one never matters, even where it reads as one escape with the
    /// beginning of the secret.
    pub(super) fn occurrences(&self, secrets: &Sorted<'_>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for start in 0..self.text.len() {
            let mut candidates = secrets.candidates();
            let mut at = start;
            while let Some(unit) = unit(self.text, at, &self.layers).filter(|_| !candidates.is_empty()) {
                let ended = candidates.read(unit.bytes());
                found.extend(ended.filter_map(|secret| Some(start..self.end_of(secret, start)?)));
                at = unit.next;
            }
        }
        found
    }

    fn end_of(&self, secret: &[u8], start: usize) -> Option<usize> {
        let mut rest = secret;
        let mut at = start;
        while !rest.is_empty() {
            let unit = unit(self.text, at, &self.layers)?;
            let (head, tail) = rest.split_at_checked(unit.bytes().len())?;
            if !head.iter().zip(unit.bytes()).all(|(a, b)| same(*a, *b)) {
                return None;
            }
            rest = tail;
            at = unit.next;
        }
        Some(at)
    }
}

/// Urlencoding writes a space as `+`, so the two count as one.
fn same(secret: u8, found: u8) -> bool {
    secret == found || (secret, found) == (b' ', b'+')
}
