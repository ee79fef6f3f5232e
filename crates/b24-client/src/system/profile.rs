//! The user behind a credential, as any credential may know.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::UserId;
use crate::record::record;
use crate::wire::{Plain, Quoted};

/// The user behind a credential.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Profile {
    /// `[]`: the user is not active.
    Nobody,
    /// The user.
    User(Box<ProfileUser>),
}

/// The basics of a user.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProfileUser {
    /// The user.
    pub(crate) id: UserId,
    /// Whether the user administers the portal.
    pub(crate) is_admin: bool,
    /// First name.
    pub(crate) name: String,
    /// Last name.
    pub(crate) last_name: String,
    /// `M`, `F` or nothing.
    pub(crate) gender: String,
    /// Time zone, or nothing where it is the portal's.
    pub(crate) time_zone: String,
    /// Address of the photograph, where there is one.
    pub(crate) photo: Option<String>,
    /// Members that the contract does not know.
    pub(crate) extra: Map<String, Value>,
}

record! {
    ProfileUser is "a profile";
    required:
        id = "ID" as Quoted,
        is_admin = "ADMIN" as Plain,
        name = "NAME" as Plain,
        last_name = "LAST_NAME" as Plain,
        gender = "PERSONAL_GENDER" as Plain,
        time_zone = "TIME_ZONE" as Plain;
    optional: photo = "PERSONAL_PHOTO" as Plain;
}

impl<'de> Deserialize<'de> for Profile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;

        impl<'de> Visitor<'de> for Shape {
            type Value = Profile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a profile or `[]`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Profile, A::Error> {
                match seq.next_element::<IgnoredAny>()? {
                    Some(_) => Err(A::Error::invalid_length(1, &self)),
                    None => Ok(Profile::Nobody),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Profile, A::Error> {
                let user = ProfileUser::deserialize(MapAccessDeserializer::new(members))?;
                Ok(Profile::User(Box::new(user)))
            }
        }

        deserializer.deserialize_any(Shape)
    }
}

impl Serialize for Profile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nobody => serializer.serialize_seq(Some(0))?.end(),
            Self::User(user) => user.serialize(serializer),
        }
    }
}
