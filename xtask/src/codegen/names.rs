//! Names in the generated code and documents.

/// `crm.company.add` as the variant `CrmCompanyAdd`.
pub(crate) fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    words(name).map(capital).collect()
}

/// `crm.company.add/access-denied` as the constant `CRM_COMPANY_ADD_ACCESS_DENIED`.
pub(crate) fn constant(name: &str) -> String {
    words(name).collect::<Vec<_>>().join("_").to_ascii_uppercase()
}

/// `crm.company.add` as the function `crm_company_add`.
pub(crate) fn snake(name: &str) -> String {
    constant(name).to_ascii_lowercase()
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// Names of a method's components.
pub(crate) struct Components {
    /// What a call sends.
    pub(crate) params: String,
    /// The member `result`.
    pub(crate) result: String,
    /// The whole successful answer.
    pub(crate) answer: String,
}

impl Components {
    /// Those of `method`.
    pub(crate) fn of(method: &str) -> Self {
        Self {
            params: format!("{method}.params"),
            result: format!("{method}.result"),
            answer: format!("{method}.answer"),
        }
    }
}

/// Reference to a component.
pub(crate) fn reference(component: &str) -> String {
    format!("#/components/schemas/{component}")
}

/// The component that a reference leads to.
pub(crate) fn referred(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_conventions_of_rust() {
        assert_eq!(pascal("crm.company.contact.items.get"), "CrmCompanyContactItemsGet");
        assert_eq!(constant("system/no-auth-found"), "SYSTEM_NO_AUTH_FOUND");
        assert_eq!(snake("crm.company.add"), "crm_company_add");
    }
}
