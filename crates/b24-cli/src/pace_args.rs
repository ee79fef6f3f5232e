//! The flags about how fast requests follow one another, and how long each may take.

use std::time::Duration;

use b24_conformance::{Options, Rate};

/// The flags about pace.
#[derive(Debug, clap::Args)]
pub(crate) struct PaceArgs {
    /// Requests at once and then a second, or `off`; 50,2 unless the portal is a sandbox with a control interface.
    #[arg(long, value_name = "BURST,PER_SECOND", value_parser = rate)]
    rate: Option<Rate>,

    /// Seconds that one answer may take; 30 unless given.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
}

impl PaceArgs {
    /// The options with what these flags say about them.
    pub(crate) fn applied(&self, options: Options) -> Options {
        Options { rate: self.rate.unwrap_or(options.rate), timeout: self.timeout.unwrap_or(options.timeout), ..options }
    }
}

/// Reads a number of seconds.
///
/// # Errors
///
/// A sentence that says what a time looks like.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let read = text.parse().ok().filter(|seconds| (0.001..=3600.0).contains(seconds));
    read.map(Duration::from_secs_f64)
        .ok_or_else(|| "a time is a number of seconds up to 3600, such as 30 or 0.5".to_owned())
}

/// Reads `BURST,PER_SECOND` or `off`.
fn rate(text: &str) -> Result<Rate, String> {
    if text == "off" {
        return Ok(Rate::Unlimited);
    }
    let read = |(burst, per_second): (&str, &str)| Some((burst.trim().parse().ok()?, per_second.trim().parse().ok()?));
    match text.split_once(',').and_then(read) {
        Some((burst, per_second)) if burst > 0 && f64::is_finite(per_second) && per_second > 0.0 => {
            Ok(Rate::Limited { burst, per_second })
        }
        _ => Err("a rate is BURST,PER_SECOND, such as 50,2, or off".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_two_numbers_or_off() {
        assert_eq!(rate("50,2"), Ok(Rate::LIVE));
        assert_eq!(rate("5, 0.5"), Ok(Rate::Limited { burst: 5, per_second: 0.5 }));
        assert_eq!(rate("off"), Ok(Rate::Unlimited));
        for text in ["", "50", "0,2", "50,0", "50,-1", "50,inf", "50,NaN", "a,b", "50,2,1"] {
            assert!(rate(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_is_a_number_of_seconds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["", "0", "-1", "1e9", "NaN", "inf", "soon"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
