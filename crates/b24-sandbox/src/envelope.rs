//! Wraps a result into the success envelope with its `time`.

use serde_json::{Value, json};

use crate::clock::Moment;
use crate::operating::Worked;

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
pub(crate) fn success(result: Value, times: Times, worked: Worked) -> Value {
    // The system's clock may have been set back; a call never ends before it starts.
    let finish = times.finish.max(times.start);
    json!({
        "result": result,
        "time": {
            "start": times.start.seconds(),
            "finish": finish.seconds(),
            "duration": finish.since(times.start),
            "processing": finish.since(times.processing),
            "date_start": times.start.iso(),
            "date_finish": finish.iso(),
            "operating_reset_at": worked.reset_at,
            "operating": worked.seconds,
        },
    })
}

#[cfg(test)]
mod tests {
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
        let body = success(json!([]), times, Worked { seconds: 1.0, reset_at: 1724069400 });
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
    fn a_clock_that_was_set_back_does_not_show() {
        let clock = Clock::new("2024-08-19T12:00:00Z".parse().ok());
        let start = clock.now();
        clock.advance(-60.0);
        let times = Times { start, processing: clock.now(), finish: clock.now() };
        let body = success(json!(true), times, Worked { seconds: 0.0, reset_at: 0 });
        assert_eq!(body["time"]["start"], body["time"]["finish"]);
        assert_eq!(body["time"]["duration"], 0.0);
    }
}
