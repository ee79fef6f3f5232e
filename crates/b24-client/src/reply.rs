//! An answer as it came, and what it means.

use b24_contract::Secret;
use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::error::{Received, Refusal, Undecodable};
use crate::{Answer, Error};

/// Status and body of an answer, whatever they are.
pub(crate) struct Reply {
    pub(crate) method: String,
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    pub(crate) secret: Secret,
}

impl Reply {
    /// Decodes the answer.
    pub(crate) fn decode<R: DeserializeOwned>(self) -> Result<Answer<R>, Error> {
        if !self.status.is_success() {
            return Err(self.refuse());
        }
        match serde_json::from_slice(&self.body) {
            Ok(answer) => self.accept(answer),
            Err(_) => self.decode_tracked(),
        }
    }

    /// Takes an answer that was decoded already, unless it is an error after all: a portal may answer an error with
    /// the status 200, and only the member `error` tells.
    pub(crate) fn accept<R>(self, answer: Answer<R>) -> Result<Answer<R>, Error> {
        if !self.status.is_success() || answer.extra.contains_key("error") {
            return Err(self.refuse());
        }
        Ok(answer)
    }

    /// Decodes again what could not be decoded, this time keeping track of the place.
    fn decode_tracked<R: DeserializeOwned>(self) -> Result<Answer<R>, Error> {
        match tracked(&self.body) {
            Ok(answer) => self.accept(answer),
            Err((path, error)) => {
                let refusal = self.refusal();
                if refusal.has_envelope() {
                    return Err(Error::Refused(Box::new(refusal)));
                }
                let undecodable = Undecodable::new(refusal.into_received(), &path, &error, &self.secret);
                Err(Error::Undecodable(Box::new(undecodable)))
            }
        }
    }

    fn refuse(self) -> Error {
        Error::Refused(Box::new(self.refusal()))
    }

    fn refusal(&self) -> Refusal {
        let received = Received::new(&self.method, self.status.as_u16(), self.body.clone(), &self.secret);
        Refusal::new(received, &self.secret)
    }
}

/// Decodes JSON; the error comes with the path to where it is.
pub(crate) fn tracked<T: DeserializeOwned>(json: &[u8]) -> Result<T, (String, serde_json::Error)> {
    let mut json = serde_json::Deserializer::from_slice(json);
    let value =
        serde_path_to_error::deserialize(&mut json).map_err(|error| (error.path().to_string(), error.into_inner()))?;
    json.end().map_err(|error| (".".to_owned(), error))?;
    Ok(value)
}
