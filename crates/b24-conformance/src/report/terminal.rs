//! The report on a terminal: a line a case or a line a group, and evidence for what went wrong.

mod evidence;
mod style;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use b24_contract::ClauseId;

use self::style::Style;
use crate::event::{CaseFinished, Created, Event, RunKind, Started, Summary};
use crate::outcome::{Counts, Outcome};
use crate::rule::PORTAL_DID;

/// Most characters that a case's name is padded to.
const WIDEST: usize = 46;
/// What a group's name is padded to in a brief report.
const GROUP_WIDTH: usize = 32;
/// Most clauses that nothing touched which are named.
const MOST_NAMED: usize = 4;

/// Turns events into text. Feed it every event of a run in order and print what it gives back.
#[derive(Debug, Default)]
pub struct Terminal {
    style: Style,
    brief: bool,
    group: Vec<CaseFinished>,
    /// In a brief report: why cases were skipped, and how many.
    skipped: BTreeMap<String, u32>,
    /// In a brief report: what the portal did where no source says anything, by case.
    did: Vec<(String, String)>,
    replays: bool,
    sandbox: bool,
    ended: bool,
    /// Violated clauses, each with its source.
    violated: BTreeMap<ClauseId, String>,
}

impl Terminal {
    /// A report with or without colours.
    pub fn new(color: bool) -> Self {
        Self { style: Style { color }, ..Self::default() }
    }

    /// The same report with a line a group: cases that passed are counted, those that were skipped are summed up at the
    /// end, and only the others are shown.
    #[must_use]
    pub fn brief(self) -> Self {
        Self { brief: true, ..self }
    }

    /// What an event adds to the report: whole lines, or nothing yet. A group appears when all its cases have ended.
    pub fn text(&mut self, event: &Event) -> String {
        match event {
            Event::Started(started) => {
                self.sandbox = started.sandbox;
                self.started(started)
            }
            Event::Exchange(_) => String::new(),
            Event::CaseFinished(case) => {
                let ended = if self.group.first().is_some_and(|first| first.group != case.group) {
                    self.end_group()
                } else {
                    String::new()
                };
                self.group.push(case.clone());
                ended
            }
            Event::Finished(summary) => {
                self.ended = true;
                let mut text = self.end_group();
                text.push_str(&self.finished(summary));
                text
            }
        }
    }

    /// What is left to say when no more events come: of a run without an end, that it was cut off.
    pub fn rest(&mut self) -> String {
        if self.ended {
            return String::new();
        }
        let mut text = self.end_group();
        let _ = writeln!(text, "\n{}", self.style.of(Outcome::Note, "The run was cut off; this is how far it came."));
        text
    }

    fn started(&self, started: &Started) -> String {
        let portal = started.portal.as_deref().unwrap_or("no portal");
        let configuration = &started.configuration;
        let mut facts = vec![format!("contract {}", started.contract)];
        facts.extend(configuration.seed.map(|seed| format!("seed {seed}")));
        facts.extend(configuration.strict.then(|| "strict".to_owned()));
        let reads_only = started.kind == RunKind::Check && configuration.write.is_none();
        facts.extend(reads_only.then(|| "reading only".to_owned()));
        facts.extend(configuration.filter.as_ref().map(|filter| format!("only cases with {filter:?}")));
        format!(
            "{} {}\n",
            self.style.bold(&format!("Checking {portal}")),
            self.style.dim(&format!("({})", facts.join(", ")))
        )
    }

    fn end_group(&mut self) -> String {
        let cases = std::mem::take(&mut self.group);
        let Some(first) = cases.first() else { return String::new() };
        let counts: Counts = cases.iter().map(|case| case.outcome).collect();
        let mut text = self.heading(&first.group, &counts);
        let shown = |case: &&CaseFinished| !self.brief || case.outcome > Outcome::Pass;
        let named = cases.iter().filter(shown).map(|case| short(case).chars().count());
        let width = named.max().unwrap_or_default().min(WIDEST);
        let mut skipped: BTreeMap<String, u32> = BTreeMap::new();
        for case in &cases {
            match case.outcome {
                Outcome::Skip => {
                    *skipped.entry(case.remark.clone().unwrap_or_else(|| "no reason given".to_owned())).or_default() +=
                        1;
                    continue;
                }
                Outcome::Pass if self.brief => {
                    let did = case.remark.as_deref().and_then(|remark| remark.strip_prefix(PORTAL_DID));
                    self.did.extend(did.map(|did| (case.id.clone(), did.to_owned())));
                    continue;
                }
                _ => {}
            }
            let _ = writeln!(text, "{}", self.line(case, width));
            for (place, evidence) in case.evidence.iter().enumerate() {
                if evidence.outcome >= Outcome::Fail {
                    self.replays |= !evidence.replay.is_empty();
                    self.violated.entry(evidence.clause.clone()).or_insert_with(|| evidence.source.clone());
                }
                let before = place.checked_sub(1).and_then(|before| case.evidence.get(before));
                text.push_str(&evidence::text(self.style, case, evidence, before));
            }
        }
        if self.brief {
            for (reason, cases) in skipped {
                *self.skipped.entry(reason).or_default() += cases;
            }
        } else {
            text.push_str(&self.skips(&skipped));
        }
        text
    }

    fn heading(&self, group: &str, counts: &Counts) -> String {
        let counted = self.counted(counts);
        if !self.brief {
            return format!("\n{}  {counted}\n", self.style.bold(group));
        }
        let worst = Outcome::ALL.into_iter().filter(|outcome| counts.of(*outcome) > 0).max().unwrap_or_default();
        format!("{} {}  {counted}\n", self.style.symbol(worst), self.style.bold(&format!("{group:GROUP_WIDTH$}")))
    }

    fn skips(&self, skipped: &BTreeMap<String, u32>) -> String {
        let mut text = String::new();
        for (reason, cases) in skipped {
            let plural = if *cases == 1 { "" } else { "s" };
            let line = format!("{cases} case{plural} skipped: {reason}");
            let _ = writeln!(text, "  {} {}", self.style.symbol(Outcome::Skip), self.style.dim(&line));
        }
        text
    }

    fn line(&self, case: &CaseFinished, width: usize) -> String {
        let name = short(case);
        let says = case.says.trim_end_matches('.');
        let remark = case.remark.as_ref().map(|remark| format!(" – {remark}")).unwrap_or_default();
        let phrase = match case.outcome {
            Outcome::Error => format!("{}{}", self.style.dim(says), self.style.of(Outcome::Error, &remark)),
            _ => self.style.dim(&format!("{says}{remark}")),
        };
        format!("  {} {name:width$}  {phrase}", self.style.symbol(case.outcome))
    }

    /// Numbers of a group, those that are zero left out.
    fn counted(&self, counts: &Counts) -> String {
        let words = [
            (Outcome::Pass, "passed"),
            (Outcome::Note, "noted"),
            (Outcome::Fail, "failed"),
            (Outcome::Error, "broke"),
            (Outcome::Skip, "skipped"),
        ];
        let parts: Vec<String> = words
            .into_iter()
            .filter(|(outcome, _)| counts.of(*outcome) > 0)
            .map(|(outcome, word)| self.style.of(outcome, &format!("{} {word}", counts.of(outcome))))
            .collect();
        if parts.is_empty() { "no cases".to_owned() } else { parts.join(", ") }
    }

    fn finished(&self, summary: &Summary) -> String {
        let mut text = String::from("\n");
        if !self.skipped.is_empty() {
            let _ = writeln!(text, "{}", self.skips(&self.skipped));
        }
        // A sandbox does what the contract chose.
        if !self.sandbox && !self.did.is_empty() {
            let _ = writeln!(text, "{}", self.style.bold("Where no source says anything, the portal did"));
            let width = self.did.iter().map(|(case, _)| case.len()).max().unwrap_or_default();
            for (case, did) in &self.did {
                let _ = writeln!(text, "  {case:width$}  {}", self.style.dim(did));
            }
            text.push('\n');
        }
        if !self.violated.is_empty() {
            let _ = writeln!(text, "{}", self.style.of(Outcome::Fail, "Violated clauses"));
            let width = self.violated.keys().map(|clause| clause.as_str().len()).max().unwrap_or_default();
            for (clause, source) in &self.violated {
                let _ = writeln!(text, "  {:width$}  {}", clause.as_str(), self.style.dim(source));
            }
            text.push('\n');
        }
        if self.replays {
            let note = "The curl lines read addresses and secrets from variables such as B24_PORTAL and B24_TOKEN.";
            let _ = writeln!(text, "{}\n", self.style.dim(note));
        }
        if !self.sandbox && !summary.created.is_empty() {
            let _ = writeln!(text, "{}\n", self.style.dim(&left_behind(&summary.created)));
        }
        if let Some(line) = removal(summary) {
            let _ = writeln!(text, "{}\n", self.style.dim(&line));
        }
        if !summary.unchecked.is_empty() {
            let _ = writeln!(text, "{}\n", self.style.dim(&untouched(&summary.unchecked)));
        }
        let checked = summary.counts.checked();
        let _ = writeln!(
            text,
            "{}  {}",
            self.style.bold(&format!("{checked} of {} cases checked", summary.counts.total())),
            self.counted(&summary.counts)
        );
        let facts = format!(
            "{} of {} clauses, {} requests, {:.1} s, seed {}",
            summary.clauses_checked, summary.clauses_total, summary.requests, summary.seconds, summary.seed
        );
        let _ = writeln!(text, "{}", self.style.dim(&facts));
        text
    }
}

/// The case's id without its group.
fn short(case: &CaseFinished) -> &str {
    case.id.strip_prefix(&case.group).and_then(|rest| rest.strip_prefix('/')).unwrap_or(&case.id)
}

/// The first few clauses that nothing touched.
fn untouched(clauses: &[ClauseId]) -> String {
    let named: Vec<&str> = clauses.iter().take(MOST_NAMED).map(ClauseId::as_str).collect();
    let more = clauses.len() - named.len();
    let more = if more == 0 { String::new() } else { format!(" and {more} more, which the reports list") };
    format!("Nothing touched {}{more}.", named.join(", "))
}

/// What became of the records that the run made.
fn removal(summary: &Summary) -> Option<String> {
    match (&summary.not_removed, summary.removed) {
        (Some(reason), _) => {
            Some(format!("Not everything that the run made could be removed: {reason}. See b24 sweep."))
        }
        (None, 0) => None,
        (None, 1) => Some("Removed the record that the run made.".to_owned()),
        (None, removed) => Some(format!("Removed the {removed} records that the run made.")),
    }
}

/// What the run made and left on the portal.
fn left_behind(created: &[Created]) -> String {
    let mut kinds: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for record in created {
        kinds.entry(&record.kind).or_default().push(record.id);
    }
    let parts: Vec<String> = kinds
        .into_iter()
        .map(|(kind, mut ids)| {
            ids.sort_unstable();
            let many = if kind == "company" { "companies" } else { "contacts" };
            match ids.as_slice() {
                [id] => format!("{kind} {id}"),
                [least, .., most] => format!("{} {many} with ids from {least} to {most}", ids.len()),
                [] => String::new(),
            }
        })
        .collect();
    format!("Left on the portal, marked ORIGINATOR_ID b24-conformance: {}.", parts.join(" and "))
}
