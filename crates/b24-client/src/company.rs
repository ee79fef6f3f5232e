//! What can be done with a company.

use b24_contract::Method;

use crate::generated::operations::types::CrmCompanyContactItemsGetParams;
use crate::{CompanyId, ContactBinding, Error, Portal};

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
        CompanyContacts { company: self.clone() }
    }
}

/// The links from a company to contacts, made by [`Company::contacts`].
#[derive(Debug, Clone)]
pub struct CompanyContacts {
    company: Company,
}

impl CompanyContacts {
    /// All contacts of the company, in ascending order of [`sort`](ContactBinding::sort). A company that has none, or
    /// that does not exist, has an empty list.
    ///
    /// Calls [`crm.company.contact.items.get`][page].
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), b24_client::Error> {
    /// let portal = b24_client::Portal::webhook("https://example.bitrix24.com/rest/1/your-code/")?;
    /// for binding in portal.company(32).contacts().get().await? {
    ///     println!("{} {}", binding.contact_id, binding.is_primary);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the user may not read companies or the id is less than 1, and whatever can happen to
    /// a call.
    ///
    /// [page]: https://apidocs.bitrix24.com/api-reference/crm/companies/contacts/crm-company-contact-items-get.html
    #[doc(alias = "crm.company.contact.items.get")]
    pub async fn get(&self) -> Result<Vec<ContactBinding>, Error> {
        let id = self.company.id;
        let answer = self.company.portal.run(Method::CrmCompanyContactItemsGet, |client| async move {
            client.crm_company_contact_items_get(&CrmCompanyContactItemsGetParams { id }).await
        });
        Ok(answer.await?.result)
    }
}
