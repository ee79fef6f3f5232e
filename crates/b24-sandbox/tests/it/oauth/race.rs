//! Many who refresh with the same token at the same time.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::Pair;
use crate::portal::{Portal, answer};

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_of_many_gets_the_new_pair() {
    const RACING: usize = 24;
    let portal = Portal::start().await;
    let url = portal.url("/oauth/token/");
    let mut token = portal.announced().refresh;
    for _ in 0..5 {
        let params = portal.proved("refresh_token", "refresh_token", &token);
        let start = Arc::new(Barrier::new(RACING));
        let mut racing = JoinSet::new();
        for _ in 0..RACING {
            let (start, request) = (Arc::clone(&start), portal.client.post(&url).form(&params));
            racing.spawn(async move {
                start.wait().await;
                answer(request).await
            });
        }
        let ended = racing.join_all().await;
        let (won, lost): (Vec<_>, Vec<_>) = ended.into_iter().partition(|answer| answer.status == 200);
        assert_eq!((won.len(), lost.len()), (1, RACING - 1));
        assert!(lost.iter().all(|answer| answer.json() == json!({ "error": "invalid_grant" })));
        token = Pair::of(&won[0]).refresh;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_two_of_many_get_the_same_tokens() {
    let portal = Portal::start().await;
    let mut asking = JoinSet::new();
    for user in [1, 2, 3].repeat(8) {
        asking.spawn(answer(portal.client.post(portal.control_url("tokens")).json(&json!({ "user": user }))));
    }
    let answers = asking.join_all().await;
    let tokens: HashSet<Value> = answers.iter().map(|answer| answer.json()["access_token"].clone()).collect();
    assert_eq!(tokens.len(), 24);
}
