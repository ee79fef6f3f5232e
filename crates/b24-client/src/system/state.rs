//! Whether a portal has a method or a feature.

use serde_json::{Map, Value};

use crate::record::record;
use crate::wire::Plain;

/// Whether a method exists and whether the credential reaches it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MethodState {
    /// Whether the portal knows the method.
    pub(crate) is_existing: bool,
    /// Whether the credential has the scope that the method needs.
    pub(crate) is_available: bool,
    /// Members that the contract does not know.
    pub(crate) extra: Map<String, Value>,
}

record! {
    MethodState is "the state of a method";
    required: is_existing = "isExisting" as Plain, is_available = "isAvailable" as Plain;
    optional: ;
}

/// Whether the portal's plan has a feature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FeatureState {
    /// `Y`, `N`, or such as `en_selfhosted` where the portal cannot tell.
    pub(crate) value: String,
    /// Members that the contract does not know.
    pub(crate) extra: Map<String, Value>,
}

record! {
    FeatureState is "the state of a feature";
    required: value = "value" as Plain;
    optional: ;
}
