//! Tests of whose time is whose.

use std::sync::Arc;

use b24_contract::Method;
use serde_json::json;

use super::*;
use crate::call::Caller;
use crate::clock::Clock;
use crate::config::Application;
use crate::methods::testing::call;

fn noon() -> Clock {
    Clock::new("2024-08-19T12:00:00Z".parse().ok())
}

fn at(clock: &Clock) -> Handled {
    Handled { began: clock.now(), ended: clock.now() }
}

fn by(webhook: &str, method: Method) -> Call {
    as_caller(webhook, None, method)
}

fn as_caller(credential: &str, application: Option<Application>, method: Method) -> Call {
    let call = call(method, json!({}));
    let (credential, application) = (credential.to_owned(), application.map(Arc::new));
    let caller = Caller { credential, application, user: call.caller.user.clone(), scopes: Vec::new() };
    Call { caller: Arc::new(caller), ..call }
}

#[test]
fn each_method_of_each_credential_has_its_own_account() {
    let (operating, clock) = (Operating::default(), noon());
    let add = |call: &Call, seconds| operating.add(call, at(&clock), seconds).seconds;
    assert_eq!(add(&by("a", Method::CrmCompanyAdd), 1.0), 1.0);
    assert_eq!(add(&by("a", Method::CrmContactAdd), 2.0), 2.0);
    assert_eq!(add(&by("b", Method::CrmCompanyAdd), 4.0), 4.0);
    assert_eq!(add(&by("a", Method::CrmCompanyAdd), 8.0), 9.0);
    operating.clear();
    assert_eq!(add(&by("a", Method::CrmCompanyAdd), 0.0), 0.0);
}

#[test]
fn the_tokens_of_an_application_share_an_account() {
    let (operating, clock) = (Operating::default(), noon());
    let application = |code: &str| Some(Application { code: code.to_owned(), ..Application::default() });
    let add = |call: &Call| operating.add(call, at(&clock), 1.0).seconds;
    assert_eq!(add(&as_caller("first", application("one"), Method::Profile)), 1.0);
    assert_eq!(add(&as_caller("second", application("one"), Method::Profile)), 2.0);
    assert_eq!(add(&as_caller("first", application("two"), Method::Profile)), 1.0);
    assert_eq!(add(&by("one", Method::Profile)), 1.0);
}

#[test]
fn a_method_is_used_up_above_its_limit() {
    let (operating, clock) = (Operating::default(), noon());
    let list = by("a", Method::CrmCompanyList);
    let used_up = |call: &Call| operating.is_used_up(call, clock.now(), 480.0);
    assert!(!used_up(&list));
    operating.add(&list, at(&clock), 480.0);
    assert!(!used_up(&list));
    operating.add(&list, at(&clock), 0.5);
    assert!(used_up(&list));
    assert!(!used_up(&by("b", Method::CrmCompanyList)) && !used_up(&by("a", Method::CrmContactList)));
    clock.advance(600.0);
    assert!(!used_up(&list));
}

#[test]
fn gauges_show_what_counts() {
    let (operating, clock) = (Operating::default(), noon());
    operating.add(&by("b", Method::Profile), at(&clock), 1.0);
    clock.advance(300.0);
    operating.add(&by("a", Method::Scope), at(&clock), 2.0);
    operating.add(&by("a", Method::Methods), at(&clock), 0.5);
    let shown = |limit| {
        let gauges = operating.gauges(clock.now(), limit).into_iter();
        gauges.map(|gauge| (format!("{:?} {}", gauge.owner, gauge.method), gauge.blocked)).collect::<Vec<_>>()
    };
    let named = |webhook: &str, method: &str, blocked| (format!("Webhook({webhook:?}) {method}"), blocked);
    assert_eq!(
        shown(Some(1.5)),
        [named("a", "methods", false), named("a", "scope", true), named("b", "profile", false)]
    );
    clock.advance(300.0);
    assert_eq!(shown(None), [named("a", "methods", false), named("a", "scope", false)]);
}

#[test]
fn a_tally_counts_each_method_once() {
    let tally = Tally::default();
    assert_eq!(tally.together(), None);
    tally.note(&Method::Profile.into(), Worked { seconds: 1.0, reset_at: 700 });
    tally.note(&Method::Scope.into(), Worked { seconds: 4.0, reset_at: 600 });
    tally.note(&Method::Profile.into(), Worked { seconds: 2.0, reset_at: 700 });
    assert_eq!(tally.together(), Some(Worked { seconds: 6.0, reset_at: 600 }));
}
