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
            nullable:
            $($(#[$own_doc])* $own: $own_ty = $own_member as $own_wire,)*
            /// Free text.
            comments: String = "COMMENTS" as Nullable<Plain>,
            /// Whether everybody may see it.
            opened: bool = "OPENED" as Textual<YesNo>,
            /// The user who is responsible.
            assigned_by_id: UserId = "ASSIGNED_BY_ID" as Textual<Quoted>,
            /// The user who created it.
            created_by_id: UserId = "CREATED_BY_ID" as Textual<Quoted>,
            /// The user who changed it last.
            modify_by_id: UserId = "MODIFY_BY_ID" as Textual<Quoted>,
            /// When it was created, ISO 8601 with an offset.
            date_create: String = "DATE_CREATE" as Nullable<Plain>,
            /// When it was changed last, ISO 8601 with an offset.
            date_modify: String = "DATE_MODIFY" as Nullable<Plain>,
            /// The user who worked with it last.
            last_activity_by: UserId = "LAST_ACTIVITY_BY" as Textual<Quoted>,
            /// When somebody worked with it last, ISO 8601 with an offset.
            last_activity_time: String = "LAST_ACTIVITY_TIME" as Nullable<Plain>,
            /// The lead that it was made from.
            lead_id: LeadId = "LEAD_ID" as Textual<Quoted>,
            /// Whether a telephone number is known.
            has_phone: bool = "HAS_PHONE" as Textual<YesNo>,
            /// Whether an e-mail address is known.
            has_email: bool = "HAS_EMAIL" as Textual<YesNo>,
            /// Whether an open channel is known.
            has_imol: bool = "HAS_IMOL" as Textual<YesNo>,
            /// Name of the external system that it came from.
            originator_id: String = "ORIGINATOR_ID" as Nullable<Plain>,
            /// Its identifier in that system.
            origin_id: String = "ORIGIN_ID" as Nullable<Plain>,
            /// Its version in that system.
            origin_version: String = "ORIGIN_VERSION" as Nullable<Plain>,
            /// Address: street and house.
            address: String = "ADDRESS" as Nullable<Plain>,
            /// Address: flat or office.
            address_2: String = "ADDRESS_2" as Nullable<Plain>,
            /// Address: town.
            address_city: String = "ADDRESS_CITY" as Nullable<Plain>,
            /// Address: postal code.
            address_postal_code: String = "ADDRESS_POSTAL_CODE" as Nullable<Plain>,
            /// Address: region.
            address_region: String = "ADDRESS_REGION" as Nullable<Plain>,
            /// Address: province.
            address_province: String = "ADDRESS_PROVINCE" as Nullable<Plain>,
            /// Address: country.
            address_country: String = "ADDRESS_COUNTRY" as Nullable<Plain>,
            /// Address: code of the country.
            address_country_code: String = "ADDRESS_COUNTRY_CODE" as Nullable<Plain>,
            /// Address: its identifier in the location module.
            address_loc_addr_id: i64 = "ADDRESS_LOC_ADDR_ID" as Textual<Quoted>,
            /// Advertising system.
            utm_source: String = "UTM_SOURCE" as Nullable<Plain>,
            /// Type of traffic.
            utm_medium: String = "UTM_MEDIUM" as Nullable<Plain>,
            /// Advertising campaign.
            utm_campaign: String = "UTM_CAMPAIGN" as Nullable<Plain>,
            /// Content of the campaign.
            utm_content: String = "UTM_CONTENT" as Nullable<Plain>,
            /// Search condition of the campaign.
            utm_term: String = "UTM_TERM" as Nullable<Plain>,;
            optional:
            /// Telephone numbers.
            phone: Vec<Multifield> = "PHONE" as Plain,
            /// E-mail addresses.
            email: Vec<Multifield> = "EMAIL" as Plain,
            /// Web sites.
            web: Vec<Multifield> = "WEB" as Plain,
            /// Messengers.
            im: Vec<Multifield> = "IM" as Plain,
            /// Links.
            link: Vec<Multifield> = "LINK" as Plain,;
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
        nullable: $($(#[$open_doc:meta])* $open:ident: $open_ty:ty = $open_member:literal as $open_wire:ty,)*;
        optional: $($(#[$maybe_doc:meta])* $maybe:ident: $maybe_ty:ty = $maybe_member:literal as $maybe_wire:ty,)*;
    ) => {
        $(#[$doc])*
        ///
        /// A field is `None` where the member is null, was not selected, or is text that the field's type cannot hold;
        #[doc = concat!("[`get`](", stringify!($record), "::get) tells these apart.")]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $record {
            $(#[$id_doc])*
            pub id: $id,
            $($(#[$open_doc])* pub $open: Option<$open_ty>,)*
            $($(#[$maybe_doc])* pub $maybe: Option<$maybe_ty>,)*
            /// Custom fields (`UF_…`), parents (`PARENT_ID_…`) and other members that have no field here, and text that
            /// a field's type cannot hold, such as `""` for an id.
            pub extra: Map<String, Value>,
            nulls: Nulls,
        }

        record! {
            $record is $what;
            required: id = "ID" as Quoted;
            optional: $($maybe = $maybe_member as $maybe_wire),*;
            nullable in nulls: $($open = $open_member as $open_wire),*;
        }

        impl $record {
            /// Any member by its REST name, such as `UF_CRM_1687188367`, as it is on the wire; `None` for one that the
            /// answer did not have.
            pub fn get(&self, member: &str) -> Option<Value> {
                match member {
                    "ID" => spelled::<Quoted, _>(&self.id),
                    $($open_member if self.$open.is_some() => self.$open.as_ref().and_then(spelled::<$open_wire, _>),)*
                    $($maybe_member => self.$maybe.as_ref().and_then(spelled::<$maybe_wire, _>),)*
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
