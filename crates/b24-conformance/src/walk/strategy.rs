//! Random steps: right ones, and ones that are wrong in one way.

use std::collections::BTreeSet;

use b24_contract::Encoding;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::step::{Form, Step, Walk};
use crate::model::{Bad, Call, Item, Items, Linked, Name, Other, Owner, Primary, Shape, Side, Sort, State, Values};

/// Texts that walks write into records of a side.
pub(super) fn texts_of(side: Side) -> &'static [&'static str] {
    match side {
        Side::Company => &["BANKING_DETAILS", "COMMENTS", "UTM_SOURCE", "ORIGIN_VERSION"],
        Side::Contact => &["NAME", "SECOND_NAME", "POST", "COMMENTS", "SOURCE_DESCRIPTION"],
    }
}

/// Most records that a walk makes.
const RECORDS: usize = 10;

/// Walks among the links of a few companies and contacts.
pub(super) struct Links;
/// Walks that make, change and delete records, with their links.
pub(super) struct Records;

impl Walk for Links {
    const RECORDS: [u32; 2] = [3, 4];

    fn steps(state: &State) -> BoxedStrategy<Step> {
        steps(links(state).boxed(), Vec::new())
    }
}

impl Walk for Records {
    const RECORDS: [u32; 2] = [2, 2];

    fn steps(state: &State) -> BoxedStrategy<Step> {
        let new =
            if state.records.len() < RECORDS { Side::BOTH.map(|side| next(state, side)).to_vec() } else { Vec::new() };
        let makings: Vec<BoxedStrategy<Call>> = new.iter().map(|name| making(state, *name)).collect();
        let calls = prop_oneof![2 => records(state, &[]), 2 => links(state), 1 => wrong_records(state)].boxed();
        // The calls of a batch may name what its first commands make.
        let batch = prop_oneof![2 => records(state, &new), 2 => links_with(state, &new), 1 => wrong_records(state)];
        if makings.is_empty() {
            return steps(calls, Vec::new());
        }
        let alone = proptest::strategy::Union::new(makings.clone()).boxed();
        let begun = (makings, vec(batch, 1..5)).prop_map(|(makings, calls)| {
            let makings: Vec<Call> = makings;
            makings.into_iter().chain(calls).collect()
        });
        prop_oneof![
            1 => (alone, encoding()).prop_map(|(call, via)| Step::alone(call, via)),
            1 => (begun, any::<bool>(), encoding()).prop_map(|(calls, list, via)| in_batch(calls, false, list, via)),
            4 => steps(calls, Vec::new()),
        ]
        .boxed()
    }
}

/// Steps of some calls, alone or in batches that begin with others.
fn steps(calls: BoxedStrategy<Call>, first: Vec<Call>) -> BoxedStrategy<Step> {
    let alone = (calls.clone(), encoding()).prop_map(|(call, via)| Step::alone(call, via));
    let batch = (vec(calls, 2..6), proptest::bool::weighted(0.3), any::<bool>(), encoding());
    let batch = batch.prop_map(move |(calls, halt, list, via)| {
        in_batch(first.iter().cloned().chain(calls).collect(), halt, list, via)
    });
    prop_oneof![3 => alone, 2 => batch].boxed()
}

fn in_batch(calls: Vec<Call>, halt: bool, list: bool, via: Encoding) -> Step {
    Step { calls, form: Form::Batch { halt, list, via } }
}

fn encoding() -> impl Strategy<Value = Encoding> {
    select(vec![Encoding::Json, Encoding::Form, Encoding::Multipart, Encoding::Query])
}

/// Calls about links.
fn links(state: &State) -> BoxedStrategy<Call> {
    links_with(state, &[])
}

/// Calls about links, also of records that are yet to be made.
fn links_with(state: &State, new: &[Name]) -> BoxedStrategy<Call> {
    let names = names(state, new);
    if Side::BOTH.iter().any(|side| !names.iter().any(|name| name.side == *side)) {
        return wrong_records(state);
    }
    prop_oneof![3 => right_links(names.clone(), state.clone()), 1 => wrong_links(names)].boxed()
}

fn right_links(names: Vec<Name>, state: State) -> BoxedStrategy<Call> {
    let living: Vec<Name> = names.iter().copied().filter(|name| !is_gone(&state, *name)).collect();
    side()
        .prop_flat_map(move |side| {
            let owner = || of(&living, side).prop_map(Owner::Of);
            let others = if living.iter().any(|name| name.side == side.other()) { &living } else { &names };
            let item = || item(others, side);
            let bare = of(others, side.other()).prop_map(|name| Item { other: Other::Of(name), sort: None, primary: None });
            let odd = (of(others, side.other()), select(vec![None, Some(Sort::Text)]), option::of(Just(Primary::True)))
                .prop_map(|(name, sort, primary)| Item { other: Other::Of(name), sort, primary });
            let items = vec(item(), 0..5).prop_flat_map(|items| {
                prop_oneof![4 => Just(Items::List(items.clone())), 1 => Just(Items::Object(items))]
            });
            prop_oneof![
                5 => (owner(), item()).prop_map(move |(owner, item)| Call::AddLink { side, owner, fields: Shape::Object(item) }),
                1 => (owner(), odd).prop_map(move |(owner, item)| Call::AddLink { side, owner, fields: Shape::Object(item) }),
                2 => (owner(), bare).prop_map(move |(owner, item)| Call::DeleteLink { side, owner, fields: Shape::Object(item) }),
                3 => (owner(), items).prop_map(move |(owner, items)| Call::SetLinks { side, owner, items }),
                1 => owner().prop_map(move |owner| Call::ClearLinks { side, owner }),
            ]
        })
        .boxed()
}

fn is_gone(state: &State, name: Name) -> bool {
    state.records.get(&name).is_some_and(|record| record.deleted.is_some())
}

fn wrong_links(names: Vec<Name>) -> BoxedStrategy<Call> {
    side()
        .prop_flat_map(move |side| {
            let owner = of(&names, side).prop_map(Owner::Of);
            let any_owner = || prop_oneof![1 => owner.clone(), 1 => Just(Owner::Unknown)];
            let bad_owner = || prop_oneof![2 => bad().prop_map(Owner::Bad), 1 => Just(Owner::Unknown)];
            let item = || item(&names, side);
            let bad_item = bad().prop_map(|bad| Item { other: Other::Bad(bad), sort: Some(Sort::Number(15)), primary: None });
            let one = move |owner, fields, deletes| {
                if deletes { Call::DeleteLink { side, owner, fields } } else { Call::AddLink { side, owner, fields } }
            };
            let bare = |shape: Shape<Item>, deletes: bool| match shape {
                Shape::Object(item) if deletes => Shape::Object(Item { sort: None, primary: None, ..item }),
                other => other,
            };
            let mixed = vec(prop_oneof![2 => item(), 1 => bad_item.clone()], 1..4).prop_map(Items::List);
            prop_oneof![
                2 => (bad_owner(), item(), any::<bool>()).prop_map(move |(owner, item, deletes)| one(owner, bare(Shape::Object(item), deletes), deletes)),
                1 => (any_owner(), shape(), any::<bool>()).prop_map(move |(owner, fields, deletes)| {
                    // The order of these looks is told by rules for `add` only.
                    let owner = if deletes && owner == Owner::Unknown { Owner::Bad(Bad::Zero) } else { owner };
                    let fields = if matches!(owner, Owner::Bad(_)) { Shape::Object(Item { other: Other::Bad(Bad::Zero), sort: None, primary: None }) } else { fields };
                    one(owner, fields, deletes)
                }),
                2 => (any_owner(), bad_item.clone(), any::<bool>()).prop_map(move |(owner, item, deletes)| one(owner, bare(Shape::Object(item), deletes), deletes)),
                2 => (owner.clone(), mixed).prop_map(move |(owner, items)| Call::SetLinks { side, owner, items }),
                1 => (owner.clone(), select(vec![Items::Missing, Items::Text])).prop_map(move |(owner, items)| Call::SetLinks { side, owner, items }),
                1 => (bad_owner(), item()).prop_map(move |(owner, item)| Call::SetLinks { side, owner, items: Items::List(vec![item]) }),
                1 => bad_owner().prop_map(move |owner| Call::ClearLinks { side, owner }),
            ]
        })
        .boxed()
}

/// Changes and deletions of records.
fn records(state: &State, new: &[Name]) -> BoxedStrategy<Call> {
    let names = names(state, new);
    if names.is_empty() {
        return wrong_records(state);
    }
    let living: Vec<Name> = names.iter().copied().filter(|name| !is_gone(state, *name)).collect();
    let changed = select(names.clone()).prop_flat_map(move |name| {
        let fields = values(name.side, changed_links(name.side, &living));
        fields.prop_map(move |values| (name, values))
    });
    prop_oneof![
        3 => changed.prop_map(|(name, values)| Call::UpdateRecord { side: name.side, record: Owner::Of(name), fields: Shape::Object(values) }),
        1 => select(names).prop_map(|name| Call::DeleteRecord { side: name.side, record: Owner::Of(name) }),
    ]
    .boxed()
}

/// Calls about records that are refused, or change nothing.
fn wrong_records(state: &State) -> BoxedStrategy<Call> {
    let names = names(state, &[]);
    let some = move |side| {
        let own: Vec<Owner> = names.iter().filter(|name| name.side == side).map(|name| Owner::Of(*name)).collect();
        if own.is_empty() { Just(Owner::Unknown).boxed() } else { select(own).boxed() }
    };
    let next = Side::BOTH.map(|side| next(state, side));
    (side(), shape::<Values>(), bad(), any::<u8>())
        .prop_flat_map(move |(side, fields, bad, kind)| {
            let record = if side == Side::Company { next[0] } else { next[1] };
            // A list as a company's fields is an untitled company, which no rule speaks of.
            let refused = if side == Side::Company && fields == Shape::List { Shape::Text } else { fields.clone() };
            let object = || Shape::Object(Values { texts: [(texts_of(side)[0], "x".to_owned())].into(), linked: None });
            match kind % 5 {
                0 => Just(Call::AddRecord { record, fields: refused }).boxed(),
                1 => some(side)
                    .prop_map(move |record| Call::UpdateRecord { side, record, fields: fields.clone() })
                    .boxed(),
                2 => Just(Call::UpdateRecord { side, record: Owner::Bad(bad), fields: object() }).boxed(),
                3 => Just(Call::DeleteRecord { side, record: Owner::Bad(bad) }).boxed(),
                _ => Just(Call::UpdateRecord { side, record: Owner::Unknown, fields: object() }).boxed(),
            }
        })
        .boxed()
}

/// The call that makes a record, linked or not.
fn making(state: &State, record: Name) -> BoxedStrategy<Call> {
    let companies = living(state, Side::Company);
    let linked = match record.side {
        Side::Company => Just(None).boxed(),
        Side::Contact if companies.is_empty() => Just(None).boxed(),
        Side::Contact => option::of(prop_oneof![
            2 => select(companies.clone()).prop_map(Linked::Main),
            2 => some_of(&companies).prop_map(Linked::List),
            1 => some_of(&companies).prop_flat_map(|list| {
                select(list.clone()).prop_map(move |main| Linked::Both(main, list.clone()))
            }),
        ])
        .boxed(),
    };
    values(record.side, linked)
        .prop_map(move |mut values| {
            if record.side == Side::Contact {
                values.texts.entry("NAME").or_insert_with(|| "Walker".to_owned());
            }
            Call::AddRecord { record, fields: Shape::Object(values) }
        })
        .boxed()
}

/// How a change of a record may change its links.
fn changed_links(side: Side, living: &[Name]) -> BoxedStrategy<Option<Linked>> {
    let others: Vec<Name> = living.iter().copied().filter(|name| name.side == side.other()).collect();
    if others.is_empty() {
        return Just(None).boxed();
    }
    let list = some_of(&others).prop_map(Linked::List);
    match side {
        Side::Company => option::weighted(0.3, list).boxed(),
        Side::Contact => option::weighted(
            0.4,
            prop_oneof![3 => list, 1 => Just(Linked::List(Vec::new())), 3 => select(others).prop_map(Linked::Main), 1 => Just(Linked::Zero)],
        )
        .boxed(),
    }
}

fn values(side: Side, linked: BoxedStrategy<Option<Linked>>) -> impl Strategy<Value = Values> {
    let texts = btree_map(select(texts_of(side).to_vec()), "[A-Za-z]{1,6}( [A-Z0-9&=%+é;]{1,4})?", 0..3);
    (texts, linked).prop_map(|(texts, linked)| Values { texts, linked })
}

/// Some of several records in any order, at least one.
fn some_of(names: &[Name]) -> BoxedStrategy<Vec<Name>> {
    subsequence(names.to_vec(), 1..=names.len().min(3)).prop_shuffle().boxed()
}

/// A link to one of these records, with a sort index and a flag or without.
fn item(names: &[Name], side: Side) -> impl Strategy<Value = Item> + Clone + use<> {
    let sort = option::weighted(0.5, (-30_i64..300).prop_map(Sort::Number));
    let primary = option::weighted(0.6, select(vec![Primary::No, Primary::Yes, Primary::Yes]));
    (of(names, side.other()), sort, primary).prop_map(|(name, sort, primary)| Item {
        other: Other::Of(name),
        sort,
        primary,
    })
}

fn of(names: &[Name], side: Side) -> BoxedStrategy<Name> {
    let own: Vec<Name> = names.iter().copied().filter(|name| name.side == side).collect();
    match own.is_empty() {
        // The step is not possible then, and another is drawn.
        true => Just(Name { side, number: 0 }).boxed(),
        false => select(own).boxed(),
    }
}

fn side() -> impl Strategy<Value = Side> {
    select(Side::BOTH.to_vec())
}

fn bad() -> impl Strategy<Value = Bad> + Clone {
    select(vec![Bad::Missing, Bad::Zero, Bad::Text])
}

fn shape<T: Clone + std::fmt::Debug + 'static>() -> impl Strategy<Value = Shape<T>> {
    select(vec![Shape::Missing, Shape::Text, Shape::List])
}

fn names(state: &State, new: &[Name]) -> Vec<Name> {
    state.records.keys().copied().chain(new.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn living(state: &State, side: Side) -> Vec<Name> {
    state.records.keys().copied().filter(|name| name.side == side && state.is_alive(*name)).collect()
}

/// The name of the next record of a side.
fn next(state: &State, side: Side) -> Name {
    let last = state.records.keys().filter(|name| name.side == side).map(|name| name.number).max();
    Name { side, number: last.unwrap_or(0) + 1 }
}
