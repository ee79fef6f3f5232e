//! Members that may be null, and text that may be no value at all.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{Decode, Encode, Text};

/// What a member of a record held.
#[derive(Debug, PartialEq)]
pub(crate) enum Member<T> {
    /// Null.
    Null,
    /// A value.
    Value(T),
    /// JSON that is no value of the member's type.
    Other(Value),
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

/// The text `W`, null, or anything else: portals write `""` where nothing is known of a number or a flag, and some write
/// the number or the flag itself.
pub(crate) struct Textual<W>(PhantomData<W>);

impl<'de, W: Text<T>, T> Decode<'de, Member<T>> for Textual<W> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Member<T>, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = match &value {
            Value::Null => return Ok(Member::Null),
            Value::String(text) => W::parse(text),
            Value::Number(number) => W::parse(&number.to_string()),
            Value::Bool(flag) => W::of_flag(*flag),
            Value::Array(_) | Value::Object(_) => None,
        };
        Ok(read.map_or(Member::Other(value), Member::Value))
    }
}

impl<W: Encode<T>, T> Encode<T> for Textual<W> {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        W::encode(value, serializer)
    }
}

/// The spelling that the type itself has, null, or anything else.
pub(crate) struct Lenient;

impl<'de, T: DeserializeOwned> Decode<'de, Member<T>> for Lenient {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Member<T>, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.is_null() {
            return Ok(Member::Null);
        }
        Ok(T::deserialize(&value).map_or(Member::Other(value), Member::Value))
    }
}

impl<T: Serialize> Encode<T> for Lenient {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::{Plain, Quoted, YesNo};

    #[test]
    fn what_is_no_value_is_kept() {
        let number = |value: &Value| Textual::<Quoted>::decode(value).ok();
        assert_eq!(number(&json!("7")), Some(Member::Value(7)));
        assert_eq!(number(&json!(7)), Some(Member::Value(7)));
        assert_eq!(number(&json!(null)), Some(Member::Null));
        for other in [json!(""), json!("007"), json!("seven"), json!(7.0), json!(true), json!([]), json!({})] {
            assert_eq!(number(&other), Some(Member::<i64>::Other(other)));
        }

        let flag = |value: &Value| Textual::<YesNo>::decode(value).ok();
        assert_eq!(flag(&json!("Y")), Some(Member::Value(true)));
        assert_eq!(flag(&json!(false)), Some(Member::Value(false)));
        assert_eq!(flag(&json!(1)), Some(Member::Other(json!(1))));

        let text = |value: &Value| Textual::<Plain>::decode(value).ok();
        assert_eq!(text(&json!(3.5)), Some(Member::Value("3.5".to_owned())));
        assert_eq!(text(&json!(false)), Some(Member::Other(json!(false))));

        let list = |value: &Value| Lenient::decode(value).ok();
        assert_eq!(list(&json!([7])), Some(Member::Value(vec![7])));
        assert_eq!(list(&json!(null)), Some(Member::<Vec<i64>>::Null));
        for other in [json!(false), json!(""), json!({}), json!(["x"])] {
            assert_eq!(list(&other), Some(Member::<Vec<i64>>::Other(other)));
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
