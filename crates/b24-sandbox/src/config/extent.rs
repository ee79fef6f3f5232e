//! How far a right goes.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The records that a right is a right on. `true` may be written for `all`, and `false` for `none`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", from = "Given")]
pub enum Extent {
    /// No record.
    #[default]
    None,
    /// Records that the user is responsible for, as their `ASSIGNED_BY_ID` says.
    Own,
    /// Every record.
    All,
}

/// An extent as it may be written.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a right is `none`, `own` or `all`, or `true` for all and `false` for none")]
enum Given {
    Switch(bool),
    Word(Word),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    None,
    Own,
    All,
}

impl From<Given> for Extent {
    fn from(given: Given) -> Self {
        match given {
            Given::Switch(false) | Given::Word(Word::None) => Self::None,
            Given::Word(Word::Own) => Self::Own,
            Given::Switch(true) | Given::Word(Word::All) => Self::All,
        }
    }
}

impl From<bool> for Extent {
    fn from(given: bool) -> Self {
        Self::from(Given::Switch(given))
    }
}

impl JsonSchema for Extent {
    fn schema_name() -> Cow<'static, str> {
        "Extent".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The records that a right is a right on: none, those that the user is responsible for \
                            (`ASSIGNED_BY_ID`), or all. `true` may be written for `all`, and `false` for `none`.",
            "enum": ["none", "own", "all", false, true],
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Config;

    #[test]
    fn a_word_or_a_switch_is_read_and_a_word_is_written() {
        for (given, extent, written) in [
            ("false", Extent::None, "none"),
            ("\"none\"", Extent::None, "none"),
            ("\"own\"", Extent::Own, "own"),
            ("\"all\"", Extent::All, "all"),
            ("true", Extent::All, "all"),
        ] {
            let toml = format!("[[users]]\nid = 1\nrights = {{ company = {{ read = {given} }} }}");
            let read = Config::from_toml(&toml).expect("TOML").users[0].rights.company.read;
            assert_eq!(read, extent, "{given}");
            assert_eq!(serde_json::from_str::<Extent>(given).expect("JSON"), extent);
            assert_eq!(json!(extent), written);
        }
    }

    #[test]
    fn anything_else_is_refused_with_what_there_is() {
        for given in ["\"owns\"", "1", "[]"] {
            let toml = format!("[[users]]\nid = 1\nrights = {{ company = {{ read = {given} }} }}");
            let refused = Config::from_toml(&toml).expect_err(given).to_string();
            assert!(refused.contains("line 3") && refused.contains("`none`, `own` or `all`"), "{refused}");
        }
    }

    #[test]
    fn the_schema_accepts_what_is_accepted_and_nothing_else() {
        let schema = schemars::schema_for!(Extent);
        let listed = schema.get("enum").and_then(|values| values.as_array()).expect("a list");
        assert_eq!(listed.len(), 5);
        for value in listed {
            assert!(serde_json::from_value::<Extent>(value.clone()).is_ok(), "{value}");
        }
    }
}
