//! Walks find portals that lie, make the failure short, and a replay blames the portal.

use b24_conformance::{Blame, Event, Options, Outcome, Replay, Seen, replay, run};
use b24_sandbox::{Config, Sandbox};
use b24_tests::{SEED, target};

/// Lies, the most calls that show each, and the walk that finds it.
const LIES: [(&str, usize); 5] = [
    ("crm.company.contact.add/first-sort!stores-nothing", 4),
    ("crm.company.contact.add/first-sort!done-twice", 4),
    ("crm.company.contact.add/primary-handed-over!two-primaries", 4),
    ("crm.company.contact.items.set/replaces!appends", 6),
    ("crm.contact.company.items.set/seen-from-the-other-side!stale", 6),
];

async fn liar(deviation: &str) -> Sandbox {
    let config = Config { seed: SEED, self_check: false, deviations: vec![deviation.to_owned()], ..Config::default() };
    Sandbox::builder().config(config).start().await.expect("a sandbox starts on a free port")
}

#[tokio::test]
async fn lies_are_found_shortened_and_blamed_on_the_portal() {
    for (deviation, most) in LIES {
        let lying = liar(deviation).await;
        let lying_target = target(lying.announcement());
        let filter = Some("walk/links".to_owned());
        let strict = Options { strict: true, max_failures: Some(1), ..Options::default() };
        let options = Options { write: true, keep_records: true, filter, ..strict };
        let (mut started, mut found) = (None, Vec::new());
        run(&lying_target, &options, |event| match event {
            Event::Started(event) => started = Some(event.clone()),
            Event::CaseFinished(case) if case.outcome == Outcome::Fail => {
                found = started.iter().flat_map(|started| Replay::of_case(started, &case.id, &case.evidence)).collect();
            }
            _ => {}
        })
        .await
        .expect("a run");
        let shortest = found.iter().min_by_key(|replay| replay.evidence.steps.len()).expect(deviation);
        assert!(shortest.evidence.steps.len() <= most, "{deviation}: {:#?}", shortest.evidence.replay);

        let honest = b24_tests::sandbox().await;
        let options = Options { write: true, keep_records: true, ..Options::default() };
        let on_portal = replay(&lying_target, &options, shortest).await.expect("a replay");
        let on_sandbox = replay(&target(honest.announcement()), &options, shortest).await.expect("a replay");
        assert_eq!((&on_portal.seen, &on_sandbox.seen), (&Seen::Again, &Seen::Not), "{deviation}");
        assert_eq!(Blame::of(Some(&on_portal), &on_sandbox), Blame::Portal);
    }
}
