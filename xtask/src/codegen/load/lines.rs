//! Lines of a source file by JSON pointer, so that a finding can say where it is.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::codegen::lint::{outwards, token};

/// The line of every value in a file, from 1. The line of a member is that of its name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(BTreeMap<String, u64>);

impl Lines {
    /// The lines of a YAML or JSON text; none of a text that is neither.
    pub(crate) fn of(text: &str) -> Self {
        let mut lines = BTreeMap::new();
        if let Ok(node) = serde_saphyr::from_str::<Spanned<Node>>(text) {
            lines.insert(String::new(), node.referenced.line());
            node.value.note("", &mut lines);
        }
        Self(lines)
    }

    /// The line of the value at a pointer, or of the nearest one around it.
    pub(crate) fn line(&self, pointer: &str) -> Option<u64> {
        outwards(pointer).find_map(|pointer| self.0.get(pointer).copied())
    }
}

/// A value as far as it has places in it.
enum Node {
    Object(Vec<(Spanned<String>, Node)>),
    List(Vec<Spanned<Node>>),
    Scalar,
}

impl Node {
    fn note(&self, pointer: &str, lines: &mut BTreeMap<String, u64>) {
        match self {
            Self::Object(members) => {
                for (name, member) in members {
                    let here = format!("{pointer}/{}", token(&name.value));
                    lines.insert(here.clone(), name.referenced.line());
                    member.note(&here, lines);
                }
            }
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let here = format!("{pointer}/{index}");
                    lines.insert(here.clone(), item.referenced.line());
                    item.value.note(&here, lines);
                }
            }
            Self::Scalar => {}
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Places;

        impl<'de> Visitor<'de> for Places {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = access.next_entry()? {
                    members.push(member);
                }
                Ok(Node::Object(members))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element()? {
                    items.push(item);
                }
                Ok(Node::List(items))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_str<E>(self, _: &str) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Node::Scalar)
            }
        }

        deserializer.deserialize_any(Places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_items_have_the_line_they_begin_on() {
        let yaml = "# A list.\n- id: x\n  then:\n    - { a: 1,\n        b: 2 }\n    - c/d: [null, true,\n             5]\n- text\n";
        let lines = Lines::of(yaml);
        for (pointer, line) in [
            ("", 2),
            ("/0", 2),
            ("/0/id", 2),
            ("/0/then", 3),
            ("/0/then/0", 4),
            ("/0/then/0/b", 5),
            ("/0/then/1/c~1d", 6),
            ("/0/then/1/c~1d/1", 6),
            ("/0/then/1/c~1d/2", 7),
            ("/0/then/1/missing/deep", 6),
            ("/1", 8),
        ] {
            assert_eq!(lines.line(pointer), Some(line), "{pointer}");
        }
        assert_eq!(Lines::of("{\n \"a\": \"\\/\",\n\t\"b\": 1.5\n}").line("/b"), Some(3));
        assert_eq!(Lines::of("[").line("/0"), None);
    }
}
