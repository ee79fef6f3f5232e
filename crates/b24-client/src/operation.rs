//! A generated operation, known by the type of its parameters.

use std::future::Future;

use b24_contract::Method;
use progenitor_client::ResponseValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::generated::operations::Client;
use crate::{Answer, ErrorEnvelope};

/// What a generated operation returns.
pub(crate) type Decoded<R> = Result<ResponseValue<Answer<R>>, progenitor_client::Error<ErrorEnvelope>>;

/// Parameters of a generated operation. Each has an implementation in [`answers`](crate::generated::answers).
pub(crate) trait Operation: Sync {
    /// The method that the operation calls.
    const METHOD: Method;

    /// The result that its answer holds.
    type Result: DeserializeOwned + Serialize;

    /// Makes one attempt.
    fn attempt(&self, client: &Client) -> impl Future<Output = Decoded<Self::Result>> + Send;
}
