//! Which cases show which clause: learnt once from a run against an untouched sandbox.

use std::collections::{BTreeMap, BTreeSet};

use b24_conformance::{Case, Event, Need, Options, Touched, plan, run};
use b24_contract::{ClauseId, contract, judge};
use b24_sandbox::Sandbox;

use super::alarm;

/// Cases that are taken for each way to show a clause that has no case of its own which sends calls.
const FEW: usize = 4;

/// The cases of the suite that look at a portal and find nothing wrong with an untouched one, in the order in which they are
/// run.
#[derive(Debug)]
pub struct Survey {
    cases: Vec<Shows>,
    /// What the others came to.
    pub(super) alarms: Vec<String>,
}

/// What a case shows.
#[derive(Debug, Default)]
struct Shows {
    id: String,
    group: String,
    /// Clauses that it checks.
    checks: BTreeSet<ClauseId>,
    /// Schema locations that its calls or answers have values for, and errors that it is answered.
    touches: BTreeSet<ClauseId>,
    /// Calls that it sends. A case without looks at the answers to others.
    requests: u32,
}

impl Survey {
    /// Runs the suite against a sandbox.
    ///
    /// # Panics
    ///
    /// When the sandbox does not answer.
    pub async fn of(sandbox: &Sandbox, options: &Options) -> Self {
        let mut cases: BTreeMap<String, Shows> = BTreeMap::new();
        let planned: Vec<Case> = plan(contract()).into_iter().filter(looks_at_a_portal).collect();
        let only = planned.iter().map(|case| case.id.clone()).collect();
        let options = Options { only: Some(only), ..options.clone() };
        let mut alarming: BTreeMap<String, String> = BTreeMap::new();
        run(&crate::target(sandbox.announcement()), &options, |event| {
            if let Event::CaseFinished(case) = event {
                alarming.extend(alarm(case).map(|alarm| (case.id.clone(), alarm)));
            }
            if let Event::Exchange(recorded) = event {
                let shows = cases.entry(recorded.of.case.clone()).or_default();
                let Touched { answered, asked } = Touched::by(&recorded.exchange);
                shows.touches.extend(answered.into_iter().chain(asked));
                shows.touches.extend(judge::error_of(&recorded.exchange).map(|error| ClauseId::new(error.id)));
                shows.requests += 1;
            }
        })
        .await
        .expect("the suite runs against an untouched sandbox");
        let shows = |case: Case| Shows {
            group: case.group,
            checks: case.clauses.into_iter().collect(),
            ..Shows { id: case.id.clone(), ..cases.remove(&case.id).unwrap_or_default() }
        };
        let (alarmed, holding): (Vec<_>, Vec<_>) =
            planned.into_iter().map(shows).partition(|case| alarming.contains_key(&case.id));
        Self { cases: holding, alarms: alarmed.iter().filter_map(|case| alarming.remove(&case.id)).collect() }
    }

    /// Ids of all cases.
    pub fn all(&self) -> BTreeSet<String> {
        self.cases.iter().map(|case| case.id.clone()).collect()
    }

    /// Ids of the cases that check a clause, and of the cheapest ones that show it where those only look at the answers to
    /// others.
    pub fn cases_that_show(&self, clause: &str) -> BTreeSet<String> {
        let clause = ClauseId::new(clause);
        // A walk is about so many clauses that it costs more than it tells about one.
        let own = self.cases.iter().filter(|case| case.checks.contains(&clause) && case.group != "walk");
        let own: Vec<&Shows> = own.collect();
        let mut ids: BTreeSet<String> = own.iter().map(|case| case.id.clone()).collect();
        if own.iter().all(|case| case.requests == 0) {
            let showing: Vec<&Shows> = self.cases.iter().filter(|case| case.touches.contains(&clause)).collect();
            ids.extend(if showing.is_empty() { self.one_of_each_group() } else { cheapest(showing) });
        }
        ids
    }

    /// The cheapest case of each group: answers to all methods.
    fn one_of_each_group(&self) -> Vec<String> {
        let mut cheapest: BTreeMap<&str, &Shows> = BTreeMap::new();
        for case in self.cases.iter().filter(|case| case.requests > 0) {
            let known = cheapest.entry(&case.group).or_insert(case);
            if case.requests < known.requests {
                *known = case;
            }
        }
        cheapest.into_values().map(|case| case.id.clone()).collect()
    }
}

/// A few cases with few calls, the first ones from different groups.
fn cheapest(mut cases: Vec<&Shows>) -> Vec<String> {
    cases.sort_by_key(|case| case.requests);
    let mut groups = BTreeSet::new();
    let (first, more): (Vec<&Shows>, Vec<&Shows>) = cases.into_iter().partition(|case| groups.insert(&case.group));
    first.into_iter().chain(more).take(FEW).map(|case| case.id.clone()).collect()
}

fn looks_at_a_portal(case: &Case) -> bool {
    case.needs.iter().any(|need| matches!(need, Need::Credential(_)))
}
