//! Serde for objects with known members and any number of others, in one pass.
//!
//! serde's `flatten` buffers the whole object first and loses the place of an error, so objects of the contract are
//! read and written by [`record!`] instead. Members that a portal adds are kept in the field `extra`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};
use serde_json::{Map, Value};

use crate::wire::Member;

/// Reads a member's name without copying it where the input allows.
pub(crate) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Names of the members that came as `null`, for records whose fields are `None` for both null and absent members.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Nulls(BTreeSet<&'static str>);

impl Nulls {
    /// Notes whether a member came as `null` and returns its value, unless the field cannot hold it.
    pub(crate) fn settle<T>(
        &mut self,
        name: &'static str,
        member: Member<T>,
        extra: &mut Map<String, Value>,
    ) -> Option<T> {
        self.0.remove(name);
        extra.shift_remove(name);
        match member {
            Member::Value(value) => return Some(value),
            Member::Other(value) => drop(extra.insert(name.to_owned(), value)),
            Member::Null => drop(self.0.insert(name)),
        }
        None
    }

    /// Whether a member came as `null`.
    pub(crate) fn has(&self, member: &str) -> bool {
        self.0.contains(member)
    }
}

impl fmt::Debug for Nulls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(&self.0).finish()
    }
}

/// Implements `Serialize` and `Deserialize` for a struct with a field `extra: Map<String, Value>`. Each other field
/// is named with its member and the member's spelling, a marker of [`wire`](crate::wire). Of two members with one
/// name the last one counts, as in PHP, and a member that is written from its field is not written from `extra` again.
/// Members that can be null are spelled as [`Nullable`](crate::wire::Nullable), [`Textual`](crate::wire::Textual) or
/// [`Lenient`](crate::wire::Lenient) say, and a field of type [`Nulls`] knows which of them were null.
macro_rules! record {
    (
        $record:ident $(<$param:ident>)? is $what:literal;
        required: $($field:ident = $member:literal as $wire:ty),* ;
        optional: $($maybe:ident = $maybe_member:literal as $maybe_wire:ty),* ;
        $(nullable in $nulls:ident: $($open:ident = $open_member:literal as $open_wire:ty),* ;)?
    ) => {
        impl<'de $(, $param: serde::Deserialize<'de>)?> serde::Deserialize<'de> for $record $(<$param>)? {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members $(<$param>)? (std::marker::PhantomData<$record $(<$param>)?>);

                impl<'de $(, $param: serde::Deserialize<'de>)?> serde::de::Visitor<'de> for Members $(<$param>)? {
                    type Value = $record $(<$param>)?;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($what)
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        $(let mut $field = None;)*
                        $(let mut $maybe = None;)*
                        $(
                            let mut $nulls = $crate::record::Nulls::default();
                            $(let mut $open = None;)*
                        )?
                        let mut extra = serde_json::Map::new();
                        while let Some(name) = map.next_key_seed($crate::record::Name)? {
                            match name.as_ref() {
                                $($member => {
                                    $field = Some(map.next_value_seed($crate::wire::Seed::<$wire, _>::new())?);
                                })*
                                $($maybe_member => {
                                    $maybe = Some(map.next_value_seed($crate::wire::Seed::<$maybe_wire, _>::new())?);
                                })*
                                $($($open_member => {
                                    let member = map.next_value_seed($crate::wire::Seed::<$open_wire, _>::new())?;
                                    $open = $nulls.settle($open_member, member, &mut extra);
                                })*)?
                                _ => {
                                    extra.insert(name.into_owned(), map.next_value()?);
                                }
                            }
                        }
                        Ok($record {
                            $($field: $field.ok_or_else(|| serde::de::Error::missing_field($member))?,)*
                            $($maybe,)*
                            $($($open,)* $nulls,)?
                            extra,
                        })
                    }
                }

                deserializer.deserialize_map(Members(std::marker::PhantomData))
            }
        }

        impl $(<$param: serde::Serialize>)? serde::Serialize for $record $(<$param>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(serde::ser::SerializeMap::serialize_entry(
                    &mut map,
                    $member,
                    &$crate::wire::Spelled::<$wire, _>::new(&self.$field),
                )?;)*
                $(if let Some(value) = &self.$maybe {
                    let value = $crate::wire::Spelled::<$maybe_wire, _>::new(value);
                    serde::ser::SerializeMap::serialize_entry(&mut map, $maybe_member, &value)?;
                })*
                $($(match &self.$open {
                    Some(value) => {
                        let value = $crate::wire::Spelled::<$open_wire, _>::new(value);
                        serde::ser::SerializeMap::serialize_entry(&mut map, $open_member, &value)?;
                    }
                    None if self.$nulls.has($open_member) => {
                        serde::ser::SerializeMap::serialize_entry(&mut map, $open_member, &())?;
                    }
                    None => {}
                })*)?
                let is_written = |name: &str| match name {
                    $($member => true,)*
                    $($maybe_member => self.$maybe.is_some(),)*
                    $($($open_member => self.$open.is_some() || self.$nulls.has($open_member),)*)?
                    _ => false,
                };
                for (name, value) in self.extra.iter().filter(|(name, _)| !is_written(name)) {
                    serde::ser::SerializeMap::serialize_entry(&mut map, name, value)?;
                }
                serde::ser::SerializeMap::end(map)
            }
        }
    };
}

pub(crate) use record;
