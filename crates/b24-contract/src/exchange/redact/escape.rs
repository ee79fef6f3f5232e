//! Reads a text through layers of escapes, from any place in it.

/// One way to write a character as others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Escape {
    /// `%41`
    Percent,
    /// `\n`, `\u0041`
    Json,
    /// `&amp;`, `&#65;`, `&#x41;`
    Entity,
}

/// All ways.
pub(super) const ESCAPES: [Escape; 3] = [Escape::Percent, Escape::Json, Escape::Entity];

/// A character that was read, or a byte of one, and the place after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    bytes: [u8; 4],
    length: usize,
    /// Where in the text the next unit begins.
    pub(super) next: usize,
}

impl Unit {
    fn byte(byte: u8, next: usize) -> Self {
        Self { bytes: [byte, 0, 0, 0], length: 1, next }
    }

    fn char(c: char, next: usize) -> Self {
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len();
        Self { bytes, length, next }
    }

    /// The bytes that the unit stands for.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Reads one unit of a text at a place. `layers` are undone in their order, so the first one is the outermost.
pub(super) fn unit(text: &[u8], at: usize, layers: &[Escape]) -> Option<Unit> {
    let raw = Unit::byte(*text.get(at)?, at + 1);
    let Some((layer, outer)) = layers.split_last().filter(|_| is_mark(raw.bytes[0])) else { return Some(raw) };
    let first = unit(text, at, outer)?;
    if first.bytes() != [layer.mark()] {
        return Some(first);
    }
    let rest = Reader { text, layers: outer, at: first.next };
    let escaped = match layer {
        Escape::Percent => percent(rest),
        Escape::Json => json(rest),
        Escape::Entity => entity(rest),
    };
    Some(escaped.unwrap_or(first))
}

/// Whether an escape, of whatever kind, can begin with this byte.
pub(super) fn is_mark(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&')
}

impl Escape {
    fn mark(self) -> u8 {
        match self {
            Escape::Percent => b'%',
            Escape::Json => b'\\',
            Escape::Entity => b'&',
        }
    }
}

/// What follows a mark, read through the outer layers.
struct Reader<'a> {
    text: &'a [u8],
    layers: &'a [Escape],
    at: usize,
}

impl Reader<'_> {
    /// The next unit, if it is one byte.
    fn byte(&mut self) -> Option<u8> {
        let unit = unit(self.text, self.at, self.layers)?;
        self.at = unit.next;
        if let [byte] = unit.bytes() { Some(*byte) } else { None }
    }

    /// A number of so many hexadecimal digits.
    fn hex(&mut self, digits: usize) -> Option<u32> {
        (0..digits).try_fold(0, |number, _| Some(number * 16 + char::from(self.byte()?).to_digit(16)?))
    }
}

fn percent(mut rest: Reader) -> Option<Unit> {
    let byte = u8::try_from(rest.hex(2)?).ok()?;
    Some(Unit::byte(byte, rest.at))
}

/// An escape of a JSON string, surrogate pairs included.
fn json(mut rest: Reader) -> Option<Unit> {
    let c = match rest.byte()? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let first = rest.hex(4)?;
            match char::from_u32(first) {
                Some(c) => c,
                None => {
                    let second =
                        if rest.byte()? == b'\\' && rest.byte()? == b'u' { rest.hex(4)? } else { return None };
                    let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
                    char::decode_utf16(pair).next()?.ok()?
                }
            }
        }
        c @ (b'"' | b'\\' | b'/') => char::from(c),
        _ => return None,
    };
    Some(Unit::char(c, rest.at))
}

/// A numeric entity, or one of the five predefined ones.
fn entity(mut rest: Reader) -> Option<Unit> {
    const LONGEST: usize = 10;
    let mut name = String::new();
    loop {
        match rest.byte()? {
            b';' => break,
            _ if name.len() == LONGEST => return None,
            byte => name.push(char::from(byte)),
        }
    }
    let c = match name.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            char::from_u32(match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            })?
        }
    };
    Some(Unit::char(c, rest.at))
}
