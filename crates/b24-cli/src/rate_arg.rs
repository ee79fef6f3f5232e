//! A rate as it is given on the command line.

use b24_conformance::Rate;

/// Reads `BURST,PER_SECOND` or `off`.
///
/// # Errors
///
/// A sentence that says what a rate looks like.
pub(crate) fn rate(text: &str) -> Result<Rate, String> {
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
}
