//! The name of a bracketed parameter, as steps into an array.

use std::borrow::Cow;

use super::{BracketError, MAX_DEPTH};

/// One step of a name.
#[derive(Debug, PartialEq)]
pub(super) enum Step<'a> {
    /// `[key]`, or the name before the first bracket.
    Key(Cow<'a, str>),
    /// `[]`: the next free number.
    Next,
}

/// Reads a decoded name. A name without a first part (`[a]`, or nothing) has no steps and is to be ignored.
pub(super) fn steps(name: &str) -> Result<Vec<Step<'_>>, BracketError> {
    let name = name.split('\0').next().unwrap_or_default().trim_start_matches(' ');
    let (head, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if head.is_empty() {
        return Ok(Vec::new());
    }
    let mut steps = vec![Step::Key(variable(head))];
    while let Some(inner) = rest.strip_prefix('[') {
        if steps.len() > MAX_DEPTH {
            return Err(BracketError::TooDeep);
        }
        let after_space = inner.strip_prefix(|c: char| matches!(c, ' ' | '\t'..='\r')).unwrap_or(inner);
        let Some(close) = after_space.find(']').map(|at| at + inner.len() - after_space.len()) else {
            if steps.len() == 1 {
                steps = vec![Step::Key(variable(name))];
            }
            break;
        };
        steps.push(if after_space.starts_with(']') { Step::Next } else { Step::Key(Cow::Borrowed(&inner[..close])) });
        rest = &inner[close + 1..];
    }
    Ok(steps)
}

/// Whether a decoded name is `parameter`, in any letter case, or reaches into it.
pub(crate) fn is_called(name: &str, parameter: &str) -> bool {
    let name = name.split('\0').next().unwrap_or_default().trim_start_matches(' ');
    name.split('[').next().is_some_and(|head| variable(head).eq_ignore_ascii_case(parameter))
}

/// The name of a PHP variable: none contains a dot, a space or an opening bracket.
fn variable(name: &str) -> Cow<'_, str> {
    if name.contains(['.', ' ', '[']) { Cow::Owned(name.replace(['.', ' ', '['], "_")) } else { Cow::Borrowed(name) }
}
