//! Tests of how faults are written and what is refused.

use serde_json::{Value, json};

use super::*;
use crate::Config;

fn read(fault: Value) -> Result<Fault, String> {
    let fault: Fault = serde_json::from_value(fault).map_err(|error| error.to_string())?;
    fault.check().map(|()| fault)
}

/// One fault of every kind, with every member that it may have.
fn every_kind() -> Vec<Value> {
    vec![
        json!({ "what": "latency", "seconds": 1.5, "virtual": true }),
        json!({ "what": "latency", "method": "crm.*", "credential": "webhook", "seconds": [0.5, 2.0] }),
        json!({ "what": "error", "from": 3, "times": 1, "error": "system/invalid-credentials", "answer": 1 }),
        json!({ "what": "status", "probability": 0.5, "status": 429, "body": "{}", "content_type": "text/json" }),
        json!({ "what": "page", "status": 503 }),
        json!({ "what": "close" }),
        json!({ "what": "reset" }),
        json!({ "what": "answer-lost" }),
        json!({ "what": "answer-lost", "by": "close" }),
        json!({ "what": "answer-lost", "status": 504 }),
        json!({ "what": "half-batch", "commands": 2, "by": "close" }),
        json!({ "what": "truncated", "bytes": 10 }),
        json!({ "what": "empty" }),
        json!({ "what": "content-type", "content_type": "text/plain" }),
        json!({ "what": "drip", "seconds": 0.1, "bytes": 7 }),
    ]
}

#[test]
fn a_fault_is_written_as_it_was_read() {
    for written in every_kind() {
        let fault = read(written.clone()).unwrap_or_else(|problem| panic!("{written}: {problem}"));
        assert_eq!(serde_json::to_value(&fault).expect("JSON"), written);
        assert_eq!(written["what"], fault.what.name());
    }
}

#[test]
fn what_need_not_be_said() {
    let kind = |text: &str| text.parse::<Fault>().map(|fault| fault.what).map_err(|error| error.to_string());
    assert_eq!(kind("page"), Ok(FaultKind::Page { status: 502 }));
    assert_eq!(kind("drip"), Ok(FaultKind::Drip { bytes: 1, seconds: 0.1 }));
    assert_eq!(kind("half-batch"), Ok(FaultKind::HalfBatch { commands: None, instead: Instead::Reset }));
    assert_eq!("close".parse::<Fault>().expect("a fault"), Fault::new(FaultKind::Close));
}

#[test]
fn a_line_is_as_good_as_a_table() {
    let line = "status,status=503,body=later,method=crm.company.*,from=2,times=1,probability=0.25";
    let table = r#"
        [[faults]]
        what = "status"
        status = 503
        body = "later"
        method = "crm.company.*"
        from = 2
        times = 1
        probability = 0.25
    "#;
    let config = Config::from_toml(table).expect("TOML");
    assert_eq!(config.faults, [line.parse::<Fault>().expect("a fault")]);
    for (line, says) in [
        ("page,status", "`status` is no member; they look like `times=1`"),
        ("page,status=500,status=501", "`status` is given twice"),
        ("", "unknown variant ``"),
        ("page,stats=500", "unknown field `stats`"),
    ] {
        let error = line.parse::<Fault>().expect_err(line).to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn members_of_other_kinds_are_refused() {
    for (fault, says) in [
        (json!({ "what": "reset", "seconds": 1 }), "`seconds` does not belong to a fault of the kind `reset`"),
        (json!({ "what": "latency", "seconds": 1, "status": 500 }), "`status` does not belong to a fault of the kind"),
        (json!({ "what": "latency" }), "needs `seconds`"),
        (json!({ "what": "error" }), "needs `error`"),
        (json!({ "what": "status" }), "needs `status`"),
        (json!({ "what": "answer-lost", "by": "close", "status": 500 }), "`by` and `status` exclude each other"),
        (json!({ "what": "drip", "seconds": [1, 2] }), "must be one number"),
        (json!({ "what": "latency", "seconds": "long" }), "seconds are a number, or"),
        (json!({ "what": "explosion" }), "unknown variant `explosion`"),
        (json!({}), "missing field `what`"),
    ] {
        let problem = read(fault).expect_err(says);
        assert!(problem.contains(says), "{problem}");
    }
}

#[test]
fn values_that_cannot_be_are_refused() {
    for (fault, says) in [
        (json!({ "what": "close", "from": 0 }), "`from` must be at least 1"),
        (json!({ "what": "close", "times": 0 }), "`times` must be at least 1"),
        (json!({ "what": "close", "probability": 1.1 }), "`probability` must lie between 0 and 1"),
        (json!({ "what": "close", "method": "crm.company.ad" }), "the nearest is `crm.company.add`"),
        (json!({ "what": "close", "method": "crm.comp*" }), "no method can be called `crm.comp*`"),
        (json!({ "what": "half-batch", "method": "crm.*" }), "meets batches only, never `crm.*`"),
        (json!({ "what": "latency", "seconds": -1 }), "between 0 and 600"),
        (json!({ "what": "latency", "seconds": [2, 1] }), "the lesser of two first"),
        (json!({ "what": "latency", "seconds": 601 }), "between 0 and 600"),
        (json!({ "what": "drip", "seconds": 1e300 }), "between 0 and 600"),
        (json!({ "what": "drip", "bytes": 0 }), "`bytes` must be at least 1"),
        (json!({ "what": "page", "status": 99 }), "`status` must lie between 200 and 599"),
        (json!({ "what": "status", "status": 100 }), "`status` must lie between 200 and 599"),
        (json!({ "what": "answer-lost", "status": 600 }), "`status` must lie between 200 and 599"),
        (json!({ "what": "content-type", "content_type": "a\nb" }), "what a header can hold"),
        (json!({ "what": "error", "error": "system/overlod-limit" }), "the nearest is `system/overload-limit`"),
        (json!({ "what": "error", "error": "system/overload-limit", "answer": 9 }), "`answer` must be at most"),
    ] {
        let problem = read(fault).expect_err(says);
        assert!(problem.contains(says), "{problem}");
    }
    for seconds in [f64::NAN, f64::INFINITY] {
        let fault = Fault::new(FaultKind::Latency { seconds: Seconds::Fixed(seconds), moves_clock: false });
        assert!(fault.check().is_err());
    }
}

#[test]
fn a_configuration_says_which_fault_it_is() {
    let mut config = Config { faults: vec![Fault::new(FaultKind::Close); 2], ..Config::default() };
    config.faults[1].times = Some(0);
    let error = config.check().expect_err("no times").to_string();
    assert_eq!(error, "fault 2 (`close`): `times` must be at least 1");
    let error = Config::from_toml("seed = 1\n[[faults]]\nwhat = \"reset\"\nstatus = 5\n").expect_err("a stranger");
    assert!(error.to_string().starts_with("line 2"), "{error}");
}
