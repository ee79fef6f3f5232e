//! Credentials that count although they should not, or count for too much.

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Method, Secret};

use super::{first, owner, with_user};
use crate::deviation::{Deed, Deviation, way};
use crate::settings::{Presented, Settings};

pub(super) fn all() -> Vec<Deviation> {
    let wrong_code = &error::SYSTEM_INVALID_CREDENTIALS;
    let mut all = vec![
        Deviation::new(
            wrong_code.id,
            "any-code",
            "Any code of a webhook is accepted.",
            accepts(wrong_code, |presented| matches!(presented, Presented::Webhook(..))),
        ),
        Deviation::new(
            "protocol/form/webhook-of-user",
            "not-compared",
            "A webhook's code counts whatever user stands before it in the path.",
            way::admits(|heard, settings| {
                if let Presented::Webhook(user, code) = &mut heard.presented
                    && let Some(own) = user_of(settings, code)
                {
                    *user = own;
                }
            }),
        ),
        Deviation::new(
            wrong_code.id,
            "forgotten",
            "A webhook with a wrong code is a request without a credential, under the status 400.",
            way::tells(move |_, answer| {
                if answer.clause == wrong_code.id {
                    answer.status = 400;
                    answer.body["error"] = "NO_AUTH_FOUND".into();
                }
            }),
        ),
        Deviation::new(
            error::SYSTEM_INVALID_TOKEN.id,
            "any-token",
            "Any access token is accepted.",
            accepts(&error::SYSTEM_INVALID_TOKEN, |_| true),
        ),
        Deviation::new(
            error::SYSTEM_EXPIRED_TOKEN.id,
            "accepted",
            "An access token is accepted after its hour.",
            accepts(&error::SYSTEM_EXPIRED_TOKEN, |_| true),
        ),
        Deviation::new(
            error::SYSTEM_EXPIRED_TOKEN.id,
            "taken-for-unknown",
            "An access token whose hour is over is one that nobody knows.",
            way::admits(|heard, settings| {
                if refused(settings, &heard.presented) == Some(&error::SYSTEM_EXPIRED_TOKEN) {
                    heard.presented = Presented::Token(Secret::new("forgotten"));
                }
            }),
        ),
        Deviation::new(
            error::SYSTEM_NO_AUTH_FOUND.id,
            "accepted",
            "Requests without a credential are those of the portal's owner.",
            accepts(&error::SYSTEM_NO_AUTH_FOUND, |_| true),
        ),
    ];
    all.extend(whose_rights());
    all
}

/// Rights and scopes that a credential does not have.
fn whose_rights() -> Vec<Deviation> {
    let mut all = vec![
        Deviation::new(
            error::SYSTEM_INSUFFICIENT_SCOPE.id,
            "unchecked",
            "Scopes do not count.",
            way::admits(|heard, settings| {
                let method = Method::parse(&heard.route.method);
                let lacks = method.filter(|_| !matches!(heard.presented, Presented::Nothing)).is_some_and(|method| {
                    settings.authenticate(&heard.presented).is_ok_and(|caller| !caller.reaches(method))
                });
                if let Some(first) = first(settings).filter(|_| lacks) {
                    heard.presented = first;
                }
            }),
        ),
        Deviation::new(
            error::SYSTEM_INSUFFICIENT_SCOPE.id,
            "told-after-work",
            "A call that lacks its scope gets the empty result.",
            way::tells(|_, answer| {
                if answer.clause == error::SYSTEM_INSUFFICIENT_SCOPE.id {
                    answer.status = 200;
                    answer.body = serde_json::json!({ "result": [] });
                }
            }),
        ),
    ];
    all.extend(DENIED.iter().map(|(method, clause)| {
        Deviation::new(
            clause.id,
            "owners-rights",
            "A call is done with the rights of the portal's owner, whoever makes it.",
            way::calls([*method], |call| {
                if let Some(owner) = owner(&call.settings) {
                    call.caller = with_user(&call.caller, owner.user.clone());
                }
            }),
        )
    }));
    all
}

/// Methods that refuse who lacks a right, each with its own error.
static DENIED: &[(Method, &ErrorClause)] = &[
    (Method::CrmCompanyAdd, &error::CRM_COMPANY_ADD_ACCESS_DENIED),
    (Method::CrmCompanyContactAdd, &error::CRM_COMPANY_CONTACT_ADD_ACCESS_DENIED),
    (Method::CrmCompanyContactDelete, &error::CRM_COMPANY_CONTACT_DELETE_ACCESS_DENIED),
    (Method::CrmCompanyContactItemsDelete, &error::CRM_COMPANY_CONTACT_ITEMS_DELETE_ACCESS_DENIED),
    (Method::CrmCompanyContactItemsGet, &error::CRM_COMPANY_CONTACT_ITEMS_GET_ACCESS_DENIED),
    (Method::CrmCompanyContactItemsSet, &error::CRM_COMPANY_CONTACT_ITEMS_SET_ACCESS_DENIED),
    (Method::CrmCompanyDelete, &error::CRM_COMPANY_DELETE_ACCESS_DENIED),
    (Method::CrmCompanyGet, &error::CRM_COMPANY_GET_ACCESS_DENIED),
    (Method::CrmCompanyList, &error::CRM_COMPANY_LIST_ACCESS_DENIED),
    (Method::CrmCompanyUpdate, &error::CRM_COMPANY_UPDATE_ACCESS_DENIED),
    (Method::CrmContactAdd, &error::CRM_CONTACT_ADD_ACCESS_DENIED),
    (Method::CrmContactCompanyAdd, &error::CRM_CONTACT_COMPANY_ADD_ACCESS_DENIED),
    (Method::CrmContactCompanyDelete, &error::CRM_CONTACT_COMPANY_DELETE_ACCESS_DENIED),
    (Method::CrmContactCompanyItemsDelete, &error::CRM_CONTACT_COMPANY_ITEMS_DELETE_ACCESS_DENIED),
    (Method::CrmContactCompanyItemsGet, &error::CRM_CONTACT_COMPANY_ITEMS_GET_ACCESS_DENIED),
    (Method::CrmContactCompanyItemsSet, &error::CRM_CONTACT_COMPANY_ITEMS_SET_ACCESS_DENIED),
];

/// Requests that are refused for one reason are those of the portal's owner.
fn accepts(reason: &'static ErrorClause, is_meant: impl Fn(&Presented) -> bool + Send + Sync + 'static) -> impl Deed {
    way::admits(move |heard, settings| {
        let refused = is_meant(&heard.presented) && refused(settings, &heard.presented) == Some(reason);
        if let Some(first) = first(settings).filter(|_| refused) {
            heard.presented = first;
        }
    })
}

/// Why a credential is refused, if it is.
fn refused(settings: &Settings, presented: &Presented) -> Option<&'static ErrorClause> {
    settings.authenticate(presented).err()
}

/// Id of the user whose webhook has this code.
fn user_of(settings: &Settings, code: &Secret) -> Option<String> {
    let users = settings.config.users.iter().map(|user| user.id.to_string());
    users.into_iter().find(|user| settings.authenticate(&Presented::Webhook(user.clone(), code.clone())).is_ok())
}
