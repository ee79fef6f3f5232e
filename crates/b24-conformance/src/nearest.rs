//! What somebody may have meant.

/// Most names that are offered.
const MOST: usize = 3;

/// The names that look most like a wanted one, best first; none that have little in common with it.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(usize, &str)> = known
        .into_iter()
        .map(|name| (distance(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= wanted.chars().count().max(last_part(name).chars().count()) / 2)
        .collect();
    scored.sort();
    scored.dedup();
    scored.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

/// Edits from one text to another or to its last part, whichever is less: people leave the beginning out.
fn distance(wanted: &str, name: &str) -> usize {
    edits(wanted, name).min(edits(wanted, last_part(name)) + 1)
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Levenshtein's distance.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] =
        ["system/expired-token", "system/invalid-token", "protocol/form/webhook", "ContactBinding#"];

    #[test]
    fn slips_find_what_was_meant() {
        assert_eq!(nearest("system/expird-token", KNOWN)[0], "system/expired-token");
        assert_eq!(nearest("webhok", KNOWN), ["protocol/form/webhook"]);
        assert_eq!(nearest("contactbinding", KNOWN), ["ContactBinding#"]);
    }

    #[test]
    fn nothing_alike_finds_nothing() {
        assert!(nearest("zzzzzzzz", KNOWN).is_empty());
    }
}
