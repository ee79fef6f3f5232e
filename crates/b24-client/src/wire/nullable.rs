//! Members that may be null, and text that may be no value at all.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serializer};

use super::{Decode, Encode, Text};

/// What a member of a record held.
#[derive(Debug, PartialEq)]
pub(crate) enum Member<T> {
    /// Null.
    Null,
    /// A value.
    Value(T),
    /// Text that is no value of the member's type.
    Other(String),
}

/// The spelling `W`, or null.
pub(crate) struct Nullable<W>(PhantomData<W>);

impl<'de, W: Decode<'de, T>, T> Decode<'de, Member<T>> for Nullable<W> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Member<T>, D::Error> {
        struct Maybe<W, T>(PhantomData<(W, T)>);

        impl<'de, W: Decode<'de, T>, T> Visitor<'de> for Maybe<W, T> {
            type Value = Member<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E: Error>(self) -> Result<Member<T>, E> {
                Ok(Member::Null)
            }

            fn visit_unit<E: Error>(self) -> Result<Member<T>, E> {
                Ok(Member::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member<T>, D::Error> {
                W::decode(deserializer).map(Member::Value)
            }
        }

        deserializer.deserialize_option(Maybe::<W, T>(PhantomData))
    }
}

impl<W: Encode<T>, T> Encode<T> for Nullable<W> {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        W::encode(value, serializer)
    }
}

/// The text `W`, any other text, or null: portals write `""` where nothing is known of a number or a flag.
pub(crate) struct Textual<W>(PhantomData<W>);

impl<'de, W: Text<T>, T> Decode<'de, Member<T>> for Textual<W> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Member<T>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(Member::Null) };
        Ok(W::parse(&text).map_or_else(|| Member::Other(text), Member::Value))
    }
}

impl<W: Encode<T>, T> Encode<T> for Textual<W> {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        W::encode(value, serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::{Quoted, YesNo};

    fn number(value: &Value) -> Option<Member<i64>> {
        Textual::<Quoted>::decode(value).ok()
    }

    #[test]
    fn text_that_is_no_value_is_kept_and_other_types_are_refused() {
        assert_eq!(number(&json!("7")), Some(Member::Value(7)));
        assert_eq!(number(&json!(null)), Some(Member::Null));
        for other in ["", "007", "seven"] {
            assert_eq!(number(&json!(other)), Some(Member::Other(other.to_owned())));
        }
        for other in [json!(7), json!(true), json!([]), json!({})] {
            assert_eq!(number(&other), None, "{other}");
        }
    }

    #[test]
    fn a_value_or_null() {
        let flag = |value: &Value| Nullable::<YesNo>::decode(value).ok();
        assert_eq!(flag(&json!("Y")), Some(Member::Value(true)));
        assert_eq!(flag(&json!(null)), Some(Member::Null));
        assert_eq!(flag(&json!("")), None);
    }
}
