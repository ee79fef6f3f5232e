//! Judges the sandbox's own answers by the contract before they are sent.
//!
//! The commands of a batch come by one at a time, before twists may change them; of the batch around them the sections
//! are judged.

use std::sync::atomic::Ordering;

use b24_contract::generated::error;
use b24_contract::judge::judge;
use b24_contract::{Exchange, RawExchange};

use crate::call::Answer;
use crate::encode;
use crate::pipeline::Pipe;
use crate::route::Format;

/// The answer, or an internal error in place of one that breaks the contract. What was broken is logged and counted.
pub(crate) fn checked(pipe: &Pipe, method: &str, answer: Answer) -> Answer {
    if !pipe.settings.config.self_check {
        return answer;
    }
    let written = encode::write(&answer, Format::Json);
    let raw = RawExchange {
        method: method.to_owned(),
        status: written.status,
        headers: written.headers(),
        body: written.body.to_vec(),
        ..RawExchange::default()
    };
    // Secrets stay where they are: all that is shown of the exchange is where it is wrong.
    let findings = judge(&Exchange::new(raw, &[]));
    if findings.is_empty() {
        return answer;
    }
    for finding in findings {
        tracing::error!(clause = %finding.clause, pointer = finding.pointer, "an own answer breaks the contract");
    }
    pipe.portal.broken_answers.fetch_add(1, Ordering::Relaxed);
    Answer::error(&error::SYSTEM_INTERNAL_SERVER_ERROR)
}

#[cfg(test)]
mod tests {
    use b24_contract::Method;
    use serde_json::json;

    use super::*;
    use crate::config::Config;
    use crate::methods::testing::call;
    use crate::pipeline::testing::pipe;

    const GET: &str = "crm.company.contact.items.get";

    async fn good(pipe: &Pipe) -> Answer {
        pipe.handle(call(Method::CrmCompanyContactItemsGet, json!({ "id": 32 }))).await
    }

    fn check(pipe: &Pipe, answer: Answer) -> (u16, u64) {
        let status = checked(pipe, GET, answer).status;
        (status, pipe.portal.broken_answers.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn an_answer_that_keeps_the_contract_passes() {
        let pipe = pipe().await;
        let answer = good(&pipe).await;
        assert_eq!(check(&pipe, answer), (200, 0));
        assert_eq!(check(&pipe, Answer::error(&error::SYSTEM_NO_AUTH_FOUND)), (401, 0));
    }

    #[tokio::test]
    async fn an_answer_that_breaks_it_becomes_an_internal_error_and_is_counted() {
        let pipe = pipe().await;
        let good = good(&pipe).await;
        let mut no_time = good.clone();
        no_time.body.as_object_mut().expect("an object").remove("time");
        let mut text = good.clone();
        text.body["result"][0]["SORT"] = json!("100");
        let status = Answer { status: 201, ..good };
        for (count, broken) in [no_time, text, status].into_iter().enumerate() {
            assert_eq!(check(&pipe, broken), (500, count as u64 + 1));
        }
    }

    #[tokio::test]
    async fn a_batch_is_judged_by_its_sections() {
        let pipe = pipe().await;
        let good = pipe.handle(call(Method::Batch, json!({ "cmd": ["user.admin"] }))).await;
        assert_eq!(checked(&pipe, "batch", good.clone()).status, 200);
        for section in ["result", "result_error", "result_total", "result_next", "result_time"] {
            let mut broken = good.clone();
            broken.body["result"][section] = json!("text");
            assert_eq!(checked(&pipe, "batch", broken).status, 500, "{section}");
        }
    }

    #[tokio::test]
    async fn nothing_is_judged_when_it_is_switched_off() {
        let pipe = pipe().await;
        pipe.portal.configure(Config { self_check: false, ..Config::default() }, |_| Ok(())).expect("a configuration");
        let pipe = Pipe { settings: pipe.portal.settings(), ..pipe };
        let broken = Answer { status: 201, ..good(&pipe).await };
        assert_eq!(check(&pipe, broken), (201, 0));
    }
}
