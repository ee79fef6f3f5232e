//! The client against portals that behave well, and against servers that do not.

#![allow(clippy::unwrap_used)]

mod canary;
mod crm;
mod faces;
mod fixture;
mod hostile;
mod links;
mod lists;
mod options;
mod payload;
mod records;
mod redirect;
mod round_trip;
mod sandbox;
mod wire;
