//! Reads dates in the forms that portals take, and writes them in the one that they answer with.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde_json::Value;

/// Years that portals can store.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9999;

/// Unix seconds of a moment: ISO 8601 with or without an offset, or the site's format `31.12.2001 23:59:59`. Without an
/// offset it is UTC, without a time it is midnight.
pub(crate) fn moment(value: &Value) -> Option<i64> {
    let text = value.as_str()?.trim();
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        let year = Offset::UTC.to_datetime(timestamp).year();
        return YEARS.contains(&year).then_some(timestamp.as_second());
    }
    let (day, time) = text.split_once(['T', ' ']).map_or((text, None), |(day, time)| (day, Some(time.trim())));
    let time = time.map_or(Some(Time::midnight()), |time| time.parse().ok())?;
    seconds(civil(day)?.to_datetime(time))
}

/// Midnight, in [`iso`] form, of the day that is written at the beginning of a date, whatever time and offset follow.
pub(crate) fn day(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let day = text.split(['T', ' ']).next().and_then(civil)?;
    seconds(day.to_datetime(Time::midnight())).map(iso)
}

/// ISO 8601 with the portal's offset: `2001-11-11T00:00:00+00:00`. What is out of range is the nearest that is not.
pub(crate) fn iso(seconds: i64) -> String {
    let range = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    let moment = Timestamp::from_second(seconds.clamp(*range.start(), *range.end())).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.display_with_offset(Offset::UTC).to_string()
}

/// A day as `2001-12-31` or `31.12.2001`.
fn civil(text: &str) -> Option<Date> {
    let day = match text.split('.').collect::<Vec<_>>()[..] {
        [day, month, year] => Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?,
        _ => text.parse().ok()?,
    };
    YEARS.contains(&day.year()).then_some(day)
}

fn seconds(moment: DateTime) -> Option<i64> {
    moment.to_zoned(TimeZone::UTC).ok().as_ref().map(Zoned::timestamp).map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_moment_in_each_of_its_forms() {
        for (given, expected) in [
            ("2024-03-11T16:36:46+01:00", "2024-03-11T15:36:46+00:00"),
            ("2024-03-11T16:36:46", "2024-03-11T16:36:46+00:00"),
            ("2024-03-11 16:36:46", "2024-03-11T16:36:46+00:00"),
            (" 2024-03-11 ", "2024-03-11T00:00:00+00:00"),
            ("11.03.2024", "2024-03-11T00:00:00+00:00"),
            ("11.03.2024 16:36:46", "2024-03-11T16:36:46+00:00"),
            ("11.03.2024 16:36", "2024-03-11T16:36:00+00:00"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59+00:00"),
        ] {
            assert_eq!(moment(&json!(given)).map(iso).as_deref(), Some(expected), "{given}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for wrong in ["", "yesterday", "2024-13-01", "31.02.2024", "1.2", "0000-01-01", "-000001-01-01T00:00:00Z"] {
            assert_eq!(moment(&json!(wrong)), None, "{wrong}");
            assert_eq!(day(&json!(wrong)), None, "{wrong}");
        }
        assert_eq!(moment(&json!("2024-03-11 noon")), None);
        assert_eq!(moment(&json!(20240311)), None);
    }

    #[test]
    fn a_day_does_not_move_with_its_offset() {
        for given in ["2001-11-11", "11.11.2001", "2001-11-11T00:00:00+02:00", "11.11.2001 23:00:00"] {
            assert_eq!(day(&json!(given)).as_deref(), Some("2001-11-11T00:00:00+00:00"), "{given}");
        }
    }
}
