//! The methods for contacts.

use b24_contract::Entity;
use b24_contract::generated::error;

use super::record::{AddErrors, ExistingErrors, GivenErrors, Kind, ListErrors, UpdateErrors};

/// Contacts, with the errors of their methods.
pub(crate) const CONTACT: Kind = Kind {
    entity: Entity::Contact,
    fields_denied: None,
    add: AddErrors {
        given: GivenErrors {
            fields_not_array: &error::CRM_CONTACT_ADD_FIELDS_NOT_ARRAY,
            params_not_array: &error::CRM_CONTACT_ADD_PARAMS_NOT_ARRAY,
            email_invalid: &error::CRM_CONTACT_ADD_EMAIL_INVALID,
        },
        access_denied: &error::CRM_CONTACT_ADD_ACCESS_DENIED,
        name_missing: Some(&error::CRM_CONTACT_ADD_NAME_MISSING),
    },
    get: ExistingErrors {
        id_invalid: &error::CRM_CONTACT_GET_ID_INVALID,
        access_denied: &error::CRM_CONTACT_GET_ACCESS_DENIED,
        not_found: &error::CRM_CONTACT_GET_NOT_FOUND,
    },
    list: ListErrors {
        order_not_array: &error::CRM_CONTACT_LIST_ORDER_NOT_ARRAY,
        filter_not_array: &error::CRM_CONTACT_LIST_FILTER_NOT_ARRAY,
        select_not_array: &error::CRM_CONTACT_LIST_SELECT_NOT_ARRAY,
        access_denied: &error::CRM_CONTACT_LIST_ACCESS_DENIED,
        failed: &error::CRM_CONTACT_LIST_FAILED,
    },
    update: UpdateErrors {
        existing: ExistingErrors {
            id_invalid: &error::CRM_CONTACT_UPDATE_ID_INVALID,
            access_denied: &error::CRM_CONTACT_UPDATE_ACCESS_DENIED,
            not_found: &error::CRM_CONTACT_UPDATE_NOT_FOUND,
        },
        given: GivenErrors {
            fields_not_array: &error::CRM_CONTACT_UPDATE_FIELDS_NOT_ARRAY,
            params_not_array: &error::CRM_CONTACT_UPDATE_PARAMS_NOT_ARRAY,
            email_invalid: &error::CRM_CONTACT_UPDATE_EMAIL_INVALID,
        },
    },
    delete: ExistingErrors {
        id_invalid: &error::CRM_CONTACT_DELETE_ID_INVALID,
        access_denied: &error::CRM_CONTACT_DELETE_ACCESS_DENIED,
        not_found: &error::CRM_CONTACT_DELETE_NOT_FOUND,
    },
};
