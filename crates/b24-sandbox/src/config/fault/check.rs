//! What a fault must fulfil beyond its shape.

use b24_contract::Method;

use super::{Fault, FaultKind, Seconds};
use crate::called::Called;
use crate::twist::{Act, unknown_name};

/// Longest time that a fault may take at once, in seconds.
const LONGEST: f64 = 600.0;

impl Fault {
    /// What is wrong with it, as a sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.check_selection()?;
        self.what.check()?;
        Act::new(&self.what).map(drop)
    }

    fn check_selection(&self) -> Result<(), String> {
        if let Some(method) = &self.method {
            let name = method.to_string();
            if !method.is_possible() {
                return Err(format!("no method can be called `{name}`; several are meant by `crm.company.*`"));
            }
            if !name.ends_with('*') && Called::find(&name).is_none() {
                return Err(unknown_name("method", &name, Method::ALL.iter().map(|method| method.name())));
            }
            if matches!(self.what, FaultKind::HalfBatch { .. }) && !method.matches(Method::Batch.name()) {
                return Err(format!("a fault of the kind `half-batch` meets batches only, never `{name}`"));
            }
        }
        if self.from == 0 {
            return Err("`from` must be at least 1".to_owned());
        }
        if self.times == Some(0) {
            return Err("`times` must be at least 1".to_owned());
        }
        if !(0.0..=1.0).contains(&self.probability) {
            return Err("`probability` must lie between 0 and 1".to_owned());
        }
        Ok(())
    }
}

impl FaultKind {
    fn check(&self) -> Result<(), String> {
        let bearable = |seconds: f64| (0.0..=LONGEST).contains(&seconds);
        let (least, most) = match *self {
            Self::Latency { seconds: Seconds::Between(least, most), .. } => (least, most),
            Self::Latency { seconds: Seconds::Fixed(seconds), .. } | Self::Drip { seconds, .. } => (seconds, seconds),
            _ => return Ok(()),
        };
        if !bearable(least) || !bearable(most) || least > most {
            return Err(format!("`seconds` must lie between 0 and {LONGEST}, the lesser of two first"));
        }
        if matches!(self, Self::Drip { bytes: 0, .. }) {
            return Err("`bytes` must be at least 1".to_owned());
        }
        Ok(())
    }
}
