//! Arguments that hold a secret: given as text, in a file, or on standard input.

use std::io::Read as _;
use std::str::FromStr;

use b24_contract::Secret;

/// A secret argument: the text itself, `@FILE` for the first line of a file, or `-` for the first line of standard
/// input. The last two keep it out of the process list.
#[derive(Debug, Clone)]
pub(crate) enum SecretArg {
    Text(Secret),
    File(std::path::PathBuf),
    Stdin,
}

impl FromStr for SecretArg {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.strip_prefix('@') {
            Some(path) => Self::File(path.into()),
            None if text == "-" => Self::Stdin,
            None => Self::Text(Secret::new(text.trim())),
        })
    }
}

impl SecretArg {
    /// Reads the secret.
    ///
    /// # Errors
    ///
    /// A sentence that names the file which could not be read or was empty.
    pub(crate) fn read(&self) -> Result<Secret, String> {
        let (text, place) = match self {
            Self::Text(secret) => return Ok(secret.clone()),
            Self::File(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| format!("the file {} could not be read: {error}", path.display()))?;
                (text, format!("the file {}", path.display()))
            }
            Self::Stdin => {
                let mut text = String::new();
                std::io::stdin()
                    .read_to_string(&mut text)
                    .map_err(|error| format!("standard input could not be read: {error}"))?;
                (text, "standard input".to_owned())
            }
        };
        match text.lines().map(str::trim).find(|line| !line.is_empty()) {
            Some(line) => Ok(Secret::new(line)),
            None => Err(format!("{place} is empty")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_its_first_line_without_the_line_break() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("portal");
        std::fs::write(&path, "\nhttps://example.bitrix24.com/rest/1/not-a-real-code/ \nmore\n").expect("written");
        let arg: SecretArg = format!("@{}", path.display()).parse().expect("never fails");
        assert_eq!(arg.read().expect("read").expose(), "https://example.bitrix24.com/rest/1/not-a-real-code/");
    }

    #[test]
    fn an_empty_or_missing_file_is_named() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("portal");
        let arg: SecretArg = format!("@{}", path.display()).parse().expect("never fails");
        assert!(arg.read().expect_err("missing").contains("portal"));
        std::fs::write(&path, "\n").expect("written");
        assert!(arg.read().expect_err("empty").ends_with("is empty"));
    }

    #[test]
    fn a_secret_argument_cannot_be_printed() {
        let arg: SecretArg = "https://example.bitrix24.com/rest/1/canary0canary/".parse().expect("never fails");
        assert!(!format!("{arg:?}").contains("canary"));
    }
}
