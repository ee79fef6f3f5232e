//! What can be done with a company.

use crate::{CompanyContacts, CompanyId, Portal};

/// A company of a portal, made by [`Portal::company`].
#[derive(Debug, Clone)]
pub struct Company {
    portal: Portal,
    id: CompanyId,
}

impl Company {
    pub(crate) fn new(portal: Portal, id: CompanyId) -> Self {
        Self { portal, id }
    }

    /// The company's id.
    pub fn id(&self) -> CompanyId {
        self.id
    }

    /// The contacts that are linked to the company.
    pub fn contacts(&self) -> CompanyContacts {
        CompanyContacts::new(self.portal.clone(), self.id)
    }
}
