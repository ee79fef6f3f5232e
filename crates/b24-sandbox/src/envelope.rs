//! Wraps what a handler gives into the success envelope, with its `time`.

use serde_json::{Map, Value};

use crate::clock::Moment;
use crate::config::OperatingShown;
use crate::operating::Worked;

/// What a handler gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    /// The member `result`.
    pub(crate) result: Value,
    /// Which part of all there is `result` holds, where it may be a part.
    pub(crate) page: Option<Page>,
}

/// Where a page stands among all records that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// Number of all records.
    pub(crate) total: u64,
    /// `start` of the next page, if there is one.
    pub(crate) next: Option<u64>,
}

impl From<Value> for Reply {
    /// A result that is all there is.
    fn from(result: Value) -> Self {
        Self { result, page: None }
    }
}

/// The moments of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// The request arrived.
    pub(crate) start: Moment,
    /// The handler began.
    pub(crate) processing: Moment,
    /// The handler ended.
    pub(crate) finish: Moment,
}

/// The body of a successful answer.
pub(crate) fn success(reply: Reply, times: Times, worked: Worked, shown: OperatingShown) -> Value {
    let mut body = Map::with_capacity(4);
    body.insert("result".to_owned(), reply.result);
    if let Some(page) = reply.page {
        if let Some(next) = page.next {
            body.insert("next".to_owned(), next.into());
        }
        body.insert("total".to_owned(), page.total.into());
    }
    body.insert("time".to_owned(), Value::Object(time(times, worked, shown)));
    Value::Object(body)
}

/// The member `time`.
pub(crate) fn time(times: Times, worked: Worked, shown: OperatingShown) -> Map<String, Value> {
    // The system's clock may have been set back; a call never ends before it starts.
    let finish = times.finish.max(times.start);
    let mut members = vec![
        ("start", times.start.seconds().into()),
        ("finish", finish.seconds().into()),
        ("duration", finish.since(times.start).into()),
        ("processing", finish.since(times.processing).into()),
        ("date_start", times.start.iso().into()),
        ("date_finish", finish.iso().into()),
    ];
    if shown == OperatingShown::Always {
        members.push(("operating_reset_at", worked.reset_at.into()));
    }
    if shown != OperatingShown::Never {
        members.push(("operating", worked.seconds.into()));
    }
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clock::Clock;

    #[test]
    fn all_eight_members_with_their_types() {
        let clock = Clock::new("2024-08-19T12:00:00.25Z".parse().ok());
        let start = clock.now();
        clock.advance(0.5);
        let processing = clock.now();
        clock.advance(1.0);
        let times = Times { start, processing, finish: clock.now() };
        let worked = Worked { seconds: 1.0, reset_at: 1724069400 };
        let body = success(json!([]).into(), times, worked, OperatingShown::Always);
        insta::assert_json_snapshot!(body, @r#"
        {
          "result": [],
          "time": {
            "start": 1724068800.25,
            "finish": 1724068801.75,
            "duration": 1.5,
            "processing": 1.0,
            "date_start": "2024-08-19T12:00:00+00:00",
            "date_finish": "2024-08-19T12:00:01+00:00",
            "operating_reset_at": 1724069400,
            "operating": 1.0
          }
        }
        "#);
    }

    #[test]
    fn working_time_is_told_as_far_as_the_portal_tells_it() {
        let now = Clock::new(None).now();
        let told = |shown| {
            let times = Times { start: now, processing: now, finish: now };
            let time = time(times, Worked { seconds: 1.0, reset_at: 700 }, shown);
            (time.get("operating").cloned(), time.get("operating_reset_at").cloned(), time.len())
        };
        assert_eq!(told(OperatingShown::Always), (Some(json!(1.0)), Some(json!(700)), 8));
        assert_eq!(told(OperatingShown::Partly), (Some(json!(1.0)), None, 7));
        assert_eq!(told(OperatingShown::Never), (None, None, 6));
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_show() {
        let clock = Clock::new("2024-08-19T12:00:00Z".parse().ok());
        let start = clock.now();
        clock.advance(-60.0);
        let times = Times { start, processing: clock.now(), finish: clock.now() };
        let body = success(json!(true).into(), times, Worked::none(0), OperatingShown::Always);
        assert_eq!(body["time"]["start"], body["time"]["finish"]);
        assert_eq!(body["time"]["duration"], 0.0);
    }

    #[test]
    fn a_page_says_how_many_there_are_and_where_the_next_one_starts() {
        let now = Clock::new(None).now();
        let members = |next| {
            let reply = Reply { result: json!([]), page: Some(Page { total: 60, next }) };
            let times = Times { start: now, processing: now, finish: now };
            let mut body = success(reply, times, Worked::none(0), OperatingShown::Always);
            body.as_object_mut().expect("an object").remove("time");
            body.to_string()
        };
        assert_eq!(members(Some(50)), r#"{"result":[],"next":50,"total":60}"#);
        assert_eq!(members(None), r#"{"result":[],"total":60}"#);
    }
}
