//! Which fields an answer holds.

use std::collections::HashSet;

use serde_json::Value;

use crate::catalogue::{Field, Place};
use crate::config::CustomField;
use crate::methods::value;

/// The fields that a caller wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    /// All system fields that have one value, and parents.
    system: bool,
    /// All custom fields that have one value.
    custom: bool,
    /// Multifields and custom fields with several values.
    multiple: bool,
    names: HashSet<String>,
}

impl Selection {
    /// All that there is.
    pub(super) fn everything() -> Self {
        Self { system: true, custom: true, multiple: true, names: HashSet::new() }
    }

    /// What a list of names and masks asks for: `*` and `UF_*` unless there is a name.
    pub(super) fn named(list: &[&Value]) -> Self {
        let mut names: HashSet<String> =
            list.iter().filter_map(|entry| value::text(entry)).filter(|name| !name.is_empty()).collect();
        let nothing = names.is_empty();
        let (system, custom) = (names.remove("*"), names.remove("UF_*"));
        Self { system: system || nothing, custom: custom || nothing, multiple: false, names }
    }

    /// Whether a system field is wanted. The id always is; linked records are never part of an answer.
    pub(super) fn includes(&self, field: &Field) -> bool {
        match field.place {
            Place::Links(_) => false,
            Place::Entries => self.multiple || self.names.contains(field.name),
            _ => self.system || field.name == "ID" || self.names.contains(field.name),
        }
    }

    /// Whether a custom field is wanted.
    pub(super) fn includes_custom(&self, field: &CustomField) -> bool {
        self.custom && (self.multiple || !field.multiple) || self.names.contains(&field.name)
    }

    /// Whether the parent of this name is wanted.
    pub(super) fn includes_parent(&self, name: &str) -> bool {
        self.system || self.names.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use b24_contract::Entity;
    use serde_json::json;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::config::Config;

    fn selected(select: Value) -> Vec<&'static str> {
        let selection = Selection::named(&value::entries(&select));
        Catalogue::system(Entity::Company).fields().filter(|field| selection.includes(field)).map(|f| f.name).collect()
    }

    #[test]
    fn names_are_taken_at_their_word_and_the_id_always_comes_along() {
        assert_eq!(selected(json!(["TITLE", "PHONE", "NO_SUCH_FIELD"])), ["ID", "TITLE", "PHONE"]);
        assert_eq!(selected(json!(["UF_*"])), ["ID"]);
        assert_eq!(selected(json!(["CONTACT_ID"])), ["ID"]);
    }

    #[test]
    fn the_mask_leaves_out_what_has_several_values() {
        let all = selected(json!(["*"]));
        assert!(all.contains(&"TITLE") && all.contains(&"HAS_PHONE") && !all.contains(&"PHONE"));
        assert_eq!(selected(json!([])), all);
        assert_eq!(selected(json!([""])), all);
        assert_eq!(selected(json!(["*", "EMAIL"])).len(), all.len() + 1);
    }

    #[test]
    fn custom_fields_have_a_mask_of_their_own() {
        let fields = Config::default().custom_fields;
        let selects = |select, name: &str| {
            let field = fields.iter().find(|field| field.name == name).expect("a field");
            Selection::named(&value::entries(&select)).includes_custom(field)
        };
        assert!(selects(json!([]), "UF_CRM_DISCOUNT") && selects(json!(["UF_*"]), "UF_CRM_DISCOUNT"));
        assert!(!selects(json!(["*"]), "UF_CRM_DISCOUNT"));
        assert!(!selects(json!([]), "UF_CRM_LANGUAGES") && !selects(json!(["UF_*"]), "UF_CRM_LANGUAGES"));
        assert!(selects(json!(["UF_CRM_LANGUAGES"]), "UF_CRM_LANGUAGES"));
        assert!(fields.iter().all(|field| Selection::everything().includes_custom(field)));
    }

    #[test]
    fn parents_are_system_fields() {
        let selects = |select| Selection::named(&value::entries(&select)).includes_parent("PARENT_ID_156");
        assert!(selects(json!(["*"])) && selects(json!(["PARENT_ID_156"])));
        assert!(!selects(json!(["UF_*"])) && !selects(json!(["TITLE"])));
    }
}
