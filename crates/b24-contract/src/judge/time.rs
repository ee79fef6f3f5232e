//! Judges what a schema cannot say of the member `time`: that its parts agree.

use jiff::Timestamp;
use serde_json::Value;

use super::Finding;

/// Seconds by which parts of `time` may disagree: portals cut start and finish to the microsecond, the duration not,
/// and a number of this size holds a quarter of a microsecond at best.
const TOLERANCE: f64 = 0.001;

/// Everything in which the parts of a `time` object disagree. Parts that are missing or of a wrong type are the
/// schema's concern.
pub(super) fn judge(time: &Value) -> Vec<Finding> {
    let number = |name: &str| time.get(name).and_then(Value::as_f64);
    let (start, finish) = (number("start"), number("finish"));
    let mut findings = Vec::new();
    if let (Some(start), Some(finish)) = (start, finish) {
        if finish < start {
            findings.push(Finding::on("protocol/time/ordered", "/time/finish", "`finish` lies before `start`"));
        } else if number("duration").is_some_and(|duration| (duration - (finish - start)).abs() > TOLERANCE) {
            findings.push(Finding::on(
                "protocol/time/duration",
                "/time/duration",
                "`duration` is not the time from `start` to `finish`",
            ));
        }
    }
    for (name, second) in [("start", start), ("finish", finish)] {
        let date = time.get(format!("date_{name}")).and_then(Value::as_str);
        if let (Some(date), Some(second)) = (date, second)
            && !agrees(date, second)
        {
            let message = format!("`date_{name}` is not `{name}`, cut to the second");
            findings.push(Finding::on("protocol/time/dates", &format!("/time/date_{name}"), message));
        }
    }
    findings
}

/// Whether a date is a moment in Unix seconds, cut to the second. A moment just below a whole second may have been
/// rounded up to it.
fn agrees(date: &str, moment: f64) -> bool {
    let Ok(date) = date.parse::<Timestamp>() else { return false };
    [moment, moment + TOLERANCE].iter().any(|moment| moment.floor() == date.as_second() as f64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn clauses(time: Value) -> Vec<(String, String)> {
        judge(&time).into_iter().map(|finding| (finding.clause.to_string(), finding.pointer)).collect()
    }

    fn one(rule: &str, pointer: &str) -> Vec<(String, String)> {
        vec![(format!("protocol/time/{rule}"), pointer.to_owned())]
    }

    /// The newest form of the documentation, which has a whole second as its start.
    fn sample() -> Value {
        json!({
            "start": 1769499930, "finish": 1769499931.074515, "duration": 1.0745151042938232, "processing": 1,
            "date_start": "2026-01-27T10:45:30+03:00", "date_finish": "2026-01-27T10:45:31+03:00",
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut time = sample();
        time[name] = value;
        time
    }

    #[test]
    fn parts_that_agree_are_fine_in_any_offset() {
        assert_eq!(clauses(sample()), []);
        assert_eq!(clauses(with("date_start", json!("2026-01-26T19:45:30-12:00"))), []);
        assert_eq!(clauses(with("duration", json!(1.074))), []);
    }

    #[test]
    fn parts_that_disagree_are_found() {
        assert_eq!(clauses(with("duration", json!(1.1))), one("duration", "/time/duration"));
        assert_eq!(clauses(with("duration", json!(0))), one("duration", "/time/duration"));
        assert_eq!(clauses(with("date_finish", json!("2026-01-27T10:45:32+03:00"))), one("dates", "/time/date_finish"));
        assert_eq!(clauses(with("date_start", json!("2026-01-27T10:45:30+01:00"))), one("dates", "/time/date_start"));
        assert_eq!(clauses(with("date_start", json!("2026-02-30T10:45:30+03:00"))), one("dates", "/time/date_start"));
        assert_eq!(
            clauses(with("start", json!(1769499931.5))),
            [one("ordered", "/time/finish"), one("dates", "/time/date_start")].concat()
        );
    }

    #[test]
    fn a_date_may_be_rounded_up_but_not_down() {
        assert!(agrees("2026-01-27T07:45:30Z", 1769499929.9999));
        assert!(agrees("2026-01-27T07:45:30Z", 1769499930.9999));
        assert!(!agrees("2026-01-27T07:45:30Z", 1769499931.0));
        assert!(!agrees("2026-01-27T07:45:30Z", 1769499929.9));
    }

    #[test]
    fn missing_and_ill_typed_parts_are_passed_over() {
        assert_eq!(clauses(json!({})), []);
        assert_eq!(clauses(json!(null)), []);
        assert_eq!(clauses(with("finish", json!("soon"))), []);
    }
}
