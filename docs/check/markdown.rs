//! Headings and links of a page.

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as it is written.
    pub target: String,
    /// The line it stands on, from 1.
    pub line: usize,
}

/// The anchors of a page's headings, as mdBook makes them.
pub fn anchors(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut heading: Option<String> = None;
    for event in parser(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap_or_default());
                let numbered = (1..).map(|number| format!("{anchor}-{number}"));
                let free = std::iter::once(anchor.clone()).chain(numbered).find(|anchor| !found.contains(anchor));
                found.extend(free);
            }
            _ => {}
        }
    }
    found
}

fn anchor(heading: &str) -> String {
    let heading = heading.trim().to_lowercase();
    let kept = heading.chars().filter_map(|letter| match letter {
        letter if letter.is_alphanumeric() || matches!(letter, '_' | '-') => Some(letter),
        letter if letter.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

/// Every link and image of a page.
pub fn links(text: &str) -> Vec<Link> {
    let events = parser(text).into_offset_iter();
    events
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let line = text[..range.start].matches('\n').count() + 1;
                Some(Link { target: dest_url.into_string(), line })
            }
            _ => None,
        })
        .collect()
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_mdbook() {
        let text = "# crm.company.add\n\n## See also\n\n### `not-found`\n\n## See also\n";
        assert_eq!(anchors(text), ["crmcompanyadd", "see-also", "not-found", "see-also-1"].map(str::to_owned).into());
    }

    #[test]
    fn links_are_found_with_their_line_also_in_tables() {
        let text = "See [a](a.md#x).\n\n| a |\n| --- |\n| [b](b.md) |\n\n`[c](c.md)`\n";
        let link = |target: &str, line| Link { target: target.into(), line };
        assert_eq!(links(text), [link("a.md#x", 1), link("b.md", 5)]);
    }
}
