//! Any sequence of writes, through both sides, against a model made of one plain list.

use proptest::prelude::*;

use super::*;

/// All links in the order in which they were made.
#[derive(Default)]
struct Model(Vec<Row>);

struct Row {
    company: i64,
    contact: i64,
    sort: i32,
    primary: bool,
}

#[derive(Debug, Clone)]
enum Write {
    Add(NewLink),
    Remove(i64),
    Set(Vec<NewLink>),
    Clear,
}

impl Row {
    /// Owner and linked record.
    fn ends(&self, side: Side) -> (i64, i64) {
        match side {
            Side::Company => (self.company, self.contact),
            Side::Contact => (self.contact, self.company),
        }
    }
}

impl Model {
    fn seen(&self, side: Side, owner: i64) -> Vec<(i64, i32, bool)> {
        let own = self.0.iter().filter(|row| row.ends(side).0 == owner);
        let mut seen: Vec<_> = own.map(|row| (row.ends(side).1, row.sort, row.primary)).collect();
        seen.sort_by_key(|link| link.1);
        seen
    }

    /// Whether something was added or removed; clearing and setting always succeed.
    fn write(&mut self, side: Side, owner: i64, write: &Write) -> bool {
        match write {
            Write::Add(new) => {
                let is_new = !self.has(side, owner, new.linked);
                if is_new {
                    self.push(side, owner, new);
                    self.settle(side, owner, new.primary.then_some(new.linked), None);
                }
                is_new
            }
            Write::Remove(linked) => {
                let was_there = self.has(side, owner, *linked);
                self.0.retain(|row| row.ends(side) != (owner, *linked));
                if was_there {
                    self.settle(side, owner, None, None);
                }
                was_there
            }
            Write::Set(wanted) => {
                self.set(side, owner, wanted);
                true
            }
            Write::Clear => {
                self.0.retain(|row| row.ends(side).0 != owner);
                true
            }
        }
    }

    fn set(&mut self, side: Side, owner: i64, wanted: &[NewLink]) {
        let counts = |index: &usize| wanted[index + 1..].iter().all(|later| later.linked != wanted[*index].linked);
        let wanted: Vec<NewLink> = (0..wanted.len()).filter(counts).map(|index| wanted[index]).collect();
        let named = |id: i64| wanted.iter().find(|new| new.linked == id);
        self.0.retain(|row| row.ends(side).0 != owner || named(row.ends(side).1).is_some());
        for row in self.0.iter_mut().filter(|row| row.ends(side).0 == owner) {
            row.sort = named(row.ends(side).1).and_then(|new| new.sort).unwrap_or(row.sort);
        }
        let mut greatest = self.seen(side, owner).iter().map(|link| link.1).max();
        greatest = greatest.max(wanted.iter().filter_map(|new| new.sort).max());
        for new in &wanted {
            if !self.has(side, owner, new.linked) {
                let sort = new.sort.unwrap_or(greatest.map_or(10, |greatest| greatest.saturating_add(10)));
                greatest = greatest.max(Some(sort));
                self.push(side, owner, &NewLink { sort: Some(sort), ..*new });
            }
        }
        let asked = wanted.iter().find(|new| new.primary).map(|new| new.linked);
        self.settle(side, owner, asked, wanted.first().map(|new| new.linked));
    }

    fn has(&self, side: Side, owner: i64, linked: i64) -> bool {
        self.0.iter().any(|row| row.ends(side) == (owner, linked))
    }

    fn push(&mut self, side: Side, owner: i64, new: &NewLink) {
        let greatest = self.seen(side, owner).iter().map(|link| link.1).max();
        let sort = new.sort.unwrap_or(greatest.map_or(10, |greatest| greatest.saturating_add(10)));
        let (company, contact) = match side {
            Side::Company => (owner, new.linked),
            Side::Contact => (new.linked, owner),
        };
        self.0.push(Row { company, contact, sort, primary: false });
    }

    fn settle(&mut self, side: Side, owner: i64, asked: Option<i64>, otherwise: Option<i64>) {
        let seen = self.seen(side, owner);
        let before = seen.iter().find(|link| link.2).map(|link| link.0);
        let primary = asked.or(before).or(otherwise).or(seen.first().map(|link| link.0));
        for row in self.0.iter_mut().filter(|row| row.ends(side).0 == owner) {
            row.primary = Some(row.ends(side).1) == primary;
        }
    }
}

fn run(connection: &Connection, side: Side, owner: i64, write: &Write) -> Result<bool> {
    match write {
        Write::Add(new) => add(connection, side, owner, &[*new]).map(|added| added > 0),
        Write::Remove(linked) => remove(connection, side, owner, *linked),
        Write::Set(wanted) => set(connection, side, owner, wanted).map(|()| true),
        Write::Clear => clear(connection, side, owner).map(|()| true),
    }
}

/// Few records, so that sequences meet the same ones again.
const IDS: std::ops::Range<i64> = 1..6;

fn writes() -> impl Strategy<Value = Vec<(Side, i64, Write)>> {
    let side = prop_oneof![Just(Side::Company), Just(Side::Contact)];
    let sort = prop_oneof![
        4 => Just(None),
        4 => (-50_i32..50).prop_map(Some),
        1 => Just(Some(i32::MAX)),
        1 => Just(Some(i32::MIN)),
    ];
    let new = (IDS, sort, proptest::bool::weighted(0.3));
    let new = new.prop_map(|(linked, sort, primary)| NewLink { linked, sort, primary });
    let write = prop_oneof![
        4 => new.clone().prop_map(Write::Add),
        3 => IDS.prop_map(Write::Remove),
        3 => proptest::collection::vec(new, 0..6).prop_map(Write::Set),
        1 => Just(Write::Clear),
    ];
    proptest::collection::vec((side, IDS, write), 0..40)
}

proptest! {
    #[test]
    fn any_sequence_of_writes_does_what_the_model_does(writes in writes()) {
        let (connection, mut model) = (fresh(), Model::default());
        for (side, owner, write) in writes {
            let done = run(&connection, side, owner, &write).expect("written");
            prop_assert_eq!(done, model.write(side, owner, &write), "{:?} {} {:?}", side, owner, write);
            let own = seen(&connection, side, owner);
            if done {
                prop_assert_eq!(own.iter().filter(|link| link.2).count(), usize::from(!own.is_empty()));
            }
            for side in [Side::Company, Side::Contact] {
                for owner in IDS {
                    prop_assert_eq!(seen(&connection, side, owner), model.seen(side, owner), "{:?} {}", side, owner);
                }
            }
        }
    }
}
