//! Blocks of code on a page.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A fenced block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The language that the fence names, such as `rust`; empty without one.
    pub language: String,
    /// The line of its fence, from 1.
    pub line: usize,
    /// The code.
    pub code: String,
}

/// Every fenced block of code of a Markdown text.
pub fn snippets(text: &str) -> Vec<Snippet> {
    let mut found = Vec::new();
    let mut open: Option<Snippet> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let language = info.split(',').next().unwrap_or_default().trim().to_owned();
                let line = text[..range.start].matches('\n').count() + 1;
                open = Some(Snippet { language, line, code: String::new() });
            }
            Event::Text(code) => {
                if let Some(snippet) = &mut open {
                    snippet.code.push_str(&code);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_with_language_and_line_also_within_html() {
        let text = "# Title\n\n```sh\ncurl a\ncurl b\n```\n\n<details>\n<summary>more</summary>\n\n```rust,no_run\nlet a = 1;\n```\n\n</details>\n\n    indented\n";
        let snippet = |language: &str, line, code: &str| Snippet { language: language.into(), line, code: code.into() };
        assert_eq!(snippets(text), [snippet("sh", 3, "curl a\ncurl b\n"), snippet("rust", 11, "let a = 1;\n")]);
    }
}
