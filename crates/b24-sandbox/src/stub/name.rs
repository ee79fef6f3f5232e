//! Which methods may have a stub.

use b24_contract::{Method, documented};

use crate::name::nearest;

/// Longest name of a method, in bytes.
const LONGEST: usize = 100;

/// The name of a method that may have a stub.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The name, in the letter case of its documentation where there is one.
    pub(crate) name: String,
    /// Why it may be a mistake.
    pub(crate) doubt: Option<String>,
}

/// Reads the name of a method that may have a stub, or says why it may not. A name that Bitrix24 does not document is in
/// doubt only: portals on their own servers have methods of their own.
pub(crate) fn check(name: &str) -> Result<Name, String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_';
    if name.is_empty() || name.len() > LONGEST || !name.bytes().all(fits) {
        return Err(format!("the name of a method consists of at most {LONGEST} letters, digits, `.` and `_`"));
    }
    if let Some(method) = Method::parse(name) {
        return Err(format!("the sandbox has {method} itself; stubs are for methods that it does not have"));
    }
    if let Some(name) = documented::name(name) {
        return Ok(Name { name: name.to_owned(), doubt: None });
    }
    let nearest = nearest(name, documented::NAMES.iter().copied());
    let doubt = Some(format!("Bitrix24 documents no method called {name}; the nearest is {nearest}"));
    Ok(Name { name: name.to_owned(), doubt })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_names_get_their_letter_case() {
        let name = |name: &str| Ok(Name { name: name.to_owned(), doubt: None });
        assert_eq!(check("CRM.deal.LIST"), name("crm.deal.list"));
        assert_eq!(check("catalog.pricetype.add"), name("catalog.priceType.add"));
    }

    #[test]
    fn other_names_are_in_doubt() {
        let custom = check("crm.deal.lists").expect("a portal may have it");
        assert_eq!(custom.name, "crm.deal.lists");
        let doubt = "Bitrix24 documents no method called crm.deal.lists; the nearest is crm.deal.list";
        assert_eq!(custom.doubt.as_deref(), Some(doubt));
    }

    #[test]
    fn the_sandbox_answers_for_itself_what_it_can() {
        let refused = check("CRM.Company.list").expect_err("it is of the contract");
        assert!(refused.starts_with("the sandbox has crm.company.list itself"), "{refused}");
        assert!(check("batch").is_err());
    }

    #[test]
    fn a_name_is_no_path() {
        for name in ["", "../crm.deal.list", "a/b", "a\\b", "a b", "Ä", &"a".repeat(LONGEST + 1)] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
