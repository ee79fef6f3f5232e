//! What can be done with a contact.

use crate::{ContactCompanies, ContactId, Portal};

/// A contact of a portal, made by [`Portal::contact`].
#[derive(Debug, Clone)]
pub struct Contact {
    portal: Portal,
    id: ContactId,
}

impl Contact {
    pub(crate) fn new(portal: Portal, id: ContactId) -> Self {
        Self { portal, id }
    }

    /// The contact's id.
    pub fn id(&self) -> ContactId {
        self.id
    }

    /// The companies that are linked to the contact.
    pub fn companies(&self) -> ContactCompanies {
        ContactCompanies::new(self.portal.clone(), self.id)
    }
}
