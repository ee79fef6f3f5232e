//! Tests of how limits are written, and of what is refused.

use super::*;
use crate::Config;

fn limits(toml: &str) -> Result<Limits, Error> {
    Config::from_toml(toml).and_then(|config| config.check().map(|()| config.limits))
}

#[test]
fn none_is_in_force_unless_told_otherwise() {
    let limits = limits("").expect("nothing");
    assert_eq!(limits, Limits::default());
    assert_eq!((limits.rate.bucket(), limits.operating.limit), (None, None));
    assert_eq!(limits.operating.shown, OperatingShown::Always);
}

#[test]
fn a_rate_is_a_plan_or_a_bucket() {
    let bucket = |rate: &str| limits(&format!("limits.rate = {rate}")).expect("a rate").rate.bucket();
    assert_eq!(bucket("\"off\""), None);
    assert_eq!(bucket("\"standard\""), Some(LeakyBucket { leak: 2.0, threshold: 50 }));
    assert_eq!(bucket("\"enterprise\""), Some(LeakyBucket { leak: 5.0, threshold: 250 }));
    assert_eq!(bucket("{ leak = 1, threshold = 3 }"), Some(LeakyBucket { leak: 1.0, threshold: 3 }));
    for wrong in ["\"free\"", "5", "{ leak = 1 }", "{ leak = 1, threshold = 3, burst = 1 }"] {
        let error = limits(&format!("limits.rate = {wrong}")).expect_err(wrong).to_string();
        assert!(error.contains("`off`, `standard`, `enterprise` or { leak"), "{error}");
    }
}

#[test]
fn what_was_written_reads_back() {
    for mut limits in [Limits::default(), Limits::standard(), Limits::enterprise()] {
        limits.operating.cost.insert("crm.*".into(), 0.5);
        let json = serde_json::to_value(&limits).expect("JSON");
        assert_eq!(serde_json::from_value::<Limits>(json).expect("limits"), limits);
    }
    assert_eq!("standard".parse::<Limits>().expect("a plan"), Limits::standard());
    assert!("free".parse::<Limits>().expect_err("no plan").to_string().contains("not `free`"));
}

#[test]
fn what_no_portal_could_keep_is_refused() {
    for (wrong, says) in [
        ("limits.rate = { leak = 0, threshold = 3 }", "must leak between"),
        ("limits.rate = { leak = nan, threshold = 3 }", "must leak between"),
        ("limits.rate = { leak = 2, threshold = 0 }", "a threshold between"),
        ("limits.operating.limit = -1", "limits.operating.limit"),
        ("limits.operating.limit = inf", "limits.operating.limit"),
        ("limits.operating.limit = nan", "limits.operating.limit"),
        ("limits.operating.cost = { \"crm.*\" = -1 }", "cost of `crm.*`"),
        ("limits.operating.cost = { \"profile\" = 1e9 }", "cost of `profile`"),
        ("limits.operating.cost = { \"crm.*.add\" = 1 }", "`crm.*.add`, which is neither a method"),
        ("limits.operating.shown = \"sometimes\"", "unknown variant"),
    ] {
        let error = limits(wrong).expect_err(wrong).to_string();
        assert!(error.contains(says), "{wrong}: {error}");
    }
}

#[test]
fn the_closest_cost_counts() {
    let cost = "{ \"*\" = 1, \"crm.*\" = 2, \"crm.company.*\" = 3, \"crm.company.add\" = 4 }";
    let limits = limits(&format!("limits.operating.cost = {cost}")).expect("costs");
    for (method, seconds) in
        [("profile", 1.0), ("crm.contact.add", 2.0), ("crm.company.get", 3.0), ("crm.company.add", 4.0)]
    {
        assert_eq!(limits.operating.cost(method), seconds, "{method}");
    }
    assert_eq!(OperatingLimit::default().cost("profile"), 0.0);
}
