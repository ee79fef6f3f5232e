#![doc = include_str!("../README.md")]

mod access;
mod addresses;
mod announcement;
mod arrival;
mod auth;
mod batch;
mod body;
mod call;
mod called;
mod catalogue;
mod clock;
mod config;
mod console;
mod control;
mod decode;
mod delivery;
mod demo;
mod deviation;
mod dispatch;
mod encode;
mod envelope;
mod error;
mod first_data;
mod host;
mod journal;
mod limit;
mod methods;
mod missing;
mod name;
mod oauth;
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
mod snapshot;
mod store;
mod stub;
mod tls;
mod twist;

pub use announcement::{Announcement, OAuthAnnouncement};
pub use config::{
    Access, Application, ApplicationState, ApplicationStatus, BatchOperating, Config, Confirmation, CustomField,
    CustomFieldEntity, CustomFieldType, Department, EntityRights, Extent, Fault, FaultKind, Gender, Instead,
    LeakyBucket, Limits, MethodPattern, OperatingLimit, OperatingShown, RateLimit, Rights, Seconds, SeedData, Tls,
    Token, Unconfirmed, User, UserKind, Webhook,
};
pub use deviation::{KnownDeviation, deviations};
pub use error::Error;
pub use sandbox::{Builder, Sandbox};
