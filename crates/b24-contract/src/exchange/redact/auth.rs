//! Finds the value of the parameter `auth` in the text of a request: form, query, JSON or multipart, whole or broken.
//!
//! A raw body is kept because it is no proper encoding of parameters, so nothing is parsed here: whatever follows the
//! word in the manner of a value counts as one. Too much is masked rather than too little.

use std::ops::Range;

/// Where values of `auth` stand.
pub(super) fn values(bytes: &[u8]) -> Vec<Range<usize>> {
    const WORD: &[u8] = b"auth";
    let mut values = Vec::new();
    let mut at = 0;
    while at + WORD.len() <= bytes.len() {
        let end = at + WORD.len();
        let inside = bytes[..at].last().is_some_and(is_word) || bytes.get(end).is_some_and(is_word);
        if inside || !bytes[at..end].eq_ignore_ascii_case(WORD) {
            at += 1;
            continue;
        }
        let found = value_after(bytes, at, end);
        at = end;
        if let Some(value) = found {
            at = value.end;
            if !value.is_empty() {
                values.push(value);
            }
        }
    }
    values
}

/// The value that belongs to the name from `start` to `end`, if one follows.
fn value_after(bytes: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    let at = skip_keys(bytes, end);
    if bytes.get(at) == Some(&b'=') {
        return Some(until(bytes, at + 1, |byte| byte == b'&'));
    }
    let closed = if bytes.get(at).is_some_and(is_quote) { at + 1 } else { at };
    let next = skip_space(bytes, closed);
    if bytes.get(next) == Some(&b':') {
        return Some(json_value(bytes, skip_space(bytes, next + 1)));
    }
    let before = bytes[..start].strip_suffix(b"\"").unwrap_or(&bytes[..start]);
    if before.ends_with(b"name=") { part_value(bytes, closed) } else { None }
}

/// Passes over the rest of a name: its keys in brackets, and what PHP drops behind them or behind a zero byte.
fn skip_keys(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'[' | 0) => until(bytes, at, |byte| matches!(byte, b'=' | b'&' | b'"' | b'\r' | b'\n')).end,
        _ => at,
    }
}

/// A JSON value: a text without its quotes, a list or an object whole, anything else up to what can follow it.
fn json_value(bytes: &[u8], at: usize) -> Range<usize> {
    match bytes.get(at) {
        Some(quote) if is_quote(quote) => at + 1..string_end(bytes, at),
        Some(b'[' | b'{') => {
            let mut depth = 0_usize;
            let mut end = at;
            while let Some(byte) = bytes.get(end) {
                match byte {
                    b'[' | b'{' => depth += 1,
                    b']' | b'}' => depth -= 1,
                    b'"' => end = string_end(bytes, end),
                    _ => {}
                }
                end += 1;
                if depth == 0 {
                    break;
                }
            }
            at..end.min(bytes.len())
        }
        _ => until(bytes, at, |byte| matches!(byte, b',' | b'}' | b']' | b'&') || byte.is_ascii_whitespace()),
    }
}

/// Where the text that begins with the quote at `at` has its closing quote, or the input ends.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let mut end = at + 1;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            byte if *byte == quote => return end,
            _ => {}
        }
        end += 1;
    }
    bytes.len()
}

/// The body of a multipart part whose headers end with a blank line soon after `at`, up to the next boundary.
fn part_value(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    /// Headers of a part are short; looking further would make the work grow faster than the input.
    const HEADERS: usize = 1024;
    let headers = &bytes[at..bytes.len().min(at + HEADERS)];
    let blank = |line: &[u8]| line.starts_with(b"\n\n") || line.starts_with(b"\n\r\n");
    let line = at + (0..headers.len()).find(|offset| blank(&headers[*offset..]))?;
    let start = until(bytes, line + 1, |byte| byte == b'\n').end + 1;
    let body = &bytes[start..];
    let end = body.windows(3).position(|window| window == b"\n--").unwrap_or(body.len());
    Some(start..start + body[..end].strip_suffix(b"\r").map_or(end, <[u8]>::len))
}

/// From `at` up to the first byte that `ends`, or the end of the input.
fn until(bytes: &[u8], at: usize, ends: impl Fn(u8) -> bool) -> Range<usize> {
    let at = at.min(bytes.len());
    let length = bytes[at..].iter().position(|byte| ends(*byte)).unwrap_or(bytes.len() - at);
    at..at + length
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    until(bytes, at, |byte| !byte.is_ascii_whitespace()).end
}

fn is_quote(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

fn is_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}
