//! The page that asks a user, and the way back to the application.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::json;

use super::{Pair, fine};
use crate::portal::{Answer, Portal, answer};

impl Portal {
    /// A GET of the page.
    async fn page(&self, query: &str) -> Answer {
        let client_id = self.oauth().client_id.as_deref().expect("announced");
        answer(self.client.get(self.url(&format!("/oauth/authorize/?client_id={client_id}{query}")))).await
    }
}

/// Where a redirect leads: the address, and the members of its query.
fn target(answer: &Answer) -> (String, BTreeMap<String, String>) {
    assert_eq!(answer.status, 302, "{}", answer.body);
    let location = answer.header("location").expect("a location");
    let (address, query) = location.split_once('?').expect("a query");
    let members = query.split('&').filter_map(|member| member.split_once('='));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    (address.to_owned(), members.map(|(name, value)| (name.to_owned(), decoded(value))).collect())
}

#[tokio::test]
async fn a_code_comes_back_and_is_exchanged_for_tokens() {
    let portal = Portal::start().await;
    let (address, members) = target(&portal.page("&state=a%26b%3D%C3%A4&user=3").await);
    assert_eq!(address, "http://127.0.0.1:3000/oauth/callback");
    let host = portal.sandbox.address().to_string();
    let expected = [
        ("domain", host.as_str()),
        ("member_id", portal.oauth().member_id.as_deref().expect("announced")),
        ("scope", "crm,user"),
        ("server_domain", host.as_str()),
        ("state", "a&b=ä"),
    ];
    let others: Vec<_> =
        members.iter().map(|(name, value)| (&**name, &**value)).filter(|(name, _)| *name != "code").collect();
    assert_eq!(others, expected);
    let given = portal.exchange(&members["code"]).await;
    assert_eq!(given.json()["user_id"], 3);
    assert_eq!(portal.met_by(&Pair::of(&given).access).await, fine());
    assert_eq!(portal.exchange(&members["code"]).await.json(), json!({ "error": "invalid_grant" }));
}

#[tokio::test]
async fn a_code_lasts_half_a_minute_on_the_portal_s_clock() {
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok()).await;
    let code = async || target(&portal.page("&user=1").await).1["code"].clone();
    let (early, late) = (code().await, code().await);
    portal.seconds_pass(29.0).await;
    assert_eq!(portal.exchange(&early).await.status, 200);
    portal.seconds_pass(1.0).await;
    assert_eq!(portal.exchange(&late).await.json(), json!({ "error": "invalid_grant" }));
}

#[tokio::test]
async fn the_page_asks_which_user_and_its_answer_leads_on() {
    let portal = Portal::start().await;
    let page = portal.page("&state=%3Cscript%3E%22").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.body.contains("Vera Brandt (user 1)"), "{}", page.body);
    // Emil Moser has left.
    assert!(!page.body.contains("Moser") && !page.body.contains("<script>"), "{}", page.body);
    assert!(page.body.contains("value=\"&lt;script&gt;&quot;\""), "{}", page.body);
    let client_id = portal.oauth().client_id.as_deref().expect("announced");
    let form = [("client_id", client_id), ("state", "<script>\""), ("user", "2")];
    let sent = answer(portal.client.post(portal.url("/oauth/authorize/")).form(&form)).await;
    assert_eq!(target(&sent).1["state"], "<script>\"");
}

#[tokio::test]
async fn the_request_cannot_say_where_the_code_goes() {
    let portal = Portal::start().await;
    let (address, _) = target(&portal.page("&user=1&redirect_uri=http%3A%2F%2Fevil.test%2F").await);
    assert_eq!(address, "http://127.0.0.1:3000/oauth/callback");
}

#[tokio::test]
async fn an_address_may_have_a_query_and_an_application_no_address() {
    let with = |uri: Option<&str>| {
        let uri = uri.map(str::to_owned);
        Portal::changed(move |config| config.applications[0].redirect_uri = uri)
    };
    let portal = with(Some("https://app.test/?page=1#top")).await;
    let sent = portal.page("&user=1").await;
    let location = sent.header("location").expect("a location");
    assert!(location.starts_with("https://app.test/?page=1&code=") && location.ends_with("#top"), "{location}");
    let portal = with(None).await;
    let page = portal.page("&user=1").await;
    let code = page.body.split("<p><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    assert_eq!((page.status, portal.exchange(code).await.status), (200, 200));
}

#[tokio::test]
async fn failures_have_a_page_of_their_own_and_no_redirect() {
    let portal = Portal::changed(|config| config.applications[0].users = Some(vec![1])).await;
    let anybody = portal.url("/oauth/authorize/");
    for (request, says) in [
        (portal.client.get(&anybody), "client_id"),
        (portal.client.get(format!("{anybody}?client_id=local.unknown&user=1")), "No application"),
    ] {
        let page = answer(request).await;
        assert_eq!((page.status, page.header("location")), (400, None));
        assert!(page.body.contains(says), "{}", page.body);
    }
    for user in ["2", "4", "99", "x"] {
        let page = portal.page(&format!("&user={user}")).await;
        assert_eq!((page.status, page.header("location")), (400, None), "{user}");
    }
    assert!(!portal.page("").await.body.contains("user 2"));
}
