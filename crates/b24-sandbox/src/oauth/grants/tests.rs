//! Tests of what is decided about tokens.

use std::sync::Arc;

use super::book::SECRETS;
use super::*;

const NOW: i64 = 1_724_068_800;

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// A secret that says its name.
fn derive(name: &str) -> Secret {
    secret(name)
}

fn leave(user: u64) -> Leave {
    Leave { application: "app".to_owned(), user, scopes: vec!["crm".to_owned()] }
}

fn token(text: &str, ends: Option<i64>) -> Token {
    Token { secret: secret(text), ends }
}

fn configured(name: &str) -> Grant {
    let pair = (token(&format!("{name}-access"), None), token(&format!("{name}-refresh"), None));
    Grant::configured(name, "app", 1, vec![], pair)
}

fn refusal(grants: &Grants, token: &Secret, now: i64) -> &'static str {
    grants.of_access(token, now).expect_err("a refusal").id
}

#[test]
fn a_code_is_exchanged_once_within_its_time_by_its_own_application() {
    let grants = Grants::default();
    let code = grants.give_code(leave(1), NOW, &derive);
    assert_eq!(grants.exchange(&code, "other", NOW, &derive), Err(OAuthError::InvalidGrant));
    let grant = grants.exchange(&code, "app", NOW + 29, &derive).expect("a grant");
    assert_eq!((grant.user, grant.credential.as_str()), (1, "app/1"));
    assert_eq!(grants.exchange(&code, "app", NOW + 29, &derive), Err(OAuthError::InvalidGrant));
    let late = grants.give_code(leave(1), NOW, &derive);
    assert_ne!(late, code);
    assert_eq!(grants.exchange(&late, "app", NOW + 30, &derive), Err(OAuthError::InvalidGrant));
    assert_eq!(grants.exchange(&secret("wrong"), "app", NOW, &derive), Err(OAuthError::InvalidGrant));
}

#[test]
fn an_access_token_lasts_an_hour_and_a_refresh_token_180_days() {
    let grants = Grants::default();
    let grant = grants.issue(leave(1), NOW, &derive);
    assert!(grants.of_access(&grant.access.secret, NOW + 3599).is_ok());
    assert_eq!(refusal(&grants, &grant.access.secret, NOW + 3600), "system/expired-token");
    assert_eq!(refusal(&grants, &secret("wrong"), NOW), "system/invalid-token");
    let days = |days: i64| NOW + days * 24 * 60 * 60;
    assert_eq!(grants.refresh(&grant.refresh.secret, "app", days(180), &derive), Err(OAuthError::InvalidGrant));
    assert!(grants.refresh(&grant.refresh.secret, "app", days(180) - 1, &derive).is_ok());
}

#[test]
fn a_refresh_replaces_both_tokens_and_the_old_access_token_lasts_until_its_end() {
    let grants = Grants::default();
    let old = grants.issue(leave(1), NOW, &derive);
    let new = grants.refresh(&old.refresh.secret, "app", NOW + 60, &derive).expect("a new pair");
    assert_eq!((new.id, new.access.ends), (old.id, Some(NOW + 60 + 3600)));
    assert_ne!(new.access.secret, old.access.secret);
    assert_ne!(new.refresh.secret, old.refresh.secret);
    assert_eq!(grants.refresh(&old.refresh.secret, "app", NOW + 60, &derive), Err(OAuthError::InvalidGrant));
    assert_eq!(grants.refresh(&new.refresh.secret, "other", NOW + 60, &derive), Err(OAuthError::InvalidGrant));
    assert!(grants.of_access(&old.access.secret, NOW + 3599).is_ok());
    assert_eq!(refusal(&grants, &old.access.secret, NOW + 3600), "system/expired-token");
    assert!(grants.of_access(&new.access.secret, NOW + 3600).is_ok());
}

#[test]
fn of_many_who_refresh_at_once_one_wins() {
    let grants = Arc::new(Grants::default());
    let grant = grants.issue(leave(1), NOW, &derive);
    let racing: Vec<_> = (0..16)
        .map(|_| {
            let (grants, token) = (Arc::clone(&grants), grant.refresh.secret.clone());
            std::thread::spawn(move || grants.refresh(&token, "app", NOW, &derive))
        })
        .collect();
    let ended: Vec<_> = racing.into_iter().map(|one| one.join().expect("an outcome")).collect();
    assert_eq!(ended.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(ended.iter().filter(|outcome| **outcome == Err(OAuthError::InvalidGrant)).count(), 15);
}

#[test]
fn replaced_access_tokens_are_remembered_for_a_while() {
    let grants = Grants::default();
    let first = grants.issue(leave(1), NOW, &derive);
    let mut grant = first.clone();
    for _ in 0..100 {
        grant = grants.refresh(&grant.refresh.secret, "app", NOW, &derive).expect("a new pair");
    }
    assert!(grants.of_access(&first.access.secret, NOW).is_ok());
    grants.refresh(&grant.refresh.secret, "app", NOW, &derive).expect("a new pair");
    assert_eq!(refusal(&grants, &first.access.secret, NOW), "system/invalid-token");
}

#[test]
fn tokens_end_on_demand() {
    let grants = Grants::default();
    let (one, other) = (grants.issue(leave(1), NOW, &derive), grants.issue(leave(2), NOW, &derive));
    assert_eq!(grants.expire(Some(&one.id), false, NOW), 1);
    assert_eq!(refusal(&grants, &one.access.secret, NOW), "system/expired-token");
    assert!(grants.of_access(&other.access.secret, NOW).is_ok());
    let new = grants.refresh(&one.refresh.secret, "app", NOW, &derive).expect("a new pair");
    assert_eq!(new.state(NOW), grant::State::Active);
    assert_eq!(grants.expire(None, true, NOW), 2);
    assert_eq!(grants.refresh(&new.refresh.secret, "app", NOW, &derive), Err(OAuthError::InvalidGrant));
    assert_eq!(grants.expire(Some("no-such-grant"), false, NOW), 0);
}

#[test]
fn what_was_taken_back_is_unknown() {
    let grants = Grants::default();
    let grant = grants.issue(leave(1), NOW, &derive);
    assert_eq!(grants.revoke(Some(&grant.id)), 1);
    assert_eq!(refusal(&grants, &grant.access.secret, NOW), "system/invalid-token");
    assert_eq!(grants.refresh(&grant.refresh.secret, "app", NOW, &derive), Err(OAuthError::InvalidGrant));
    assert_eq!(grants.get(&grant.id).expect("still listed").state(NOW), grant::State::Revoked);
}

#[test]
fn a_new_configuration_keeps_what_was_given() {
    let grants = Grants::default();
    grants.adopt(&[configured("a"), configured("b")]);
    let made = grants.issue(leave(1), NOW, &derive);
    let refreshed = grants.refresh(&secret("a-refresh"), "app", NOW, &derive).expect("a new pair");
    let other_user = Grant { user: 2, ..configured("a") };
    grants.adopt(&[other_user]);
    let ids: Vec<String> = grants.list().into_iter().map(|grant| grant.id).collect();
    assert_eq!(ids, ["a", "grant-1"]);
    assert_eq!(grants.of_access(&refreshed.access.secret, NOW).expect("the same token").leave.user, 2);
    assert!(grants.knows(&made.access.secret));
    assert!(!grants.knows(&secret("b-access")));
    let other_tokens = Grant::configured("a", "app", 1, vec![], (token("x", None), token("y", None)));
    grants.adopt(&[other_tokens]);
    assert!(!grants.knows(&refreshed.access.secret) && grants.knows(&secret("x")));
}

#[test]
fn what_was_written_goes_on_where_it_was() {
    let grants = Grants::default();
    grants.adopt(&[configured("a")]);
    let made = grants.issue(leave(1), NOW, &derive);
    let refreshed = grants.refresh(&secret("a-refresh"), "app", NOW, &derive).expect("a new pair");
    let written: Vec<String> =
        grants.take_unsaved().iter().map(|grant| serde_json::to_string(grant).expect("JSON")).collect();
    assert_eq!(written.len(), 2);
    assert!(grants.take_unsaved().is_empty());

    let again = Grants::default();
    let read = written.iter().map(|grant| serde_json::from_str(grant).expect("a grant")).collect();
    again.restore(read, &[configured("a"), configured("new")]);
    assert!(again.of_access(&made.access.secret, NOW).is_ok());
    assert_eq!(again.of_access(&refreshed.access.secret, NOW).expect("the new pair").credential, "a");
    assert!(again.knows(&secret("a-access")) && again.knows(&secret("new-access")));
    assert_eq!(again.issue(leave(1), NOW, &derive).id, "grant-2");
}

#[test]
fn a_reset_begins_anew() {
    let grants = Grants::default();
    grants.reset(&[configured("a")]);
    let first = grants.issue(leave(1), NOW, &derive);
    grants.revoke(None);
    grants.plant(OAuthError::InvalidGrant, 1);
    grants.reset(&[configured("a")]);
    assert!(grants.of_access(&secret("a-access"), NOW).is_ok());
    assert_eq!(grants.claim_planted(), None);
    assert_eq!(grants.issue(leave(1), NOW, &derive), first);
}

#[test]
fn planted_errors_come_in_their_order() {
    let grants = Grants::default();
    grants.plant(OAuthError::InvalidGrant, 2);
    grants.plant(OAuthError::PaymentRequired, 1);
    let met: Vec<_> = std::iter::from_fn(|| grants.claim_planted()).collect();
    assert_eq!(met, [OAuthError::InvalidGrant, OAuthError::InvalidGrant, OAuthError::PaymentRequired]);
}

#[test]
fn the_latest_secrets_are_known_and_not_more_than_there_is_room_for() {
    let grants = Grants::default();
    let mut grant = grants.issue(leave(1), NOW, &derive);
    for _ in 0..SECRETS {
        grant = grants.refresh(&grant.refresh.secret, "app", NOW, &derive).expect("a new pair");
    }
    let secrets = grants.secrets();
    assert_eq!(secrets.len(), SECRETS);
    assert!(grant.secrets().all(|secret| secrets.contains(&secret)));
}
