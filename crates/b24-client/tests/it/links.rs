//! The links of the sandbox, written and read from both sides.

use b24_client::{CompanyLink, ContactLink, Error, Portal};
use b24_sandbox::Sandbox;
use serde_json::json;

/// A sandbox with two companies and two contacts that nothing links.
struct Unlinked {
    portal: Portal,
    companies: [i64; 2],
    contacts: [i64; 2],
    /// Lives as long as the portal is called.
    sandbox: Sandbox,
}

impl Unlinked {
    async fn new() -> Self {
        let sandbox = Sandbox::builder().start().await.unwrap();
        let portal = Portal::webhook(&sandbox.announcement().webhook).unwrap();
        let mut companies = [0; 2];
        for id in &mut companies {
            let company = portal.call("crm.company.add", json!({ "fields": { "TITLE": "Harbour" } })).await;
            *id = company.unwrap().result.as_i64().unwrap();
        }
        let mut contacts = [0; 2];
        for id in &mut contacts {
            let contact = portal.call("crm.contact.add", json!({ "fields": { "NAME": "Anna" } })).await;
            *id = contact.unwrap().result.as_i64().unwrap();
        }
        Self { portal, companies, contacts, sandbox }
    }

    /// Contact, position and flag of each link of a company.
    async fn contacts_of(&self, company: i64) -> Vec<(i64, i64, bool)> {
        let bindings = self.portal.company(company).contacts().get().await.unwrap();
        bindings.iter().map(|b| (b.contact_id.get(), b.sort, b.is_primary)).collect()
    }

    /// Company, position and flag of each link of a contact.
    async fn companies_of(&self, contact: i64) -> Vec<(i64, i64, bool)> {
        let bindings = self.portal.contact(contact).companies().get().await.unwrap();
        bindings.iter().map(|b| (b.company_id.get(), b.sort, b.is_primary)).collect()
    }
}

#[tokio::test]
async fn a_company_gains_and_loses_contacts() {
    let unlinked = Unlinked::new().await;
    let ([company, _], [anna, bert]) = (unlinked.companies, unlinked.contacts);
    let contacts = unlinked.portal.company(company).contacts();
    assert!(contacts.add(anna).await.unwrap());
    assert!(contacts.add(ContactLink::new(bert).sort(5).primary()).await.unwrap());
    assert!(!contacts.add(ContactLink::new(anna).sort(999)).await.unwrap());
    assert_eq!(unlinked.contacts_of(company).await, [(bert, 5, true), (anna, 10, false)]);
    assert_eq!(unlinked.companies_of(anna).await.len(), 1);

    assert!(contacts.remove(bert).await.unwrap());
    assert!(!contacts.remove(bert).await.unwrap());
    assert_eq!(unlinked.contacts_of(company).await, [(anna, 10, true)]);
    assert_eq!(unlinked.companies_of(bert).await, []);

    contacts.clear().await.unwrap();
    contacts.clear().await.unwrap();
    assert_eq!(unlinked.contacts_of(company).await, []);
    assert_eq!(unlinked.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn a_contact_gains_and_loses_companies() {
    let unlinked = Unlinked::new().await;
    let ([harbour, mill], [contact, _]) = (unlinked.companies, unlinked.contacts);
    let companies = unlinked.portal.contact(contact).companies();
    assert!(companies.add(harbour).await.unwrap());
    assert!(companies.add(CompanyLink::new(mill).sort(5).primary()).await.unwrap());
    assert!(!companies.add(CompanyLink::new(harbour).sort(999)).await.unwrap());
    assert_eq!(unlinked.companies_of(contact).await, [(mill, 5, true), (harbour, 10, false)]);
    assert_eq!(unlinked.contacts_of(harbour).await.len(), 1);

    assert!(companies.remove(mill).await.unwrap());
    assert!(!companies.remove(mill).await.unwrap());
    assert_eq!(unlinked.companies_of(contact).await, [(harbour, 10, true)]);
    assert_eq!(unlinked.contacts_of(mill).await, []);

    companies.clear().await.unwrap();
    companies.clear().await.unwrap();
    assert_eq!(unlinked.companies_of(contact).await, []);
    assert_eq!(unlinked.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn setting_replaces_all_links_of_one_side() {
    let unlinked = Unlinked::new().await;
    let ([harbour, mill], [anna, bert]) = (unlinked.companies, unlinked.contacts);
    let contacts = unlinked.portal.company(harbour).contacts();
    contacts.set([ContactLink::new(anna).sort(70), ContactLink::new(bert).sort(20).primary()]).await.unwrap();
    assert_eq!(unlinked.contacts_of(harbour).await, [(bert, 20, true), (anna, 70, false)]);
    let read = contacts.get().await.unwrap();
    contacts.set(&read).await.unwrap();
    assert_eq!(contacts.get().await.unwrap(), read);

    let companies = unlinked.portal.contact(anna).companies();
    companies.set([mill]).await.unwrap();
    assert_eq!(unlinked.contacts_of(harbour).await, [(bert, 20, true)]);
    let ids: Vec<_> = unlinked.companies_of(anna).await.iter().map(|(company, ..)| *company).collect();
    assert_eq!(ids, [mill]);
    companies.set([0; 0]).await.unwrap();
    assert_eq!(unlinked.companies_of(anna).await, []);
    assert_eq!(unlinked.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn fields_of_a_link_are_described() {
    let unlinked = Unlinked::new().await;
    let of_company = unlinked.portal.company_contact_fields().await.unwrap();
    let of_contact = unlinked.portal.contact_company_fields().await.unwrap();
    for (fields, id) in [(of_company, "CONTACT_ID"), (of_contact, "COMPANY_ID")] {
        assert!(fields.get(id).unwrap().is_required);
        assert_eq!(fields.get("IS_PRIMARY").unwrap().field_type, "char");
        assert_eq!(fields.get("ROLE_ID"), None);
    }
}

/// The error of each method on both sides, where it brought one.
async fn refused(portal: &Portal, id: i64) -> Vec<Option<Error>> {
    let contacts = portal.company(id).contacts();
    let companies = portal.contact(id).companies();
    vec![
        contacts.get().await.err(),
        contacts.set([7]).await.err(),
        contacts.add(7).await.err(),
        contacts.remove(7).await.err(),
        contacts.clear().await.err(),
        companies.get().await.err(),
        companies.set([32]).await.err(),
        companies.add(32).await.err(),
        companies.remove(32).await.err(),
        companies.clear().await.err(),
    ]
}

#[tokio::test]
async fn what_is_refused_is_an_error_of_the_method() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let announced = sandbox.announcement();
    let denied = Portal::webhook(announced.denied.as_ref().unwrap()).unwrap();
    insta::assert_snapshot!(clauses(&refused(&denied, 32).await), @"
    crm.company.contact.items.get/access-denied
    crm.company.contact.items.set/access-denied
    crm.company.contact.add/access-denied
    crm.company.contact.delete/access-denied
    crm.company.contact.items.delete/access-denied
    crm.contact.company.items.get/access-denied
    crm.contact.company.items.set/access-denied
    crm.contact.company.add/access-denied
    crm.contact.company.delete/access-denied
    crm.contact.company.items.delete/access-denied
    ");
    let admin = Portal::webhook(&announced.webhook).unwrap();
    insta::assert_snapshot!(clauses(&refused(&admin, 9_007_199_254_740_991).await), @"
    -
    crm.company.contact.items.set/not-found
    crm.company.contact.add/not-found
    crm.company.contact.delete/not-found
    -
    -
    crm.contact.company.items.set/not-found
    crm.contact.company.add/not-found
    crm.contact.company.delete/not-found
    -
    ");
    insta::assert_snapshot!(clauses(&refused(&admin, 0).await), @"
    crm.company.contact.items.get/owner-invalid
    crm.company.contact.items.set/owner-invalid
    crm.company.contact.add/owner-invalid
    crm.company.contact.delete/owner-invalid
    crm.company.contact.items.delete/owner-invalid
    crm.contact.company.items.get/owner-invalid
    crm.contact.company.items.set/owner-invalid
    crm.contact.company.add/owner-invalid
    crm.contact.company.delete/owner-invalid
    crm.contact.company.items.delete/owner-invalid
    ");
    for fields in [denied.company_contact_fields().await, denied.contact_company_fields().await] {
        assert!(fields.is_ok(), "{fields:?}");
    }
}

/// The contract's error that each call brought, one a line; `-` where it brought none.
fn clauses(errors: &[Option<Error>]) -> String {
    let lines = errors.iter().map(|error| match error {
        Some(error) => error.clause().unwrap_or_else(|| panic!("{error}")).id,
        None => "-",
    });
    lines.collect::<Vec<_>>().join("\n")
}
