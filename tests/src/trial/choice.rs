//! Which deviations are tried.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use b24_contract::ClauseId;
use b24_sandbox::KnownDeviation;

/// Which of the known deviations are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Every one.
    All,
    /// So many, spread over what they are about; the seed decides which.
    Sample {
        /// How many.
        number: usize,
        /// The seed.
        seed: u64,
    },
}

/// The chosen ones among those whose id contains the filter, in the order in which they came.
pub fn chosen(known: Vec<KnownDeviation>, filter: Option<&str>, choice: &Choice) -> Vec<KnownDeviation> {
    let filter = filter.unwrap_or_default().to_lowercase();
    let matching: Vec<_> = known.into_iter().filter(|known| known.id.to_lowercase().contains(&filter)).collect();
    let Choice::Sample { number, seed } = *choice else { return matching };
    let mut families: BTreeMap<String, Vec<(u64, usize)>> = BTreeMap::new();
    for (place, known) in matching.iter().enumerate() {
        families.entry(family(known)).or_default().push((luck(seed, &known.id), place));
    }
    let mut turns: Vec<(usize, u64, usize)> = Vec::new();
    for (family, mut members) in families {
        members.sort_unstable();
        let order = luck(seed, &family);
        turns.extend(members.into_iter().enumerate().map(|(turn, (_, place))| (turn, order, place)));
    }
    turns.sort_unstable();
    turns.truncate(number);
    turns.sort_unstable_by_key(|&(.., place)| place);
    let mut left = turns.into_iter().map(|(.., place)| place).peekable();
    let is_drawn = |place: usize| left.next_if_eq(&place).is_some();
    let drawn: Vec<bool> = (0..matching.len()).map(is_drawn).collect();
    matching.into_iter().zip(drawn).filter_map(|(known, is_drawn)| is_drawn.then_some(known)).collect()
}

/// What a deviation is about: the kind of its clause, and its group.
fn family(known: &KnownDeviation) -> String {
    let clause = ClauseId::new(known.clause());
    let kind = if clause.as_str().contains('#') { "schema" } else { "behaviour" };
    format!("{kind} {}", clause.group())
}

fn luck(seed: u64, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seed, text).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<KnownDeviation> {
        let ids = ["a/x!one", "a/x!two", "a/y!one", "b/x!one", "S#!type", "S#/items!type"];
        ids.map(|id| KnownDeviation { id: id.to_owned(), says: String::new() }).into()
    }

    fn ids(filter: Option<&str>, choice: &Choice) -> Vec<String> {
        chosen(known(), filter, choice).into_iter().map(|known| known.id).collect()
    }

    #[test]
    fn a_sample_is_spread_over_families_and_repeats_with_its_seed() {
        for seed in 0..20 {
            let sample = ids(None, &Choice::Sample { number: 3, seed });
            let families = [sample[0].starts_with("a/"), sample[1] == "b/x!one", sample[2].starts_with("S#")];
            assert_eq!(families, [true; 3], "{sample:?}");
            assert_eq!(sample, ids(None, &Choice::Sample { number: 3, seed }));
        }
        assert_eq!(ids(None, &Choice::Sample { number: 100, seed: 0 }).len(), known().len());
    }

    #[test]
    fn a_filter_is_part_of_an_id_in_any_case() {
        assert_eq!(ids(Some("X!ONE"), &Choice::All), ["a/x!one", "b/x!one"]);
        assert_eq!(ids(Some("x!one"), &Choice::Sample { number: 1, seed: 1 }).len(), 1);
    }
}
