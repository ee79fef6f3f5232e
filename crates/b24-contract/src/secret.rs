//! Text that must never be printed.

use std::fmt;

/// A webhook code or an access token. It cannot be printed: `Debug` and `Display` show `***`.
///
/// ```
/// let secret = b24_contract::Secret::new("put-your-webhook-here");
/// assert_eq!(format!("{secret} {secret:?}"), "*** ***");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

/// What stands where a secret stood.
pub const MASK: &str = "***";

impl Secret {
    /// Takes a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}
