//! Tests of what must hold of applications.

use super::*;

fn refused(change: impl FnOnce(&mut Config)) -> String {
    let mut config = Config::default();
    change(&mut config);
    Application::contradiction(&config).expect("a contradiction")
}

fn card(config: &mut Config) -> &mut Application {
    &mut config.applications[0]
}

#[test]
fn the_usual_application_may_be_used_by_everybody() {
    let config = Config::default();
    assert_eq!(Application::contradiction(&config), None);
    assert!(config.applications[0].admits(1) && config.applications[0].admits(99));
    let few = Application { users: Some(vec![2]), ..Application::default() };
    assert!(few.admits(2) && !few.admits(1));
}

#[test]
fn applications_are_told_apart() {
    let again = |config: &mut Config| config.applications.push(Application::default());
    assert!(refused(again).contains("application code `local.sandbox` must be unique"));
    assert!(refused(|config| card(config).code.clear()).contains("not empty"));
    assert!(refused(|config| card(config).id = 0).contains("at least 1"));
    assert!(refused(|config| card(config).client_id = Some(String::new())).contains("client id"));
    let same_client = |config: &mut Config| {
        card(config).client_id = Some("app.1".to_owned());
        let other = Application { code: "other".to_owned(), ..card(config).clone() };
        config.applications.push(other);
    };
    assert!(refused(same_client).contains("client id of application `other`"));
}

#[test]
fn what_a_card_says_makes_sense() {
    for secret in ["", MASK] {
        let sentence = refused(|config| card(config).client_secret = Some(Secret::new(secret)));
        assert!(sentence.starts_with("the client secret of application `local.sandbox`"), "{sentence}");
    }
    for uri in ["", "/callback", "ftp://example.com/", "javascript:alert(1)", "example.com"] {
        assert!(refused(|config| card(config).redirect_uri = Some(uri.to_owned())).contains("redirect_uri"), "{uri}");
    }
    assert!(refused(|config| card(config).users = Some(vec![1, 99])).contains("user 99"));
}

#[test]
fn tokens_belong_to_applications() {
    let other = |config: &mut Config| config.tokens[0].application = Some("other".to_owned());
    assert_eq!(refused(other), "token `oauth` belongs to application `other`, which does not exist");
    assert_eq!(refused(|config| config.applications.clear()), "token `oauth` needs an application, and there is none");
    let masked = refused(|config| config.tokens[1].refresh_token = Some(Secret::new(MASK)));
    assert_eq!(masked, "the refresh token of `expired` is masked, and there is none to keep");
    let twice = |config: &mut Config| {
        config.tokens.iter_mut().for_each(|token| token.refresh_token = Some(Secret::new("the-same")));
    };
    assert_eq!(refused(twice), "the refresh token of `expired` belongs to another token too");
}
