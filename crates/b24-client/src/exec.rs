//! Runs generated operations over the one [`Transport`].
//!
//! A generated operation builds its request and decodes what comes back. Everything between is done here: of the
//! request only the method's name and the parameters are taken, so that progenitor's address and its `api-version`
//! header stay behind, and the raw answer is kept, from which errors are made that know status and body.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::StatusCode;
use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};

use crate::generated::operations::Client;
use crate::operation::Operation;
use crate::reply::Reply;
use crate::transport::Transport;
use crate::{Answer, Error, Portal};

/// Where a generated client believes the portal to be. The transport knows, and the credential with it.
const NOWHERE: &str = "http://portal.invalid";

/// One call: the way to the portal, and what came back.
#[derive(Clone)]
pub(crate) struct Call {
    transport: Arc<Transport>,
    outcome: Arc<Mutex<Option<Result<Reply, Error>>>>,
}

impl Call {
    fn new(transport: Arc<Transport>) -> Self {
        Self { transport, outcome: Arc::default() }
    }

    /// What came back; `None` when nothing was sent.
    fn outcome(&self) -> Option<Result<Reply, Error>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Sends the call, keeps what came back, and returns what the generated operation is to decode.
    async fn send(&self, method: &str, parameters: Bytes) -> http::Response<Bytes> {
        let outcome = self.transport.send(method, parameters).await;
        let mut response = http::Response::default();
        match &outcome {
            Ok(reply) => {
                *response.status_mut() = reply.status;
                *response.body_mut() = reply.body.clone();
            }
            // Nothing to decode: whoever runs the operation looks at the outcome.
            Err(_) => *response.status_mut() = StatusCode::NO_CONTENT,
        }
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        response
    }
}

impl ClientHooks<Call> for Client {
    async fn exec(&self, request: reqwest::Request, _: &OperationInfo) -> reqwest::Result<reqwest::Response> {
        let parameters = request.body().and_then(reqwest::Body::as_bytes).unwrap_or(b"{}");
        let parameters = Bytes::copy_from_slice(parameters);
        let method = request.url().path().trim_start_matches('/');
        Ok(self.inner().send(method, parameters).await.into())
    }
}

impl Portal {
    /// Runs a generated operation: one attempt.
    pub(crate) async fn run<O: Operation>(&self, operation: &O) -> Result<Answer<O::Result>, Error> {
        let call = Call::new(self.transport().clone());
        let client = Client::new_with_client(NOWHERE, self.transport().http.clone(), call.clone());
        let decoded = operation.attempt(&client).await;
        let reply = call.outcome().unwrap_or_else(|| {
            Err(Error::InvalidParameters {
                method: O::METHOD.name().to_owned(),
                problem: "they cannot be written as JSON",
            })
        })?;
        match decoded {
            Ok(answer) => reply.accept(answer.into_inner()),
            Err(_) => reply.decode(),
        }
    }
}
