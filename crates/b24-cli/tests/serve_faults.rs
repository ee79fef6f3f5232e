//! `b24 serve --fault`: what goes wrong on purpose.
#![cfg(unix)]

mod support;

use std::process::Output;

use support::text;

const BINARY: &str = env!("CARGO_BIN_EXE_b24");

/// Runs two calls beside a sandbox with these flags.
fn two_calls(flags: &[&str]) -> Output {
    let script = format!("{BINARY} call user.admin 2>&1; {BINARY} call user.admin 2>&1");
    support::script(flags, &script)
}

#[test]
fn faults_meet_the_calls_that_they_name() {
    let page = "status,status=418,body=short and stout,method=user.*,times=1";
    let output = two_calls(&["--fault", page, "--fault", "close,method=profile"]);
    let answers: Vec<_> = text(&output.stdout).lines().collect();
    assert!(answers[0].contains("418"), "{answers:?}");
    assert_eq!((answers.last(), output.status.code()), (Some(&"true"), Some(0)));
}

#[test]
fn a_fault_that_cannot_be_is_wrong_usage() {
    for (fault, says) in [
        ("explosion", "unknown variant `explosion`"),
        ("page,stats=500", "unknown field `stats`"),
        ("page,status=5", "fault 1 (`page`): `status` must lie between 200 and 599"),
    ] {
        let output = two_calls(&["--fault", fault]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{fault}");
        assert!(text(&output.stderr).contains(says), "{}", text(&output.stderr));
    }
}
