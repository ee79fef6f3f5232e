//! Ids, one type a kind, so that a contact's id cannot stand for a company's.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::wire::{Decode, Encode, Integer};

macro_rules! id {
    ($(#[$doc:meta])* $id:ident) => {
        $(#[$doc])*
        ///
        /// Any number can be wrapped: a portal answers an error where no record can have it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(i64);

        impl $id {
            /// Wraps an id.
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// The id as a number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<i64> for $id {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<i32> for $id {
            fn from(id: i32) -> Self {
                Self(id.into())
            }
        }

        impl From<u32> for $id {
            fn from(id: u32) -> Self {
                Self(id.into())
            }
        }

        impl From<$id> for i64 {
            fn from(id: $id) -> Self {
                id.0
            }
        }

        impl From<$id> for Value {
            fn from(id: $id) -> Self {
                id.0.into()
            }
        }

        impl<'de> Deserialize<'de> for $id {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Integer::decode(deserializer).map(Self)
            }
        }

        impl Serialize for $id {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Integer::encode(&self.0, serializer)
            }
        }
    };
}

id! {
    /// Id of a company.
    CompanyId
}

id! {
    /// Id of a contact.
    ContactId
}

id! {
    /// Id of a user of a portal.
    UserId
}

id! {
    /// Id of a lead, from which a company or a contact may have been made.
    LeadId
}

id! {
    /// Id of a [`Multifield`](crate::Multifield), one telephone number or address.
    MultifieldId
}
