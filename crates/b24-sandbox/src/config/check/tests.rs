//! Tests of what a configuration must fulfil.

use super::*;
use crate::config::{Token, User};

fn refusal(change: impl FnOnce(&mut Config)) -> String {
    let mut config = Config::default();
    change(&mut config);
    config.check().expect_err("a refusal").to_string()
}

#[test]
fn the_default_is_accepted_on_loopback_only() {
    assert!(Config::default().check().is_ok());
    let error = Config::default().check_exposed().expect_err("the fixed code");
    assert!(error.is_configuration());
    assert!(error.to_string().contains("`sandbox`"), "{error}");
}

#[test]
fn another_code_may_be_exposed_but_no_derived_main_code() {
    let mut config = Config::default();
    config.set_webhook_code(Secret::new("put-your-webhook-here"));
    assert!(config.check_exposed().is_ok());
    config.webhooks[0].code = None;
    assert!(config.check_exposed().is_err());
}

#[test]
fn contradictions_are_named() {
    assert!(refusal(|config| config.webhooks.clear()).contains("at least one webhook"));
    assert!(refusal(|config| config.users.push(User { id: 1, ..config.users[0].clone() })).contains("user id 1"));
    assert!(refusal(|config| config.webhooks[1].user = 99).contains("user 99, who does not exist"));
    assert!(refusal(|config| config.tokens[0].name = "denied".to_owned()).contains("`denied` must be unique"));
    for name in ["", "none", "unknown"] {
        assert!(refusal(|config| config.tokens[0].name = name.to_owned()).contains(&format!("`{name}` must be")));
    }
    assert!(refusal(|config| config.set_webhook_code(Secret::new("a/b"))).contains("letters, digits"));
    assert!(refusal(|config| config.set_webhook_code(Secret::new(""))).contains("letters, digits"));
    assert!(refusal(|config| config.webhooks[1].code = Some(Secret::new("sandbox"))).contains("another credential"));
    assert!(refusal(|config| config.clock_start = "1969-12-31T23:59:59Z".parse().ok()).contains("1970"));
}

#[test]
fn what_was_written_can_be_put_back() {
    let mut before = Config { control_token: Some(Secret::new("control")), ..Config::default() };
    before.tokens[0].token = Some(Secret::new("token"));
    before.tokens[0].refresh_token = Some(Secret::new("canary-refresh"));
    before.applications[0].client_secret = Some(Secret::new("canary-client"));
    let written = serde_json::to_string(&before).expect("JSON");
    assert!(!written.contains("\"control\"") && !written.contains("\"token\":\"token\""), "{written}");
    assert!(!written.contains("canary"), "{written}");
    let mut after = Config::from_json(&written).expect("the same shape");
    after.keep_masked(&before);
    assert_eq!(after, before);
}

#[test]
fn a_mask_without_anything_to_keep_is_refused() {
    let config = refusal(|config| {
        let token = Token { name: "new".to_owned(), token: Some(Secret::new(MASK)), ..config.tokens[0].clone() };
        config.tokens.push(token);
        config.keep_masked(&Config::default());
    });
    assert!(config.contains("`new` is masked"), "{config}");
}
