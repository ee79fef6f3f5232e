//! The settings of a run, as reports show them. It holds no secret: credentials appear by name only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Options, Rate, Target};

/// The settings of a run. A kind of run leaves out what it does not have; a member that an older run file lacks is left
/// out too. Reports list the members under their own names, so that a new one appears in all of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub struct Configuration {
    /// Name and version of the tool.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tool: String,
    /// Seed of everything random.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Random cases that each property tries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random_cases: Option<u32>,
    /// Writing calls that each random walk makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk_steps: Option<u32>,
    /// Text in the id of every selected case, or of a clause of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Whether departures from clauses that are not documented fail too.
    pub strict: bool,
    /// Host that records may be made on; absent when the run only reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write: Option<String>,
    /// Whether wrong credentials may be sent to a portal that is no sandbox.
    pub probe_auth: bool,
    /// How fast requests may follow one another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// Most requests that the run may send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_requests: Option<u32>,
    /// Number of failed and broken cases after which no other is begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_failures: Option<u32>,
    /// Number of the portal's own companies that are read and judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<u32>,
    /// Whether values of a live portal's data are shown.
    pub keep_values: bool,
    /// Name of the file with the known departures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expectations: Option<String>,
    /// What the target has, by name: its credentials, and `control` for a control interface.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    /// How long one answer may take, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<f64>,
    /// Longest answer that is read, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_answer: Option<u64>,
}

impl Configuration {
    /// Name and version of this tool, with everything else unsaid.
    pub fn of_tool() -> Self {
        Self { tool: concat!("b24 ", env!("CARGO_PKG_VERSION")).to_owned(), ..Self::default() }
    }

    /// The settings that a check is made with.
    pub(crate) fn of_check(options: &Options, target: &Target) -> Self {
        Self {
            seed: Some(options.seed),
            random_cases: Some(options.cases),
            walk_steps: Some(options.steps),
            filter: options.filter.clone(),
            strict: options.strict,
            write: target.host().filter(|_| options.write),
            probe_auth: options.probe_auth,
            rate: Some(pace(options.rate.on(target.is_live()))),
            max_requests: options.max_requests,
            max_failures: options.max_failures,
            sample: Some(options.sample),
            keep_values: options.keep_values,
            expectations: Some(options.expectations.file.clone()).filter(|file| !file.is_empty()),
            capabilities: target.capabilities().into_iter().map(str::to_owned).collect(),
            timeout: Some(options.timeout.as_secs_f64()),
            max_answer: u64::try_from(options.max_answer).ok(),
            ..Self::of_tool()
        }
    }

    /// Every setting by its name, as text.
    pub fn entries(&self) -> Vec<(String, String)> {
        let Ok(Value::Object(members)) = serde_json::to_value(self) else { return Vec::new() };
        members.into_iter().map(|(name, value)| (name, text(&value))).collect()
    }
}

fn pace(rate: Rate) -> String {
    match rate {
        Rate::Limited { burst, per_second } => format!("{burst} requests at once, then {per_second} a second"),
        Rate::Usual | Rate::Unlimited => "as fast as the portal answers".to_owned(),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            members.iter().map(|(name, value)| format!("{name} {}", text(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use b24_contract::Secret;

    use super::*;

    #[test]
    fn every_setting_has_a_name_and_no_secret() {
        let target =
            Target::of_webhook(&Secret::new("https://example.bitrix24.com/rest/1/canary/")).expect("a webhook");
        let options = Options { write: true, filter: Some("links".to_owned()), ..Options::default() };
        let entries = Configuration::of_check(&options, &target).entries();
        let shown: Vec<String> = entries.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        for expected in [
            "seed: 0",
            "random-cases: 16",
            "filter: links",
            "strict: no",
            "write: example.bitrix24.com",
            "probe-auth: no",
            "rate: 50 requests at once, then 2 a second",
            "capabilities: webhook",
            "timeout: 30.0",
        ] {
            assert!(shown.contains(&expected.to_owned()), "{expected} is not in {shown:?}");
        }
        assert!(!format!("{shown:?}").contains("canary"));
    }

    #[test]
    fn what_a_run_does_not_have_is_left_out() {
        let names: Vec<String> = Configuration::of_tool().entries().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["tool", "strict", "probe-auth", "keep-values"]);
        assert_eq!(serde_json::from_str::<Configuration>("{}").expect("nothing is needed"), Configuration::default());
    }
}
