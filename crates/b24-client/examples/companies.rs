//! Lists the companies of a sandbox portal with their contacts: `cargo run -p b24-client --example companies`.

#![allow(clippy::print_stdout)]

use std::error::Error;

use b24_client::{CompanyFields, ContactFields, Filter, Portal};
use b24_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().start().await?;
    let portal = Portal::webhook(&sandbox.announcement().webhook)?;

    let harbour = portal.companies().create(CompanyFields::new().title("Harbour Ltd").company_type("CUSTOMER")).await?;
    let anna = ContactFields::new().name("Anna").last_name("Quay").email("anna@example.com", "WORK");
    portal.contacts().create(anna.company_id(harbour)).await?;

    let mut companies = portal.companies().list().select(["TITLE"]).stream();
    while let Some(company) = companies.next().await {
        let company = company?;
        println!("{} {}", company.id, company.title.unwrap_or_default());

        let bindings = portal.company(company.id).contacts().get().await?;
        if bindings.is_empty() {
            continue;
        }
        let ids = bindings.iter().map(|binding| binding.contact_id);
        let contacts = portal.contacts().list().filter(Filter::new().one_of("ID", ids)).select(["NAME", "LAST_NAME"]);
        for contact in contacts.all().await? {
            let is_primary = bindings.iter().any(|binding| binding.contact_id == contact.id && binding.is_primary);
            let mark = if is_primary { " (primary)" } else { "" };
            let names = [contact.name, contact.last_name].map(Option::unwrap_or_default);
            println!("    {} {}{mark}", contact.id, names.join(" ").trim());
        }
    }
    Ok(())
}
