//! Replacing all links of a record: by items, or by the ids that a record's own fields name.

use b24_contract::ClauseId;

use super::links::{SORT_STEP, touch};
use super::ways::{LISTED_BY_ID, LISTED_TWICE, SEVERAL_LISTED};
use super::{Answer, Fact, Item, Items, Link, LinkOp, Name, Owner, Pair, Primary, Side, Sort, State, Touch, Ways};

/// A link that is to be, with a sort index if one is given.
struct Wanted {
    pair: Pair,
    sort: Option<i64>,
}

impl State {
    /// Replaces all links of a record by those of a list.
    pub(super) fn set_links(&mut self, side: Side, owner: &Owner, items: &Items, ways: &mut Ways<'_>) -> Answer {
        let clause = |name| side.link_clause(LinkOp::Set, name);
        if let Owner::Bad(_) = owner {
            return Answer::Error(clause("owner-invalid"));
        }
        let listed = match items {
            Items::List(items) | Items::Object(items) => items,
            Items::Missing | Items::Text => return Answer::Error(clause("items-not-array")),
        };
        let owner = match owner {
            Owner::Of(owner) if self.is_alive(*owner) => *owner,
            _ => return Answer::Error(clause("not-found")),
        };
        let items = without_repeats(listed, ways);
        let primary = self.primary_of_items(side, owner, &items, ways);
        let wanted = items.iter().map(|(other, item)| {
            let sort = match item.sort {
                Some(Sort::Number(sort)) => Some(sort),
                Some(Sort::Text) | None => None,
            };
            Wanted { pair: owner.with(*other), sort }
        });
        let answer = clause(if items.is_empty() { "empty-clears" } else { "replaces" });
        let touched = touch(side, LinkOp::Set, answer.clone());
        let rules = Rules { touch: touched, default_sort: clause("default-sort"), main: clause("main-company") };
        self.relink(owner, wanted.collect(), &rules, ways);
        if let Some((chosen, reason)) = primary {
            let first = || self.links_of(owner).into_iter().find(|link| link.primary.value).map(|link| link.pair);
            let pair = match chosen {
                Chosen::Item(other) => Some(owner.with(other)),
                Chosen::FirstOfThese => first(),
                Chosen::AllOfThese => None,
            };
            match pair {
                Some(pair) => self.make_primary(side, pair, &reason, ways),
                None => self.explain_primary(owner, &reason),
            }
        }
        Answer::Yes(answer)
    }

    /// Replaces all links of a record by those to a list of records, the first of which becomes the primary one.
    pub(super) fn relink_by_id(&mut self, owner: Name, others: &[Name], rule: &ClauseId, ways: &mut Ways<'_>) {
        let again = others.iter().any(|other| self.links.iter().any(|link| link.pair == owner.with(*other)));
        let anew = again && ways.ask(LISTED_BY_ID, 2) == 1;
        let sort = |place: usize| anew.then_some((place as i64 + 1) * SORT_STEP);
        let wanted =
            others.iter().enumerate().map(|(place, other)| Wanted { pair: owner.with(*other), sort: sort(place) });
        let touch = Touch { clause: rule.clone(), mirror: rule.clone(), side: owner.side };
        let rules = Rules { touch, default_sort: rule.clone(), main: rule.clone() };
        self.relink(owner, wanted.collect(), &rules, ways);
        if let Some(first) = others.first() {
            self.make_primary(owner.side, owner.with(*first), rule, ways);
        }
    }

    /// Removes the links of a record that are not wanted, changes those that are, and makes those that are missing.
    fn relink(&mut self, owner: Name, wanted: Vec<Wanted>, rules: &Rules, ways: &mut Ways<'_>) {
        let side = owner.side;
        let is_wanted = |pair: Pair| wanted.iter().any(|wanted| wanted.pair == pair);
        let dropped: Vec<Pair> =
            self.links_of(owner).iter().map(|link| link.pair).filter(|pair| !is_wanted(*pair)).collect();
        for pair in dropped {
            self.part(side, pair, rules.touch.clone(), &rules.main, ways);
            self.explain_main(pair.contact, &rules.main);
        }
        let kept = side.link_clause(LinkOp::Set, "keeps-sort");
        let given = side.link_clause(LinkOp::Get, "all-links");
        for wanted in &wanted {
            if let Some(link) = self.link_mut(wanted.pair) {
                link.sort = Fact::new(
                    wanted.sort.unwrap_or(link.sort.value),
                    if wanted.sort.is_some() { given.clone() } else { kept.clone() },
                );
            }
        }
        let own = self.links_of(owner).iter().map(|link| link.sort.value).max();
        let mut greatest = wanted.iter().filter_map(|wanted| wanted.sort).chain(own).max();
        for wanted in &wanted {
            if self.links.iter().any(|link| link.pair == wanted.pair) {
                continue;
            }
            let sort = match wanted.sort {
                Some(sort) => Fact::new(sort, given.clone()),
                None => {
                    let sort = greatest.map_or(SORT_STEP, |greatest| greatest + SORT_STEP);
                    greatest = Some(sort);
                    Fact::new(sort, rules.default_sort.clone())
                }
            };
            self.parted.remove(&wanted.pair);
            let primary = Fact::new(false, rules.touch.clause.clone());
            self.links.push(Link { pair: wanted.pair, sort, primary, touch: rules.touch.clone() });
            self.explain_main(wanted.pair.contact, &rules.main);
        }
        if side == Side::Contact {
            self.explain_main(owner, &rules.main);
        }
    }

    /// Which link becomes primary, and why.
    fn primary_of_items(
        &self,
        side: Side,
        owner: Name,
        items: &[(Name, Item)],
        ways: &mut Ways<'_>,
    ) -> Option<(Chosen, ClauseId)> {
        let clause = |name| side.link_clause(LinkOp::Set, name);
        let first = items.first()?.0;
        if let Some((other, _)) = items.iter().find(|(_, item)| item.primary == Some(Primary::Yes)) {
            return Some((Chosen::Item(*other), clause("one-primary")));
        }
        let before = self.links_of(owner).into_iter().filter(|link| link.primary.value);
        let before: Vec<Name> = before.map(|link| link.pair.of(side.other())).collect();
        let stay: Vec<Name> = before.into_iter().filter(|name| items.iter().any(|(other, _)| other == name)).collect();
        let stays = clause("primary-stays");
        Some(match stay.as_slice() {
            [] => (Chosen::Item(first), clause("first-is-primary")),
            [only] if ways.of(&stays) == 0 => (Chosen::Item(*only), stays),
            [_] => (Chosen::Item(first), stays),
            [_, _, ..] => match ways.ask(SEVERAL_LISTED, 3) {
                0 => (Chosen::FirstOfThese, stays),
                1 => (Chosen::AllOfThese, stays),
                _ => (Chosen::Item(first), stays),
            },
        })
    }

    /// Notes the clause about the primary links of a record.
    fn explain_primary(&mut self, owner: Name, clause: &ClauseId) {
        for link in self.links.iter_mut().filter(|link| link.pair.has(owner)) {
            link.primary.clause = clause.clone();
        }
    }
}

/// The link that becomes primary.
enum Chosen {
    /// That to a record of the list.
    Item(Name),
    /// The first of those that were and are listed.
    FirstOfThese,
    /// All that were and are listed.
    AllOfThese,
}

/// What asks for the links of a list.
struct Rules {
    touch: Touch,
    default_sort: ClauseId,
    main: ClauseId,
}

/// The items that name a record, each record once, with its last item.
fn without_repeats(items: &[Item], ways: &mut Ways<'_>) -> Vec<(Name, Item)> {
    let mut once: Vec<(Name, Item)> = Vec::new();
    for item in items {
        let Some(name) = item.name() else { continue };
        match once.iter().position(|(known, _)| *known == name) {
            None => once.push((name, *item)),
            Some(place) if place + 1 == once.len() || ways.ask(LISTED_TWICE, 2) == 1 => once[place].1 = *item,
            Some(place) => {
                once.remove(place);
                once.push((name, *item));
            }
        }
    }
    once
}
