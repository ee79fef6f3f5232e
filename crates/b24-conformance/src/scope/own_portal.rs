//! A portal of the case's own beside the sandbox's main one, set up as the case needs it.

use std::sync::Arc;

use b24_contract::Exchange;
use b24_contract::rule::Call;
use serde_json::{Value, json};

use super::{Scope, Step, Stop};
use crate::variable::{Held, Takes};
use crate::wire::{Brackets, Request, compose};

/// The variables that hold its name, the address of its webhook and that of its control interface.
const NAME: &str = "own";
const WEBHOOK: &str = "own_webhook";
const CONTROL: &str = "own_control";

impl Scope<'_> {
    /// Opens a portal with this configuration. Whoever opens one closes it.
    pub(crate) async fn open_portal(&mut self, config: &Value) -> Result<(), Stop> {
        let request = Request::control("POST", "/portals", Some(&json!({ "config": config })));
        let answer = self.wire.control(&request, &self.variables).await.map_err(Stop::Broke)?;
        let mut takes = Takes::new();
        for (variable, member) in [(NAME, "name"), (WEBHOOK, "webhook"), (CONTROL, "control")] {
            let text = answer.get(member).and_then(Value::as_str);
            let text = text.ok_or_else(|| Stop::Broke(format!("the new portal was announced without `{member}`")))?;
            self.variables.insert(variable.to_owned(), Held::Text(text.to_owned()));
            takes.insert(variable.to_owned(), format!("/{member}"));
        }
        self.record.steps.push(Step { takes, ..Step::new(request, false) });
        Ok(())
    }

    /// Closes the portal.
    pub(crate) async fn close_portal(&mut self) -> Result<(), Stop> {
        let request = Request::control("DELETE", &format!("/portals/${{{NAME}}}"), None);
        self.wire.control(&request, &self.variables).await.map(drop).map_err(Stop::Broke)
    }

    /// Sends a call to the portal and judges the answer.
    pub(crate) async fn send_to_own(&mut self, call: &Call) -> Result<Arc<Exchange>, Stop> {
        let call = Call { path: Some("{method}".to_owned()), ..call.clone() };
        let request = compose(&call, Brackets::Raw).below(WEBHOOK).for_values(&self.variables);
        self.send_request(&call.into(), request).await
    }

    /// Sends a request to the control interface of the portal.
    pub(crate) async fn control_own(&mut self, path: &str, body: &Value) -> Result<(), Stop> {
        let request = Request::control("POST", path, Some(body)).below(CONTROL);
        let done = self.wire.control(&request, &self.variables).await;
        self.record.steps.push(Step::new(request, false));
        done.map(drop).map_err(Stop::Broke)
    }
}
