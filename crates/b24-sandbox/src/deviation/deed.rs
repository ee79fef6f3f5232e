//! What a deviation does, and when.

use http::HeaderMap;

use crate::call::{Answer, Call};
use crate::config::Config;
use crate::delivery::Parcel;
use crate::pipeline::Received;
use crate::settings::Settings;
use crate::twist::{Answering, Next};

/// What a deviation does. It stands in five places on the way of a request, and in one before all requests; where it does
/// nothing, all stays as it is.
pub(crate) trait Deed: Send + Sync {
    /// Changes a configuration before it is put in force: limits and the like, which no call gets to see.
    fn furnish(&self, _config: &mut Config) {}

    /// Changes a request that was read, before anything else is done with it: its verb, calling form, credential,
    /// parameters.
    fn hear(&self, _heard: &mut Received, _settings: &Settings) {}

    /// Answers a call that got as far as a handler, alone or as a command of a batch: with what is left of the pipe, called
    /// once, several times or never.
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        Box::pin(next.run(call))
    }

    /// Changes the answer to a whole request, whoever made it: also refusals of requests that never became calls.
    fn tell(&self, _heard: &Received, _answer: &mut Answer) {}

    /// Changes what is sent: status, headers and the bytes of the body.
    fn send(&self, _heard: &Received, _parcel: &mut Parcel) {}

    /// Changes the headers of whatever leaves the REST interface, also those that browsers ask for beforehand.
    fn leave(&self, _headers: &mut HeaderMap) {}
}
