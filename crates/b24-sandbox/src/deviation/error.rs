//! Errors that are told in another way than the contract says, or not at all: for every error of the contract.

use b24_contract::{ErrorClause, ExampleKind, Method, contract};
use serde_json::Value;

use super::{Deed, Deviation};
use crate::call::{Answer, Call};
use crate::clock::Clock;
use crate::config::OperatingShown;
use crate::delivery::Delivery;
use crate::envelope::{self, Reply, Times};
use crate::operating::Worked;
use crate::pipeline::Received;
use crate::twist::{Answering, Next};

/// A code and a text that no error of the contract has.
const STRANGE: (&str, &str) = ("B24_DEVIATION", "This is not the text that belongs here");

/// What is done to an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// It is told under the status of a success.
    Under200,
    /// It has another code.
    OtherCode,
    /// It has another text.
    OtherText,
    /// The call succeeds, though nothing is done.
    Succeeds,
}

/// What is done to one error.
struct Misreport {
    error: &'static ErrorClause,
    change: Change,
}

/// Every way to misreport every error that departs from all of its sources.
pub(super) fn all() -> Vec<Deviation> {
    let changes = [Change::Under200, Change::OtherCode, Change::OtherText, Change::Succeeds];
    let each = ErrorClause::ALL.iter().flat_map(|error| changes.map(|change| Misreport { error, change }));
    each.filter(Misreport::departs).map(Misreport::into_deviation).collect()
}

impl Misreport {
    /// Whether no source has the error like this.
    fn departs(&self) -> bool {
        match self.change {
            Change::Under200 => self.error.answers.iter().all(|answer| answer.status != 200),
            Change::OtherText => !self.error.any_text,
            Change::OtherCode | Change::Succeeds => true,
        }
    }

    fn into_deviation(self) -> Deviation {
        let (how, does) = match self.change {
            Change::Under200 => ("under-200", "is told under status 200"),
            Change::OtherCode => ("other-code", "is told with another code"),
            Change::OtherText => ("other-text", "is told with another text"),
            Change::Succeeds => ("succeeds", "is not told: the call succeeds, though nothing is done"),
        };
        let when = self.error.when.trim_end_matches('.');
        Deviation::new(self.error.id, how, &format!("The error {does}. ({when}.)"), self)
    }

    fn apply(&self, method: &str, answer: &mut Answer) {
        if answer.clause != self.error.id {
            return;
        }
        let (code, text) = STRANGE;
        match self.change {
            Change::Under200 => answer.status = 200,
            Change::OtherCode => answer.body["error"] = code.into(),
            Change::OtherText => answer.body["error_description"] = text.into(),
            Change::Succeeds => {
                let delivery = std::mem::take(&mut answer.delivery);
                *answer = Answer { delivery, ..success(method) };
            }
        }
    }
}

impl Deed for Misreport {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        Box::pin(async move {
            let method = call.method.name().to_owned();
            let mut answer = next.run(call).await;
            self.apply(&method, &mut answer);
            answer
        })
    }

    fn tell(&self, heard: &Received, answer: &mut Answer) {
        self.apply(&heard.route.method, answer);
    }
}

/// What a method's success looks like in its documentation; `true` where that shows none.
fn success(method: &str) -> Answer {
    let method = Method::parse(method);
    let shown = contract().examples.iter().filter(|example| Method::parse(&example.method) == method);
    let result = shown.filter_map(|example| match example.kind {
        ExampleKind::Answer => example.payload.get("result").cloned(),
        ExampleKind::Result => Some(example.payload.clone()),
        ExampleKind::Request | ExampleKind::Error => None,
    });
    let reply = Reply::from(result.into_iter().next().unwrap_or(Value::Bool(true)));
    let now = Clock::new(None).now();
    let times = Times { start: now, processing: now, finish: now };
    let body = envelope::success(reply, times, Worked::none(now.whole_seconds()), OperatingShown::Always);
    let clause = method.map_or(super::CLAUSE, |method| method.row().result);
    Answer { status: 200, body, clause, delivery: Delivery::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(change: Change) -> Answer {
        let error = ErrorClause::by_id("crm.company.contact.items.get/owner-invalid").expect("a known id");
        let mut answer = Answer::error(error);
        Misreport { error, change }.apply("crm.company.contact.items.get", &mut answer);
        answer
    }

    #[test]
    fn an_error_is_told_otherwise_in_one_respect() {
        let right = (400, "", "The parameter ownerEntityID is invalid or not defined.");
        let told = |answer: Answer| {
            let text = |name: &str| answer.body[name].as_str().unwrap_or_default().to_owned();
            (answer.status, text("error"), text("error_description"))
        };
        let expected = |status, code: &str, text: &str| (status, code.to_owned(), text.to_owned());
        assert_eq!(told(changed(Change::Under200)), expected(200, right.1, right.2));
        assert_eq!(told(changed(Change::OtherCode)), expected(right.0, STRANGE.0, right.2));
        assert_eq!(told(changed(Change::OtherText)), expected(right.0, right.1, STRANGE.1));
    }

    #[test]
    fn a_call_that_pretends_to_succeed_answers_as_its_documentation_shows() {
        let answer = changed(Change::Succeeds);
        assert_eq!((answer.status, answer.clause), (200, "crm.company.contact.items.get.result#"));
        assert!(answer.body["result"][0]["CONTACT_ID"].is_number() && answer.body["time"].is_object());
    }

    #[test]
    fn another_error_stays_as_it_is() {
        let error = |id: &str| ErrorClause::by_id(id).expect("a known id");
        let mut answer = Answer::error(error("system/expired-token"));
        let misreport = Misreport { error: error("system/invalid-token"), change: Change::Succeeds };
        misreport.apply("scope", &mut answer);
        assert_eq!(answer.clause, "system/expired-token");
    }
}
