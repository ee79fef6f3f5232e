//! Answers of the methods that every portal has, exact to the member. Their operations are generated.

mod access_names;
mod app_info;
mod batch;
mod profile;
mod state;
mod user;

pub(crate) use access_names::AccessNames;
pub(crate) use app_info::AppInfo;
pub(crate) use batch::{BatchCommands, BatchResult};
pub(crate) use profile::Profile;
pub(crate) use state::{FeatureState, MethodState};
pub(crate) use user::CurrentUser;
