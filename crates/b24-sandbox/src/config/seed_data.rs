//! What a sandbox holds at first.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// What a sandbox holds at first: `"demo"`, `"empty"` or a number of companies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", expecting = "`demo`, `empty` or a number of companies belongs here")]
pub enum SeedData {
    /// A small portal around the documentation's own example: company 32 with the contacts 7, 8 and 9.
    #[default]
    Demo,
    /// Nothing.
    Empty,
    /// So many made-up companies with their contacts, the same ones for the same seed.
    #[serde(untagged)]
    Companies(u32),
}

impl FromStr for SeedData {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "demo" => Ok(SeedData::Demo),
            "empty" => Ok(SeedData::Empty),
            number => number.parse().map(SeedData::Companies).map_err(|_| {
                Error::Config(format!("seed data are `demo`, `empty` or a number of companies, not `{text}`"))
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
        for (text, expected) in
            [("demo", SeedData::Demo), ("empty", SeedData::Empty), ("100000", SeedData::Companies(100_000))]
        {
            assert_eq!(text.parse::<SeedData>().expect("an argument"), expected);
            let written = serde_json::to_string(&expected).expect("JSON");
            assert_eq!(toml(&written).expect("TOML"), expected);
        }
        for wrong in ["\"dmeo\"", "-1", "1.5", "[]"] {
            let error = toml(wrong).expect_err(wrong).to_string();
            assert!(error.contains("`demo`, `empty` or a number of companies"), "{error}");
        }
        assert!("dmeo".parse::<SeedData>().is_err());
    }
}
