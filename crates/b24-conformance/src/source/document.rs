//! One JSON document: a HAR file, a list of entries, a page of a sandbox's journal, or one payload.
//!
//! The entries of a HAR file, of a list and of a journal are read one by one.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::har::HarEntry;
use super::{Entry, Hints, Unreadable, payload};

/// Where entries go, and where they are said to stand.
struct Reading<'a> {
    hints: &'a Hints,
    /// The line that the document is; entries of a document of its own are numbered.
    line: Option<u64>,
    number: u64,
    on_entry: &'a mut dyn FnMut(Entry),
}

/// Reads a document.
pub(super) fn read(
    source: impl Read,
    hints: &Hints,
    line: Option<u64>,
    on_entry: &mut dyn FnMut(Entry),
) -> Result<(), Unreadable> {
    let mut deserializer = serde_json::Deserializer::from_reader(source);
    let mut reading = Reading { hints, line, number: 0, on_entry };
    let broken = |error: serde_json::Error| match error.classify() {
        serde_json::error::Category::Io => Unreadable::Io(error.into()),
        _ => Unreadable::Broken { line: error.line(), column: error.column().max(1), reason: reason(&error) },
    };
    Top(&mut reading).deserialize(&mut deserializer).map_err(broken)?;
    deserializer.end().map_err(broken)
}

/// What is wrong, without the place that serde_json writes behind it.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}

impl Reading<'_> {
    fn next(&mut self) -> Option<u64> {
        self.number += 1;
        self.line.or(Some(self.number))
    }

    fn payload<E: serde::de::Error>(&mut self, value: Value, place: Option<u64>) -> Result<(), E> {
        if let Some(item) = payload::item(value, self.hints).map_err(E::custom)? {
            (self.on_entry)(Entry { place, item });
        }
        Ok(())
    }
}

/// The whole document.
struct Top<'a, 'b>(&'a mut Reading<'b>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a HAR file, a payload or a list of payloads")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let reading = self.0;
        let mut members = Map::new();
        let mut listed = false;
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "log" if members.is_empty() => {
                    map.next_value_seed(Log(reading))?;
                    listed = true;
                }
                // A page of a sandbox's journal begins with its exchanges.
                "exchanges" if members.is_empty() => {
                    map.next_value_seed(List(reading))?;
                    listed = true;
                }
                _ if listed => drop(map.next_value::<IgnoredAny>()?),
                _ => drop(members.insert(name, map.next_value()?)),
            }
        }
        if listed {
            return Ok(());
        }
        let place = reading.line;
        reading.payload(Value::Object(members), place)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let reading = self.0;
        let Some(first) = seq.next_element::<Value>()? else {
            let place = reading.line;
            return reading.payload(Value::Array(Vec::new()), place);
        };
        let place = reading.next();
        reading.payload(first, place)?;
        while let Some(value) = seq.next_element()? {
            let place = reading.next();
            reading.payload(value, place)?;
        }
        Ok(())
    }
}

/// A list of payloads.
struct List<'a, 'b>(&'a mut Reading<'b>);

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(Top(self.0))
    }
}

/// The member `log` of a HAR file.
struct Log<'a, 'b>(&'a mut Reading<'b>);

impl<'de> DeserializeSeed<'de> for Log<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Log<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the `log` of a HAR file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(name) = map.next_key::<String>()? {
            if name == "entries" {
                map.next_value_seed(Entries(self.0))?;
                found = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(A::Error::missing_field("entries")) }
    }
}

/// The member `entries` of a HAR file's log.
struct Entries<'a, 'b>(&'a mut Reading<'b>);

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the entries of a HAR file")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let reading = self.0;
        while let Some(entry) = seq.next_element::<HarEntry>()? {
            let place = reading.next();
            (reading.on_entry)(Entry { place, item: entry.item() });
        }
        Ok(())
    }
}
