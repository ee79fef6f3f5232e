//! The page about rights and refusals: its configurations are accepted, its table keeps what it promises, and together its
//! tables name every error of the contract that is not about what a call asks for.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Once;

use b24_book::{Page, pages, snippets};
use b24_contract::{ErrorClause, contract};
use b24_sandbox::{Config, Sandbox};
use serde_json::{Value, json};

const PAGE: &str = "docs/src/guide/sandbox/rights.md";

fn page() -> Page {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let pages = pages(&root).expect("the book can be read");
    pages.into_iter().find(|page| page.path == PAGE).expect("the page")
}

/// Cells of the rows of the table below a heading.
fn table(text: &str, heading: &str) -> Vec<Vec<String>> {
    let section = text.split("\n## ").find_map(|section| section.strip_prefix(heading)).expect("the section");
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What stands between backticks.
fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// A portal with one user, one webhook and one token of one application, and with these lines in their sections.
fn config(sections: &str, lines: &str) -> String {
    let mut toml = String::new();
    let given: Vec<(&str, &str)> = match sections {
        "top" => vec![("", code(lines)[0])],
        sections => code(sections).into_iter().zip(code(lines)).collect(),
    };
    for (section, needed) in [
        ("", "clock_start = 2024-08-19T12:00:00Z"),
        ("[access]", ""),
        ("[[users]]", "id = 5"),
        ("[[webhooks]]", "name = \"webhook\"\nuser = 5\ncode = \"right\""),
        ("[[applications]]", ""),
        ("[[tokens]]", "name = \"oauth\"\nuser = 5\ntoken = \"right-token\""),
    ] {
        let lines = given.iter().filter(|(own, _)| *own == section).map(|(_, line)| *line);
        toml = lines.fold(format!("{toml}{section}\n{needed}\n"), |toml, line| format!("{toml}{line}\n"));
    }
    toml
}

/// Status and clause of a call's answer.
async fn answered(sandbox: &Sandbox, method: &str, how: &str) -> (u16, String) {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let (path, token) = match how {
        how if how.ends_with("with the token") => ("/rest", json!("right-token")),
        how if how.ends_with("with a wrong token") => ("/rest", json!("wrong")),
        how if how.ends_with("without a credential") => ("/rest", Value::Null),
        how if how.ends_with("with a wrong code") => ("/rest/5/wrong", Value::Null),
        _ => ("/rest/5/right", Value::Null),
    };
    let fields = json!({ "NAME": "A", "CONTACT_ID": 7, "COMPANY_ID": 32 });
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let url = format!("http://{}{path}/{method}", sandbox.address());
    let id = if method.starts_with("crm.contact.") { 54 } else { 32 };
    let params = json!({ "id": id, "fields": fields, "items": [], "auth": token });
    let answer = client.post(url).json(&params).send().await.expect("an answer");
    let clause = answer.headers().get("b24-clause").map(|clause| clause.to_str().expect("text").to_owned());
    (answer.status().as_u16(), clause.unwrap_or_default())
}

async fn sandbox(toml: &str) -> Sandbox {
    let config = Config::from_toml(toml).unwrap_or_else(|error| panic!("{error}:\n{toml}"));
    Sandbox::builder().config(config).start().await.unwrap_or_else(|error| panic!("{error}:\n{toml}"))
}

/// Ids of the errors that a row is about.
fn meant(id: &str, named: &BTreeSet<String>) -> Vec<&'static str> {
    let all = contract().errors.iter().map(|error| error.id.as_str());
    match id.strip_prefix('…') {
        Some(end) => all.filter(|own| own.ends_with(end) && !named.contains(*own)).collect(),
        None => all.filter(|own| *own == id).collect(),
    }
}

#[tokio::test]
async fn each_line_provokes_its_error_and_without_it_there_is_none() {
    let rows = table(&page().text, "Every refusal");
    let only_here = ["crm.company.fields/access-denied"].map(str::to_owned).into();
    for row in rows {
        let [error, sections, lines, call] = &row[..] else { panic!("{row:?}") };
        let provoking = sandbox(&config(sections, lines)).await;
        let errors = meant(code(error)[0], &only_here);
        assert!(!errors.is_empty(), "{error} is no error of the contract");
        for id in errors {
            let method = code(call).first().copied().unwrap_or_else(|| id.split('/').next().unwrap_or_default());
            let (status, clause) = answered(&provoking, method, call).await;
            assert_eq!(clause, id, "{row:?}");
            let described = ErrorClause::by_id(id).expect("an error");
            assert!(described.answers.iter().any(|answer| answer.status == status), "{row:?}: {status}");
            let usual = sandbox(&config("", "")).await;
            let (status, clause) = answered(&usual, method, call).await;
            assert_eq!(status == 200, !lines.is_empty(), "{row:?}: {clause}");
            usual.stop().await;
        }
        provoking.stop().await;
    }
}

#[tokio::test]
async fn every_configuration_of_the_page_is_accepted() {
    let toml: Vec<_> = snippets(&page().text).into_iter().filter(|snippet| snippet.language == "toml").collect();
    assert!(!toml.is_empty());
    for snippet in toml {
        sandbox(&snippet.code).await.stop().await;
    }
}

#[test]
fn every_error_about_the_caller_is_named_once() {
    let text = page().text;
    let named =
        |heading| -> BTreeSet<String> { table(&text, heading).iter().map(|row| code(&row[0])[0].to_owned()).collect() };
    let (provoked, others) = (named("Every refusal"), named("What is not about the caller"));
    for error in contract().errors.iter() {
        let id = error.id.as_str();
        let is_permission = ["/access-denied", "/application-required"].iter().any(|end| id.ends_with(end));
        if id.starts_with("system/") || is_permission {
            let is_provoked = provoked
                .iter()
                .any(|named| id == named || named.strip_prefix('…').is_some_and(|end| id.ends_with(end)));
            assert_ne!(
                is_provoked,
                others.contains(id),
                "{id}: say on {PAGE} what provokes it, or where it comes from"
            );
        }
    }
    let unknown: Vec<_> = others.iter().filter(|id| ErrorClause::by_id(id).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
