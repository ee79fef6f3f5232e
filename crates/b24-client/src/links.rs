//! Reading and writing the links of one record, from either side.

use crate::generated::operations::types;
use crate::{CompanyBinding, CompanyId, CompanyLink, ContactBinding, ContactId, ContactLink, Error, Portal};

/// Declares the links of a `near` record to `far` ones. Each record is named by its word, the word's plural and its
/// id; each operation by its method and the generated parameters. The names of the pages begin with `pages`.
macro_rules! links {
    (
        $(#[$doc:meta])*
        $links:ident;
        near: $near:literal $nears:literal $near_id:ident;
        far: $far:literal $fars:literal $far_field:ident: $far_id:ident, $link:ident, $binding:ident;
        pages: $pages:literal;
        get: $get:literal $Get:ident;
        set: $set:literal $Set:ident;
        add: $add:literal $Add:ident;
        remove: $remove:literal $Remove:ident $Which:ident;
        clear: $clear:literal $Clear:ident;
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $links {
            portal: Portal,
            id: $near_id,
        }

        impl $links {
            pub(crate) fn new(portal: Portal, id: $near_id) -> Self {
                Self { portal, id }
            }

            #[doc = concat!("All ", $fars, " of the ", $near, ", in ascending order of")]
            #[doc = concat!("[`sort`](", stringify!($binding), "::sort). A ", $near, " that has none, or that")]
            /// does not exist, has an empty list.
            ///
            #[doc = concat!("Calls [`", $get, "`](", $pages, "items-get.html), which changes nothing: it can be")]
            /// called again when the answer was lost.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not read ", $nears, " or the ", $near, "'s id")]
            /// is less than 1, and whatever can happen to a call.
            #[doc(alias = $get)]
            pub async fn get(&self) -> Result<Vec<$binding>, Error> {
                Ok(self.portal.run(&types::$Get { id: self.id }).await?.result)
            }

            #[doc = concat!("Makes these the only links of the ", $near, ". Links to other ", $fars, " vanish, and")]
            /// what somebody else wrote since the links were read is overwritten.
            ///
            /// A link that exists and is given without a position keeps its own; a new one comes after all others.
            /// Of several primary links the first one counts.
            ///
            #[doc = concat!("Calls [`", $set, "`](", $pages, "items-set.html). It can be called again when the answer")]
            /// was lost: the links and the answer are the same, but edits of others in between are overwritten too.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not edit ", $nears, ", where the ", $near)]
            /// does not exist or its id is less than 1, and whatever can happen to a call.
            #[doc(alias = $set)]
            pub async fn set(&self, links: impl IntoIterator<Item = impl Into<$link>>) -> Result<(), Error> {
                let items = links.into_iter().map(|link| link.into().into()).collect();
                self.portal.run(&types::$Set { id: self.id, items }).await.map(drop)
            }

            #[doc = concat!("Links a ", $far, " to the ", $near, " and says whether anything changed: a ", $far)]
            /// that is linked already stays linked as it is.
            ///
            /// Without a position the link comes after all others. The first link is primary, whatever is asked for.
            ///
            #[doc = concat!("Calls [`", $add, "`](", $pages, "add.html). It can be called again when the answer was")]
            /// lost: the links are the same, but `false` may mean that the lost call made the link.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not edit ", $nears, ", where the ", $near)]
            /// does not exist or one of the ids is less than 1, and whatever can happen to a call.
            #[doc(alias = $add)]
            pub async fn add(&self, link: impl Into<$link>) -> Result<bool, Error> {
                let fields = link.into().into();
                Ok(self.portal.run(&types::$Add { id: self.id, fields }).await?.result)
            }

            #[doc = concat!("Removes the link to a ", $far, " and says whether there was one. When the primary")]
            /// link goes, the first one that remains becomes primary.
            ///
            #[doc = concat!("Calls [`", $remove, "`](", $pages, "delete.html). It can be called again when the answer")]
            /// was lost: the links are the same, but `false` may mean that the lost call removed the link.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not edit ", $nears, ", where the ", $near)]
            /// does not exist or one of the ids is less than 1, and whatever can happen to a call.
            #[doc(alias = $remove)]
            pub async fn remove(&self, id: impl Into<$far_id>) -> Result<bool, Error> {
                let fields = types::$Which { $far_field: id.into() };
                Ok(self.portal.run(&types::$Remove { id: self.id, fields }).await?.result)
            }

            #[doc = concat!("Removes all links of the ", $near, ", if it has any. The ", $fars, " themselves stay.")]
            ///
            #[doc = concat!("Calls [`", $clear, "`](", $pages, "items-delete.html). It can be called again when the")]
            /// answer was lost, but links that others made in between vanish too.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::Refused`] where the user may not edit ", $nears, " or the ", $near, "'s id")]
            /// is less than 1, and whatever can happen to a call.
            #[doc(alias = $clear)]
            pub async fn clear(&self) -> Result<(), Error> {
                self.portal.run(&types::$Clear { id: self.id }).await.map(drop)
            }
        }
    };
}

links! {
    /// The links of a company to contacts, made by [`Company::contacts`](crate::Company::contacts).
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), b24_client::Error> {
    /// use b24_client::{ContactLink, Portal};
    ///
    /// let portal = Portal::webhook("https://example.bitrix24.com/rest/1/your-code/")?;
    /// let contacts = portal.company(32).contacts();
    /// contacts.set([ContactLink::new(7).sort(100), ContactLink::new(8).primary()]).await?;
    /// if !contacts.add(9).await? {
    ///     println!("contact 9 was linked already");
    /// }
    /// for binding in contacts.get().await? {
    ///     println!("{} {}", binding.contact_id, binding.is_primary);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    CompanyContacts;
    near: "company" "companies" CompanyId;
    far: "contact" "contacts" contact_id: ContactId, ContactLink, ContactBinding;
    pages: "https://apidocs.bitrix24.com/api-reference/crm/companies/contacts/crm-company-contact-";
    get: "crm.company.contact.items.get" CrmCompanyContactItemsGetParams;
    set: "crm.company.contact.items.set" CrmCompanyContactItemsSetParams;
    add: "crm.company.contact.add" CrmCompanyContactAddParams;
    remove: "crm.company.contact.delete" CrmCompanyContactDeleteParams CrmCompanyContactDeleteParamsFields;
    clear: "crm.company.contact.items.delete" CrmCompanyContactItemsDeleteParams;
}

links! {
    /// The links of a contact to companies, made by [`Contact::companies`](crate::Contact::companies).
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), b24_client::Error> {
    /// use b24_client::{CompanyLink, Portal};
    ///
    /// let portal = Portal::webhook("https://example.bitrix24.com/rest/1/your-code/")?;
    /// let companies = portal.contact(7).companies();
    /// companies.set([CompanyLink::new(32).sort(100), CompanyLink::new(33).primary()]).await?;
    /// if !companies.add(34).await? {
    ///     println!("company 34 was linked already");
    /// }
    /// for binding in companies.get().await? {
    ///     println!("{} {}", binding.company_id, binding.is_primary);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ContactCompanies;
    near: "contact" "contacts" ContactId;
    far: "company" "companies" company_id: CompanyId, CompanyLink, CompanyBinding;
    pages: "https://apidocs.bitrix24.com/api-reference/crm/contacts/company/crm-contact-company-";
    get: "crm.contact.company.items.get" CrmContactCompanyItemsGetParams;
    set: "crm.contact.company.items.set" CrmContactCompanyItemsSetParams;
    add: "crm.contact.company.add" CrmContactCompanyAddParams;
    remove: "crm.contact.company.delete" CrmContactCompanyDeleteParams CrmContactCompanyDeleteParamsFields;
    clear: "crm.contact.company.items.delete" CrmContactCompanyItemsDeleteParams;
}
