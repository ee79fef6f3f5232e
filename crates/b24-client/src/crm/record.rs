//! What companies and contacts have in common when they are read.

use serde_json::Value;

use crate::wire::{Encode, Spelled};

/// Declares a record with its own members and those that companies and contacts share. Each is named with its type,
/// its member and the member's spelling, a marker of [`wire`](crate::wire).
macro_rules! crm_record {
    (
        $(#[$doc:meta])*
        $record:ident is $what:literal;
        $(#[$id_doc:meta])*
        id: $id:ident;
        $($(#[$own_doc:meta])* $own:ident: $own_ty:ty = $own_member:literal as $own_wire:ty,)*
    ) => {
        $crate::crm::record::members! {
            $(#[$doc])*
            $record is $what;
            $(#[$id_doc])*
            id: $id;
            $($(#[$own_doc])* $own: $own_ty = $own_member as $own_wire,)*
            /// Free text.
            comments: String = "COMMENTS" as Textual<Plain>,
            /// Whether everybody may see it.
            opened: bool = "OPENED" as Textual<YesNo>,
            /// The user who is responsible.
            assigned_by_id: UserId = "ASSIGNED_BY_ID" as Textual<Quoted>,
            /// The user who created it.
            created_by_id: UserId = "CREATED_BY_ID" as Textual<Quoted>,
            /// The user who changed it last.
            modify_by_id: UserId = "MODIFY_BY_ID" as Textual<Quoted>,
            /// When it was created, ISO 8601 with an offset.
            date_create: String = "DATE_CREATE" as Textual<Plain>,
            /// When it was changed last, ISO 8601 with an offset.
            date_modify: String = "DATE_MODIFY" as Textual<Plain>,
            /// The user who worked with it last.
            last_activity_by: UserId = "LAST_ACTIVITY_BY" as Textual<Quoted>,
            /// When somebody worked with it last, ISO 8601 with an offset.
            last_activity_time: String = "LAST_ACTIVITY_TIME" as Textual<Plain>,
            /// The lead that it was made from.
            lead_id: LeadId = "LEAD_ID" as Textual<Quoted>,
            /// Whether a telephone number is known.
            has_phone: bool = "HAS_PHONE" as Textual<YesNo>,
            /// Whether an e-mail address is known.
            has_email: bool = "HAS_EMAIL" as Textual<YesNo>,
            /// Whether an open channel is known.
            has_imol: bool = "HAS_IMOL" as Textual<YesNo>,
            /// Name of the external system that it came from.
            originator_id: String = "ORIGINATOR_ID" as Textual<Plain>,
            /// Its identifier in that system.
            origin_id: String = "ORIGIN_ID" as Textual<Plain>,
            /// Its version in that system.
            origin_version: String = "ORIGIN_VERSION" as Textual<Plain>,
            /// Address: street and house.
            address: String = "ADDRESS" as Textual<Plain>,
            /// Address: flat or office.
            address_2: String = "ADDRESS_2" as Textual<Plain>,
            /// Address: town.
            address_city: String = "ADDRESS_CITY" as Textual<Plain>,
            /// Address: postal code.
            address_postal_code: String = "ADDRESS_POSTAL_CODE" as Textual<Plain>,
            /// Address: region.
            address_region: String = "ADDRESS_REGION" as Textual<Plain>,
            /// Address: province.
            address_province: String = "ADDRESS_PROVINCE" as Textual<Plain>,
            /// Address: country.
            address_country: String = "ADDRESS_COUNTRY" as Textual<Plain>,
            /// Address: code of the country.
            address_country_code: String = "ADDRESS_COUNTRY_CODE" as Textual<Plain>,
            /// Address: its identifier in the location module.
            address_loc_addr_id: i64 = "ADDRESS_LOC_ADDR_ID" as Textual<Quoted>,
            /// Advertising system.
            utm_source: String = "UTM_SOURCE" as Textual<Plain>,
            /// Type of traffic.
            utm_medium: String = "UTM_MEDIUM" as Textual<Plain>,
            /// Advertising campaign.
            utm_campaign: String = "UTM_CAMPAIGN" as Textual<Plain>,
            /// Content of the campaign.
            utm_content: String = "UTM_CONTENT" as Textual<Plain>,
            /// Search condition of the campaign.
            utm_term: String = "UTM_TERM" as Textual<Plain>,
            /// Telephone numbers.
            phone: Vec<Multifield> = "PHONE" as Lenient,
            /// E-mail addresses.
            email: Vec<Multifield> = "EMAIL" as Lenient,
            /// Web sites.
            web: Vec<Multifield> = "WEB" as Lenient,
            /// Messengers.
            im: Vec<Multifield> = "IM" as Lenient,
            /// Links.
            link: Vec<Multifield> = "LINK" as Lenient,
        }
    };
}

/// Declares a record with all its members.
macro_rules! members {
    (
        $(#[$doc:meta])*
        $record:ident is $what:literal;
        $(#[$id_doc:meta])*
        id: $id:ident;
        $($(#[$open_doc:meta])* $open:ident: $open_ty:ty = $open_member:literal as $open_wire:ty,)*
    ) => {
        $(#[$doc])*
        ///
        /// A field is `None` where the member is null, was not selected, or is something that the field's type cannot hold;
        #[doc = concat!("[`get`](", stringify!($record), "::get) tells these apart. A number or flag of JSON where text is")]
        /// documented is read all the same, and written as text.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $record {
            $(#[$id_doc])*
            pub id: $id,
            $($(#[$open_doc])* pub $open: Option<$open_ty>,)*
            /// Custom fields (`UF_…`), parents (`PARENT_ID_…`) and other members that have no field here, and what a
            /// field's type cannot hold, such as `""` for an id or `false` for a list.
            pub extra: Map<String, Value>,
            nulls: Nulls,
        }

        record! {
            $record is $what;
            required: id = "ID" as Quoted;
            optional: ;
            nullable in nulls: $($open = $open_member as $open_wire),*;
        }

        impl $record {
            /// Any member by its REST name, such as `UF_CRM_1687188367`, as it is on the wire; `None` for one that the
            /// answer did not have.
            pub fn get(&self, member: &str) -> Option<Value> {
                match member {
                    "ID" => spelled::<Quoted, _>(&self.id),
                    $($open_member if self.$open.is_some() => self.$open.as_ref().and_then(spelled::<$open_wire, _>),)*
                    _ if self.nulls.has(member) => Some(Value::Null),
                    _ => self.extra.get(member).cloned(),
                }
            }
        }
    };
}

/// A value as it is on the wire.
pub(super) fn spelled<W: Encode<T>, T>(value: &T) -> Option<Value> {
    serde_json::to_value(Spelled::<W, _>::new(value)).ok()
}

pub(super) use {crm_record, members};
