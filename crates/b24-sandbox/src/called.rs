//! What is called: a method of the contract, or one that the sandbox knows by name only.

use std::borrow::Cow;
use std::fmt;

use b24_contract::{Method, documented};

/// A method that exists on portals.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Called {
    /// A method of the contract, which the sandbox does as portals do.
    Contract(Method),
    /// The name of any other method, in the letter case of its documentation or of its stub.
    Foreign(Cow<'static, str>),
}

impl Called {
    /// The method with this name, without regard to letter case, if portals have one.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let foreign = || documented::name(name).map(|name| Self::Foreign(name.into()));
        Method::parse(name).map(Self::Contract).or_else(foreign)
    }

    /// The method's name as documented.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Contract(method) => method.name(),
            Self::Foreign(name) => name,
        }
    }

    /// The same for good.
    pub(crate) fn into_name(self) -> Cow<'static, str> {
        match self {
            Self::Contract(method) => method.name().into(),
            Self::Foreign(name) => name,
        }
    }

    /// The method, when it is one of the contract.
    pub(crate) fn contract(&self) -> Option<Method> {
        match self {
            Self::Contract(method) => Some(*method),
            Self::Foreign(_) => None,
        }
    }
}

impl From<Method> for Called {
    fn from(method: Method) -> Self {
        Self::Contract(method)
    }
}

impl PartialEq<Method> for Called {
    fn eq(&self, method: &Method) -> bool {
        self.contract() == Some(*method)
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
