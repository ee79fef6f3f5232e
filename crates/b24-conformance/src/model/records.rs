//! The methods that make, change and delete companies and contacts.

use b24_contract::ClauseId;

use super::links::{SORT_STEP, touch};
use super::{Answer, Bad, Fact, Link, LinkOp, Linked, Name, Owner, Pair, Record, RecordOp, Shape, Side, State, Touch};
use super::{Values, Ways};

impl State {
    /// Makes a record.
    pub(super) fn add_record(&mut self, name: Name, fields: &Shape<Values>, ways: &mut Ways<'_>) -> Answer {
        let side = name.side;
        let clause = |rule| side.record_clause(RecordOp::Add, rule);
        let values = match (fields, side) {
            (Shape::Object(values), _) => values,
            (Shape::List, Side::Contact) if ways.of(&clause("fields-list")) == 0 => {
                return Answer::Error(clause("name-missing"));
            }
            _ => return Answer::Error(clause("fields-not-array")),
        };
        let is_empty = |field| values.texts.get(field).is_none_or(String::is_empty);
        if side == Side::Contact && is_empty("NAME") && is_empty("LAST_NAME") {
            return Answer::Error(clause("name-missing"));
        }
        let stored = clause("stored");
        let facts = values.texts.iter().map(|(field, text)| (*field, Fact::new(text.clone(), stored.clone())));
        let main = Side::Contact.record_clause(RecordOp::Get, "no-company");
        self.records.insert(name, Record { deleted: None, values: facts.collect(), main });
        match &values.linked {
            None | Some(Linked::Zero) => {}
            Some(Linked::Main(other)) => self.link_new(name, &[*other], &clause("company-linked"), ways),
            Some(Linked::List(others)) => self.link_new(name, others, &clause("first-company-is-main"), ways),
            Some(Linked::Both(main, others)) => {
                let rule = clause("company-among-companies");
                self.link_new(name, others, &rule, ways);
                if others.first() != Some(main) && ways.of(&rule) == 1 {
                    self.make_primary(side, name.with(*main), &rule, ways);
                }
            }
        }
        let new = if side == Side::Company { "new-id" } else { "stored" };
        Answer::New(name, clause(new))
    }

    /// Links a new record, to the first of the others primarily.
    fn link_new(&mut self, name: Name, others: &[Name], rule: &ClauseId, ways: &mut Ways<'_>) {
        for (place, other) in others.iter().enumerate() {
            let touch = Touch { clause: rule.clone(), mirror: rule.clone(), side: name.side };
            let sort = Fact::new((place as i64 + 1) * SORT_STEP, rule.clone());
            self.links.push(Link { pair: name.with(*other), sort, primary: Fact::new(false, rule.clone()), touch });
        }
        if let Some(first) = others.first() {
            self.make_primary(name.side, name.with(*first), rule, ways);
        }
        self.explain_main(name, rule);
    }

    /// Changes a record.
    pub(super) fn update_record(
        &mut self,
        side: Side,
        record: &Owner,
        fields: &Shape<Values>,
        ways: &mut Ways<'_>,
    ) -> Answer {
        let clause = |rule| side.record_clause(RecordOp::Update, rule);
        if let Owner::Bad(bad) = record {
            return self.bad_id(side, RecordOp::Update, *bad, ways);
        }
        let found = match record {
            Owner::Of(name) if self.is_alive(*name) => Some(*name),
            _ => None,
        };
        let values = match fields {
            Shape::Object(values) => Some(values),
            Shape::List if found.is_none() || ways.of(&clause("fields-list")) == 0 => None,
            Shape::Missing | Shape::Text if found.is_none() && ways.of(&clause("shape-before-search")) == 1 => None,
            _ => return Answer::Error(clause("fields-not-array")),
        };
        let Some(name) = found else { return Answer::Error(clause("not-found")) };
        let Some(values) = values else { return Answer::Yes(clause("fields-list")) };
        let changes = clause("changes-what-is-given");
        if let Some(record) = self.records.get_mut(&name) {
            for (field, text) in &values.texts {
                record.values.insert(field, Fact::new(text.clone(), changes.clone()));
            }
        }
        match &values.linked {
            None if values.texts.is_empty() => return Answer::Yes(clause("nothing-given")),
            None => {}
            Some(Linked::Main(company)) => self.change_main(name, *company, ways),
            Some(Linked::Both(_, others) | Linked::List(others)) => {
                let rule = match (side, others.is_empty()) {
                    (Side::Company, _) => clause("contacts-replaced"),
                    (Side::Contact, true) => clause("companies-removed"),
                    (Side::Contact, false) => clause("companies-replaced"),
                };
                self.relink_by_id(name, others, &rule, ways);
            }
            Some(Linked::Zero) => {
                let zero = clause("company-zero");
                let main = self.links_of(name).iter().find(|link| link.primary.value).map(|link| link.pair);
                if let Some(main) = main.filter(|_| ways.of(&zero) == 1) {
                    self.part(side, main, touch(side, LinkOp::Delete, zero.clone()), &zero, ways);
                }
            }
        }
        Answer::Yes(changes)
    }

    /// Makes a company a contact's main one.
    fn change_main(&mut self, contact: Name, company: Name, ways: &mut Ways<'_>) {
        let clause = |rule| Side::Contact.record_clause(RecordOp::Update, rule);
        let pair = contact.with(company);
        if self.links.iter().any(|link| link.pair == pair) {
            self.make_primary(Side::Contact, pair, &clause("main-company-promoted"), ways);
            return self.explain_main(contact, &clause("main-company-promoted"));
        }
        let rule = clause("main-company-linked");
        let sort = self.next_sort(contact, rule.clone(), rule.clone());
        let main = self.links_of(contact).iter().find(|link| link.primary.value).map(|link| link.pair);
        let touch = Touch { clause: rule.clone(), mirror: rule.clone(), side: Side::Contact };
        if let Some(main) = main.filter(|_| ways.of(&rule) == 1) {
            self.part(Side::Contact, main, touch.clone(), &rule, ways);
        }
        self.parted.remove(&pair);
        self.links.push(Link { pair, sort, primary: Fact::new(false, rule.clone()), touch });
        self.make_primary(Side::Contact, pair, &rule, ways);
        self.explain_main(contact, &rule);
    }

    /// Deletes a record.
    pub(super) fn delete_record(&mut self, side: Side, record: &Owner, ways: &mut Ways<'_>) -> Answer {
        let clause = |rule| side.record_clause(RecordOp::Delete, rule);
        if let Owner::Bad(bad) = record {
            return self.bad_id(side, RecordOp::Delete, *bad, ways);
        }
        let name = match record {
            Owner::Of(name) if self.is_alive(*name) => *name,
            _ => return Answer::Error(clause("not-found")),
        };
        let pairs: Vec<Pair> = self.links_of(name).iter().map(|link| link.pair).collect();
        let vanish = clause("links-vanish");
        let lost = if side == Side::Company { "main-company" } else { "primary-contact" };
        for pair in pairs {
            let touch = Touch { clause: vanish.clone(), mirror: vanish.clone(), side };
            self.part(side, pair, touch, &clause(lost), ways);
            self.explain_main(
                pair.contact,
                &if side == Side::Company { clause("links-vanish") } else { vanish.clone() },
            );
        }
        if let Some(record) = self.records.get_mut(&name) {
            record.deleted = Some(clause("gone"));
        }
        Answer::Yes(clause("gone"))
    }

    /// The answer to a call whose `id` is none.
    fn bad_id(&self, side: Side, op: RecordOp, bad: Bad, ways: &mut Ways<'_>) -> Answer {
        let rule = match (side, op, bad) {
            (Side::Company, RecordOp::Update | RecordOp::Delete, Bad::Missing) => Some("id-missing"),
            (Side::Contact, RecordOp::Update, Bad::Missing) => Some("id-missing"),
            (Side::Company, RecordOp::Delete, Bad::Text) => Some("id-text"),
            _ => None,
        };
        let not_found = rule.is_some_and(|rule| ways.of(&side.record_clause(op, rule)) == 1);
        Answer::Error(side.record_clause(op, if not_found { "not-found" } else { "id-invalid" }))
    }
}
