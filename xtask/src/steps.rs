//! Runs named steps and says of each whether it passed and how long it took.

use std::time::{Duration, Instant};

use crate::error::Error;

/// A step that has run.
struct Done {
    name: &'static str,
    time: Duration,
    passed: bool,
}

/// Runs `step` for each name and prints a summary. With `all` a failure does not keep later steps from running; the
/// first failure is what is returned.
pub(crate) fn run(
    names: impl IntoIterator<Item = &'static str>,
    all: bool,
    mut step: impl FnMut(&'static str) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut done = Vec::new();
    let mut outcome = Ok(());
    for name in names {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = step(name);
        if let Err(error) = &result
            && all
        {
            println!("{error}");
        }
        done.push(Done { name, time: start.elapsed(), passed: result.is_ok() });
        outcome = outcome.and(result);
        if outcome.is_err() && !all {
            break;
        }
    }
    println!("\n{}", summary(&done));
    outcome
}

/// One line a step, and the sum.
fn summary(done: &[Done]) -> String {
    let width = done.iter().map(|step| step.name.len()).max().unwrap_or_default().max("total".len());
    let line = |name: &str, time: Duration| format!("{name:<width$} {:>7.1} s", time.as_secs_f64());
    let verdict = |step: &Done| if step.passed { "passed" } else { "FAILED" };
    let lines: String = done.iter().map(|step| format!("{}  {}\n", line(step.name, step.time), verdict(step))).collect();
    format!("{lines}{}", line("total", done.iter().map(|step| step.time).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_each_step_and_the_sum() {
        let step = |name, millis, passed| Done { name, time: Duration::from_millis(millis), passed };
        insta::assert_snapshot!(summary(&[step("fmt", 1250, true), step("schemathesis", 61_000, false)]), @r"
        fmt              1.2 s  passed
        schemathesis    61.0 s  FAILED
        total           62.2 s
        ");
    }

    #[test]
    fn a_failure_ends_the_run_unless_all_steps_are_wanted() {
        for (all, expected) in [(false, vec!["a", "b"]), (true, vec!["a", "b", "c"])] {
            let mut ran = Vec::new();
            let outcome = run(["a", "b", "c"], all, |name| {
                ran.push(name);
                if name == "b" { Err(Error::Missing(name.to_owned())) } else { Ok(()) }
            });
            assert!(matches!(outcome, Err(Error::Missing(name)) if name == "b"));
            assert_eq!(ran, expected);
        }
    }
}
