//! One module a command.

pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod man;
pub(crate) mod proxy;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod serve;
pub(crate) mod spec;
pub(crate) mod sweep;
pub(crate) mod validate;
