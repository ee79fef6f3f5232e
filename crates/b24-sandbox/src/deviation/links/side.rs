//! The two sides from which links are read and written, as deviations tell of them.

use b24_contract::{ErrorClause, Method};

use super::desk::Desk;
use crate::deviation::way::Methods;
use crate::deviation::{Deed, Deviation, way};
use crate::twist::Answering;

/// One side: whose links they are, and its methods.
pub(super) struct Side {
    /// What the names of its methods begin with.
    family: &'static str,
    /// What owners are, in plain words.
    owner: &'static str,
    /// What is linked to them, in plain words.
    linked: &'static str,
    /// Member that names the linked record.
    pub(super) linked_key: &'static str,
    /// The other side.
    pub(super) mirror: &'static Side,
    pub(super) add: Method,
    pub(super) delete: Method,
    pub(super) fields: Method,
    pub(super) get: Method,
    pub(super) set: Method,
    pub(super) clear: Method,
    /// Shows an owner.
    pub(super) owner_get: Method,
    /// Lists owners.
    pub(super) owner_list: Method,
}

/// `crm.company.contact.*`.
pub(super) static OF_COMPANY: Side = Side {
    family: "crm.company.contact",
    owner: "company",
    linked: "contact",
    linked_key: "CONTACT_ID",
    mirror: &OF_CONTACT,
    add: Method::CrmCompanyContactAdd,
    delete: Method::CrmCompanyContactDelete,
    fields: Method::CrmCompanyContactFields,
    get: Method::CrmCompanyContactItemsGet,
    set: Method::CrmCompanyContactItemsSet,
    clear: Method::CrmCompanyContactItemsDelete,
    owner_get: Method::CrmCompanyGet,
    owner_list: Method::CrmCompanyList,
};

/// `crm.contact.company.*`.
pub(super) static OF_CONTACT: Side = Side {
    family: "crm.contact.company",
    owner: "contact",
    linked: "company",
    linked_key: "COMPANY_ID",
    mirror: &OF_COMPANY,
    add: Method::CrmContactCompanyAdd,
    delete: Method::CrmContactCompanyDelete,
    fields: Method::CrmContactCompanyFields,
    get: Method::CrmContactCompanyItemsGet,
    set: Method::CrmContactCompanyItemsSet,
    clear: Method::CrmContactCompanyItemsDelete,
    owner_get: Method::CrmContactGet,
    owner_list: Method::CrmContactList,
};

impl Side {
    /// Whether owners are companies.
    pub(super) fn is_of_company(&self) -> bool {
        self.add == OF_COMPANY.add
    }

    /// A deviation of the clause `<family>.<clause>`. In what it says `OWNER` and `LINKED` stand for the two kinds of
    /// records.
    pub(super) fn breaks(&self, clause: &str, how: &str, says: &str, deed: impl Deed + 'static) -> Deviation {
        let says = says.replace("OWNER", self.owner).replace("LINKED", self.linked);
        Deviation::new(&format!("{}.{clause}", self.family), how, &says, deed)
    }

    /// Has calls of some methods answered in a way of their own.
    pub(super) fn does<F>(&'static self, methods: impl Into<Methods>, deed: F) -> impl Deed
    where
        F: for<'a> Fn(Desk<'a>) -> Answering<'a> + Send + Sync + 'static,
    {
        way::rewrites(methods, move |call, next| deed(Desk::new(self, call, next)))
    }

    /// The error with the id `<family>.<id>`.
    pub(super) fn error(&self, id: &str) -> &'static ErrorClause {
        ErrorClause::by_id(&format!("{}.{id}", self.family))
            .expect("both families have the errors that deviations name")
    }
}
