//! Runs named steps and says of each whether it passed and how long it took.

use std::time::{Duration, Instant};

use crate::error::Error;

/// A step that has run.
struct Done {
    name: &'static str,
    time: Duration,
    passed: bool,
}

/// Runs `step` for each name and prints a summary. A failure ends the run; with `all` it is printed, and later steps run.
pub(crate) fn run(
    names: impl IntoIterator<Item = &'static str>,
    all: bool,
    mut step: impl FnMut(&'static str) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut done = Vec::new();
    let mut failure = None;
    for name in names {
        println!("\n=== {name}");
        let start = Instant::now();
        let outcome = step(name);
        done.push(Done { name, time: start.elapsed(), passed: outcome.is_ok() });
        match outcome {
            Ok(()) => {}
            Err(error) if all => println!("{error}"),
            Err(error) => {
                failure = Some(error);
                break;
            }
        }
    }
    println!("\n{}", summary(&done));
    let failed: Vec<_> = done.iter().filter(|step| !step.passed).map(|step| step.name).collect();
    match failure {
        Some(error) => Err(error),
        None if failed.is_empty() => Ok(()),
        None => Err(Error::Step(format!("failed: {}", failed.join(", ")))),
    }
}

/// One line a step, and the sum.
fn summary(done: &[Done]) -> String {
    let width = done.iter().map(|step| step.name.len()).max().unwrap_or_default().max("total".len());
    let line = |name: &str, time: Duration| format!("{name:<width$} {:>7.1} s", time.as_secs_f64());
    let verdict = |step: &Done| if step.passed { "passed" } else { "FAILED" };
    let lines: String =
        done.iter().map(|step| format!("{}  {}\n", line(step.name, step.time), verdict(step))).collect();
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
        for (all, expected, told) in [(false, "ab", "b is broken"), (true, "abc", "failed: b")] {
            let mut ran = String::new();
            let outcome = run(["a", "b", "c"], all, |name| {
                ran.push_str(name);
                if name == "b" { Err(Error::Step("b is broken".to_owned())) } else { Ok(()) }
            });
            assert_eq!(outcome.expect_err("a step failed").to_string(), told);
            assert_eq!(ran, expected);
        }
    }
}
