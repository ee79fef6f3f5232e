//! What a sandbox holds at first.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Error;

/// What a sandbox holds at first: `"demo"`, `"empty"`, a number of companies, or a file with a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(
    rename_all = "kebab-case",
    expecting = "`demo`, `empty`, a number of companies or the name of a `.json` file belongs here"
)]
pub enum SeedData {
    /// A small portal around the documentation's own example: company 32 with the contacts 7, 8 and 9.
    #[default]
    Demo,
    /// Nothing.
    Empty,
    /// So many made-up companies with their contacts, the same ones for the same seed.
    #[serde(untagged)]
    Companies(u32),
    /// The records of a snapshot that was exported: a file whose name ends in `.json`.
    #[serde(untagged, deserialize_with = "file")]
    File(#[schemars(regex(pattern = r"\.json$"))] PathBuf),
}

/// A name that cannot be a mistyped word.
fn file<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    let path = PathBuf::deserialize(deserializer)?;
    if is_json(&path) { Ok(path) } else { Err(D::Error::custom("the name of the file does not end in `.json`")) }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("json"))
}

impl FromStr for SeedData {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "demo" => Ok(SeedData::Demo),
            "empty" => Ok(SeedData::Empty),
            file if is_json(Path::new(file)) => Ok(SeedData::File(file.into())),
            number => number.parse().map(SeedData::Companies).map_err(|_| {
                let known = "`demo`, `empty`, a number of companies or the name of a `.json` file";
                Error::Config(format!("seed data are {known}, not `{text}`"))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    #[test]
    fn a_word_or_a_number_wherever_it_is_written() {
        let toml = |value: &str| Config::from_toml(&format!("seed_data = {value}")).map(|config| config.seed_data);
        for (text, expected) in [
            ("demo", SeedData::Demo),
            ("empty", SeedData::Empty),
            ("100000", SeedData::Companies(100_000)),
            ("a/b.json", SeedData::File("a/b.json".into())),
        ] {
            assert_eq!(text.parse::<SeedData>().expect("an argument"), expected);
            let written = serde_json::to_string(&expected).expect("JSON");
            assert_eq!(toml(&written).expect("TOML"), expected);
        }
        for wrong in ["\"dmeo\"", "\"b.toml\"", "-1", "1.5", "[]"] {
            let error = toml(wrong).expect_err(wrong).to_string();
            assert!(error.contains("`demo`, `empty`, a number of companies"), "{error}");
        }
        assert!("dmeo".parse::<SeedData>().is_err());
    }
}
