//! Takes a secret out of text that came from elsewhere.

use std::slice;

use b24_contract::{Secret, mask_secrets};

/// Bytes of a body that are looked at for its excerpt.
const WINDOW: usize = 16 * 1024;

/// Characters that an error shows of anything that came over the wire.
const SHOWN: usize = 160;

/// The longest escape of one character that masking sees through.
const ESCAPE: usize = 24;

/// The text with every occurrence of the secret masked.
pub(crate) fn redact(text: &str, secret: &Secret) -> String {
    mask_secrets(text, slice::from_ref(secret))
}

/// The beginning of a body, or of a text from one, as one line without control characters, without the secret.
pub(crate) fn excerpt(body: impl AsRef<[u8]>, secret: &Secret) -> String {
    let body = body.as_ref();
    let window = &body[..body.len().min(WINDOW)];
    let text = String::from_utf8_lossy(window);
    let words: Vec<_> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let line = redact(&words.join(" "), secret);
    let length = line.chars().count();
    // What the window's end cuts in two is not masked, so the end is not shown.
    let cut_off = if window.len() < body.len() { ESCAPE * secret.expose().len() } else { 0 };
    let mut shown: String = line.chars().take(SHOWN.min(length.saturating_sub(cut_off))).collect();
    if length > SHOWN && !shown.is_empty() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_across_the_end_of_the_window_is_not_shown_in_part() {
        let secret = Secret::new("canary".repeat(20));
        let body = format!("{}{}", " ".repeat(WINDOW - 20), secret.expose());
        assert_eq!(excerpt(&body, &secret), "");
    }

    #[test]
    fn control_characters_cannot_break_the_line_or_reach_a_terminal() {
        let secret = Secret::new("canary");
        assert_eq!(excerpt(b"one\r\n\x1b[31mtwo\0  \xff canary", &secret), "one [31mtwo \u{fffd} ***");
    }

    #[test]
    fn a_long_body_is_cut() {
        let shown = excerpt("ä".repeat(20_000), &Secret::new("canary"));
        assert_eq!(shown.chars().count(), SHOWN + 1);
    }
}
