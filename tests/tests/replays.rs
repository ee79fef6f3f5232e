//! A failure found on a live portal, whose values are masked, is seen again where it is and nowhere else.

use b24_conformance::{Blame, Event, Options, Rate, Replay, Seen, Target, replay, run};
use b24_contract::Secret;
use b24_sandbox::{Config, Sandbox};
use b24_tests::{SEED, target};

/// Lies, with the case that finds each: by what is missing, by a value, by the error.
const LIES: [(&str, &str); 3] = [
    ("crm.company.contact.add/default-sort!always-ten", "crm.company.contact.add/default-sort"),
    ("crm.company.contact.add/first-sort!stores-nothing", "crm.company.contact.add/first-sort"),
    ("system/invalid-credentials!under-200", "system/invalid-credentials/provoked"),
];

/// A sandbox known by its webhook only, as other people's portals are.
fn live(sandbox: &Sandbox) -> Target {
    let announced = serde_json::to_value(sandbox.announcement()).expect("an announcement is JSON");
    let webhook = announced["webhook"].as_str().expect("a webhook");
    Target::of_webhook(&Secret::new(webhook)).expect("a webhook")
}

#[tokio::test]
async fn a_masked_failure_is_seen_again_on_the_portal_that_lies_and_not_elsewhere() {
    for (deviation, case) in LIES {
        let config =
            Config { seed: SEED, self_check: false, deviations: vec![deviation.to_owned()], ..Config::default() };
        let lying = Sandbox::builder().config(config).start().await.expect("a sandbox starts on a free port");
        let options = Options {
            write: true,
            strict: true,
            probe_auth: true,
            rate: Rate::Unlimited,
            only: Some([case.to_owned()].into()),
            ..Options::default()
        };
        let (mut started, mut found) = (None, Vec::new());
        run(&live(&lying), &options, |event| match event {
            Event::Started(event) => started = Some(event.clone()),
            Event::CaseFinished(finished) if !finished.evidence.is_empty() => {
                let saved = |started| Replay::of_case(started, &finished.id, &finished.evidence);
                found = started.iter().flat_map(saved).collect();
            }
            _ => {}
        })
        .await
        .expect("a run");
        let saved = found.first().expect(deviation);
        assert!(saved.evidence.steps.iter().any(|step| step.veiled), "{deviation}");

        let options = Options { only: None, ..options };
        let on_portal = replay(&live(&lying), &options, saved).await.expect("a replay");
        let honest = b24_tests::sandbox().await;
        let kept = Options { write: true, keep_records: true, ..Options::default() };
        let on_sandbox = replay(&target(honest.announcement()), &kept, saved).await.expect("a replay");
        assert_eq!((&on_portal.seen, &on_sandbox.seen), (&Seen::Again, &Seen::Not), "{deviation}");
        assert_eq!(Blame::of(Some(&on_portal), &on_sandbox), Blame::Portal, "{deviation}");
    }
}
