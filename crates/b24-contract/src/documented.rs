//! The names of all methods that Bitrix24 documents, whether the contract describes them or not.

use std::cmp::Ordering;

pub use crate::generated::documented::NAMES;

/// The documented name of a method, in the letter case of its documentation. Letter case does not matter in `name`.
///
/// ```
/// use b24_contract::documented;
///
/// assert_eq!(documented::name("CRM.Deal.List"), Some("crm.deal.list"));
/// assert_eq!(documented::name("crm.deal.lists"), None);
/// ```
pub fn name(name: &str) -> Option<&'static str> {
    NAMES.binary_search_by(|known| ignoring_case(known, name)).ok().map(|index| NAMES[index])
}

fn ignoring_case(left: &str, right: &str) -> Ordering {
    let lower = |text| str::bytes(text).map(|byte: u8| byte.to_ascii_lowercase());
    lower(left).cmp(lower(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    #[test]
    fn names_stand_in_the_order_in_which_they_are_looked_up() {
        assert!(NAMES.is_sorted_by(|left, right| ignoring_case(left, right) == Ordering::Less));
    }

    #[test]
    fn every_name_is_found_in_any_letter_case_and_no_other() {
        for known in NAMES {
            for asked in [(*known).to_owned(), known.to_uppercase(), known.to_lowercase()] {
                assert_eq!(name(&asked), Some(*known));
            }
            assert_eq!(name(&format!("{known}!")), None);
        }
        assert_eq!(name(""), None);
    }

    #[test]
    fn the_contract_describes_documented_methods_only() {
        for method in Method::ALL {
            assert_eq!(name(method.name()), Some(method.name()));
        }
    }
}
