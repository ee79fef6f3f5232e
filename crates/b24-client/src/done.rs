//! The result of a method that can only succeed: `true`.

use serde::de::{Deserializer, Error, Unexpected};
use serde::{Deserialize, Serialize, Serializer};

/// `true` on the wire. Anything else is no answer of the contract, so that a portal's `false` is not taken for success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Done;

impl<'de> Deserialize<'de> for Done {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match bool::deserialize(deserializer)? {
            true => Ok(Self),
            false => Err(D::Error::invalid_value(Unexpected::Bool(false), &"true")),
        }
    }
}

impl Serialize for Done {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_true_is_done() {
        assert_eq!(serde_json::from_str::<Done>("true").expect("done"), Done);
        assert_eq!(serde_json::to_string(&Done).expect("written"), "true");
        for other in ["false", "1", "\"true\"", "null"] {
            assert!(serde_json::from_str::<Done>(other).is_err(), "{other}");
        }
    }
}
