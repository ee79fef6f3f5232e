//! The HTTP server: it accepts connections, leads requests to who answers them, and ends in good order.

mod bounds;
mod connection;
mod listen;
mod socket;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::routing::get;
use axum::{Extension, Json, Router, middleware};
use http::{Method, Request, Response};
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::JoinSet;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::arrival::Arrival;
use crate::host::Host;
use crate::{control, delivery, deviation, encode, pipeline};
pub(crate) use listen::Listeners;

/// Where it is told that the sandbox is alive, to everybody.
const HEALTH: &str = "/healthz";
/// How long calls under way may take when the server is asked to end.
const GRACE: Duration = Duration::from_secs(5);
/// How long to wait when no connection can be accepted, such as when there are no file handles left.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves all portals until `stop` is sent or dropped.
pub(crate) async fn serve(listeners: Listeners, host: Arc<Host>, mut stop: oneshot::Receiver<()>) {
    let most = host.main().settings().config.connections.min(Semaphore::MAX_PERMITS);
    let free = Arc::new(Semaphore::new(most));
    let service = routes(host);
    let graceful = GracefulShutdown::new();
    let (stopping, to_stop) = watch::channel(());
    let mut connections = JoinSet::new();
    loop {
        let next = async {
            if free.available_permits() == 0 {
                tracing::warn!(connections = connections.len(), "the next connection waits until another one ends");
            }
            // It is never closed.
            let place = Arc::clone(&free).acquire_owned().await;
            (place, listeners.accept().await)
        };
        let (place, accepted) = tokio::select! {
            _ = &mut stop => break,
            next = next => next,
        };
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok(incoming) => {
                let served = connection::serve(incoming, service.clone(), graceful.watcher(), to_stop.clone());
                connections.spawn(async move {
                    let _place = place;
                    served.await;
                });
            }
            Err(problem) => {
                tracing::warn!(%problem, "no connection can be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop((listeners, stopping));
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!(connections = connections.len(), "connections that did not end were cut off");
    }
}

fn routes(host: Arc<Host>) -> Router {
    // Pages of any origin may call the REST interface; none but its own may use the control interface.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([encode::CLAUSE, delivery::FAULT, deviation::DEVIATION]);
    let rest = Router::new()
        .route(HEALTH, get(health))
        .layer(encode::naming("sandbox/health"))
        .fallback(rest)
        .layer(cors)
        .layer(encode::naming("sandbox/preflight"))
        .layer(middleware::map_response_with_state(Arc::clone(&host), deviate))
        .with_state(Arc::clone(&host));
    control::routes(host).fallback_service(rest).layer(middleware::from_fn(bounds::head))
}

/// Lets deviations change the headers of what leaves.
async fn deviate(State(host): State<Arc<Host>>, mut response: Response<Body>) -> Response<Body> {
    host.main().settings().deviations.iter().for_each(|deed| deed.leave(response.headers_mut()));
    response
}

async fn health() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

async fn rest(
    State(host): State<Arc<Host>>,
    Extension(arrival): Extension<Arrival>,
    request: Request<Body>,
) -> Response<Body> {
    let seconds = host.main().settings().config.request_timeout;
    bounds::time(seconds, pipeline::serve(host, arrival, request)).await
}
