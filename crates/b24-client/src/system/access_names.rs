//! Whom access codes stand for.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::php_array::PhpArray;
use crate::record::record;
use crate::wire::Plain;

/// Whom one access code stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AccessName {
    /// Kind of the code, in the portal's language.
    pub(crate) provider: String,
    /// Name, in the portal's language.
    pub(crate) name: String,
    /// Kind of the code, such as `user`.
    pub(crate) provider_id: String,
    /// Members that the contract does not know.
    pub(crate) extra: Map<String, Value>,
}

record! {
    AccessName is "the name of an access code";
    required: provider = "provider" as Plain, name = "name" as Plain, provider_id = "provider_id" as Plain;
    optional: ;
}

/// Names by access code.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum AccessNames {
    /// `false`: no list of codes was given.
    NotAsked,
    /// The codes that the portal knows.
    Known(PhpArray<AccessName>),
}

impl<'de> Deserialize<'de> for AccessNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;

        impl<'de> Visitor<'de> for Shape {
            type Value = AccessNames;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names by access code or `false`")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<AccessNames, E> {
                if value { Err(E::invalid_value(Unexpected::Bool(true), &self)) } else { Ok(AccessNames::NotAsked) }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, codes: A) -> Result<AccessNames, A::Error> {
                PhpArray::deserialize(SeqAccessDeserializer::new(codes)).map(AccessNames::Known)
            }

            fn visit_map<A: MapAccess<'de>>(self, codes: A) -> Result<AccessNames, A::Error> {
                PhpArray::deserialize(MapAccessDeserializer::new(codes)).map(AccessNames::Known)
            }
        }

        deserializer.deserialize_any(Shape)
    }
}

impl Serialize for AccessNames {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::NotAsked => serializer.serialize_bool(false),
            Self::Known(names) => names.serialize(serializer),
        }
    }
}
