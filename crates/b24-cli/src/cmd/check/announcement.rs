//! What a run will do to a portal that others use, said before it begins.

use b24_conformance::{Forecast, Options, Rate, Target};

/// The announcement of a run; nothing for one that sends no request.
pub(super) fn text(target: &Target, options: &Options, forecast: &Forecast) -> Option<String> {
    let portal = target.origin().filter(|_| forecast.requests > 0)?;
    let mut lines = vec![format!(
        "about {} requests in {} cases to {portal}{}",
        forecast.requests,
        forecast.cases,
        pace(options, forecast)
    )];
    if let Some(most) = options.max_requests {
        let early = if most < forecast.requests { ", so that the run ends early" } else { "" };
        lines.push(format!("at most {most} requests are sent{early}"));
    }
    if forecast.records > 0 {
        let ledger =
            options.ledger.as_ref().map_or(String::new(), |dir| format!(", entered in a ledger in {}", dir.display()));
        lines.push(format!(
            "about {} companies and contacts are made, with ORIGINATOR_ID b24-conformance{ledger}, and removed at the end",
            forecast.records
        ));
        lines.push(
            "what cannot be undone: events, automation rules and counters of the portal see them, and their ids are used up"
                .to_owned(),
        );
    }
    Some(lines.join("\n"))
}

fn pace(options: &Options, forecast: &Forecast) -> String {
    let seconds = forecast.least_time.as_secs();
    let time = match (seconds / 60, seconds) {
        (0, 0) => return String::new(),
        (0, seconds) => format!("{seconds} s"),
        (minutes, _) => format!("{minutes} min"),
    };
    let rate = match options.rate {
        Rate::Limited { burst, per_second } => format!("{burst} at once and then {per_second} a second"),
        Rate::Usual => "50 at once and then 2 a second".to_owned(),
        Rate::Unlimited => return String::new(),
    };
    format!(", {rate}: {time} or more")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use b24_contract::Secret;

    use super::*;

    fn announced(options: &Options, forecast: Forecast) -> String {
        let webhook = Secret::new("https://example.bitrix24.com/rest/1/not-a-real-code/");
        text(&Target::of_webhook(&webhook).expect("a webhook"), options, &forecast).expect("requests")
    }

    #[test]
    fn reading_is_one_line() {
        let forecast = Forecast { cases: 90, requests: 130, least_time: Duration::from_secs(40), records: 0 };
        insta::assert_snapshot!(
            announced(&Options::default(), forecast),
            @"about 130 requests in 90 cases to https://example.bitrix24.com, 50 at once and then 2 a second: 40 s or more"
        );
    }

    #[test]
    fn writing_says_what_is_made_and_what_cannot_be_undone() {
        let forecast = Forecast { cases: 900, requests: 3900, least_time: Duration::from_secs(1925), records: 1400 };
        let options = Options { max_requests: Some(1000), ledger: Some("/state/ledger".into()), ..Options::default() };
        insta::assert_snapshot!(announced(&options, forecast), @r"
        about 3900 requests in 900 cases to https://example.bitrix24.com, 50 at once and then 2 a second: 32 min or more
        at most 1000 requests are sent, so that the run ends early
        about 1400 companies and contacts are made, with ORIGINATOR_ID b24-conformance, entered in a ledger in /state/ledger, and removed at the end
        what cannot be undone: events, automation rules and counters of the portal see them, and their ids are used up
        ");
    }
}
