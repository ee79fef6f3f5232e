#![doc = include_str!("../README.md")]

mod announcement;
mod auth;
mod body;
mod call;
mod clock;
mod config;
mod control;
mod decode;
mod demo;
mod dispatch;
mod encode;
mod envelope;
mod error;
mod journal;
mod methods;
mod operating;
mod pipeline;
mod portal;
mod random;
mod route;
mod sandbox;
mod self_check;
mod server;
mod settings;
mod store;
mod twist;

pub use announcement::{Announcement, OAuthAnnouncement};
pub use config::{Config, EntityRights, Rights, SeedData, Token, User, Webhook};
pub use error::Error;
pub use sandbox::{Builder, Sandbox};
