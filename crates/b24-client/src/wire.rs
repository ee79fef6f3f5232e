//! How single members travel: whole numbers, flags and codes as the contract spells them.

use std::fmt;
use std::marker::PhantomData;

use b24_contract::ErrorCode;
use serde::de::{DeserializeSeed, Deserializer, Error, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};

mod nullable;
mod text;

pub(crate) use nullable::{Lenient, Member, Nullable, Textual};
pub(crate) use text::{Quoted, Text, YesNo};

/// Reads a `T` from its spelling on the wire.
pub(crate) trait Decode<'de, T> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;
}

/// Writes a `T` as it is spelled on the wire.
pub(crate) trait Encode<T> {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// The spelling that the type itself has.
pub(crate) struct Plain;

impl<'de, T: Deserialize<'de>> Decode<'de, T> for Plain {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

impl<T: Serialize> Encode<T> for Plain {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// A whole number. `100.0` and `1e2` are whole numbers too, as JSON Schema counts.
pub(crate) struct Integer;

/// The greatest magnitude up to which every whole number has a floating-point form of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de> Decode<'de, i64> for Integer {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        struct Whole;

        impl Visitor<'_> for Whole {
            type Value = i64;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
                Ok(value)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
                i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
                if value.fract() == 0.0 && value.abs() <= EXACT {
                    Ok(value as i64)
                } else {
                    Err(E::invalid_value(Unexpected::Float(value), &self))
                }
            }
        }

        deserializer.deserialize_any(Whole)
    }
}

impl Encode<i64> for Integer {
    fn encode<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*value)
    }
}

/// The code of an error, which may be empty.
pub(crate) struct Code;

impl<'de> Decode<'de, ErrorCode> for Code {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<ErrorCode, D::Error> {
        String::deserialize(deserializer).map(ErrorCode::new)
    }
}

impl Encode<ErrorCode> for Code {
    fn encode<S: Serializer>(value: &ErrorCode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.as_str())
    }
}

/// Decodes a `T` in the spelling `W` where serde wants a seed.
pub(crate) struct Seed<W, T>(PhantomData<(W, T)>);

impl<W, T> Seed<W, T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, W: Decode<'de, T>, T> DeserializeSeed<'de> for Seed<W, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        W::decode(deserializer)
    }
}

/// A value together with the spelling `W` in which it is written.
pub(crate) struct Spelled<'a, W, T>(&'a T, PhantomData<W>);

impl<'a, W, T> Spelled<'a, W, T> {
    pub(crate) fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<W: Encode<T>, T> Serialize for Spelled<'_, W, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        W::encode(self.0, serializer)
    }
}
