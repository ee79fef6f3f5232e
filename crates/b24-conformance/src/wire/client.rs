//! Calls through the typed client, whose own behaviour is looked at.

use b24_contract::rule::Call;
use serde_json::Value;

use super::Wire;

impl Wire<'_> {
    /// Calls through the client as a webhook with all rights, and gives back the error that it reports.
    ///
    /// # Errors
    ///
    /// A sentence when the client could not be made, or when it reports no error.
    pub(crate) async fn call_client(&self, call: &Call) -> Result<b24_client::Error, String> {
        let address = self.target.expose_webhook(call.credential).ok_or("the target has no webhook")?;
        let portal = b24_client::Portal::builder()
            .http_client(self.http.clone())
            .timeout(self.options.timeout)
            .webhook(&address)
            .map_err(|error| format!("the client could not be made: {error}"))?;
        self.sent.set(self.sent.get() + 1);
        match portal.call(&call.call, Value::Object(call.params.clone())).await {
            Ok(_) => Err("the client reports a success".to_owned()),
            Err(error) => Ok(error),
        }
    }
}
