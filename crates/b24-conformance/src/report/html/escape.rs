//! Text that a browser shows as it is.

use maud::{Escaper, Render};
use std::fmt::Write as _;

/// Text of a portal, between tags or inside the quotes of an attribute. Characters that control a terminal or hide others are
/// replaced.
pub(super) struct Shown<'a>(pub(super) &'a str);

impl Render for Shown<'_> {
    fn render_to(&self, page: &mut String) {
        let visible = |c: char| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c };
        for c in self.0.chars().map(visible) {
            // Writing into memory does not fail.
            let _ = Escaper::new(page).write_char(c);
        }
    }
}
