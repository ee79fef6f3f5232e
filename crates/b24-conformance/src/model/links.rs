//! The methods that add and delete links, from either side.

use b24_contract::ClauseId;

use super::{Answer, Item, Link, LinkOp, Name, Other, Owner, Pair, Primary, Shape, Side, Sort, State, Touch, Ways};
use super::{Bad, Fact, ways};

/// The smallest sort index that a link without one gets, and how far it is from the greatest.
pub(super) const SORT_STEP: i64 = 10;

impl State {
    /// Adds a link.
    pub(super) fn add_link(&mut self, side: Side, owner: &Owner, fields: &Shape<Item>, ways: &mut Ways<'_>) -> Answer {
        let clause = |name| side.link_clause(LinkOp::Add, name);
        let (owner, item, other) = match self.one_link(side, LinkOp::Add, *owner, fields, ways) {
            Ok(named) => named,
            Err(answer) => return answer,
        };
        if !self.is_alive(other) && ways.of(&clause("linked-record-unknown")) == 1 {
            return Answer::Refused(clause("linked-record-unknown"));
        }
        let pair = owner.with(other);
        let wanted = is_primary_wanted(side, item.primary, ways);
        if self.links.iter().any(|link| link.pair == pair) {
            self.add_again(side, pair, item, wanted, ways);
            return Answer::No(clause("already-linked"));
        }
        let is_first = self.links_of(owner).is_empty();
        let sort = match item.sort {
            Some(Sort::Number(sort)) => Fact::new(sort, side.link_clause(LinkOp::Get, "all-links")),
            Some(Sort::Text) if ways.of(&clause("sort-text")) == 1 => Fact::new(0, clause("sort-text")),
            _ => self.next_sort(owner, clause("first-sort"), clause("default-sort")),
        };
        // Only the page of companies has another source that lets the first link decline.
        let may_decline = side == Side::Company && item.primary == Some(Primary::No);
        let reason = clause(match (is_first, wanted) {
            (true, _) => "first-is-primary",
            (false, true) => "primary-handed-over",
            (false, false) => "later-not-primary",
        });
        let primary = Fact::new(false, reason.clone());
        let made = side.link_clause(LinkOp::Get, "all-links");
        self.links.push(Link { pair, sort, primary, touch: touch(side, LinkOp::Add, made) });
        self.parted.remove(&pair);
        if is_first && !(may_decline && ways.of(&reason) == 1) || wanted {
            self.make_primary(side, pair, &reason, ways);
        } else if !is_first {
            self.settle_primary(owner, ways);
        }
        self.explain_main(pair.contact, &clause("main-company"));
        Answer::Yes(reason)
    }

    /// Adds a link that is there already.
    fn add_again(&mut self, side: Side, pair: Pair, item: Item, wanted: bool, ways: &mut Ways<'_>) {
        let unchanged = side.link_clause(LinkOp::Add, "already-linked-unchanged");
        let stays = side.link_clause(LinkOp::Add, "already-linked-primary");
        let Some(link) = self.link_mut(pair) else { return };
        if let Some(Sort::Number(sort)) = item.sort
            && sort != link.sort.value
        {
            let sort = if ways.of(&unchanged) == 1 { sort } else { link.sort.value };
            link.sort = Fact::new(sort, unchanged);
        }
        if wanted && !link.primary.value {
            link.primary.clause = stays.clone();
            if ways.of(&stays) == 1 {
                self.make_primary(side, pair, &stays, ways);
            }
        }
    }

    /// Deletes a link.
    pub(super) fn delete_link(
        &mut self,
        side: Side,
        owner: &Owner,
        fields: &Shape<Item>,
        ways: &mut Ways<'_>,
    ) -> Answer {
        let clause = |name| side.link_clause(LinkOp::Delete, name);
        let (owner, _, other) = match self.one_link(side, LinkOp::Delete, *owner, fields, ways) {
            Ok(named) => named,
            Err(answer) => return answer,
        };
        let pair = owner.with(other);
        let Some(was_primary) = self.links.iter().find(|link| link.pair == pair).map(|link| link.primary.value) else {
            return Answer::No(clause("not-linked"));
        };
        let removes = clause("removes-one");
        let lost = if side == Side::Company { "main-company-of-several" } else { "main-company" };
        self.part(side, pair, touch(side, LinkOp::Delete, removes.clone()), &clause(lost), ways);
        let promoted = clause("primary-promoted");
        let first = self.links_of(owner).first().map(|link| link.pair);
        let others = self.links_of(owner).iter().any(|link| link.primary.value);
        match first {
            Some(first) if was_primary && (!others || ways.ask(ways::SEVERAL_PROMOTED, 2) == 1) => {
                self.make_primary(side, first, &promoted, ways);
            }
            _ => self.settle_primary(owner, ways),
        }
        self.explain_main(pair.contact, &clause("main-company"));
        Answer::Yes(removes)
    }

    /// Deletes all links of a record.
    pub(super) fn clear_links(&mut self, side: Side, owner: &Owner, ways: &mut Ways<'_>) -> Answer {
        let clause = |name| side.link_clause(LinkOp::Clear, name);
        let owner = match owner {
            Owner::Bad(_) => return Answer::Error(clause("owner-invalid")),
            Owner::Of(owner) if self.is_alive(*owner) => *owner,
            _ => {
                let unknown = clause("unknown-owner");
                let refused = ways.of(&unknown) == 1;
                return if refused { Answer::Refused(unknown) } else { Answer::Yes(unknown) };
            }
        };
        let pairs: Vec<Pair> = self.links_of(owner).iter().map(|link| link.pair).collect();
        for pair in &pairs {
            self.part(side, *pair, touch(side, LinkOp::Clear, clause("removes-all")), &clause("main-company"), ways);
            self.explain_main(pair.contact, &clause("main-company"));
        }
        Answer::Yes(clause(if pairs.is_empty() { "nothing-to-remove" } else { "removes-all" }))
    }

    /// The records and the link that a call for one link names, or the error that it gets.
    fn one_link(
        &self,
        side: Side,
        op: LinkOp,
        owner: Owner,
        fields: &Shape<Item>,
        ways: &mut Ways<'_>,
    ) -> Result<(Name, Item, Name), Answer> {
        let error = |name| Answer::Error(side.link_clause(op, name));
        if let Owner::Bad(_) = owner {
            return Err(error("owner-invalid"));
        }
        let found = match owner {
            Owner::Of(name) if self.is_alive(name) => Some(name),
            _ => None,
        };
        let item = match fields {
            Shape::Object(item) => *item,
            Shape::List if ways.of(&side.link_clause(op, "fields-list")) == 0 => {
                Item { other: Other::Bad(Bad::Missing), sort: None, primary: None }
            }
            Shape::List => return Err(error("fields-not-array")),
            Shape::Missing | Shape::Text => {
                let search_first = found.is_none() && ways.of(&side.link_clause(op, "fields-before-owner")) == 1;
                return Err(error(if search_first { "not-found" } else { "fields-not-array" }));
            }
        };
        match (found, item.other) {
            (Some(owner), Other::Of(other)) => Ok((owner, item, other)),
            (Some(_), Other::Bad(_)) => Err(error("fields-invalid")),
            (None, Other::Bad(_)) if ways.of(&side.link_clause(op, "owner-before-link")) == 1 => {
                Err(error("fields-invalid"))
            }
            (None, _) => Err(error("not-found")),
        }
    }

    /// The sort index of a new link that is given none.
    pub(super) fn next_sort(&self, owner: Name, first: ClauseId, later: ClauseId) -> Fact<i64> {
        match self.links_of(owner).iter().map(|link| link.sort.value).max() {
            None => Fact::new(SORT_STEP, first),
            Some(greatest) => Fact::new(greatest + SORT_STEP, later),
        }
    }

    /// Makes a link the only primary one of its owner.
    pub(super) fn make_primary(&mut self, side: Side, pair: Pair, clause: &ClauseId, ways: &mut Ways<'_>) {
        let owner = pair.of(side);
        for link in self.links.iter_mut().filter(|link| link.pair.has(owner)) {
            let is_it = link.pair == pair;
            if is_it || link.primary.value {
                link.primary = Fact::new(is_it, clause.clone());
            }
        }
        // What the contacts' side makes primary may leave the company with several such links.
        let company = pair.company;
        let rule = Side::Company.link_clause(LinkOp::Get, "several-primaries");
        let several = self.links.iter().filter(|link| link.pair.has(company) && link.primary.value).count() > 1;
        if side == Side::Contact && several && ways.of(&rule) == 1 {
            self.make_primary(Side::Company, pair, &rule, ways);
        }
    }

    /// Has one link of a record be primary, after a write through it that says nothing of flags. The other side may have
    /// left it several such links, or none.
    pub(super) fn settle_primary(&mut self, owner: Name, ways: &mut Ways<'_>) {
        let rule = Side::Company.link_clause(LinkOp::Add, "one-primary-left");
        let links = self.links_of(owner);
        let Some(first) = links.first().map(|link| link.pair) else { return };
        let primary: Vec<Pair> = links.iter().filter(|link| link.primary.value).map(|link| link.pair).collect();
        let left = match (primary.as_slice(), owner.side) {
            ([_], _) => None,
            ([], _) => Some(first).filter(|_| ways.ask(ways::NONE_LEFT, 2) == 1),
            ([first, ..], Side::Company) => Some(*first).filter(|_| ways.of(&rule) == 0),
            ([first, ..], Side::Contact) => Some(*first).filter(|_| ways.ask(ways::SEVERAL_LEFT, 2) == 0),
        };
        if let Some(pair) = left {
            self.make_primary(owner.side, pair, &rule, ways);
        }
    }

    /// Removes a link. `lost` is the rule that may hand its primary flag to another link of the record across.
    pub(super) fn part(&mut self, side: Side, pair: Pair, touch: Touch, lost: &ClauseId, ways: &mut Ways<'_>) {
        let Some(place) = self.links.iter().position(|link| link.pair == pair) else { return };
        let link = self.links.remove(place);
        self.parted.insert(pair, touch);
        let across = self.links_of(pair.of(side.other()));
        let first = across.first().map(|link| link.pair);
        let others = across.iter().any(|link| link.primary.value);
        if let Some(first) = first.filter(|_| link.primary.value && !others)
            && ways.ask(format!("{} ({lost})", ways::LEFT_WITHOUT_PRIMARY), 2) == 1
        {
            self.make_primary(side.other(), first, lost, ways);
        }
    }

    /// Notes the clause about a contact's main company.
    pub(super) fn explain_main(&mut self, contact: Name, clause: &ClauseId) {
        if let Some(record) = self.records.get_mut(&contact) {
            record.main = clause.clone();
        }
    }
}

/// What a call for links did, by a clause.
pub(super) fn touch(side: Side, op: LinkOp, clause: ClauseId) -> Touch {
    Touch { clause, mirror: side.mirror(op), side }
}

/// Whether a call wants its link to be primary.
pub(super) fn is_primary_wanted(side: Side, primary: Option<Primary>, ways: &mut Ways<'_>) -> bool {
    match primary {
        Some(Primary::Yes) => true,
        Some(Primary::True) => ways.of(&side.link_clause(LinkOp::Add, "primary-spellings")) == 0,
        Some(Primary::No) | None => false,
    }
}
