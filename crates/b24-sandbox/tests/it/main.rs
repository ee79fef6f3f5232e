//! The sandbox over real HTTP.

mod auth;
mod batch;
mod concurrent;
mod control;
mod encodings;
mod example;
mod forms;
mod hostile;
mod life;
mod links;
mod planted;
mod portal;
mod records;
mod secrets;
mod system;
mod writes;
