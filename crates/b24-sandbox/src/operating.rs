//! How long methods have worked for a credential lately: the members `operating` and `operating_reset_at` of `time`.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use b24_contract::Method;

use crate::call::Call;
use crate::clock::Moment;

/// Seconds of one basket.
const BASKET: i64 = 60;
/// Seconds that a basket counts, from its first call on.
const WINDOW: i64 = 600;

/// Working time by credential and method, in baskets of one minute.
#[derive(Default)]
pub(crate) struct Operating {
    baskets: Mutex<HashMap<(String, Method), VecDeque<Basket>>>,
}

struct Basket {
    first_call: i64,
    seconds: f64,
}

/// Working time of a method for a credential.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Worked {
    /// Seconds within the last ten minutes.
    pub(crate) seconds: f64,
    /// Unix second at which the oldest minute stops counting.
    pub(crate) reset_at: i64,
}

impl Operating {
    /// Adds a call that began `at` a moment and took `seconds`, and tells what has come together.
    pub(crate) fn add(&self, call: &Call, at: Moment, seconds: f64) -> Worked {
        let now = at.whole_seconds();
        let mut all = self.baskets.lock().unwrap_or_else(PoisonError::into_inner);
        let baskets = all.entry((call.caller.credential.clone(), call.method)).or_default();
        while baskets.front().is_some_and(|oldest| oldest.first_call + WINDOW <= now) {
            baskets.pop_front();
        }
        match baskets.back_mut() {
            Some(basket) if basket.first_call.div_euclid(BASKET) == now.div_euclid(BASKET) => basket.seconds += seconds,
            _ => baskets.push_back(Basket { first_call: now, seconds }),
        }
        Worked {
            seconds: baskets.iter().map(|basket| basket.seconds).sum(),
            reset_at: baskets.front().map_or(now, |oldest| oldest.first_call) + WINDOW,
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.baskets.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::methods::testing::call;

    #[test]
    fn minutes_add_up_and_leave_after_ten() {
        let operating = Operating::default();
        let clock = Clock::new("2024-08-19T12:00:30Z".parse().ok());
        let start = clock.now().whole_seconds();
        let add = |method, seconds| operating.add(&call(method, serde_json::json!({})), clock.now(), seconds);
        assert_eq!(add(Method::CrmCompanyAdd, 0.5), Worked { seconds: 0.5, reset_at: start + 600 });
        clock.advance(60.0);
        assert_eq!(add(Method::CrmCompanyAdd, 0.25), Worked { seconds: 0.75, reset_at: start + 600 });
        assert_eq!(add(Method::CrmContactAdd, 1.0).seconds, 1.0);
        clock.advance(540.0);
        assert_eq!(add(Method::CrmCompanyAdd, 0.0), Worked { seconds: 0.25, reset_at: start + 660 });
        operating.clear();
        assert_eq!(add(Method::CrmCompanyAdd, 0.0), Worked { seconds: 0.0, reset_at: start + 1200 });
    }
}
