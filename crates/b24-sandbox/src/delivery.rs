//! How an answer goes out, where faults had a hand in it.

mod leaving;
mod parcel;

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::encode::{CLAUSE, Written};

pub(crate) use parcel::Parcel;

use leaving::Leaving;

/// The header that names the faults that had a hand in an answer, by their ids.
pub(crate) const FAULT: HeaderName = HeaderName::from_static("b24-fault");

/// What faults do to an answer on its way out: nothing, for nearly all answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Delivery(Option<Box<Changes>>);

#[derive(Debug, Clone, Default)]
struct Changes {
    spoiled: Option<Spoiled>,
    /// Ids of the faults that had a hand in the answer, in order.
    faults: Vec<u64>,
}

#[derive(Debug, Clone)]
struct Spoiled {
    /// Id of the clause that stands for the fault.
    clause: &'static str,
    manner: Manner,
}

/// In which manner an answer goes out, other than as it is.
#[derive(Debug, Clone)]
pub(crate) enum Manner {
    /// Something else is sent.
    Instead {
        /// HTTP status.
        status: StatusCode,
        /// Type of the body.
        content_type: HeaderValue,
        /// The body.
        body: Bytes,
    },
    /// Nothing is sent, and the connection is closed.
    Close,
    /// Nothing is sent, and the connection is reset.
    Reset,
    /// It is sent under another type.
    ContentType(HeaderValue),
    /// It is sent without its body.
    Empty,
    /// So many bytes of the body are sent, or half of them, and the connection is closed.
    Truncated(Option<usize>),
    /// It is sent in pieces.
    Drip {
        /// Bytes of each piece.
        bytes: usize,
        /// Time before each piece.
        pause: Duration,
    },
}

impl Manner {
    /// Whether nothing of the answer is sent.
    fn is_loss(&self) -> bool {
        matches!(self, Self::Instead { .. } | Self::Close | Self::Reset)
    }
}

impl Delivery {
    /// Has the answer go out in a manner. What was spoiled before stays so, unless all of it is lost now.
    pub(crate) fn spoil(&mut self, clause: &'static str, manner: &Manner) {
        let is_lost = self.is_lost();
        let spoiled = &mut self.changes().spoiled;
        if spoiled.is_none() || (manner.is_loss() && !is_lost) {
            *spoiled = Some(Spoiled { clause, manner: manner.clone() });
        }
    }

    /// Notes that a fault had a hand in the answer.
    pub(crate) fn note(&mut self, fault: u64) {
        let faults = &mut self.changes().faults;
        if let Err(place) = faults.binary_search(&fault) {
            faults.insert(place, fault);
        }
    }

    /// Takes over what becomes of the answer to a command: the answer to its batch goes out like that.
    pub(crate) fn join(&mut self, command: Delivery) {
        let Some(changes) = command.0 else { return };
        if let Some(Spoiled { clause, manner }) = &changes.spoiled {
            self.spoil(clause, manner);
        }
        changes.faults.into_iter().for_each(|fault| self.note(fault));
    }

    /// Whether nothing of the answer is sent.
    pub(crate) fn is_lost(&self) -> bool {
        let spoiled = self.0.as_ref().and_then(|changes| changes.spoiled.as_ref());
        spoiled.is_some_and(|spoiled| spoiled.manner.is_loss())
    }

    /// Makes of an answer what is sent.
    pub(crate) fn pack(self, written: Written) -> Parcel {
        let mut parcel = Parcel::from(written);
        let Some(changes) = self.0 else { return parcel };
        if !changes.faults.is_empty() {
            let ids: Vec<_> = changes.faults.iter().map(u64::to_string).collect();
            let ids = HeaderValue::from_str(&ids.join(", ")).expect("digits, commas and spaces can be in a header");
            parcel.headers.insert(FAULT, ids);
        }
        if let Some(Spoiled { clause, manner }) = changes.spoiled {
            parcel.clause = clause;
            parcel.headers.insert(CLAUSE, HeaderValue::from_static(clause));
            parcel.spoil(manner);
        }
        parcel
    }

    fn changes(&mut self) -> &mut Changes {
        self.0.get_or_insert_default()
    }
}

impl Parcel {
    fn spoil(&mut self, manner: Manner) {
        match manner {
            Manner::Instead { status, content_type, body } => {
                self.status = status.as_u16();
                self.headers.insert(CONTENT_TYPE, content_type);
                self.body = body;
            }
            Manner::Close => self.lose(Leaving::Close),
            Manner::Reset => self.lose(Leaving::Reset),
            Manner::ContentType(content_type) => {
                self.headers.insert(CONTENT_TYPE, content_type);
            }
            Manner::Empty => self.body.clear(),
            Manner::Truncated(bytes) => {
                let length = self.body.len();
                self.body.truncate(bytes.unwrap_or(length / 2));
                self.leaving = Leaving::Cut { length };
            }
            Manner::Drip { bytes, pause } => self.leaving = Leaving::Drip { bytes, pause },
        }
    }

    fn lose(&mut self, leaving: Leaving) {
        self.status = 0;
        self.headers.remove(CONTENT_TYPE);
        self.body.clear();
        self.leaving = leaving;
    }
}

#[cfg(test)]
mod tests;
