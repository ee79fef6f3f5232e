//! Calls in Rust with `b24-client`: its typed face where a method has one, else its call by name.

use serde_json::Value;

use super::webhook;

/// A typed face: the method, the types it takes, and what is called on the portal.
pub(crate) struct Face {
    pub(crate) method: &'static str,
    types: &'static [&'static str],
    call: &'static str,
}

/// Every typed face.
pub(crate) const FACES: &[Face] = &[
    Face {
        method: "crm.company.add",
        types: &["CompanyFields"],
        call: r#"let fields = CompanyFields::new().title("Harbour Ltd").phone("+44 20 7946 0018", "WORK");
let id = portal.companies().create(fields).await?;
println!("{id}");"#,
    },
    Face { method: "crm.company.delete", types: &[], call: "portal.companies().delete(32).await?;" },
    Face {
        method: "crm.company.fields",
        types: &[],
        call: r#"for (name, field) in portal.companies().fields().await?.iter() {
    println!("{name}: {}", field.field_type);
}"#,
    },
    Face {
        method: "crm.company.get",
        types: &[],
        call: r#"let company = portal.companies().get(32).await?;
println!("{}", company.title.unwrap_or_default());"#,
    },
    Face {
        method: "crm.company.list",
        types: &["Filter"],
        call: r#"let filter = Filter::new().equal("COMPANY_TYPE", "CUSTOMER").at_least("DATE_CREATE", "2025-01-01");
let mut companies = portal.companies().list().filter(filter).select(["TITLE", "PHONE"]).stream();
while let Some(company) = companies.next().await {
    println!("{}", company?.title.unwrap_or_default());
}"#,
    },
    Face {
        method: "crm.company.update",
        types: &["CompanyFields"],
        call: r#"portal.companies().update(32, CompanyFields::new().title("Harbour and Sons")).await?;"#,
    },
    Face {
        method: "crm.contact.add",
        types: &["ContactFields"],
        call: r#"let fields = ContactFields::new().name("Ada").last_name("Byron").company_id(32);
let id = portal.contacts().create(fields).await?;
println!("{id}");"#,
    },
    Face { method: "crm.contact.delete", types: &[], call: "portal.contacts().delete(7).await?;" },
    Face {
        method: "crm.contact.fields",
        types: &[],
        call: r#"for (name, field) in portal.contacts().fields().await?.iter() {
    println!("{name}: {}", field.field_type);
}"#,
    },
    Face {
        method: "crm.contact.get",
        types: &[],
        call: r#"let contact = portal.contacts().get(7).await?;
println!("{}", contact.last_name.unwrap_or_default());"#,
    },
    Face {
        method: "crm.contact.list",
        types: &["Filter"],
        call: r#"let mut contacts = portal.contacts().list().filter(Filter::new().equal("COMPANY_ID", 32)).stream();
while let Some(contact) = contacts.next().await {
    println!("{}", contact?.last_name.unwrap_or_default());
}"#,
    },
    Face {
        method: "crm.contact.update",
        types: &["ContactFields"],
        call: r#"portal.contacts().update(7, ContactFields::new().post("Director")).await?;"#,
    },
    Face {
        method: "crm.company.contact.add",
        types: &["ContactLink"],
        call: r#"let added = portal.company(32).contacts().add(ContactLink::new(7).sort(100).primary()).await?;
println!("{added}");"#,
    },
    Face {
        method: "crm.company.contact.delete",
        types: &[],
        call: r#"let removed = portal.company(32).contacts().remove(7).await?;
println!("{removed}");"#,
    },
    Face {
        method: "crm.company.contact.fields",
        types: &[],
        call: r#"for (name, field) in portal.company_contact_fields().await?.iter() {
    println!("{name}: {}", field.field_type);
}"#,
    },
    Face {
        method: "crm.company.contact.items.delete",
        types: &[],
        call: "portal.company(32).contacts().clear().await?;",
    },
    Face {
        method: "crm.company.contact.items.get",
        types: &[],
        call: r#"for binding in portal.company(32).contacts().get().await? {
    println!("{} {}", binding.contact_id, binding.is_primary);
}"#,
    },
    Face {
        method: "crm.company.contact.items.set",
        types: &["ContactLink"],
        call: "let links = [ContactLink::new(7).sort(100), ContactLink::new(8).primary()];
portal.company(32).contacts().set(links).await?;",
    },
    Face {
        method: "crm.contact.company.add",
        types: &["CompanyLink"],
        call: r#"let added = portal.contact(7).companies().add(CompanyLink::new(32).sort(100).primary()).await?;
println!("{added}");"#,
    },
    Face {
        method: "crm.contact.company.delete",
        types: &[],
        call: r#"let removed = portal.contact(7).companies().remove(32).await?;
println!("{removed}");"#,
    },
    Face {
        method: "crm.contact.company.fields",
        types: &[],
        call: r#"for (name, field) in portal.contact_company_fields().await?.iter() {
    println!("{name}: {}", field.field_type);
}"#,
    },
    Face {
        method: "crm.contact.company.items.delete",
        types: &[],
        call: "portal.contact(7).companies().clear().await?;",
    },
    Face {
        method: "crm.contact.company.items.get",
        types: &[],
        call: r#"for binding in portal.contact(7).companies().get().await? {
    println!("{} {}", binding.company_id, binding.is_primary);
}"#,
    },
    Face {
        method: "crm.contact.company.items.set",
        types: &["CompanyLink"],
        call: "let links = [CompanyLink::new(32).sort(100), CompanyLink::new(33).primary()];
portal.contact(7).companies().set(links).await?;",
    },
];

/// Statements for an asynchronous function that passes errors on with `?`.
pub(super) fn call(method: &str, params: &Value) -> String {
    let (uses, call) = match FACES.iter().find(|face| face.method == method) {
        Some(face) => (uses(face.types), face.call.to_owned()),
        None => (
            format!("{}use serde_json::json;\n", uses(&[])),
            format!(
                "let answer = portal.call({method:?}, json!({params:#})).await?;\nprintln!(\"{{}}\", answer.result);"
            ),
        ),
    };
    format!("{uses}\nlet portal = Portal::webhook({:?})?;\n{call}", webhook())
}

/// The import of the client's types.
fn uses(types: &[&str]) -> String {
    match types {
        [] => "use b24_client::Portal;\n".to_owned(),
        types => format!("use b24_client::{{{}, Portal}};\n", types.join(", ")),
    }
}
