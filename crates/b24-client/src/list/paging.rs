//! How a list goes on from one page to the next.

use super::Query;
use super::order::{Direction, Order};

/// Records on a full page.
const PAGE: usize = 50;

/// Why a list by position cannot go on.
const STUCK: &str = "its next page does not begin after this one";

/// What decides how a list goes on after a page.
pub(super) struct Turn {
    /// Ids of the records.
    pub(super) ids: Vec<i64>,
    /// Number of records on all pages.
    pub(super) total: Option<i64>,
    /// Start of the next page.
    pub(super) next: Option<i64>,
}

/// Where a list is.
#[derive(Debug, PartialEq)]
pub(super) enum Paging {
    /// In the order of ids, behind the last one that was read.
    ById { direction: Direction, last: Option<i64> },
    /// In another order, at a position.
    ByStart,
    /// At its end.
    Finished,
}

impl Paging {
    /// Prepares the query for the first page.
    pub(super) fn begin(query: &mut Query) -> Self {
        match query.order.direction() {
            Some(direction) => {
                query.order = Order::by_id(direction);
                query.start = -1;
                Self::ById { direction, last: None }
            }
            None => {
                query.order.settle_ties();
                query.start = 0;
                Self::ByStart
            }
        }
    }

    /// Prepares the query for the page after this one. The error says why the list would never end or not be whole.
    pub(super) fn turn(self, query: &mut Query, page: &Turn) -> Result<Self, &'static str> {
        let is_full = page.ids.len() >= PAGE;
        match (self, page.next) {
            (_, Some(_)) if page.ids.is_empty() => Err(STUCK),
            (Self::ById { direction, last }, next) => {
                let mut ids = page.ids.clone();
                ids.dedup();
                let seen: Vec<_> = last.into_iter().chain(ids).collect();
                if !seen.is_sorted_by(|a, b| direction.is_ordered(*a, *b)) {
                    return Err("its ids do not move on: the portal ignores the order or the condition on ID");
                }
                match seen.last() {
                    Some(&last) if is_full || next.is_some() => {
                        query.filter.replace(direction.beyond(), last);
                        Ok(Self::ById { direction, last: Some(last) })
                    }
                    _ => Ok(Self::Finished),
                }
            }
            (Self::ByStart, Some(next)) if next > query.start => {
                query.start = next;
                Ok(Self::ByStart)
            }
            (Self::ByStart, Some(_)) => Err(STUCK),
            (Self::ByStart, None) if is_full && page.end(query) < page.total => {
                Err("there are more records, but it names no next page")
            }
            (Self::ByStart, None) | (Self::Finished, _) => Ok(Self::Finished),
        }
    }
}

impl Turn {
    /// Number of records on this page and all before it.
    fn end(&self, query: &Query) -> Option<i64> {
        i64::try_from(self.ids.len()).ok()?.checked_add(query.start)
    }
}

impl Direction {
    /// Whether `b` comes after `a`.
    fn is_ordered(self, a: i64, b: i64) -> bool {
        match self {
            Self::Ascending => a < b,
            Self::Descending => a > b,
        }
    }

    /// The condition that comes after an id.
    fn beyond(self) -> &'static str {
        match self {
            Self::Ascending => ">ID",
            Self::Descending => "<ID",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Filter;

    fn ordered(field: &str, direction: Direction) -> Query {
        let mut query = Query::default();
        query.order.push(field.to_owned(), direction);
        query
    }

    fn page(ids: &[i64], next: Option<i64>) -> Turn {
        Turn { ids: ids.to_vec(), total: None, next }
    }

    /// Reads a list from a portal that keeps its word, and counts the calls.
    fn read(mut query: Query, portal: impl Fn(&Query) -> (Vec<i64>, Option<i64>)) -> (Vec<i64>, usize) {
        let (mut seen, mut calls) = (Vec::new(), 0);
        let mut paging = Paging::begin(&mut query);
        while paging != Paging::Finished {
            let (ids, next) = portal(&query);
            calls += 1;
            paging = paging.turn(&mut query, &page(&ids, next)).expect("the list goes on");
            seen.extend(ids);
        }
        (seen, calls)
    }

    /// The value of a condition, or one that every id meets.
    fn bound(query: &Query, key: &str, otherwise: i64) -> i64 {
        let filter = serde_json::to_value(&query.filter).expect("written");
        filter.get(key).map_or(otherwise, |value| value.as_i64().expect("a number"))
    }

    proptest! {
        #[test]
        fn every_id_is_read_once_in_either_direction(
            ids in prop::collection::btree_set(1..10_000_i64, 0..400),
            above in prop::option::of(0..10_000_i64),
            below in prop::option::of(0..10_000_i64),
            descending in any::<bool>(),
        ) {
            let direction = if descending { Direction::Descending } else { Direction::Ascending };
            let mut query = ordered("ID", direction);
            if let Some(above) = above {
                query.filter = query.filter.greater("ID", above);
            }
            if let Some(below) = below {
                query.filter = query.filter.less("ID", below);
            }
            let within = |query: &Query| {
                let (above, below) = (bound(query, ">ID", 0), bound(query, "<ID", i64::MAX));
                let mut ids: Vec<_> = ids.iter().copied().filter(|id| (above + 1..below).contains(id)).collect();
                if descending {
                    ids.reverse();
                }
                ids
            };
            let expected = within(&query);
            let (seen, calls) = read(query, |query| {
                assert_eq!(query.start, -1);
                (within(query).into_iter().take(PAGE).collect(), None)
            });
            prop_assert_eq!(calls, expected.len() / PAGE + 1);
            prop_assert_eq!(seen, expected);
        }

        #[test]
        fn every_record_is_read_once_by_position(count in 0..400_i64) {
            let (seen, calls) = read(ordered("TITLE", Direction::Ascending), |query| {
                let end = count.min(query.start + PAGE as i64);
                ((query.start..end).collect(), (end < count).then_some(end))
            });
            prop_assert_eq!(calls as i64, (count - 1).max(0) / PAGE as i64 + 1);
            prop_assert_eq!(seen, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_portal_that_does_not_move_on_is_found_out() {
        let full: Vec<i64> = (1..=50).collect();
        let mut query = Query::default();
        let paging = Paging::begin(&mut query).turn(&mut query, &page(&full, None)).expect("a first page");
        assert_eq!(query.filter, Filter::new().set(">ID", 50));
        assert!(paging.turn(&mut query, &page(&full, None)).is_err());

        for unsorted in [[2, 1, 3], [1, 2, 1]] {
            assert!(Paging::begin(&mut query).turn(&mut query, &page(&unsorted, None)).is_err());
        }
        let mut query = ordered("TITLE", Direction::Ascending);
        for (ids, next) in [(&full[..], 0), (&full[..], -50), (&[], 50)] {
            assert!(Paging::begin(&mut query).turn(&mut query, &page(ids, Some(next))).is_err(), "{next}");
        }
    }

    #[test]
    fn the_id_counts_as_the_order_only_where_it_comes_first() {
        for (field, start) in [("ID", -1), ("id", -1), ("TITLE", 0)] {
            let mut query = ordered(field, Direction::Descending);
            query.order.push("ID".to_owned(), Direction::Ascending);
            Paging::begin(&mut query);
            assert_eq!(query.start, start, "{field}");
        }
    }
}
