//! The page for people, where programs find the index of the control interface.

use b24_contract::Secret;
use reqwest::header::{ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap};
use serde_json::{Value, json};

use crate::portal::Portal;

/// What a browser says when somebody goes to an address.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Status, content type, body and headers of an answer.
async fn asked(portal: &Portal, path: &str, accept: &str) -> (u16, String, String, HeaderMap) {
    let request = portal.client.get(portal.control_url(path)).header(ACCEPT, accept);
    let answer = request.send().await.expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let kind = headers.get(CONTENT_TYPE).map_or("", |kind| kind.to_str().expect("text")).to_owned();
    (status, kind, answer.text().await.expect("a text"), headers)
}

#[tokio::test]
async fn browsers_get_the_page_and_programs_the_index() {
    let portal = Portal::start().await;
    let (status, kind, page, headers) = asked(&portal, "", BROWSER).await;
    assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"));
    assert!(page.starts_with("<!doctype html>"), "{page}");
    assert!(headers[CONTENT_SECURITY_POLICY].to_str().expect("text").starts_with("default-src 'none'"));
    for (path, accept) in [("", "*/*"), ("", "application/json"), ("?json", BROWSER)] {
        let (status, kind, index, _) = asked(&portal, path, accept).await;
        assert_eq!((status, kind.as_str()), (200, "application/json"), "{path} {accept}");
        assert!(index.contains("/_sandbox/journal"), "{index}");
    }
    assert_eq!(portal.control_post("portals", json!({ "name": "second" })).await.status, 201);
    assert!(asked(&portal, "portals/second/", BROWSER).await.2.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn every_file_that_the_page_and_its_scripts_name_is_there() {
    let portal = Portal::start().await;
    let page = asked(&portal, "", BROWSER).await.2;
    let mut wanted: Vec<String> =
        page.split('"').filter_map(|part| part.strip_prefix("/_sandbox/console/")).map(str::to_owned).collect();
    let mut seen = 0;
    while let Some(name) = wanted.get(seen).cloned() {
        let (status, kind, text, _) = asked(&portal, &format!("console/{name}"), "*/*").await;
        assert_eq!(status, 200, "{name}");
        let expected =
            if name.ends_with(".css") { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" };
        assert_eq!(kind, expected, "{name}");
        let imported = text.split('"').filter_map(|part| part.strip_prefix("./")).map(str::to_owned);
        let new: Vec<_> = imported.filter(|import| !wanted.contains(import)).collect();
        wanted.extend(new);
        seen += 1;
    }
    assert_eq!(seen, 9, "{wanted:?}");
    assert_eq!(asked(&portal, "console/none.js", "*/*").await.0, 404);
}

#[tokio::test]
async fn a_page_needs_no_token_and_holds_nothing_that_would() {
    let portal = Portal::changed(|config| config.control_token = Some(Secret::new("fake-control-token"))).await;
    assert_eq!(asked(&portal, "", BROWSER).await.0, 200);
    assert_eq!(asked(&portal, "console/api.js", "*/*").await.0, 200);
    assert_eq!(asked(&portal, "", "application/json").await.0, 401);
    assert_eq!(asked(&portal, "links", BROWSER).await.0, 401);
}

#[tokio::test]
async fn links_and_clauses_are_told_or_refused_with_a_sentence() {
    let portal = Portal::start().await;
    let told = async |path: &str| {
        let (status, _, text, _) = asked(&portal, path, "application/json").await;
        (status, serde_json::from_str::<Value>(&text).expect("JSON"))
    };
    let (_, around) = told("links?around=7").await;
    assert_eq!(around["companies"][0]["name"], "Crossroads");
    let (_, page) = told("links?after=0&limit=1").await;
    assert_eq!((page["links"].as_array().map(Vec::len), &page["next"]), (Some(1), &json!(12)));
    for wrong in ["links?limit=0", "links?limit=1000", "links?around=x", "links?id=7", "clauses"] {
        let (status, refused) = told(wrong).await;
        assert!(status == 400 && refused["error"].is_string(), "{wrong}: {refused}");
    }
    let (_, clause) = told("clauses?id=crm.company.contact.add/default-sort").await;
    assert!(clause["page"].as_str().is_some_and(|page| page.ends_with("crm-company-contact-add.html")), "{clause}");
    assert_eq!(told("clauses?id=no/such-clause").await.0, 404);
}
