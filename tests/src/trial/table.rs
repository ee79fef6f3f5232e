//! What a person reads of trials.

use super::{Reach, Trial};

/// One line for one deviation, without its end.
pub fn line(trial: &Trial) -> String {
    let Trial { deviation, caught, reach, remark, seconds, .. } = trial;
    match caught {
        Some(caught) => {
            let own = deviation.split_once('!').is_some_and(|(clause, _)| clause == caught.clause.as_str());
            let names = if own { String::new() } else { format!(", which names {}", caught.clause) };
            let whole = if *reach == Reach::Whole { ", in the whole suite" } else { "" };
            let (cases, requests) = (caught.cases, caught.requests);
            format!("caught {deviation}\n       by {}{names} ({cases} cases, {requests} requests{whole})", caught.case)
        }
        None => {
            let remark = remark.as_deref().map(|remark| format!("\n       {remark}")).unwrap_or_default();
            format!("MISSED {deviation} ({seconds:.1} s)\n       {}{remark}", trial.says)
        }
    }
}

/// How many were caught, and how; those that were missed once more.
pub fn conclusion(trials: &[Trial]) -> String {
    let missed: Vec<&Trial> = trials.iter().filter(|trial| trial.caught.is_none()).collect();
    let caught = trials.len() - missed.len();
    let whole = trials.iter().filter(|trial| trial.caught.is_some() && trial.reach == Reach::Whole).count();
    let requests: u32 = trials.iter().filter_map(|trial| Some(trial.caught.as_ref()?.requests)).sum();
    let mut text = format!(
        "{} deviations: {caught} caught, {} of them by the cases of their clause, {whole} by the rest of the suite \
         ({requests} requests); {} missed",
        trials.len(),
        caught - whole,
        missed.len()
    );
    for trial in missed {
        text.push_str(&format!("\nMISSED {}: {}", trial.deviation, trial.says));
    }
    text
}
