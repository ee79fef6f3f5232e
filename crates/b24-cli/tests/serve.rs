//! `b24 serve`: what it announces, and the documentation's calls pasted into it.

mod support;

use support::{Served, b24};

#[test]
fn the_first_line_announces_what_clients_need() {
    let sandbox = Served::start(&[]);
    let members: Vec<_> = sandbox.announcement.as_object().expect("an object").keys().map(String::as_str).collect();
    for member in ["webhook", "control", "denied", "reader", "oauth"] {
        assert!(members.contains(&member), "{member} is missing from {members:?}");
    }
    assert!(sandbox.address("webhook").ends_with("/rest/1/sandbox/"));
}

#[test]
fn the_page_s_example_comes_as_the_page_shows_it() {
    let sandbox = Served::start(&[]);
    let args = ["call", "crm.company.contact.items.get", "id=32", "--portal", sandbox.address("webhook")];
    let output = b24().args(args).output().expect("the binary runs");
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let id = "crm.company.contact.items.get/example/answer";
    let example = b24_contract::contract().examples.iter().find(|example| example.id.as_str() == id);
    assert_eq!(printed, example.expect("the documented answer").payload["result"]);
}

#[test]
fn data_in_a_file_survive_a_restart() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("portal.sqlite");
    let flags = ["--data", file.to_str().expect("a plain path")];
    let add = |sandbox: &Served, args: &[&str]| -> String {
        let output = b24().arg("call").args(args).args(["--portal", sandbox.address("webhook")]).output();
        String::from_utf8(output.expect("the binary runs").stdout).expect("text").trim().to_owned()
    };
    let company = {
        let sandbox = Served::start(&flags);
        let company = add(&sandbox, &["crm.company.add", "fields[TITLE]=Kept"]);
        assert_eq!(
            add(&sandbox, &["crm.company.contact.add", &format!("id={company}"), "fields[CONTACT_ID]=7"]),
            "true"
        );
        company
    };
    let sandbox = Served::start(&flags);
    let links = add(&sandbox, &["crm.company.contact.items.get", &format!("id={company}")]);
    assert!(links.contains("\"CONTACT_ID\": 7"), "{links}");
}

#[test]
fn elsewhere_than_on_loopback_the_webhook_code_must_be_given() {
    let output = b24().args(["serve", "--listen", "0.0.0.0:0"]).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--webhook-code"), "{output:?}");
}
