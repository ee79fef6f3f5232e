//! Reads the parameters of a request, and says what is answered to parameters that cannot be read.

use b24_contract::generated::error;
use b24_contract::php::BracketError;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::call::Answer;

pub(crate) use b24_contract::decode::Decoded;

/// Reads the parameters of a request from its query and body.
pub(crate) fn parameters(query: &str, headers: &HeaderMap, body: &Bytes) -> Result<Decoded, BracketError> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    b24_contract::decode::parameters(query, content_type, body)
}

impl From<BracketError> for Answer {
    fn from(BracketError::TooDeep: BracketError) -> Self {
        Answer::error(&error::SYSTEM_NESTING_TOO_DEEP)
    }
}
