#![doc = include_str!("../README.md")]

mod announcement;
mod arrival;
mod auth;
mod batch;
mod body;
mod call;
mod catalogue;
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
mod population;
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
pub use config::{
    Application, ApplicationStatus, Config, CustomField, CustomFieldEntity, CustomFieldType, Department, EntityRights,
    Gender, Rights, SeedData, Token, User, Webhook,
};
pub use error::Error;
pub use sandbox::{Builder, Sandbox};
