//! The sandbox over real HTTP.

mod auth;
mod batch;
mod clauses;
mod concurrent;
mod control;
mod encodings;
mod example;
mod faults;
mod forms;
mod hostile;
mod life;
mod limits;
mod links;
mod planted;
mod portal;
mod portals;
mod records;
mod restore;
mod rights;
mod secrets;
mod service;
mod stubs;
mod system;
mod tls;
mod wire;
mod writes;
