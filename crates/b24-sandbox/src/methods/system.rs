//! The methods that tell of the caller and of the portal itself.

mod access;
mod caller;
mod facts;
mod registry;

pub(crate) use access::{access_name, user_access};
pub(crate) use caller::{profile, user_admin, user_current};
pub(crate) use facts::{app_info, feature_get, server_time};
pub(crate) use registry::{method_get, methods, scope};

#[cfg(test)]
mod tests;
