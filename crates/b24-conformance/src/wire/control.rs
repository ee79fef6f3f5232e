//! A sandbox's control interface: conditions that no call can bring about.

use serde_json::Value;

use super::{Fault, Request, Wire};
use crate::variable::Variables;

impl Wire<'_> {
    /// Sends a request to the control interface. Gives the JSON of its answer, or null for what is none.
    ///
    /// # Errors
    ///
    /// A sentence that says how the control interface failed; that is never a departure of the portal.
    pub(crate) async fn control(&self, request: &Request, variables: &Variables) -> Result<Value, String> {
        let unreached = |fault: Fault| format!("the control interface failed: {fault}");
        let built = self.build(request, variables).map_err(unreached)?;
        let answer = self.http.execute(built).await.map_err(|error| unreached(self.fault(&error)))?;
        match answer.status() {
            status if status.is_success() => {
                let body = answer.bytes().await.map_err(|error| unreached(self.fault(&error)))?;
                Ok(serde_json::from_slice(&body).unwrap_or_default())
            }
            status => Err(format!("the control interface answered HTTP {}", status.as_u16())),
        }
    }
}
