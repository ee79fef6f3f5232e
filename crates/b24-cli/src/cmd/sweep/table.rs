//! What became of each record, as a table.

use std::fmt::Write as _;

use b24_conformance::{Leftover, Sweep, Swept};

/// A line a record, and one that sums up.
pub(super) fn text(sweep: &Sweep) -> String {
    let rows: Vec<[String; 4]> = sweep.leftovers.iter().map(row).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let [record, mark, source] = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [name, origin, found, became] in &rows {
        let _ = writeln!(text, "{name:record$}  {origin:mark$}  {found:source$}  {became}");
    }
    text.push_str(&sum(sweep));
    text
}

fn row(leftover: &Leftover) -> [String; 4] {
    let became = match &leftover.swept {
        Swept::Removed => "removed".to_owned(),
        Swept::Found => "would be removed".to_owned(),
        Swept::Left { reason } => format!("left: {reason}"),
    };
    let found = if leftover.in_ledger { "in a ledger" } else { "by its mark" };
    [
        format!("{} {}", leftover.record.kind, leftover.record.id),
        leftover.origin.clone().unwrap_or_else(|| "no mark".to_owned()),
        found.to_owned(),
        became,
    ]
}

fn sum(sweep: &Sweep) -> String {
    let counted = |wanted: fn(&Swept) -> bool| sweep.leftovers.iter().filter(|one| wanted(&one.swept)).count();
    let parts = [
        (counted(|swept| matches!(swept, Swept::Removed)), "removed"),
        (counted(|swept| matches!(swept, Swept::Found)), "would be removed"),
        (counted(|swept| matches!(swept, Swept::Left { .. })), "left"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
    if parts.is_empty() { "nothing was left\n".to_owned() } else { format!("{}\n", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use b24_conformance::Created;

    use super::*;

    #[test]
    fn every_record_has_a_line() {
        let leftover = |kind: &str, id: i64, origin: Option<&str>, in_ledger: bool, swept: Swept| Leftover {
            record: Created { kind: kind.to_owned(), id },
            origin: origin.map(str::to_owned),
            in_ledger,
            swept,
        };
        let reason = "its mark is not the one that the run gave it".to_owned();
        let leftovers = vec![
            leftover("company", 7, Some("19aab-3f/1"), true, Swept::Removed),
            leftover("contact", 1234, Some("19aab-3f/12"), false, Swept::Found),
            leftover("contact", 9, None, true, Swept::Left { reason }),
        ];
        insta::assert_snapshot!(text(&Sweep { leftovers, ..Sweep::default() }), @r"
        company 7     19aab-3f/1   in a ledger  removed
        contact 1234  19aab-3f/12  by its mark  would be removed
        contact 9     no mark      in a ledger  left: its mark is not the one that the run gave it
        1 removed, 1 would be removed, 1 left
        ");
        assert_eq!(text(&Sweep::default()), "nothing was left\n");
    }
}
