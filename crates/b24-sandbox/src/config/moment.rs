//! Moments and days in the configuration: RFC 3339 as text, or TOML's own dates.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize)]
#[serde(untagged, expecting = "a date belongs here, as RFC 3339")]
enum Given {
    Text(String),
    Date(toml::value::Datetime),
}

/// Writes text or nothing.
pub(super) fn serialize<T: Serialize, S: Serializer>(moment: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    moment.serialize(serializer)
}

/// Reads text, a date, or nothing.
pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    let text = match Option::<Given>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Given::Text(text)) => text,
        Some(Given::Date(date)) => date.to_string(),
    };
    text.parse().map(Some).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use crate::Config;

    #[test]
    fn text_and_dates_are_the_same() {
        let moment = |line: &str| Config::from_toml(line).map(|config| config.clock_start);
        let text = moment("clock_start = \"2024-08-19T16:46:31+02:00\"").expect("text");
        assert!(text.is_some());
        assert_eq!(moment("clock_start = 2024-08-19T16:46:31+02:00").expect("a date"), text);
        assert!(moment("clock_start = 2024-08-19").is_err());
        let error = moment("clock_start = 5").expect_err("a number").to_string();
        assert!(error.contains("as RFC 3339"), "{error}");
    }

    #[test]
    fn a_day_has_no_time() {
        let birthday = |day: &str| Config::from_toml(&format!("[[users]]\nid = 1\nbirthday = {day}"));
        let text = birthday("\"1990-05-14\"").expect("text");
        assert_eq!(text.users[0].birthday.map(|day| day.to_string()).as_deref(), Some("1990-05-14"));
        assert_eq!(birthday("1990-05-14").expect("a date"), text);
        assert!(birthday("12:00:00").is_err());
    }
}
