//! The sandbox over real HTTP.

mod auth;
mod control;
mod encodings;
mod example;
mod forms;
mod hostile;
mod life;
mod links;
mod planted;
mod portal;
mod secrets;
mod writes;
