//! The generated operations that have a face, each known by the type of its parameters.

use std::future::Future;

use b24_contract::Method;
use progenitor_client::ResponseValue;
use serde::de::DeserializeOwned;

use crate::done::Done;
use crate::generated::operations::{Client, types};
use crate::{Answer, CompanyBinding, ContactBinding, ErrorEnvelope, Fields};

/// What a generated operation returns.
pub(crate) type Decoded<R> = Result<ResponseValue<Answer<R>>, progenitor_client::Error<ErrorEnvelope>>;

/// Parameters of a generated operation.
pub(crate) trait Operation: Sync {
    /// The method that the operation calls.
    const METHOD: Method;

    /// The result that its answer holds.
    type Result: DeserializeOwned;

    /// Makes one attempt.
    fn attempt(&self, client: &Client) -> impl Future<Output = Decoded<Self::Result>> + Send;
}

macro_rules! operations {
    ($($method:ident: $function:ident($params:ident) -> $result:ty;)*) => {
        $(impl Operation for types::$params {
            const METHOD: Method = Method::$method;
            type Result = $result;

            async fn attempt(&self, client: &Client) -> Decoded<$result> {
                client.$function(self).await
            }
        })*
    };
}

operations! {
    CrmCompanyContactAdd: crm_company_contact_add(CrmCompanyContactAddParams) -> bool;
    CrmCompanyContactDelete: crm_company_contact_delete(CrmCompanyContactDeleteParams) -> bool;
    CrmCompanyContactFields: crm_company_contact_fields(CrmCompanyContactFieldsParams) -> Fields;
    CrmCompanyContactItemsDelete: crm_company_contact_items_delete(CrmCompanyContactItemsDeleteParams) -> Done;
    CrmCompanyContactItemsGet: crm_company_contact_items_get(CrmCompanyContactItemsGetParams) -> Vec<ContactBinding>;
    CrmCompanyContactItemsSet: crm_company_contact_items_set(CrmCompanyContactItemsSetParams) -> Done;
    CrmContactCompanyAdd: crm_contact_company_add(CrmContactCompanyAddParams) -> bool;
    CrmContactCompanyDelete: crm_contact_company_delete(CrmContactCompanyDeleteParams) -> bool;
    CrmContactCompanyFields: crm_contact_company_fields(CrmContactCompanyFieldsParams) -> Fields;
    CrmContactCompanyItemsDelete: crm_contact_company_items_delete(CrmContactCompanyItemsDeleteParams) -> Done;
    CrmContactCompanyItemsGet: crm_contact_company_items_get(CrmContactCompanyItemsGetParams) -> Vec<CompanyBinding>;
    CrmContactCompanyItemsSet: crm_contact_company_items_set(CrmContactCompanyItemsSetParams) -> Done;
}
