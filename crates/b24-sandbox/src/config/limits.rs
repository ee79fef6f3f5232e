//! Limits: how many requests a machine may send, and how long a method may work for a credential.

use std::collections::BTreeMap;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MethodPattern;
use crate::Error;

/// Seconds of work in ten minutes after which cloud portals block a method.
const CLOUD: f64 = 480.0;
/// Greatest number of seconds that a call may be charged with.
const DEAREST: f64 = 3600.0;

/// Limits of a portal, none of which is in force unless told otherwise.
///
/// ```
/// use b24_sandbox::{Config, Limits};
///
/// let config = Config::from_toml(
///     r#"
///     [limits]
///     rate = "standard"
///
///     [limits.operating]
///     limit = 480
///     cost = { "crm.company.list" = 120, "crm.contact.*" = 0.5 }
///     "#,
/// )?;
/// assert_eq!(config.limits.rate, Limits::standard().rate);
/// # Ok::<(), b24_sandbox::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How many requests a machine may send.
    pub rate: RateLimit,
    /// Takes the last address of `X-Forwarded-For` for the machine that sent a request, as a proxy before the sandbox
    /// adds it. Anybody who reaches the sandbox directly can then be any machine.
    pub trust_forwarded_for: bool,
    /// How long a method may work for a credential.
    pub operating: OperatingLimit,
}

/// How many requests a machine may send: `"off"`, `"standard"`, `"enterprise"`, or a bucket of any other size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    rename_all = "kebab-case",
    expecting = "`off`, `standard`, `enterprise` or { leak = ..., threshold = ... } belongs here"
)]
pub enum RateLimit {
    /// Any number.
    #[default]
    Off,
    /// As on most plans: 50 at once, and 2 a second.
    Standard,
    /// As on the Enterprise plan: 250 at once, and 5 a second.
    Enterprise,
    /// Others.
    #[serde(untagged)]
    Custom(LeakyBucket),
}

/// A counter that each request raises by one and that time lowers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeakyBucket {
    /// By how much the counter falls in a second.
    pub leak: f64,
    /// What the counter may rise to.
    pub threshold: u32,
}

/// How long a method may work for a credential, and what answers tell of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OperatingLimit {
    /// Seconds of work in ten minutes above which a method is blocked for a credential; without it none is. Cloud
    /// portals take 480, portals on premises that switch the limit on take 420.
    pub limit: Option<f64>,
    /// What `time` tells.
    pub shown: OperatingShown,
    /// What the `time` of a batch tells.
    pub batch: BatchOperating,
    /// Seconds that a call of a method is charged with besides those that it really took. The closest pattern counts.
    pub cost: BTreeMap<MethodPattern, f64>,
}

/// What the member `time` of answers tells of the working time. Recorded answers of portals show all three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OperatingShown {
    /// `operating` and `operating_reset_at`.
    #[default]
    Always,
    /// `operating` alone.
    Partly,
    /// Neither.
    Never,
}

/// What the member `time` of a batch itself tells of the working time. Only the commands are ever charged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BatchOperating {
    /// None: the commands alone tell it, as documented.
    #[default]
    Inner,
    /// What the methods of its commands have come to, as recorded answers of portals show.
    OuterToo,
}

impl Limits {
    /// Those of most cloud portals: 50 requests at once and 2 a second, and 480 seconds of work in ten minutes.
    pub fn standard() -> Self {
        Self::of_cloud(RateLimit::Standard)
    }

    /// Those of the Enterprise plan: 250 requests at once and 5 a second, and 480 seconds of work in ten minutes.
    pub fn enterprise() -> Self {
        Self::of_cloud(RateLimit::Enterprise)
    }

    fn of_cloud(rate: RateLimit) -> Self {
        let operating = OperatingLimit { limit: Some(CLOUD), ..OperatingLimit::default() };
        Self { rate, operating, trust_forwarded_for: false }
    }

    /// What contradicts itself here, if anything.
    pub(super) fn contradiction(&self) -> Option<String> {
        if let RateLimit::Custom(bucket) = self.rate
            && !((0.001..=1e6).contains(&bucket.leak) && (1..=1_000_000).contains(&bucket.threshold))
        {
            let says =
                "limits.rate must leak between 0.001 and 1000000 a second and have a threshold between 1 and 1000000";
            return Some(says.to_owned());
        }
        if self.operating.limit.is_some_and(|limit| !(limit >= 0.0 && limit.is_finite())) {
            return Some("limits.operating.limit must be a number of seconds, not below zero".to_owned());
        }
        if let Some(wrong) = self.operating.cost.keys().find(|method| !method.is_possible()) {
            return Some(format!(
                "limits.operating.cost has `{wrong}`, which is neither a method nor the beginning of some, such as `crm.*`"
            ));
        }
        let (method, _) = self.operating.cost.iter().find(|(_, cost)| !(0.0..=DEAREST).contains(*cost))?;
        Some(format!("limits.operating.cost of `{method}` must be between 0 and {DEAREST} seconds"))
    }
}

impl FromStr for Limits {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "off" => Ok(Self::default()),
            "standard" => Ok(Self::standard()),
            "enterprise" => Ok(Self::enterprise()),
            _ => Err(Error::Config(format!("limits are `off`, `standard` or `enterprise`, not `{text}`"))),
        }
    }
}

impl RateLimit {
    /// The bucket, where there is one.
    pub(crate) fn bucket(self) -> Option<LeakyBucket> {
        match self {
            Self::Off => None,
            Self::Standard => Some(LeakyBucket { leak: 2.0, threshold: 50 }),
            Self::Enterprise => Some(LeakyBucket { leak: 5.0, threshold: 250 }),
            Self::Custom(bucket) => Some(bucket),
        }
    }
}

impl OperatingLimit {
    /// What a call of a method is charged with besides the time that it took, in seconds.
    pub(crate) fn cost(&self, method: &str) -> f64 {
        let meant = self.cost.iter().filter(|(pattern, _)| pattern.matches(method));
        meant.max_by_key(|(pattern, _)| pattern.exactness()).map_or(0.0, |(_, cost)| *cost)
    }
}

#[cfg(test)]
mod tests;
