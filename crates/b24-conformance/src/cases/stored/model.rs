//! The reference model of a company's links, written from the contract and from nothing else.

use proptest::collection::vec;
use proptest::prelude::*;

/// A link to make: the contact's number is its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// Sort index.
    pub(super) sort: i32,
    /// Primary flag, where one is sent.
    pub(super) primary: Option<bool>,
}

/// Greatest number of links that is tried.
const MOST: usize = 200;

/// Links to make. The first two tries are the empty and the greatest company, the others mostly small ones.
pub(super) fn links(number: u32) -> impl Strategy<Value = Vec<Link>> {
    let size = match number {
        0 => Just(0..=0).boxed(),
        1 => Just(MOST..=MOST).boxed(),
        _ => prop_oneof![5 => Just(0..=8), 2 => Just(9..=60), 1 => Just(61..=MOST)].boxed(),
    };
    size.prop_flat_map(|size| vec(link(), size)).prop_map(lawful)
}

/// The same links, but the first is not asked not to be primary: sources disagree on that, and rules of their own look
/// at it.
pub(super) fn lawful(mut links: Vec<Link>) -> Vec<Link> {
    if let Some(first) = links.first_mut() {
        first.primary = first.primary.filter(|&flag| flag);
    }
    links
}

fn link() -> impl Strategy<Value = Link> {
    let sort = prop_oneof![
        4 => any::<i32>(),
        3 => -3..=3_i32,
        2 => (0..50_i32).prop_map(|tens| tens * 10),
        1 => Just(i32::MIN),
        1 => Just(i32::MAX),
    ];
    let primary = prop_oneof![3 => Just(None), 1 => Just(Some(true)), 1 => Just(Some(false))];
    (sort, primary).prop_map(|(sort, primary)| Link { sort, primary })
}

/// The links as they come back, each with the contact's number: in ascending order of sort index, equal ones in the
/// order in which they were made. The first is primary, and each later `Y` takes the flag over.
pub(super) fn read_back(links: &[Link]) -> Vec<(usize, Link)> {
    let primary = links.iter().rposition(|link| link.primary == Some(true)).unwrap_or(0);
    let mut stored: Vec<(usize, Link)> = links
        .iter()
        .enumerate()
        .map(|(number, link)| (number, Link { sort: link.sort, primary: Some(number == primary) }))
        .collect();
    stored.sort_by_key(|(_, link)| link.sort);
    stored
}

#[cfg(test)]
mod tests {
    use proptest::strategy::ValueTree as _;

    use super::*;

    fn shown(links: &[(i32, Option<bool>)]) -> Vec<(usize, i32, bool)> {
        let links: Vec<Link> = links.iter().map(|&(sort, primary)| Link { sort, primary }).collect();
        read_back(&links).into_iter().map(|(number, link)| (number, link.sort, link.primary == Some(true))).collect()
    }

    #[test]
    fn equal_sorts_keep_their_order_and_the_last_yes_wins() {
        let yes = Some(true);
        assert_eq!(shown(&[]), []);
        assert_eq!(shown(&[(5, None), (-1, Some(false)), (5, None)]), [(1, -1, false), (0, 5, true), (2, 5, false)]);
        assert_eq!(shown(&[(1, yes), (2, yes), (3, None)]), [(0, 1, false), (1, 2, true), (2, 3, false)]);
    }

    proptest! {
        #[test]
        fn a_company_that_is_not_empty_has_one_primary_and_every_link_once(links in links(2)) {
            let back = read_back(&links);
            prop_assert!(back.is_sorted_by_key(|(number, link)| (link.sort, *number)));
            prop_assert_eq!(back.len(), links.len());
            prop_assert_eq!(back.iter().filter(|(_, link)| link.primary == Some(true)).count(), links.len().min(1));
        }
    }

    #[test]
    fn the_first_two_tries_are_the_extremes() {
        let mut runner = crate::random::runner(7, "case", 1);
        let sizes: Vec<usize> =
            (0..2).map(|number| links(number).new_tree(&mut runner).expect("a value").current().len()).collect();
        assert_eq!(sizes, [0, MOST]);
    }
}
