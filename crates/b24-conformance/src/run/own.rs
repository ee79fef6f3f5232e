//! The records of a run before it begins: its id, and its ledger.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::ledger::Ledger;
use crate::records::OwnRecords;
use crate::{Error, Options, Target};

/// The records of a run, of which there are none so far.
///
/// # Errors
///
/// [`Error::Ledger`] when the run may make records but has nowhere to enter them.
pub(super) fn records(target: &Target, options: &Options, makes: bool) -> Result<OwnRecords, Error> {
    let removes = !options.keep_records && !target.is_mock();
    let (Some(portal), true) = (target.origin(), removes && options.write && makes) else {
        return Ok(OwnRecords::new(options.seed.to_string(), None));
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // Where others work too, nobody else's records may bear the marks of this run. In a sandbox the same seed sends the
    // same requests.
    let run = match target.is_live() || options.ledger.is_some() {
        true => format!("{:x}-{:x}", now.as_millis(), std::process::id()),
        false => options.seed.to_string(),
    };
    let ledger = options.ledger.as_deref().map(|dir| Ledger::create(dir, &portal, &run, now.as_secs_f64()));
    let own = OwnRecords::new(run, ledger.transpose()?);
    Ok(if target.is_live() { own.reading_back() } else { own })
}
