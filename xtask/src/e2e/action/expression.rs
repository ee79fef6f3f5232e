//! The few expressions of GitHub Actions that `action.yml` uses: a value, and whether a value is empty.

use std::collections::BTreeMap;

use crate::error::Error;

/// Values by name, such as `inputs.run`.
#[derive(Default)]
pub(super) struct Context {
    values: BTreeMap<String, String>,
}

impl Context {
    /// Gives a name its value.
    pub(super) fn set(&mut self, name: String, value: &str) {
        self.values.insert(name, value.to_owned());
    }

    /// A text with every `${{ name }}` replaced by its value.
    pub(super) fn fill(&self, text: &str) -> Result<String, Error> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${{") {
            let (name, after) = after.split_once("}}").ok_or_else(|| unreadable(text))?;
            filled.push_str(before);
            filled.push_str(self.value(name.trim())?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Whether a condition of the form `name != ''` holds.
    pub(super) fn holds(&self, condition: &str) -> Result<bool, Error> {
        let name = condition.trim().strip_suffix("!= ''").ok_or_else(|| unreadable(condition))?;
        Ok(!self.value(name.trim())?.is_empty())
    }

    fn value(&self, name: &str) -> Result<&str, Error> {
        let unknown = || Error::Step(format!("action.yml uses `{name}`, which has no value"));
        self.values.get(name).map(String::as_str).ok_or_else(unknown)
    }
}

fn unreadable(expression: &str) -> Error {
    Error::Step(format!("action.yml has an expression that is not understood here: {expression}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        let mut context = Context::default();
        context.set("inputs.run".to_owned(), "npm test");
        context.set("inputs.serve".to_owned(), "");
        context
    }

    #[test]
    fn values_are_filled_in() {
        assert_eq!(context().fill("a ${{ inputs.run }}, ${{inputs.serve}}b").expect("filled"), "a npm test, b");
        assert_eq!(context().fill("$HOME ${x}").expect("filled"), "$HOME ${x}");
    }

    #[test]
    fn a_condition_asks_whether_there_is_something() {
        assert!(context().holds("inputs.run != ''").expect("read"));
        assert!(!context().holds("inputs.serve != ''").expect("read"));
    }

    #[test]
    fn what_is_unknown_or_not_understood_is_told() {
        for wrong in ["${{ inputs.rnu }}", "${{ inputs.run", "${{ hashFiles('a') }}"] {
            assert!(context().fill(wrong).is_err(), "{wrong}");
        }
        assert!(context().holds("always()").is_err());
    }
}
