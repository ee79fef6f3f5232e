//! `limits`: shows how much of the limits is used up, and gives it back.

use axum::Json;
use serde::Serialize;
use serde_json::Value;

use super::{At, done};
use crate::limit::BucketGauge;
use crate::operating::Gauge as OperatingGauge;

/// How much of the limits is used up.
#[derive(Serialize)]
pub(super) struct Gauges {
    /// Unix time.
    time: f64,
    /// Requests by machine; empty where their rate is not limited.
    buckets: Vec<BucketGauge>,
    /// Working time by credential and method.
    operating: Vec<OperatingGauge>,
}

/// Shows every bucket and every account that is not empty.
pub(super) async fn show(At(portal): At) -> Json<Gauges> {
    let settings = portal.settings();
    let (limits, now) = (&settings.config.limits, settings.clock.now());
    let buckets = limits.rate.bucket().map(|size| portal.buckets.gauges(size, now)).unwrap_or_default();
    let operating = portal.operating.gauges(now, limits.operating.limit);
    Json(Gauges { time: now.seconds(), buckets, operating })
}

/// Empties buckets and accounts.
pub(super) async fn clear(At(portal): At) -> Json<Value> {
    portal.buckets.clear();
    portal.operating.clear();
    done()
}
