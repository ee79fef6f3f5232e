//! Property: whatever rights users have and whoever is responsible for a record, the methods grant what a model grants that
//! looks at each record in turn.

use std::collections::BTreeMap;
use std::sync::Arc;

use b24_contract::Method::{self, *};
use b24_contract::{Entity, Right};
use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::testing::{call_by, dispatch, noon};
use crate::config::{EntityRights, Extent, Rights, User};
use crate::envelope::Reply;
use crate::store::entity::{self, NewEntity};
use crate::store::{self, fresh};

/// Users who call, and whom records are given to.
const USERS: [u64; 3] = [1, 2, 3];
/// Ids below which records are; some of them are free.
const IDS: i64 = 8;

/// A call: who, what, of which record, and to whom it gives the record.
#[derive(Debug, Clone, Copy)]
struct Step {
    user: u64,
    method: Method,
    id: i64,
    given_to: Option<u64>,
}

/// What a call comes to.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// It is done, or shows this record.
    Granted,
    /// The page of a list has these records, which are all that there are.
    Listed(Vec<i64>),
    /// The error of the method with this name.
    Refused(&'static str),
}

/// Kind and responsible user of each record.
type Records = BTreeMap<i64, (Entity, u64)>;

/// What a method does to records: of which kind, by which right, and the answer where there is no record.
fn acts(method: Method) -> (Entity, Right, Result<(), &'static str>) {
    use Entity::{Company, Contact};
    let missing = Err("not-found");
    match method {
        CrmCompanyAdd => (Company, Right::Add, Ok(())),
        CrmContactAdd => (Contact, Right::Add, Ok(())),
        CrmCompanyList => (Company, Right::Read, Ok(())),
        CrmContactList => (Contact, Right::Read, Ok(())),
        CrmCompanyGet => (Company, Right::Read, missing),
        CrmContactGet => (Contact, Right::Read, missing),
        CrmCompanyUpdate => (Company, Right::Edit, missing),
        CrmContactUpdate => (Contact, Right::Edit, missing),
        CrmCompanyDelete => (Company, Right::Delete, missing),
        CrmContactDelete => (Contact, Right::Delete, missing),
        CrmCompanyContactItemsGet => (Company, Right::Read, Ok(())),
        CrmContactCompanyItemsGet => (Contact, Right::Read, Ok(())),
        CrmCompanyContactItemsDelete => (Company, Right::Edit, Ok(())),
        CrmContactCompanyItemsDelete => (Contact, Right::Edit, Ok(())),
        CrmCompanyContactAdd | CrmCompanyContactDelete | CrmCompanyContactItemsSet => (Company, Right::Edit, missing),
        _ => (Contact, Right::Edit, missing),
    }
}

const METHODS: [Method; 20] = [
    CrmCompanyAdd,
    CrmCompanyGet,
    CrmCompanyList,
    CrmCompanyUpdate,
    CrmCompanyDelete,
    CrmCompanyContactItemsGet,
    CrmCompanyContactItemsSet,
    CrmCompanyContactItemsDelete,
    CrmCompanyContactAdd,
    CrmCompanyContactDelete,
    CrmContactAdd,
    CrmContactGet,
    CrmContactList,
    CrmContactUpdate,
    CrmContactDelete,
    CrmContactCompanyItemsGet,
    CrmContactCompanyItemsSet,
    CrmContactCompanyItemsDelete,
    CrmContactCompanyAdd,
    CrmContactCompanyDelete,
];

/// What should come of a call, which is done to the model's records.
fn expected(records: &mut Records, rights: &Rights, next: i64, step: Step) -> Outcome {
    let (kind, right, missing) = acts(step.method);
    let extent = rights.extent(b24_contract::Permission { entity: kind, right });
    let may = |responsible: u64| match extent {
        Extent::None => false,
        Extent::Own => responsible == step.user,
        Extent::All => true,
    };
    let denied = Outcome::Refused("access-denied");
    match step.method {
        CrmCompanyList | CrmContactList if extent == Extent::None => denied,
        CrmCompanyList | CrmContactList => {
            let readable = records.iter().filter(|(_, (own, responsible))| *own == kind && may(*responsible));
            Outcome::Listed(readable.map(|(id, _)| *id).collect())
        }
        CrmCompanyAdd | CrmContactAdd => {
            let responsible = step.given_to.unwrap_or(step.user);
            if !may(responsible) {
                return denied;
            }
            records.insert(next, (kind, responsible));
            Outcome::Granted
        }
        method => {
            let found = records.get(&step.id).filter(|(own, _)| *own == kind).map(|(_, responsible)| *responsible);
            match found {
                Some(responsible) if !may(responsible) => return denied,
                None if extent != Extent::All => return denied,
                None => return missing.map_or_else(Outcome::Refused, |()| Outcome::Granted),
                Some(_) => {}
            }
            match (method, step.given_to) {
                (CrmCompanyDelete | CrmContactDelete, _) => {
                    records.remove(&step.id);
                }
                (CrmCompanyUpdate | CrmContactUpdate, Some(user)) => {
                    records.insert(step.id, (kind, user));
                }
                _ => {}
            }
            Outcome::Granted
        }
    }
}

/// What comes of a call.
fn actual(data: &mut Connection, rights: Rights, step: Step) -> Outcome {
    let fields = json!({
        "NAME": "A", "ASSIGNED_BY_ID": step.given_to, "CONTACT_ID": 5, "COMPANY_ID": 6,
    });
    // Links are written by the link methods, whichever way round.
    let fields = match acts(step.method).1 {
        Right::Edit if !matches!(step.method, CrmCompanyUpdate | CrmContactUpdate) => fields,
        _ => json!({ "NAME": "A", "ASSIGNED_BY_ID": step.given_to }),
    };
    let params = match step.method {
        CrmCompanyList | CrmContactList => json!({ "select": ["ID"] }),
        _ => json!({ "id": step.id, "fields": fields, "items": [] }),
    };
    let call = call_by(User { rights, ..User::new(step.user) }, step.method, params);
    match dispatch(data, &call, noon()) {
        Err(clause) => Outcome::Refused(clause.id.rsplit('/').next().unwrap_or_default()),
        Ok(Reply { result, page: Some(page) }) => {
            let ids: Vec<i64> = result.as_array().expect("records").iter().map(id).collect();
            assert_eq!((page.total, page.next), (ids.len() as u64, None));
            Outcome::Listed(ids)
        }
        Ok(_) => Outcome::Granted,
    }
}

fn id(record: &Value) -> i64 {
    record["ID"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

fn extent() -> impl Strategy<Value = Extent> {
    select(vec![Extent::None, Extent::Own, Extent::Own, Extent::All])
}

fn rights() -> impl Strategy<Value = Rights> {
    let of_kind = || {
        (extent(), extent(), extent(), extent()).prop_map(|(read, add, edit, delete)| EntityRights {
            read,
            add,
            edit,
            delete,
        })
    };
    (of_kind(), of_kind()).prop_map(|(company, contact)| Rights { company, contact })
}

fn step() -> impl Strategy<Value = Step> {
    let given_to = prop::option::of(select(USERS.to_vec()));
    (select(USERS.to_vec()), select(METHODS.to_vec()), 1..IDS + 3, given_to)
        .prop_map(|(user, method, id, given_to)| Step { user, method, id, given_to })
}

fn records() -> impl Strategy<Value = Records> {
    let record = (select(vec![Entity::Company, Entity::Contact]), select(USERS.to_vec()));
    prop::collection::btree_map(1..IDS, record, 0..IDS as usize)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn handlers_grant_what_rights_and_responsibility_grant(
        mut model in records(),
        rights in prop::array::uniform3(rights()),
        steps in prop::collection::vec(step(), 1..24),
    ) {
        let mut data = fresh();
        for (id, (kind, responsible)) in &model {
            let mut new = NewEntity::new(*kind, 0, 9);
            new.id = Some(*id);
            new.fields.insert("ASSIGNED_BY_ID".to_owned(), responsible.to_string().into());
            entity::insert(&data, &new).expect("stored");
        }
        store::start_ids_at(&data, IDS).expect("ids");
        let mut next = IDS;
        for step in steps {
            let rights = rights[step.user as usize - 1];
            let before = model.len();
            let expected = expected(&mut model, &rights, next, step);
            let is_new = model.len() > before;
            prop_assert_eq!(actual(&mut data, rights, step), expected, "{:?} {:?}", step, rights);
            next += i64::from(is_new);
        }
    }
}

/// Of a record that may not be read nothing is told, not even whether it exists.
#[test]
fn whoever_has_a_right_on_own_records_cannot_tell_those_of_others_from_none() {
    let mut data = fresh();
    let make = |method| call_by(User::new(1), method, json!({ "fields": { "NAME": "A" } }));
    for (make, methods) in [(make(CrmCompanyAdd), &METHODS[..10]), (make(CrmContactAdd), &METHODS[10..])] {
        let other = dispatch(&mut data, &make, noon()).expect("added").result;
        let own = EntityRights { read: Extent::Own, add: Extent::Own, edit: Extent::Own, delete: Extent::Own };
        let user = Arc::new(User { rights: Rights { company: own, contact: own }, ..User::new(2) });
        for method in methods.iter().filter(|method| !matches!(acts(**method).1, Right::Add)) {
            let answer = |data: &mut Connection, id: &Value| {
                let params = json!({ "id": id, "fields": {}, "items": [] });
                dispatch(data, &call_by(User::clone(&user), *method, params), noon()).map(|reply| reply.result)
            };
            let (of_other, of_none) = (answer(&mut data, &other), answer(&mut data, &json!(999)));
            assert_eq!(of_other.as_ref().map_err(|clause| clause.id), of_none.as_ref().map_err(|clause| clause.id));
            let is_list = matches!(method, CrmCompanyList | CrmContactList);
            assert_eq!(of_other.is_ok_and(|listed| listed == json!([])), is_list, "{method}");
        }
    }
}
