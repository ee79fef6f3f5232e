//! The code of an error answer.

use std::fmt;

/// Value of `error` in an error answer. Codes that the contract does not know are values like any other, and so is
/// the empty code, which many `crm.*` errors carry.
///
/// Codes compare without regard to letter case, as portals mix `expired_token` with `ACCESS_DENIED`.
#[derive(Debug, Clone)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// Wraps a code as it came.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// The code as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code is the empty string.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether some error of the contract has this code.
    pub fn is_known(&self) -> bool {
        crate::generated::error::CODES.iter().any(|known| known.eq_ignore_ascii_case(&self.0))
    }
}

impl PartialEq for ErrorCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for ErrorCode {}

impl PartialEq<str> for ErrorCode {
    fn eq(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl PartialEq<&str> for ErrorCode {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_is_a_value_like_any_other() {
        let code = ErrorCode::new("NOT_IN_ANY_CATALOGUE");
        assert!(!code.is_known() && !code.is_empty());
        assert_eq!(code.to_string(), "NOT_IN_ANY_CATALOGUE");
        assert_ne!(code, "EXPIRED_TOKEN");
    }

    #[test]
    fn codes_compare_without_letter_case_but_keep_it() {
        let code = ErrorCode::new("EXPIRED_token");
        assert!(code.is_known());
        assert_eq!(code, "expired_token");
        assert_eq!(code, ErrorCode::new("Expired_Token"));
        assert_eq!(code.as_str(), "EXPIRED_token");
    }

    #[test]
    fn the_empty_code_is_known() {
        let code = ErrorCode::new("");
        assert!(code.is_empty() && code.is_known());
        assert_eq!(code, "");
    }
}
