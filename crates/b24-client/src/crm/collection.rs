//! The companies and the contacts of a portal.

use serde_json::Map;

use crate::generated::operations::types;
use crate::list::{Query, Source};
use crate::{
    CompanyFields, CompanyId, CompanyRecord, ContactFields, ContactId, ContactRecord, CreateCompany, CreateContact,
    Error, Fields, List, Portal, UpdateCompany, UpdateContact,
};

/// Declares the records of one kind: their word, its plural, and their types; each operation by its method and the
/// generated parameters. The names of the pages begin with `pages`.
macro_rules! collection {
    (
        $(#[$doc:meta])*
        $collection:ident;
        one: $one:literal $many:literal $id:ident $record:ident $fields:ident;
        pages: $pages:literal;
        create: $create:literal $Create:ident $create_error:literal;
        get: $get:literal $Get:ident;
        update: $update:literal $Update:ident $update_doc:literal;
        delete: $delete:literal $Delete:ident;
        list: $list:literal $List:ident $method:ident;
        fields: $describe:literal $Describe:ident $describe_errors:literal;
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $collection {
            portal: Portal,
        }

        impl $collection {
            pub(crate) fn new(portal: Portal) -> Self {
                Self { portal }
            }

            #[doc = concat!("Creates a ", $one, " and returns its id. Awaiting the call sends it; before that it takes")]
            #[doc = concat!("[switches](", stringify!($Create), ").")]
            ///
            #[doc = concat!("Calls [`", $create, "`](", $pages, "add.html). Calling it again when the answer was lost may")]
            #[doc = concat!("create a second ", $one, ".")]
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not add ", $many, ", where an e-mail address is not")]
            #[doc = concat!("valid", $create_error, ", where the portal has no disk space left, and whatever can happen to")]
            /// a call.
            #[doc(alias = $create)]
            pub fn create(&self, fields: $fields) -> $Create {
                $Create::new(self.portal.clone(), fields)
            }

            #[doc = concat!("A ", $one, " with all its members.")]
            ///
            #[doc = concat!("Calls [`", $get, "`](", $pages, "get.html), which changes nothing: it can be called again")]
            /// when the answer was lost.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not read ", $many, ", where the ", $one, " does not")]
            /// exist or its id is less than 1, and whatever can happen to a call.
            #[doc(alias = $get)]
            pub async fn get(&self, id: impl Into<$id>) -> Result<$record, Error> {
                Ok(self.portal.run(&types::$Get { id: id.into() }).await?.result)
            }

            #[doc = concat!("Changes fields of a ", $one, " and leaves all others as they are. Awaiting the call sends")]
            #[doc = concat!("it; before that it takes [switches](", stringify!($Update), ").")]
            ///
            #[doc = $update_doc]
            ///
            #[doc = concat!("Calls [`", $update, "`](", $pages, "update.html). It can be called again when the answer was")]
            /// lost, unless it adds entries to a multifield, which would be added twice; edits of others in between
            /// are overwritten.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not edit ", $many, ", where the ", $one, " does not")]
            /// exist or its id is less than 1, where an e-mail address is not valid, where the portal has no disk space
            /// left, and whatever can happen to a call.
            #[doc(alias = $update)]
            pub fn update(&self, id: impl Into<$id>, fields: $fields) -> $Update {
                $Update::new(self.portal.clone(), id.into(), fields)
            }

            #[doc = concat!("Deletes a ", $one, ". Its links vanish with it.")]
            ///
            #[doc = concat!("Calls [`", $delete, "`](", $pages, "delete.html). It can be called again when the answer was")]
            #[doc = concat!("lost: that the ", $one, " does not exist may mean that the lost call deleted it.")]
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not delete ", $many, ", where the ", $one, " does not")]
            /// exist or its id is less than 1, and whatever can happen to a call.
            #[doc(alias = $delete)]
            pub async fn delete(&self, id: impl Into<$id>) -> Result<(), Error> {
                self.portal.run(&types::$Delete { id: id.into() }).await.map(drop)
            }

            #[doc = concat!("A list of ", $many, ": all of them, unless it is narrowed by a filter.")]
            ///
            #[doc = concat!("Reading it calls [`", $list, "`](", $pages, "list.html), which changes nothing.")]
            #[doc(alias = $list)]
            pub fn list(&self) -> List<$record> {
                static SOURCE: Source<$record> = Source {
                    method: b24_contract::Method::$method,
                    fetch: |portal, query| {
                        Box::pin(async move {
                            let Query { filter, order, select, start } = query;
                            let parameters = types::$List {
                                filter: (!filter.is_empty()).then_some(filter),
                                order: (!order.is_empty()).then_some(order),
                                select: (!select.is_empty()).then_some(types::Select(select)),
                                start: Some(start),
                            };
                            portal.run(&parameters).await
                        })
                    },
                    id: |record| record.id.get(),
                };
                List::new(self.portal.clone(), &SOURCE)
            }

            #[doc = concat!("What ", $many, " consist of in this portal, custom fields included.")]
            ///
            #[doc = concat!("Calls [`", $describe, "`](", $pages, "fields.html), which changes nothing: it can be called")]
            /// again when the answer was lost.
            ///
            /// # Errors
            ///
            #[doc = $describe_errors]
            #[doc(alias = $describe)]
            pub async fn fields(&self) -> Result<Fields, Error> {
                Ok(self.portal.run(&types::$Describe(Map::new())).await?.result)
            }
        }
    };
}

collection! {
    /// The companies of a portal, made by [`Portal::companies`].
    ///
    /// ```no_run
    /// # async fn example(portal: b24_client::Portal) -> Result<(), b24_client::Error> {
    /// use b24_client::CompanyFields;
    ///
    /// let companies = portal.companies();
    /// let id = companies.create(CompanyFields::new().title("Harbour Ltd").phone("+44 20 7946 0018", "WORK")).await?;
    /// companies.update(id, CompanyFields::new().company_type("CUSTOMER")).record_history(false).await?;
    /// let company = companies.get(id).await?;
    /// println!("{:?} {:?}", company.title, company.get("UF_CRM_1687188367"));
    /// # Ok(())
    /// # }
    /// ```
    Companies;
    one: "company" "companies" CompanyId CompanyRecord CompanyFields;
    pages: "https://apidocs.bitrix24.com/api-reference/crm/companies/crm-company-";
    create: "crm.company.add" CreateCompany "";
    get: "crm.company.get" CrmCompanyGetParams;
    update: "crm.company.update" UpdateCompany
        "Entries of multifields that no change mentions stay; [`contact_ids`](CompanyFields::contact_ids) replaces the links.";
    delete: "crm.company.delete" CrmCompanyDeleteParams;
    list: "crm.company.list" CrmCompanyListParams CrmCompanyList;
    fields: "crm.company.fields" CrmCompanyFieldsParams
        "[`Error::Refused`] where the portal tells them only to users who may read companies, and whatever can happen to a call.";
}

collection! {
    /// The contacts of a portal, made by [`Portal::contacts`].
    ///
    /// ```no_run
    /// # async fn example(portal: b24_client::Portal) -> Result<(), b24_client::Error> {
    /// use b24_client::ContactFields;
    ///
    /// let contacts = portal.contacts();
    /// let id = contacts.create(ContactFields::new().name("Anna").email("anna@example.com", "WORK")).await?;
    /// contacts.update(id, ContactFields::new().post("Harbour master")).await?;
    /// let contact = contacts.get(id).await?;
    /// println!("{:?} of company {:?}", contact.name, contact.company_id);
    /// # Ok(())
    /// # }
    /// ```
    Contacts;
    one: "contact" "contacts" ContactId ContactRecord ContactFields;
    pages: "https://apidocs.bitrix24.com/api-reference/crm/contacts/crm-contact-";
    create: "crm.contact.add" CreateContact ", where both names are empty";
    get: "crm.contact.get" CrmContactGetParams;
    update: "crm.contact.update" UpdateContact
        "Entries of multifields that no change mentions stay; [`company_ids`](ContactFields::company_ids) replaces the links.";
    delete: "crm.contact.delete" CrmContactDeleteParams;
    list: "crm.contact.list" CrmContactListParams CrmContactList;
    fields: "crm.contact.fields" CrmContactFieldsParams
        "Whatever can happen to a call; any user may call it.";
}
