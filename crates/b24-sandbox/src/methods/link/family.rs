//! What tells the two families of link methods apart, and the order in which both look at a call.

use b24_contract::ErrorClause;
use b24_contract::generated::error;

use crate::dispatch::{Failure, Task};
use crate::methods::value;
use crate::store::entity;
use crate::store::link::Side;

/// The link methods of one side.
pub(crate) struct Family {
    /// Whose links they are.
    pub(super) side: Side,
    /// Errors of `items.get`.
    pub(super) items_get: OwnerErrors,
    /// Errors of `items.set`.
    pub(super) items_set: GivenErrors,
    /// Errors of `items.delete`.
    pub(super) items_delete: OwnerErrors,
    /// Errors of `add`.
    pub(super) add: LinkErrors,
    /// Errors of `delete`.
    pub(super) delete: LinkErrors,
}

/// Errors of a method that is given an owner.
pub(super) struct OwnerErrors {
    owner_invalid: &'static ErrorClause,
    access_denied: &'static ErrorClause,
}

/// Errors of a method that is given an owner, which must exist, and an array.
pub(super) struct GivenErrors {
    owner_invalid: &'static ErrorClause,
    not_array: &'static ErrorClause,
    access_denied: &'static ErrorClause,
    not_found: &'static ErrorClause,
}

/// Errors of a method that is given an owner and one link.
pub(super) struct LinkErrors {
    /// Errors of owner and array.
    pub(super) given: GivenErrors,
    /// The array names no record to be linked.
    pub(super) fields_invalid: &'static ErrorClause,
}

impl OwnerErrors {
    /// The owner's id, of a user who may do what the method does with this owner.
    pub(super) fn owner(&self, task: &Task<'_>, side: Side) -> Result<i64, Failure> {
        let owner = owner(task, self.owner_invalid)?;
        task.permit_on(side.owner(), owner, self.access_denied)?;
        Ok(owner)
    }
}

impl GivenErrors {
    /// The owner's id, and the array if there is one, of a user who may do what the method does with an owner that
    /// exists.
    pub(super) fn accept<T>(&self, task: &Task<'_>, side: Side, array: Option<T>) -> Result<(i64, T), Failure> {
        let owner = owner(task, self.owner_invalid)?;
        let array = array.ok_or(self.not_array)?;
        task.permit_on(side.owner(), owner, self.access_denied)?;
        if !entity::exists(task.data, side.owner(), owner)? {
            return Err(self.not_found.into());
        }
        Ok((owner, array))
    }
}

fn owner(task: &Task<'_>, invalid: &'static ErrorClause) -> Result<i64, Failure> {
    value::id(task.call.param("id")).ok_or(invalid.into())
}

/// `crm.company.contact.*`.
pub(crate) const OF_COMPANY: Family = Family {
    side: Side::Company,
    items_get: OwnerErrors {
        owner_invalid: &error::CRM_COMPANY_CONTACT_ITEMS_GET_OWNER_INVALID,
        access_denied: &error::CRM_COMPANY_CONTACT_ITEMS_GET_ACCESS_DENIED,
    },
    items_set: GivenErrors {
        owner_invalid: &error::CRM_COMPANY_CONTACT_ITEMS_SET_OWNER_INVALID,
        not_array: &error::CRM_COMPANY_CONTACT_ITEMS_SET_ITEMS_NOT_ARRAY,
        access_denied: &error::CRM_COMPANY_CONTACT_ITEMS_SET_ACCESS_DENIED,
        not_found: &error::CRM_COMPANY_CONTACT_ITEMS_SET_NOT_FOUND,
    },
    items_delete: OwnerErrors {
        owner_invalid: &error::CRM_COMPANY_CONTACT_ITEMS_DELETE_OWNER_INVALID,
        access_denied: &error::CRM_COMPANY_CONTACT_ITEMS_DELETE_ACCESS_DENIED,
    },
    add: LinkErrors {
        given: GivenErrors {
            owner_invalid: &error::CRM_COMPANY_CONTACT_ADD_OWNER_INVALID,
            not_array: &error::CRM_COMPANY_CONTACT_ADD_FIELDS_NOT_ARRAY,
            access_denied: &error::CRM_COMPANY_CONTACT_ADD_ACCESS_DENIED,
            not_found: &error::CRM_COMPANY_CONTACT_ADD_NOT_FOUND,
        },
        fields_invalid: &error::CRM_COMPANY_CONTACT_ADD_FIELDS_INVALID,
    },
    delete: LinkErrors {
        given: GivenErrors {
            owner_invalid: &error::CRM_COMPANY_CONTACT_DELETE_OWNER_INVALID,
            not_array: &error::CRM_COMPANY_CONTACT_DELETE_FIELDS_NOT_ARRAY,
            access_denied: &error::CRM_COMPANY_CONTACT_DELETE_ACCESS_DENIED,
            not_found: &error::CRM_COMPANY_CONTACT_DELETE_NOT_FOUND,
        },
        fields_invalid: &error::CRM_COMPANY_CONTACT_DELETE_FIELDS_INVALID,
    },
};

/// `crm.contact.company.*`.
pub(crate) const OF_CONTACT: Family = Family {
    side: Side::Contact,
    items_get: OwnerErrors {
        owner_invalid: &error::CRM_CONTACT_COMPANY_ITEMS_GET_OWNER_INVALID,
        access_denied: &error::CRM_CONTACT_COMPANY_ITEMS_GET_ACCESS_DENIED,
    },
    items_set: GivenErrors {
        owner_invalid: &error::CRM_CONTACT_COMPANY_ITEMS_SET_OWNER_INVALID,
        not_array: &error::CRM_CONTACT_COMPANY_ITEMS_SET_ITEMS_NOT_ARRAY,
        access_denied: &error::CRM_CONTACT_COMPANY_ITEMS_SET_ACCESS_DENIED,
        not_found: &error::CRM_CONTACT_COMPANY_ITEMS_SET_NOT_FOUND,
    },
    items_delete: OwnerErrors {
        owner_invalid: &error::CRM_CONTACT_COMPANY_ITEMS_DELETE_OWNER_INVALID,
        access_denied: &error::CRM_CONTACT_COMPANY_ITEMS_DELETE_ACCESS_DENIED,
    },
    add: LinkErrors {
        given: GivenErrors {
            owner_invalid: &error::CRM_CONTACT_COMPANY_ADD_OWNER_INVALID,
            not_array: &error::CRM_CONTACT_COMPANY_ADD_FIELDS_NOT_ARRAY,
            access_denied: &error::CRM_CONTACT_COMPANY_ADD_ACCESS_DENIED,
            not_found: &error::CRM_CONTACT_COMPANY_ADD_NOT_FOUND,
        },
        fields_invalid: &error::CRM_CONTACT_COMPANY_ADD_FIELDS_INVALID,
    },
    delete: LinkErrors {
        given: GivenErrors {
            owner_invalid: &error::CRM_CONTACT_COMPANY_DELETE_OWNER_INVALID,
            not_array: &error::CRM_CONTACT_COMPANY_DELETE_FIELDS_NOT_ARRAY,
            access_denied: &error::CRM_CONTACT_COMPANY_DELETE_ACCESS_DENIED,
            not_found: &error::CRM_CONTACT_COMPANY_DELETE_NOT_FOUND,
        },
        fields_invalid: &error::CRM_CONTACT_COMPANY_DELETE_FIELDS_INVALID,
    },
};
