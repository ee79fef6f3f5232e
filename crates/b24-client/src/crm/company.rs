//! A company: the record that is read, and the fields that are written.

use serde_json::{Map, Value};

use super::fields::crm_fields;
use super::record::{crm_record, spelled};
use crate::record::{Nulls, record};
use crate::wire::{Lenient, Nullable, Plain, Quoted, Textual, YesNo};
use crate::{CompanyId, ContactId, LeadId, Multifield, MultifieldChange, UserId};

crm_record! {
    /// A company as [`crm.company.get`][get] and [`crm.company.list`][list] return it. Its contacts are elsewhere:
    /// [`Company::contacts`](crate::Company::contacts).
    ///
    /// [get]: https://apidocs.bitrix24.com/api-reference/crm/companies/crm-company-get.html
    /// [list]: https://apidocs.bitrix24.com/api-reference/crm/companies/crm-company-list.html
    CompanyRecord is "a company";
    /// The company.
    id: CompanyId;
    /// Name of the company.
    title: String = "TITLE" as Textual<Plain>,
    /// Kind of company, a status such as `CUSTOMER`.
    company_type: String = "COMPANY_TYPE" as Textual<Plain>,
    /// The logo, a file.
    logo: Value = "LOGO" as Nullable<Plain>,
    /// Bank details.
    banking_details: String = "BANKING_DETAILS" as Textual<Plain>,
    /// Industry, a status such as `IT`.
    industry: String = "INDUSTRY" as Textual<Plain>,
    /// Annual revenue, a decimal number as text.
    revenue: String = "REVENUE" as Textual<Plain>,
    /// Currency of the revenue, such as `EUR`.
    currency_id: String = "CURRENCY_ID" as Textual<Plain>,
    /// Number of employees, a status such as `EMPLOYEES_1`.
    employees: String = "EMPLOYEES" as Textual<Plain>,
    /// Whether it is one of the portal's own companies.
    is_my_company: bool = "IS_MY_COMPANY" as Textual<YesNo>,
    /// Legal address in one text.
    address_legal: String = "ADDRESS_LEGAL" as Textual<Plain>,
    /// Registered address: street and house.
    reg_address: String = "REG_ADDRESS" as Textual<Plain>,
    /// Registered address: flat or office.
    reg_address_2: String = "REG_ADDRESS_2" as Textual<Plain>,
    /// Registered address: town.
    reg_address_city: String = "REG_ADDRESS_CITY" as Textual<Plain>,
    /// Registered address: postal code.
    reg_address_postal_code: String = "REG_ADDRESS_POSTAL_CODE" as Textual<Plain>,
    /// Registered address: region.
    reg_address_region: String = "REG_ADDRESS_REGION" as Textual<Plain>,
    /// Registered address: province.
    reg_address_province: String = "REG_ADDRESS_PROVINCE" as Textual<Plain>,
    /// Registered address: country.
    reg_address_country: String = "REG_ADDRESS_COUNTRY" as Textual<Plain>,
    /// Registered address: code of the country.
    reg_address_country_code: String = "REG_ADDRESS_COUNTRY_CODE" as Textual<Plain>,
    /// Registered address: its identifier in the location module.
    reg_address_loc_addr_id: i64 = "REG_ADDRESS_LOC_ADDR_ID" as Textual<Quoted>,
    /// When somebody spoke with the company last.
    last_communication_time: String = "LAST_COMMUNICATION_TIME" as Textual<Plain>,
}

crm_fields! {
    /// Fields of a company to write with [`Companies::create`](crate::Companies::create) and
    /// [`Companies::update`](crate::Companies::update). What is not set keeps its value, or gets the portal's default.
    ///
    /// ```
    /// use b24_client::CompanyFields;
    ///
    /// let fields = CompanyFields::new()
    ///     .title("Harbour Ltd")
    ///     .revenue("3000000.50")
    ///     .phone("+44 20 7946 0018", "WORK")
    ///     .set("UF_CRM_1687188367", "blue");
    /// assert_eq!(fields.get("TITLE").unwrap(), "Harbour Ltd");
    /// ```
    CompanyFields;
    text:
    /// Name of the company.
    title = "TITLE",
    /// Kind of company, a status such as `CUSTOMER`.
    company_type = "COMPANY_TYPE",
    /// Bank details.
    banking_details = "BANKING_DETAILS",
    /// Industry, a status such as `MANUFACTURING`.
    industry = "INDUSTRY",
    /// Currency of the revenue, such as `USD`.
    currency_id = "CURRENCY_ID",
    /// Number of employees, a status such as `EMPLOYEES_2`.
    employees = "EMPLOYEES",
    /// Legal address in one text.
    address_legal = "ADDRESS_LEGAL",
    /// Registered address: street and house.
    reg_address = "REG_ADDRESS",
    /// Registered address: flat or office.
    reg_address_2 = "REG_ADDRESS_2",
    /// Registered address: town.
    reg_address_city = "REG_ADDRESS_CITY",
    /// Registered address: postal code.
    reg_address_postal_code = "REG_ADDRESS_POSTAL_CODE",
    /// Registered address: region.
    reg_address_region = "REG_ADDRESS_REGION",
    /// Registered address: province.
    reg_address_province = "REG_ADDRESS_PROVINCE",
    /// Registered address: country.
    reg_address_country = "REG_ADDRESS_COUNTRY",
    /// Registered address: code of the country.
    reg_address_country_code = "REG_ADDRESS_COUNTRY_CODE",;
    flag:
    /// Whether it is one of the portal's own companies.
    is_my_company = "IS_MY_COMPANY",;
}

impl CompanyFields {
    /// Annual revenue. Text keeps every digit of a decimal number.
    #[must_use]
    pub fn revenue(self, amount: impl Into<Value>) -> Self {
        self.set("REVENUE", amount)
    }

    /// Registered address: its identifier in the location module.
    #[must_use]
    pub fn reg_address_loc_addr_id(self, id: i64) -> Self {
        self.set("REG_ADDRESS_LOC_ADDR_ID", id)
    }

    /// Contacts to link instead of those that are linked now, the primary one first. An
    /// [update](crate::Companies::update) takes it.
    #[must_use]
    pub fn contact_ids(self, contacts: impl IntoIterator<Item = impl Into<ContactId>>) -> Self {
        let ids: Vec<ContactId> = contacts.into_iter().map(Into::into).collect();
        self.set("CONTACT_ID", ids)
    }
}
