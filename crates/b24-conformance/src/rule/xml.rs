//! XML answers as trees.

use quick_xml::Reader;
use quick_xml::events::Event;

/// An element with its text and children. Attributes do not count, nor does white space between elements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

/// Levels of nesting that are read. A portal must not be able to exhaust the stack.
const DEEPEST: usize = 128;

/// Reads a document; the result is its root element.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        if open.len() > DEEPEST {
            return Err(format!("elements are nested more than {DEEPEST} levels deep"));
        }
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(Element::named(start.name().as_ref())),
            Event::Empty(start) => close(&mut open, Element::named(start.name().as_ref())),
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(&mut open, element);
                }
            }
            Event::Text(text) => add_text(&mut open, &text.xml10_content()),
            Event::CData(text) => add_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => add_text(&mut open, &resolve(&reference)?),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
    }
    let document = open.swap_remove(0);
    if !open.is_empty() {
        return Err("an element is not closed".to_owned());
    }
    match <[Element; 1]>::try_from(document.children) {
        Ok([root]) => Ok(root),
        Err(roots) => Err(format!("there are {} root elements", roots.len())),
    }
}

/// The element `result` of an XML answer, on one line, without the times of a batch's commands; nothing when the text is
/// no such answer.
pub(crate) fn result_of(text: &str) -> Option<String> {
    let mut result = parse(text).ok()?.child("result")?.clone();
    result.children.retain(|child| child.name != "result_time");
    Some(result.to_text())
}

fn close(open: &mut [Element], mut element: Element) {
    if !element.children.is_empty() || element.text.trim().is_empty() {
        element.text = element.text.trim().to_owned();
    }
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

fn add_text(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn resolve(name: &str) -> Result<String, String> {
    quick_xml::escape::unescape(&format!("&{name};")).map(|text| text.into_owned()).map_err(|error| error.to_string())
}

impl Element {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Name of the element.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The child with a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The element as text, on one line.
    pub(super) fn to_text(&self) -> String {
        let children: String = self.children.iter().map(Element::to_text).collect();
        format!("<{0}>{1}{children}</{0}>", self.name, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_declaration_and_empty_form_do_not_matter() {
        let a = parse("<?xml version=\"1.0\"?>\n<r>\n <a>1</a>\n <b/>\n</r>").expect("XML");
        let b = parse("<r><a>1</a><b></b></r>").expect("XML");
        assert_eq!(a, b);
        assert_eq!(a.child("a").map(Element::to_text).as_deref(), Some("<a>1</a>"));
    }

    #[test]
    fn text_is_unescaped_and_compared_exactly() {
        let escaped = parse("<r>a &amp; b &#60;</r>").expect("XML");
        assert_eq!(escaped, parse("<r><![CDATA[a & b <]]></r>").expect("XML"));
        assert_ne!(escaped, parse("<r>a &amp; b</r>").expect("XML"));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for text in ["", "text", "<a><b></a>", "<a/><b/>", "<a>", "<a>&nope;</a>"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"<a>".repeat(1_000_000)).is_err());
    }
}
