//! A bar whose parts are as long as their numbers.

use maud::{Markup, html as markup};

/// Length of a whole bar.
const WHOLE: usize = 1000;
/// Shortest length of a part that is not empty: one of a thousand must be seen.
const SHORTEST: usize = 8;

/// A part of a bar.
pub(super) struct Part {
    /// Class of the colour.
    pub(super) class: &'static str,
    /// What is counted, such as `failed`.
    pub(super) word: &'static str,
    /// How many.
    pub(super) number: usize,
}

/// The bar, for eyes and for who listens; `of` says what is counted.
pub(super) fn bar(of: &str, parts: &[Part]) -> Markup {
    let told = format!("{of}: {}", text(parts));
    let lengths = lengths(parts);
    let starts = lengths.iter().scan(0, |end, length| {
        *end += length;
        Some(*end - length)
    });
    markup! {
        svg.bar role="img" aria-label=(told) viewBox=(format!("0 0 {WHOLE} 10")) preserveAspectRatio="none" {
            title { (told) }
            @for ((part, length), from) in parts.iter().zip(&lengths).zip(starts) {
                @if *length > 0 {
                    rect class=(part.class) x=(from) y="0" width=(length) height="10" {
                        title { (format!("{} {}", part.number, part.word)) }
                    }
                }
            }
        }
    }
}

/// The numbers that are not zero, as text.
pub(super) fn text(parts: &[Part]) -> String {
    let told: Vec<String> =
        parts.iter().filter(|part| part.number > 0).map(|part| format!("{} {}", part.number, part.word)).collect();
    if told.is_empty() { "none".to_owned() } else { told.join(", ") }
}

/// The numbers that are not zero, each in its colour.
pub(super) fn legend(parts: &[Part]) -> Markup {
    markup! {
        @for part in parts {
            @if part.number > 0 {
                span.count { i class=(format!("key {}", part.class)) {} (part.number) " " (part.word) }
            }
        }
    }
}

/// Lengths in proportion to the numbers; what is too short to be seen is made longer at the expense of the longest.
fn lengths(parts: &[Part]) -> Vec<usize> {
    let total: usize = parts.iter().map(|part| part.number).sum();
    let length = |part: &Part| match part.number {
        0 => 0,
        number => (number * WHOLE / total).max(SHORTEST),
    };
    let mut lengths: Vec<usize> = parts.iter().map(length).collect();
    let sum: usize = lengths.iter().sum();
    if let Some(longest) = lengths.iter_mut().max().filter(|_| total > 0) {
        *longest = (*longest + WHOLE).saturating_sub(sum);
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths_of(numbers: &[usize]) -> Vec<usize> {
        lengths(&numbers.iter().map(|&number| Part { class: "pass", word: "passed", number }).collect::<Vec<_>>())
    }

    #[test]
    fn parts_are_in_proportion_and_fill_the_bar() {
        assert_eq!(lengths_of(&[1, 1, 2]), [250, 250, 500]);
        assert_eq!(lengths_of(&[1, 0, 9_999]), [8, 0, 992], "one of many is seen");
        assert_eq!(lengths_of(&[1, 1, 1]).iter().sum::<usize>(), WHOLE);
        assert_eq!(lengths_of(&[0, 0]), [0, 0]);
    }

    #[test]
    fn what_is_drawn_is_told_too() {
        let parts =
            [(2, "failed"), (0, "noted"), (3, "passed")].map(|(number, word)| Part { class: "x", word, number });
        let drawn = bar("Cases", &parts).into_string();
        assert!(drawn.contains("<title>Cases: 2 failed, 3 passed</title>"), "{drawn}");
        assert_eq!(drawn.matches("<rect").count(), 2);
        assert!(bar("Cases", &[]).into_string().contains("Cases: none"));
    }
}
