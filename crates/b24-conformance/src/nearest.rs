//! What somebody may have meant.

/// Most names that are offered.
const MOST: usize = 3;

/// The names that look most like a wanted one, best first; none that have little in common with it. A name may go on
/// where the wanted one ends, and the wanted one may begin at any part of it.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let tolerated = wanted.chars().count() / 3;
    let mut scored: Vec<(usize, usize, &str)> = known
        .into_iter()
        .map(|name| (distance(&wanted, &name.to_lowercase()), name.len(), name))
        .filter(|(distance, _, _)| *distance <= tolerated)
        .collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(MOST).map(|(_, _, name)| name.to_owned()).collect()
}

/// Fewest edits from a text to the beginning of a name, or of what follows a separator in it.
fn distance(wanted: &str, name: &str) -> usize {
    let starts = name.match_indices(['/', '.', '#', '-']).map(|(at, separator)| at + separator.len());
    let parts = std::iter::once(0).chain(starts).map(|start| &name[start..]);
    parts.map(|part| edits_to_beginning(wanted, part)).min().unwrap_or(usize::MAX)
}

/// Levenshtein's distance to the nearest beginning of a text.
fn edits_to_beginning(wanted: &str, text: &str) -> usize {
    let text: Vec<char> = text.chars().collect();
    let mut row: Vec<usize> = (0..=text.len()).collect();
    for (i, c) in wanted.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &other) in text.iter().enumerate() {
            let replaced = diagonal + usize::from(c != other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 5] = [
        "system/expired-token/provoked",
        "system/expired-token/planted",
        "system/invalid-token/planted",
        "protocol/form/webhook",
        "ContactBinding/answers",
    ];

    #[test]
    fn slips_find_what_was_meant() {
        assert_eq!(nearest("sytem/expird", KNOWN), ["system/expired-token/planted", "system/expired-token/provoked"]);
        assert_eq!(nearest("webhok", KNOWN), ["protocol/form/webhook"]);
        assert_eq!(nearest("contactbindig", KNOWN), ["ContactBinding/answers"]);
        assert_eq!(nearest("tokn", KNOWN).len(), 3);
    }

    #[test]
    fn nothing_alike_finds_nothing() {
        assert!(nearest("zzzzzzzz", KNOWN).is_empty());
        assert!(nearest("x", KNOWN).is_empty());
    }
}
