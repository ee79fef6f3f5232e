//! Calls that create or change a record, with their switches.

use std::pin::Pin;

use serde_json::Map;

use crate::generated::operations::types;
use crate::{CompanyFields, CompanyId, ContactFields, ContactId, Error, Portal};

/// Declares the two calls for one kind of record, with the generated parameters of each.
macro_rules! requests {
    (
        $collection:literal $id:ident $fields:ident;
        create: $create:ident $Add:ident $AddSwitches:ident;
        update: $update:ident $Update:ident $UpdateSwitches:ident;
    ) => {
        #[doc = concat!("A call made by [`", $collection, "::create`](crate::", $collection, "::create). It is sent when")]
        /// it is awaited.
        #[derive(Debug, Clone)]
        #[must_use = "nothing is sent until it is awaited"]
        pub struct $create {
            portal: Portal,
            fields: $fields,
            announce: Option<bool>,
            import: Option<bool>,
        }

        impl $create {
            pub(super) fn new(portal: Portal, fields: $fields) -> Self {
                Self { portal, fields, announce: None, import: None }
            }

            /// Whether to announce the record in the activity stream (`REGISTER_SONET_EVENT`).
            pub fn announce(mut self, announce: bool) -> Self {
                self.announce = Some(announce);
                self
            }

            /// Whether the record comes from elsewhere (`IMPORT`), so that its dates and authors are taken over. The
            /// right to import suffices then.
            pub fn import(mut self, import: bool) -> Self {
                self.import = Some(import);
                self
            }

            async fn send(self) -> Result<$id, Error> {
                let is_plain = self.announce.is_none() && self.import.is_none();
                let params = (!is_plain).then(|| types::$AddSwitches {
                    register_sonet_event: self.announce.map(Into::into),
                    import: self.import.map(Into::into),
                    extra: Map::new(),
                });
                Ok(self.portal.run(&types::$Add { fields: self.fields, params }).await?.result)
            }
        }

        impl IntoFuture for $create {
            type Output = Result<$id, Error>;
            type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }

        #[doc = concat!("A call made by [`", $collection, "::update`](crate::", $collection, "::update). It is sent when")]
        /// it is awaited.
        #[derive(Debug, Clone)]
        #[must_use = "nothing is sent until it is awaited"]
        pub struct $update {
            portal: Portal,
            id: $id,
            fields: $fields,
            announce: Option<bool>,
            record_history: Option<bool>,
        }

        impl $update {
            pub(super) fn new(portal: Portal, id: $id, fields: $fields) -> Self {
                Self { portal, id, fields, announce: None, record_history: None }
            }

            /// Whether to announce the change in the activity stream (`REGISTER_SONET_EVENT`).
            pub fn announce(mut self, announce: bool) -> Self {
                self.announce = Some(announce);
                self
            }

            /// Whether to record the change in the record's history (`REGISTER_HISTORY_EVENT`).
            pub fn record_history(mut self, record_history: bool) -> Self {
                self.record_history = Some(record_history);
                self
            }

            async fn send(self) -> Result<(), Error> {
                let is_plain = self.announce.is_none() && self.record_history.is_none();
                let params = (!is_plain).then(|| types::$UpdateSwitches {
                    register_sonet_event: self.announce.map(Into::into),
                    register_history_event: self.record_history.map(Into::into),
                    extra: Map::new(),
                });
                self.portal.run(&types::$Update { id: self.id, fields: self.fields, params }).await.map(drop)
            }
        }

        impl IntoFuture for $update {
            type Output = Result<(), Error>;
            type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    };
}

requests! {
    "Companies" CompanyId CompanyFields;
    create: CreateCompany CrmCompanyAddParams CrmCompanyAddParamsParams;
    update: UpdateCompany CrmCompanyUpdateParams CrmCompanyUpdateParamsParams;
}

requests! {
    "Contacts" ContactId ContactFields;
    create: CreateContact CrmContactAddParams CrmContactAddParamsParams;
    update: UpdateContact CrmContactUpdateParams CrmContactUpdateParamsParams;
}
