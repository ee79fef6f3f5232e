//! `b24 report` and the reports of `b24 check`: what is written, when, and what is left alone.

mod support;

use std::fs;
use std::path::Path;

use support::{b24, text};

/// Cases that are quick and hold.
const QUICK: [&str; 5] = ["check", "--filter", "crm.company.contact.items.get/order-by-sort", "--cases", "1"];

fn report(args: &[&Path]) -> std::process::Output {
    b24().arg("report").args(args).output().expect("the binary runs")
}

#[test]
fn reports_made_later_are_the_reports_made_at_once() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str| dir.path().join(name);
    let at_once = ["run.ndjson", "run.html", "run.xml"].map(file);
    let mut check = b24();
    check.args(QUICK);
    for path in &at_once {
        check.arg("--report").arg(path);
    }
    let checked = check.output().expect("the binary runs");
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    assert!(checked.stderr.is_empty(), "no bar where there is no terminal: {checked:?}");

    let later = ["later.ndjson", "later.html", "later.xml"].map(file);
    let run = at_once[0].as_path();
    let mut args = vec![run, Path::new("--verbose"), Path::new("-o"), Path::new("-")];
    later.iter().for_each(|path| args.extend([Path::new("-o"), path.as_path()]));
    let made = report(&args);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert_eq!(text(&made.stdout), text(&checked.stdout));
    for (first, second) in at_once.iter().zip(&later) {
        assert_eq!(fs::read_to_string(first).expect("there"), fs::read_to_string(second).expect("there"), "{second:?}");
    }
    let left: Vec<_> = fs::read_dir(dir.path()).expect("a folder").collect();
    assert_eq!(left.len(), 6, "nothing else is left: {left:?}");
}

#[test]
fn a_run_that_was_cut_off_is_shown_as_far_as_it_came() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let run = dir.path().join("run.ndjson");
    let checked = b24().args(QUICK).args(["--report"]).arg(&run).output().expect("the binary runs");
    assert_eq!(checked.status.code(), Some(0));
    let whole = fs::read(&run).expect("there");
    fs::write(&run, &whole[..whole.len() * 2 / 3]).expect("written");
    let page = dir.path().join("run.html");
    let made = report(&[&run, Path::new("-o"), Path::new("-"), Path::new("-o"), &page]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(text(&made.stdout).ends_with("The run was cut off; this is how far it came.\n"), "{}", text(&made.stdout));
    assert!(fs::read_to_string(&page).expect("there").contains("<h1>The run was cut off</h1>"));
}

#[test]
fn a_file_that_is_no_run_is_named_with_the_line() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let run = dir.path().join("run.ndjson");
    for (content, told) in [
        ("", "run.ndjson, line 1: the file ends before a run begins"),
        ("{\"log\":{}}\n", "run.ndjson, line 1: no event: missing field `event`"),
        ("\n<html>\n", "run.ndjson, line 2: no JSON"),
    ] {
        fs::write(&run, content).expect("written");
        for output in [&[][..], &[Path::new("-o"), &dir.path().join("run.html")]] {
            let made = report(&[&[run.as_path()], output].concat());
            assert_eq!(made.status.code(), Some(2), "{made:?}");
            assert!(text(&made.stderr).contains(told), "{}", text(&made.stderr));
        }
    }
    assert!(!dir.path().join("run.html").exists());
    assert_eq!(report(&[Path::new("/no/such/run.ndjson")]).status.code(), Some(2));
    assert_eq!(report(&[&run, Path::new("-o"), Path::new("run.pdf")]).status.code(), Some(2));
}

#[test]
fn an_old_report_stays_until_there_is_a_new_one() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let old: Vec<_> = ["run.html", "run.xml", "run.ndjson"].map(|name| dir.path().join(name)).into();
    let check = |more: &[&str]| {
        let mut check = b24();
        check.args(more);
        for path in &old {
            check.arg("--report").arg(path);
        }
        check.output().expect("the binary runs").status.code()
    };
    old.iter().for_each(|path| fs::write(path, "old").expect("written"));
    assert_eq!(check(&["check", "--filter", "no such case at all"]), Some(4));
    for path in &old {
        assert_eq!(fs::read_to_string(path).expect("there"), "old", "{path:?}: no run began");
    }
    assert_eq!(check(&QUICK), Some(0));
    assert!(old.iter().all(|path| fs::read_to_string(path).is_ok_and(|text| text.len() > 1000)));
    fs::remove_dir_all(dir.path()).expect("removed");
    fs::create_dir(dir.path()).expect("made");
    assert_eq!(check(&["check", "--filter", "no such case at all"]), Some(4));
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0, "nothing is left of a run that did not begin");
}

#[test]
fn a_portal_that_cannot_be_reached_makes_no_green_report() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let xml = dir.path().join("run.xml");
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound");
    let portal = format!("http://{free}/rest/1/not-a-real-code/");
    let checked = b24().args(["check", "--portal", &portal, "--report"]).arg(&xml).output().expect("the binary runs");
    assert_eq!(checked.status.code(), Some(3));
    assert!(fs::read_to_string(&xml).expect("there").contains("<error message=\"the run was cut off\""));
}

#[cfg(unix)]
#[test]
fn a_report_that_cannot_be_replaced_costs_no_run() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = dir.path().join("folder.html");
    fs::create_dir(&folder).expect("made");
    let link = dir.path().join("link.html");
    std::os::unix::fs::symlink(dir.path().join("behind.html"), &link).expect("linked");
    fs::write(dir.path().join("behind.html"), "old").expect("written");
    let check = |path: &Path| b24().args(QUICK).arg("--report").arg(path).output().expect("the binary runs");
    let refused = check(&folder);
    assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(5), ""), "{refused:?}");
    assert_eq!(check(&link).status.code(), Some(0));
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink(), "what the link refers to is replaced");
    assert!(fs::read_to_string(&link).expect("there").contains("<h1>The contract held</h1>"));
}

#[test]
fn the_schema_of_run_files_is_printed() {
    let printed = b24().args(["spec", "run-file"]).output().expect("the binary runs");
    let schema: serde_json::Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}
