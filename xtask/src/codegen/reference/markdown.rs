//! Pieces of Markdown.

use crate::codegen::model::Source;

/// Text in a table's cell.
pub(super) fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A table; nothing for no rows.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(head.iter().map(|title| (*title).to_owned()).collect());
    text.push_str(&line(vec!["---".to_owned(); head.len()]));
    for row in rows {
        text.push_str(&line(row.iter().map(|text| cell(text)).collect()));
    }
    text.push('\n');
    text
}

/// A block of code.
pub(super) fn code(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n\n", text.trim_end())
}

/// A part of a page that readers unfold.
pub(super) fn fold(title: &str, open: bool, content: &str) -> String {
    let open = if open { " open" } else { "" };
    format!("<details{open}>\n<summary>{title}</summary>\n\n{content}</details>\n\n")
}

/// Text as inline code within HTML.
pub(super) fn html_code(text: &str) -> String {
    format!("<code>{}</code>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// Text as inline code; an empty one is shown as two quotes.
pub(super) fn inline(text: &str) -> String {
    match text {
        "" => "`\"\"`".to_owned(),
        text if text.contains('`') => format!("`` {text} ``"),
        text => format!("`{text}`"),
    }
}

/// Where a statement comes from, with a link for a documentation page. Parts that pages include
/// have no address.
pub(super) fn source(source: &Source) -> String {
    match source {
        Source::Documented(part) if part.starts_with('_') => format!("documented in {}", inline(part)),
        Source::Documented(page) => format!("documented in [{}]({})", title(page), url(page)),
        Source::Observed(place) => format!("observed in {place}"),
        Source::Asserted(sdk) => format!("asserted by the tests of {sdk}"),
        Source::Inferred(ground) => format!("inferred: {ground}"),
        Source::Unknown(question) => format!("unknown: {question}"),
    }
}

/// Address of a documentation page.
fn url(page: &str) -> String {
    format!("https://apidocs.bitrix24.com/{page}.html")
}

/// Name of a documentation page: the last part of its path that says something.
fn title(page: &str) -> &str {
    let page = page.strip_suffix("/index").unwrap_or(page);
    page.rsplit_once('/').map_or(page, |(_, name)| name)
}

/// A sentence with a closing period.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_in_their_row() {
        let rows = [vec!["a | b".to_owned(), "two\nlines".to_owned()]];
        assert_eq!(table(&["x", "y"], &rows), "| x | y |\n| --- | --- |\n| a \\| b | two lines |\n\n");
        assert_eq!(table(&["x"], &[]), "");
    }

    #[test]
    fn code_with_backticks_and_empty_code_can_be_read() {
        assert_eq!(inline("The `E-mail` field"), "`` The `E-mail` field ``");
        assert_eq!(inline(""), "`\"\"`");
    }
}
