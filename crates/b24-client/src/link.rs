//! A link between a company and a contact, as it is written from either side.

use crate::generated::operations::types;
use crate::{CompanyBinding, CompanyId, ContactBinding, ContactId};

/// Declares a link to write, with the generated types that carry it.
macro_rules! link {
    (
        $(#[$doc:meta])*
        $link:ident to $far:ident: $far_id:ident, from $binding:ident, into $($wire:ident),+;
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $link {
            /// What is linked.
            pub $far: $far_id,
            /// Position among the links of the same side; smaller comes first. A portal takes 32 bits.
            pub sort: Option<i64>,
            /// Whether the link is the primary one.
            pub is_primary: Option<bool>,
        }

        impl $link {
            /// A link whose values the portal chooses.
            pub fn new($far: impl Into<$far_id>) -> Self {
                Self { $far: $far.into(), sort: None, is_primary: None }
            }

            /// Puts the link at a position.
            #[must_use]
            pub fn sort(mut self, sort: i32) -> Self {
                self.sort = Some(sort.into());
                self
            }

            /// Makes the link the primary one; the link that was so far no longer is.
            #[must_use]
            pub fn primary(mut self) -> Self {
                self.is_primary = Some(true);
                self
            }
        }

        impl<I: Into<$far_id>> From<I> for $link {
            fn from(id: I) -> Self {
                Self::new(id)
            }
        }

        /// Keeps what a portal lets callers write: role and unknown members are left out.
        impl From<&$binding> for $link {
            fn from(binding: &$binding) -> Self {
                Self { $far: binding.$far, sort: Some(binding.sort), is_primary: Some(binding.is_primary) }
            }
        }

        $(impl From<$link> for types::$wire {
            fn from(link: $link) -> Self {
                Self { $far: link.$far, sort: link.sort, is_primary: link.is_primary.map(Into::into) }
            }
        })+
    };
}

link! {
    /// A contact to link to a company, for [`CompanyContacts`](crate::CompanyContacts).
    ///
    /// ```
    /// use b24_client::{ContactId, ContactLink};
    ///
    /// let link = ContactLink::new(7).sort(100).primary();
    /// assert_eq!((link.sort, link.is_primary), (Some(100), Some(true)));
    /// assert_eq!(ContactLink::from(ContactId::new(7)), ContactLink::new(7));
    /// ```
    ContactLink to contact_id: ContactId, from ContactBinding,
        into CrmCompanyContactAddParamsFields, CrmCompanyContactItemsSetParamsItemsItem;
}

link! {
    /// A company to link to a contact, for [`ContactCompanies`](crate::ContactCompanies).
    ///
    /// ```
    /// use b24_client::{CompanyId, CompanyLink};
    ///
    /// let link = CompanyLink::new(32).sort(100).primary();
    /// assert_eq!((link.sort, link.is_primary), (Some(100), Some(true)));
    /// assert_eq!(CompanyLink::from(CompanyId::new(32)), CompanyLink::new(32));
    /// ```
    CompanyLink to company_id: CompanyId, from CompanyBinding,
        into CrmContactCompanyAddParamsFields, CrmContactCompanyItemsSetParamsItemsItem;
}

impl From<bool> for types::YesNo {
    fn from(flag: bool) -> Self {
        if flag { Self::Y } else { Self::N }
    }
}
