//! Reads a configuration from TOML or JSON.

use std::path::Path;

use super::Config;
use crate::Error;

impl Config {
    /// Reads a file: JSON when its name ends in `.json`, else TOML.
    ///
    /// # Errors
    ///
    /// [`Error::ConfigFile`] when the file cannot be read or understood.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let problem = |problem: String| Error::ConfigFile { path: path.to_owned(), problem };
        let text = std::fs::read_to_string(path).map_err(|error| problem(error.to_string()))?;
        let json = path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("json"));
        let parsed = if json { parse_json(&text) } else { parse_toml(&text) };
        parsed.map_err(problem)
    }

    /// Reads TOML.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with the place and the problem.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        parse_toml(text).map_err(Error::Config)
    }

    /// Reads JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with the place and the problem.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        parse_json(text).map_err(Error::Config)
    }
}

fn parse_json(text: &str) -> Result<Config, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// The parser's own message quotes the line, which may hold a secret; only place and problem are kept.
fn parse_toml(text: &str) -> Result<Config, String> {
    toml::from_str(text).map_err(|error| {
        let problem = error.message().trim_end();
        match error.span() {
            Some(span) => {
                let before = text.get(..span.start).unwrap_or(text);
                let line = before.matches('\n').count() + 1;
                let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
                format!("line {line}, column {column}: {problem}")
            }
            None => problem.to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeedData;

    #[test]
    fn toml_and_json_give_the_same_configuration() {
        let toml = Config::from_toml("seed = 7\nseed_data = \"empty\"\n[[users]]\nid = 4\n").expect("TOML");
        let json = Config::from_json(r#"{"seed": 7, "seed_data": "empty", "users": [{"id": 4}]}"#).expect("JSON");
        assert_eq!(toml, json);
        assert_eq!(toml.seed_data, SeedData::Empty);
        assert_eq!(toml.webhooks, Config::default().webhooks);
    }

    #[test]
    fn an_unknown_member_is_refused_with_its_place() {
        let error = Config::from_toml("seed = 7\nsede = 8\n").expect_err("unknown member").to_string();
        assert!(error.starts_with("line 2, column 1: unknown field `sede`"), "{error}");
    }

    #[test]
    fn no_message_quotes_a_secret() {
        for text in [
            "control_token = \"canary",
            "control_token = [\"canary\"]",
            "[[webhooks]]\nname = \"a\"\nuser = 1\ncode = { canary = 1 }",
            "[[webhooks]]\ncode = \"canary\"",
        ] {
            let error = Config::from_toml(text).expect_err(text);
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
        let error = Config::from_toml("control_token = 5").expect_err("a number").to_string();
        assert!(error.contains("a secret must be text"), "{error}");
    }

    #[test]
    fn a_file_is_named_in_the_message() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sandbox.json");
        std::fs::write(&path, r#"{"seed": "x"}"#).expect("a file");
        let error = Config::read(&path).expect_err("a text as seed");
        assert!(error.is_configuration());
        assert!(error.to_string().contains("sandbox.json"), "{error}");
        let error = Config::read(&folder.path().join("missing.toml")).expect_err("no file");
        assert!(error.to_string().contains("missing.toml"), "{error}");
    }
}
