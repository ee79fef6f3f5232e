//! The methods for companies.

use b24_contract::Entity;
use b24_contract::generated::error;

use super::record::{AddErrors, ExistingErrors, GivenErrors, Kind, ListErrors, UpdateErrors};

/// Companies, with the errors of their methods.
pub(crate) const COMPANY: Kind = Kind {
    entity: Entity::Company,
    fields_denied: Some(&error::CRM_COMPANY_FIELDS_ACCESS_DENIED),
    add: AddErrors {
        given: GivenErrors {
            fields_not_array: &error::CRM_COMPANY_ADD_FIELDS_NOT_ARRAY,
            params_not_array: &error::CRM_COMPANY_ADD_PARAMS_NOT_ARRAY,
            email_invalid: &error::CRM_COMPANY_ADD_EMAIL_INVALID,
        },
        access_denied: &error::CRM_COMPANY_ADD_ACCESS_DENIED,
        name_missing: None,
    },
    get: ExistingErrors {
        id_invalid: &error::CRM_COMPANY_GET_ID_INVALID,
        access_denied: &error::CRM_COMPANY_GET_ACCESS_DENIED,
        not_found: &error::CRM_COMPANY_GET_NOT_FOUND,
    },
    list: ListErrors {
        order_not_array: &error::CRM_COMPANY_LIST_ORDER_NOT_ARRAY,
        filter_not_array: &error::CRM_COMPANY_LIST_FILTER_NOT_ARRAY,
        select_not_array: &error::CRM_COMPANY_LIST_SELECT_NOT_ARRAY,
        access_denied: &error::CRM_COMPANY_LIST_ACCESS_DENIED,
        failed: &error::CRM_COMPANY_LIST_FAILED,
    },
    update: UpdateErrors {
        existing: ExistingErrors {
            id_invalid: &error::CRM_COMPANY_UPDATE_ID_INVALID,
            access_denied: &error::CRM_COMPANY_UPDATE_ACCESS_DENIED,
            not_found: &error::CRM_COMPANY_UPDATE_NOT_FOUND,
        },
        given: GivenErrors {
            fields_not_array: &error::CRM_COMPANY_UPDATE_FIELDS_NOT_ARRAY,
            params_not_array: &error::CRM_COMPANY_UPDATE_PARAMS_NOT_ARRAY,
            email_invalid: &error::CRM_COMPANY_UPDATE_EMAIL_INVALID,
        },
    },
    delete: ExistingErrors {
        id_invalid: &error::CRM_COMPANY_DELETE_ID_INVALID,
        access_denied: &error::CRM_COMPANY_DELETE_ACCESS_DENIED,
        not_found: &error::CRM_COMPANY_DELETE_NOT_FOUND,
    },
};
