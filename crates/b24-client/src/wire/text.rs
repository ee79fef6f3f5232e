//! Values that travel as text: flags and whole numbers.

use std::fmt;
use std::marker::PhantomData;

use serde::Serializer;
use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::{Decode, Encode, Plain};

/// Reads a `T` from the only text that it is written as, so that nothing is lost.
pub(crate) trait Text<T> {
    /// What the text is, for errors.
    const WHAT: &'static str;

    /// The value, if the text is one.
    fn parse(text: &str) -> Option<T>;

    /// The value, if a flag of JSON stands for one.
    fn of_flag(_: bool) -> Option<T> {
        None
    }
}

impl Text<String> for Plain {
    const WHAT: &'static str = "text";

    fn parse(text: &str) -> Option<String> {
        Some(text.to_owned())
    }
}

/// A flag that is `Y` or `N`.
pub(crate) struct YesNo;

impl Text<bool> for YesNo {
    const WHAT: &'static str = "`Y` or `N`";

    fn parse(text: &str) -> Option<bool> {
        match text {
            "Y" => Some(true),
            "N" => Some(false),
            _ => None,
        }
    }

    fn of_flag(flag: bool) -> Option<bool> {
        Some(flag)
    }
}

impl<'de> Decode<'de, bool> for YesNo {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
        decode::<Self, _, _>(deserializer)
    }
}

impl Encode<bool> for YesNo {
    fn encode<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if *value { "Y" } else { "N" })
    }
}

/// A whole number as text, such as `"32"`. It is read without the quotes too.
pub(crate) struct Quoted;

impl<T: From<i64>> Text<T> for Quoted {
    const WHAT: &'static str = "a whole number as text";

    fn parse(text: &str) -> Option<T> {
        let number: i64 = text.parse().ok()?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_written_so = text == "0" || !digits.starts_with(['0', '+']);
        is_written_so.then(|| number.into())
    }
}

impl<'de, T: From<i64>> Decode<'de, T> for Quoted {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        decode::<Self, _, _>(deserializer)
    }
}

impl<T: Copy + Into<i64>> Encode<T> for Quoted {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&(*value).into())
    }
}

/// Reads text, or a whole number, that must be a value.
fn decode<'de, W: Text<T>, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Parsed<W, T>(PhantomData<(W, T)>);

    impl<W: Text<T>, T> Visitor<'_> for Parsed<W, T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(W::WHAT)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            W::parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
            W::parse(&number.to_string()).ok_or_else(|| E::invalid_type(Unexpected::Signed(number), &self))
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
            W::parse(&number.to_string()).ok_or_else(|| E::invalid_type(Unexpected::Unsigned(number), &self))
        }
    }

    deserializer.deserialize_any(Parsed::<W, T>(PhantomData))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use serde_json::value::Serializer;

    use super::*;
    use crate::CompanyId;

    #[test]
    fn a_number_is_read_from_the_text_that_it_is_written_as() {
        for number in [0, 7, -7, 1_000_000, i64::MAX, i64::MIN] {
            let text = json!(number.to_string());
            let id: CompanyId = Quoted::decode(&text).expect("decoded");
            assert_eq!(id.get(), number);
            assert_eq!(Quoted::decode(&json!(number)).ok(), Some(id));
            assert_eq!(Quoted::encode(&id, Serializer).expect("encoded"), text);
        }
        for other in ["", "00", "007", "+7", "-0", "-07", "7.0", "1e2", " 7", "9223372036854775808", "-", "x"] {
            assert_eq!(<Quoted as Text<i64>>::parse(other), None, "{other}");
        }
        for other in [json!(7.5), json!(u64::MAX), json!(null), json!(["7"]), json!(true), json!("x")] {
            assert!(<Quoted as Decode<'_, i64>>::decode(&other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_flag_is_one_of_two_letters() {
        for (flag, text) in [(true, json!("Y")), (false, json!("N"))] {
            assert_eq!(YesNo::decode(&text).expect("decoded"), flag);
            assert_eq!(YesNo::encode(&flag, Serializer).expect("encoded"), text);
        }
        for other in [json!("y"), json!(""), json!("1"), json!(true), json!(1), json!(null)] {
            assert!(YesNo::decode(&other).is_err(), "{other}");
        }
    }
}
