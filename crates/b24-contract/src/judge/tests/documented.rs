//! What the documentation shows is judged as it should be.

use super::*;

/// A documentation page whose dates were written by hand: in its answers they lie hours beside `start` and `finish`.
const DATES_BESIDE_SECONDS: &str = "settings/how-to-call-rest-api/batch";

#[test]
fn documented_payloads_keep_the_contract() {
    for example in &contract().examples {
        match example.kind {
            ExampleKind::Request => {
                let method = Method::parse(&example.method).expect("checked by the document's test");
                assert_eq!(request(method, &example.payload), [], "{}", example.id);
            }
            ExampleKind::Result => {
                assert_eq!(value(&format!("{}.result", example.method), &example.payload), [], "{}", example.id);
            }
            ExampleKind::Answer | ExampleKind::Error => {
                let exchange = answered(&example.method, example.status.expect("answers have one"), &example.payload);
                let mut findings = judge(&exchange);
                if example.source.place() == DATES_BESIDE_SECONDS {
                    findings.retain(|finding| finding.clause.as_str() != "protocol/time/dates");
                }
                assert_eq!(findings, [], "{}", example.id);
                assert_eq!(error_of(&exchange).map(|clause| clause.id), example.clause.as_ref().map(ClauseId::as_str));
            }
        }
    }
}

#[test]
fn each_answer_of_each_error_is_known_to_its_methods() {
    for method in Method::ALL {
        for clause in ErrorClause::of_method(method.name()) {
            for answer in clause.answers {
                let exchange = answered(method.name(), answer.status, &failed(answer.code, answer.text));
                assert_eq!(judge(&exchange), [], "{method} {}", clause.id);
                assert!(is_error(&exchange, clause), "{method} {}", clause.id);
                let found = error_of(&exchange).expect("some error");
                let same = |other: &ErrorAnswer| {
                    (other.status, other.code, other.text) == (answer.status, answer.code, answer.text)
                };
                assert!(found.id == clause.id || found.answers.iter().any(same), "{} for {}", found.id, clause.id);
            }
        }
    }
}
