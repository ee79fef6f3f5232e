//! The member `time` of successful answers.

use serde_json::{Value, json};

use super::breaks;
use crate::deviation::way::Params;
use crate::deviation::{Deed, Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks("time/present", "missing", "An answer does not tell its time.", {
            way::answers([], |answer, _| {
                answer.body.as_object_mut().map(|members| members.remove("time"));
            })
        }),
        breaks("time/present", "processing-left-out", "`time` lacks `processing`.", {
            times(|time| {
                time.remove("processing");
            })
        }),
        breaks("time/present", "dates-left-out", "`time` lacks the dates.", {
            times(|time| time.retain(|name, _| !name.starts_with("date_")))
        }),
        breaks("time/present", "empty-list", "`time` is an empty list.", {
            way::answers([], |answer, _| {
                if answer.body.get("time").is_some() {
                    answer.body["time"] = json!([]);
                }
            })
        }),
        breaks("time/ordered", "backwards", "A call finishes before it starts.", {
            times(|time| {
                shift(time, "finish", -2.0);
                time.insert("duration".to_owned(), json!(-2.0));
                let start = time["date_start"].clone();
                time.insert("date_finish".to_owned(), start);
            })
        }),
        breaks("time/duration", "in-milliseconds", "The duration is told in milliseconds.", {
            times(|time| {
                let seconds = number(time, "finish") - number(time, "start");
                time.insert("duration".to_owned(), json!((seconds.max(0.001)) * 1000.0));
            })
        }),
        breaks("time/duration", "too-long", "The duration is a second more than passed from start to finish.", {
            times(|time| shift(time, "duration", 1.0))
        }),
        breaks(
            "time/duration",
            "without-waiting",
            "The duration is a second less than passed from start to finish.",
            times(|time| shift(time, "start", -1.0)),
        ),
        breaks("time/dates", "an-hour-off", "The dates are an hour behind start and finish.", {
            times(|time| {
                shift(time, "start", 3600.0);
                shift(time, "finish", 3600.0);
            })
        }),
        breaks("time/dates", "a-second-early", "The dates are a second behind start and finish.", {
            times(|time| {
                shift(time, "start", 1.0);
                shift(time, "finish", 1.0);
            })
        }),
        breaks("time/dates", "without-zone", "The dates lack their offset from UTC.", {
            times(|time| dates(time, |date| date.chars().take(19).collect()))
        }),
        breaks("time/dates", "with-space", "The dates have a space between day and time.", {
            times(|time| dates(time, |date| date.replace('T', " ")))
        }),
        breaks("time/dates", "zone-swapped", "The offset from UTC has the wrong sign.", {
            times(|time| dates(time, |date| date.replace("+00:00", "-02:00")))
        }),
        breaks("time/dates", "days-only", "The dates are those of midnight.", {
            times(|time| dates(time, |date| format!("{}T00:00:00+00:00", &date[..10])))
        }),
    ]
}

/// The time of each call is told otherwise.
fn times(change: impl Fn(&mut Params) + Send + Sync + Copy + 'static) -> impl Deed {
    way::answers([], move |answer, _| {
        if let Some(Value::Object(time)) = answer.body.get_mut("time") {
            change(time);
        }
    })
}

fn number(time: &Params, name: &str) -> f64 {
    time.get(name).and_then(Value::as_f64).unwrap_or_default()
}

fn shift(time: &mut Params, name: &str, seconds: f64) {
    time.insert(name.to_owned(), json!(number(time, name) + seconds));
}

fn dates(time: &mut Params, change: impl Fn(&str) -> String) {
    for (_, date) in time.iter_mut().filter(|(name, _)| name.starts_with("date_")) {
        *date = date.as_str().map(&change).into();
    }
}
