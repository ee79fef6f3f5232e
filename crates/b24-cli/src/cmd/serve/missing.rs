//! Tells at the end which methods were called that the sandbox does not have.

use std::fmt::Write as _;

use crate::print;

/// Methods that are named one by one.
const MOST: usize = 20;

/// Tells it, most calls first, if there is anything to tell.
pub(super) fn tell(missing: &[(String, u64)]) {
    if !missing.is_empty() {
        print::warning(&text(missing));
    }
}

fn text(missing: &[(String, u64)]) -> String {
    let mut text = "the sandbox does not have these methods; --stub DIR answers them from DIR/<method>.json".to_owned();
    let width = missing.iter().map(|(_, calls)| calls.to_string().len()).max().unwrap_or(0);
    for (method, calls) in missing.iter().take(MOST) {
        let _ = write!(text, "\n  {calls:>width$} × {method}");
    }
    if let Some(others) = missing.len().checked_sub(MOST).filter(|others| *others > 0) {
        let _ = write!(text, "\n  and {others} more");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stand_below_each_other() {
        let missing = [("crm.deal.list".to_owned(), 12), ("crm.deal.get".to_owned(), 3)];
        insta::assert_snapshot!(text(&missing), @r"
        the sandbox does not have these methods; --stub DIR answers them from DIR/<method>.json
          12 × crm.deal.list
           3 × crm.deal.get
        ");
    }

    #[test]
    fn very_many_are_told_in_part() {
        let missing = |methods: usize| (0..methods).map(|n| (format!("crm.method{n}"), 1)).collect::<Vec<_>>();
        assert_eq!(text(&missing(MOST)).lines().count(), 1 + MOST);
        assert!(text(&missing(MOST + 3)).ends_with("\n  and 3 more"));
    }
}
