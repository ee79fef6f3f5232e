//! Whether what a portal says it made is really the run's: before anything is written to it, it is read back and must bear
//! its mark. A portal that answers with the id of somebody else's record would have the suite write to that.

use b24_contract::rule::Call;
use b24_contract::{Exchange, batch, integer};
use serde_json::{Value, json};

use super::{Brackets, Fault, Wire, compose};
use crate::event::Created;
use crate::records::{self, MARK, ORIGIN, ORIGINATOR};
use crate::scope::result;
use crate::variable::Variables;

/// Records that may be made before they are read back together.
const MOST_UNREAD: usize = 10;

impl Wire<'_> {
    /// Reads back what is not known to be the run's own, if this call may write to it, or if there is much of it. The first
    /// record of all is read back before there is a second.
    ///
    /// # Errors
    ///
    /// [`Fault::NotOwn`] for a record that is not the run's, [`Fault::Distrusted`] after that.
    pub(super) async fn read_back(&self, call: &Call) -> Result<(), Fault> {
        if let Some(reason) = self.own().take_lie() {
            return Err(Fault::NotOwn { reason });
        }
        if self.own().distrusts() {
            return Err(Fault::Distrusted);
        }
        let unread = self.own().unread();
        let waits = records::only_makes(call) && !self.own().has_read_none_back() && unread.len() < MOST_UNREAD;
        if unread.is_empty() || waits {
            return Ok(());
        }
        for unread in unread.chunks(batch::LIMIT) {
            let commands: Vec<String> =
                unread.iter().map(|(record, _)| format!("crm.{}.get?id={}", record.kind, record.id)).collect();
            let answer = self.ask(&records::call("batch", json!({ "cmd": commands }))).await?;
            let answers = batch::unfold(&answer);
            for (place, (record, origin)) in unread.iter().enumerate() {
                let told = answers.iter().find(|told| told.key == place.to_string());
                if !told.is_some_and(|told| bears(&told.exchange, record, origin)) {
                    self.read_one_back(record, origin).await?;
                }
                self.own().was_read_back(record);
            }
        }
        Ok(())
    }

    async fn read_one_back(&self, record: &Created, origin: &str) -> Result<(), Fault> {
        let method = format!("crm.{}.get", record.kind);
        let answer = self.ask(&records::call(&method, json!({ "id": record.id }))).await?;
        if bears(&answer, record, origin) {
            return Ok(());
        }
        let reason = format!(
            "the portal says that it made the {} {}, which does not bear the mark that it was given; nothing is written to it",
            record.kind, record.id
        );
        self.own().distrust(record, reason.clone());
        self.own().take_lie();
        Err(Fault::NotOwn { reason })
    }

    async fn ask(&self, call: &Call) -> Result<Exchange, Fault> {
        Box::pin(self.send(&call.clone().into(), &compose(call, Brackets::Raw), &Variables::new())).await
    }
}

/// Whether an answer shows this record with this mark of the suite.
fn bears(answer: &Exchange, record: &Created, origin: &str) -> bool {
    let text = |name: &str| result(answer).and_then(|found| found.get(name)).and_then(Value::as_str);
    let id = result(answer).and_then(|found| found.get("ID")).and_then(integer);
    id == Some(record.id) && text(ORIGINATOR) == Some(MARK) && text(ORIGIN) == Some(origin)
}
