//! Limits: what is refused before it is executed, because too much was called before.

mod bucket;

use std::net::IpAddr;

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Method};
use http::HeaderMap;

use crate::call::Call;
use crate::config::BatchOperating;
use crate::operating::{Handled, Worked};
use crate::pipeline::Pipe;

pub(crate) use bucket::{Buckets, Gauge as BucketGauge};

/// Counts a request, and tells whether the machine that sent it may still send that many. What comes of the request does
/// not matter: one with a wrong credential is a request too.
pub(crate) fn of_requests(pipe: &Pipe, headers: &HeaderMap) -> Result<(), &'static ErrorClause> {
    let limits = &pipe.settings.config.limits;
    let Some(size) = limits.rate.bucket() else { return Ok(()) };
    let forwarded = limits.trust_forwarded_for.then(|| forwarded_for(headers)).flatten();
    let source = forwarded.unwrap_or(pipe.arrival.peer).to_canonical();
    if pipe.portal.buckets.take(source, size, pipe.started) { Ok(()) } else { Err(&error::SYSTEM_QUERY_LIMIT_EXCEEDED) }
}

/// Refuses a call whose method has worked too long for its credential. A batch never has: its commands have.
pub(crate) fn of_work(pipe: &Pipe, call: &Call) -> Result<(), &'static ErrorClause> {
    let Some(limit) = pipe.settings.config.limits.operating.limit else { return Ok(()) };
    let used_up = call.method != Method::Batch && pipe.portal.operating.is_used_up(call, pipe.started, limit);
    if used_up { Err(&error::SYSTEM_OPERATION_TIME_LIMIT) } else { Ok(()) }
}

/// Charges a call that was handled, and says what its answer is to tell of working time.
pub(crate) fn charge(pipe: &Pipe, call: &Call, handled: Handled) -> Worked {
    let operating = &pipe.settings.config.limits.operating;
    if call.method == Method::Batch {
        let together = match operating.batch {
            BatchOperating::Inner => None,
            BatchOperating::OuterToo => pipe.tally.together(),
        };
        return together.unwrap_or(Worked::none(handled.ended.whole_seconds()));
    }
    let seconds = handled.ended.since(handled.began) + operating.cost(call.method.name());
    let worked = pipe.portal.operating.add(call, handled, seconds);
    pipe.tally.note(&call.method, worked);
    worked
}

/// The address that the nearest proxy added.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_nearest_proxy_is_believed() {
        let sent = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            forwarded_for(&headers).map(|address| address.to_string())
        };
        assert_eq!(sent(&["10.0.0.1"]).as_deref(), Some("10.0.0.1"));
        assert_eq!(sent(&["10.0.0.1, 10.0.0.2"]).as_deref(), Some("10.0.0.2"));
        assert_eq!(sent(&["10.0.0.1", "2001:db8::1"]).as_deref(), Some("2001:db8::1"));
        assert_eq!(sent(&["10.0.0.1, somebody"]), None);
        assert_eq!(sent(&[]), None);
    }
}
