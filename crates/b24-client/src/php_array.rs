//! An array of PHP, which is a list or an object in JSON.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

use crate::record::Name;
use crate::wire::{Decode, Encode, Plain, Seed, Spelled};

/// PHP writes an array as a list when it is empty or its keys are 0, 1, … in this order, else as an object. Which one
/// came is kept, and so is the order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PhpArray<T> {
    List(Vec<T>),
    Object(IndexMap<String, T>),
}

/// An array whose entries have the spelling `W`.
pub(crate) struct Each<W>(PhantomData<W>);

impl<'de, W: Decode<'de, T>, T> Decode<'de, PhpArray<T>> for Each<W> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<PhpArray<T>, D::Error> {
        struct Entries<W, T>(PhantomData<(W, T)>);

        impl<'de, W: Decode<'de, T>, T> Visitor<'de> for Entries<W, T> {
            type Value = PhpArray<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list or an object")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<PhpArray<T>, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = entries.next_element_seed(Seed::<W, T>::new())? {
                    list.push(entry);
                }
                Ok(PhpArray::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<PhpArray<T>, A::Error> {
                let mut object = IndexMap::new();
                while let Some(key) = entries.next_key_seed(Name)? {
                    object.insert(key.into_owned(), entries.next_value_seed(Seed::<W, T>::new())?);
                }
                Ok(PhpArray::Object(object))
            }
        }

        deserializer.deserialize_any(Entries::<W, T>(PhantomData))
    }
}

impl<W: Encode<T>, T> Encode<PhpArray<T>> for Each<W> {
    fn encode<S: Serializer>(array: &PhpArray<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match array {
            PhpArray::List(list) => {
                let mut entries = serializer.serialize_seq(Some(list.len()))?;
                list.iter().try_for_each(|entry| entries.serialize_element(&Spelled::<W, _>::new(entry)))?;
                entries.end()
            }
            PhpArray::Object(object) => {
                let mut entries = serializer.serialize_map(Some(object.len()))?;
                object
                    .iter()
                    .try_for_each(|(key, entry)| entries.serialize_entry(key, &Spelled::<W, _>::new(entry)))?;
                entries.end()
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for PhpArray<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Each::<Plain>::decode(deserializer)
    }
}

impl<T: Serialize> Serialize for PhpArray<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Each::<Plain>::encode(self, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Integer;

    #[test]
    fn shape_and_order_are_kept() {
        for json in ["[]", "{}", "[1,2]", r#"{"b":1,"a":2}"#, r#"{"1":1,"0":2}"#] {
            let array: PhpArray<i64> = serde_json::from_str(json).expect(json);
            assert_eq!(serde_json::to_string(&array).expect(json), json);
        }
    }

    #[test]
    fn entries_have_their_spelling() {
        let mut json = serde_json::Deserializer::from_str(r#"{"b":1e2,"a":2.0}"#);
        let array: PhpArray<i64> = Each::<Integer>::decode(&mut json).expect("decoded");
        let expected = [("b".to_owned(), 100), ("a".to_owned(), 2)];
        assert_eq!(array, PhpArray::Object(expected.into_iter().collect()));
        for other in ["1", "null", "\"text\"", "[\"text\"]", "{\"a\":null}"] {
            assert!(serde_json::from_str::<PhpArray<i64>>(other).is_err(), "{other}");
        }
    }
}
