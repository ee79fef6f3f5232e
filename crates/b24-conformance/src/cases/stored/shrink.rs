//! Makes a failing company smaller: fewer links first, then plainer ones.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Link, lawful};

/// Companies smaller than this one, the boldest cuts first. Whoever finds one that still fails goes on from there.
pub(super) fn smaller(links: &[Link]) -> impl Iterator<Item = Vec<Link>> {
    fewer(links)
        .chain([ranked(links)])
        .chain(plainer(links))
        .map(lawful)
        .filter(move |candidate| candidate.as_slice() != links)
}

/// Without a run of links; runs get half as long each time.
fn fewer(links: &[Link]) -> impl Iterator<Item = Vec<Link>> {
    let lengths = std::iter::successors(Some(links.len()), |length| Some(length / 2)).take_while(|length| *length > 0);
    lengths.flat_map(move |length| {
        (0..links.len()).step_by(length).map(move |start| {
            let end = (start + length).min(links.len());
            [&links[..start], &links[end..]].concat()
        })
    })
}

/// With the sort indices 0, 1, 2 and so on, as far as they differ: order and equality stay.
fn ranked(links: &[Link]) -> Vec<Link> {
    let sorts: BTreeSet<i32> = links.iter().map(|link| link.sort).collect();
    let ranks: BTreeMap<i32, i32> = sorts.into_iter().zip(0..).collect();
    links.iter().map(|link| Link { sort: ranks.get(&link.sort).copied().unwrap_or(link.sort), ..*link }).collect()
}

/// With one link closer to sort index 0 and no flag.
fn plainer(links: &[Link]) -> impl Iterator<Item = Vec<Link>> {
    links.iter().enumerate().flat_map(move |(number, link)| {
        let plain = [
            Link { sort: 0, primary: None },
            Link { sort: 0, ..*link },
            Link { sort: link.sort / 2, ..*link },
            Link { primary: None, ..*link },
        ];
        plain.into_iter().filter(move |plain| plain != link).map(move |plain| {
            let mut changed = links.to_vec();
            changed[number] = plain;
            changed
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest company that still fails, and how many were tried.
    fn smallest(mut links: Vec<Link>, fails: impl Fn(&[Link]) -> bool) -> (Vec<Link>, usize) {
        let mut tried = 0;
        loop {
            let found = smaller(&links).inspect(|_| tried += 1).find(|candidate| fails(candidate));
            let Some(found) = found else { return (links, tried) };
            links = found;
        }
    }

    fn company() -> Vec<Link> {
        (0..200)
            .map(|number| Link { sort: number * 37 % 91 - 40, primary: (number % 5 == 0).then_some(true) })
            .collect()
    }

    #[test]
    fn two_equal_sorts_are_all_that_is_left_of_two_hundred_links() {
        let twice = |links: &[Link]| {
            links.iter().enumerate().any(|(n, link)| links[..n].iter().any(|other| other.sort == link.sort))
        };
        let (left, tried) = smallest(company(), twice);
        assert_eq!(left, [Link { sort: 0, primary: None }; 2]);
        assert!(tried < 200, "{tried} companies were tried");
    }

    #[test]
    fn what_the_failure_needs_stays() {
        let (left, _) =
            smallest(company(), |links| links.iter().any(|link| link.sort > 20 && link.primary == Some(true)));
        assert!(matches!(left.as_slice(), [Link { sort: 21..=41, primary: Some(true) }]), "{left:?}");
    }

    #[test]
    fn nothing_is_smaller_than_nothing() {
        assert_eq!(smaller(&[]).count(), 0);
    }
}
