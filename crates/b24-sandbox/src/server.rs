//! The HTTP server: connections, their limits, and how they end.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::{Extension, Router};
use http::{Method, Request, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::arrival::Arrival;
use crate::portal::Portal;
use crate::{control, encode, pipeline};

/// How long the head of the next request may take, which is also how long an idle connection is kept.
const HEAD: Duration = Duration::from_secs(75);
/// How long calls under way may take when the server is asked to end.
const GRACE: Duration = Duration::from_secs(5);
/// How long to wait when no connection can be accepted, such as when there are no file handles left.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves a portal until `stop` is sent or dropped.
pub(crate) async fn serve(listener: TcpListener, portal: Arc<Portal>, mut stop: oneshot::Receiver<()>) {
    let service = routes(portal);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stop => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let arrival = Arrival::new(peer.ip(), false);
                    connections.spawn(connection(stream, arrival, service.clone(), graceful.watcher()));
                }
                Err(problem) => {
                    tracing::warn!(%problem, "no connection can be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!(connections = connections.len(), "connections that did not end were cut off");
    }
}

/// Serves one connection in HTTP/1.1, whatever else the client offers to speak.
async fn connection(stream: TcpStream, arrival: Arrival, service: Router, watcher: Watcher) {
    if let Err(problem) = stream.set_nodelay(true) {
        tracing::debug!(%problem, "answers may be delayed");
    }
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service.layer(Extension(arrival))));
    if let Err(problem) = watcher.watch(served).await {
        tracing::debug!(%problem, "a connection broke");
    }
}

fn routes(portal: Arc<Portal>) -> Router {
    // Pages of any origin may call the REST interface; none but its own may use the control interface.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([encode::CLAUSE]);
    let rest = Router::new().fallback(rest).layer(cors).with_state(Arc::clone(&portal));
    control::routes(portal).fallback_service(rest)
}

async fn rest(
    State(portal): State<Arc<Portal>>,
    Extension(arrival): Extension<Arrival>,
    request: Request<Body>,
) -> Response<Body> {
    pipeline::serve(portal, arrival, request).await
}
