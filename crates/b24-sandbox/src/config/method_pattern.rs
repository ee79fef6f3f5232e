//! Names of methods in the configuration: one, or all that begin alike.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A method such as `crm.company.get`, or every one whose name begins so, such as `crm.company.*`; `*` is every method.
/// Letter case does not matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MethodPattern(String);

impl MethodPattern {
    /// Whether a method's name is meant.
    pub(crate) fn matches(&self, method: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => method.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)),
            None => method.eq_ignore_ascii_case(&self.0),
        }
    }

    /// How exact it is: of two patterns that match a name, the greater one says more of it.
    pub(crate) fn exactness(&self) -> (bool, usize) {
        (!self.0.ends_with('*'), self.0.len())
    }

    /// Whether a method can have such a name: words of letters, digits and underscores with dots between them.
    pub(super) fn is_possible(&self) -> bool {
        let name = self.0.strip_suffix(".*").unwrap_or(&self.0);
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        self.0 == "*" || name.split('.').all(is_word)
    }
}

impl From<&str> for MethodPattern {
    fn from(pattern: &str) -> Self {
        Self(pattern.to_owned())
    }
}

impl fmt::Display for MethodPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_a_beginning_in_any_case() {
        for (pattern, method, expected) in [
            ("crm.company.get", "crm.company.get", true),
            ("CRM.Company.Get", "crm.company.get", true),
            ("crm.company.get", "crm.company.getx", false),
            ("crm.company", "crm.company.get", false),
            ("crm.company.*", "crm.company.contact.add", true),
            ("crm.*", "CRM.deal.get", true),
            ("crm.*", "crmx", false),
            ("crm.*", "crm", false),
            ("*", "profile", true),
            ("crm.ü*", "crm.ä", false),
        ] {
            assert_eq!(MethodPattern::from(pattern).matches(method), expected, "{pattern} {method}");
        }
    }

    #[test]
    fn what_no_method_can_be_called_is_told_apart() {
        for possible in ["crm.company.get", "crm.*", "*", "batch", "tasks.flow.Flow.get", "user_brief.x"] {
            assert!(MethodPattern::from(possible).is_possible(), "{possible}");
        }
        for impossible in ["", ".", "crm..get", "crm.company*", "crm.*.get", "a b", ".*", "*.*", "crm.ü"] {
            assert!(!MethodPattern::from(impossible).is_possible(), "{impossible}");
        }
    }

    #[test]
    fn a_name_is_more_exact_than_a_beginning_and_a_long_one_than_a_short_one() {
        let exactness = |pattern: &str| MethodPattern::from(pattern).exactness();
        assert!(exactness("*") < exactness("crm.*"));
        assert!(exactness("crm.company.contact.*") < exactness("batch"));
    }
}
