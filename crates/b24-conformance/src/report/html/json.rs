//! JSON to be read, with what lies at a pointer marked.

use maud::{Markup, PreEscaped, Render as _};
use serde_json::Value;

use super::escape::Shown;

/// What stands where a text was too long to be shown.
pub(super) const CUT: &str = "… (more in the run file)";

/// Longest value, in bytes, that stands on one line.
const SHORT: usize = 72;

/// The value, indented where it is long, its members in their order. No more than about `longest` characters are shown.
pub(super) fn shown(value: &Value, pointers: &[&str], longest: usize) -> Markup {
    let pointers = pointers.iter().copied().filter(|pointer| !pointer.is_empty()).collect();
    let mut page = Page { text: String::new(), pointers, longest };
    page.value(value, "", 0);
    if page.is_full() {
        page.text.push('\n');
        page.plain(CUT);
    }
    PreEscaped(page.text)
}

struct Page<'a> {
    text: String,
    pointers: Vec<&'a str>,
    longest: usize,
}

impl Page<'_> {
    fn is_full(&self) -> bool {
        self.text.len() > self.longest
    }

    fn plain(&mut self, text: &str) {
        Shown(text).render_to(&mut self.text);
    }

    fn value(&mut self, value: &Value, pointer: &str, depth: usize) {
        let marked = self.pointers.contains(&pointer);
        if marked {
            self.text.push_str("<mark>");
        }
        let leads_on = self.pointers.iter().any(|other| other.starts_with(pointer) && other.len() > pointer.len());
        let line = if leads_on { String::new() } else { value.to_string() };
        match value {
            short if !leads_on && line.len() <= SHORT && !short.is_string() => self.plain(&line),
            Value::Object(members) if !members.is_empty() => {
                let entries = members.iter().map(|(key, value)| (Some(key.as_str()), value));
                self.entries(("{", "}"), entries, pointer, depth);
            }
            Value::Array(entries) if !entries.is_empty() => {
                self.entries(("[", "]"), entries.iter().map(|value| (None, value)), pointer, depth);
            }
            Value::String(text) => {
                let cut: String = text.chars().take(self.longest).collect();
                self.plain(&Value::String(cut).to_string());
            }
            other => self.plain(&other.to_string()),
        }
        if marked {
            self.text.push_str("</mark>");
        }
    }

    fn entries<'v>(
        &mut self,
        (open, close): (&str, &str),
        entries: impl Iterator<Item = (Option<&'v str>, &'v Value)>,
        pointer: &str,
        depth: usize,
    ) {
        self.text.push_str(open);
        for (place, (key, value)) in entries.enumerate() {
            if self.is_full() {
                return;
            }
            self.text.push_str(if place == 0 { "" } else { "," });
            self.line(depth + 1);
            let step = match key {
                Some(key) => {
                    self.plain(&format!("{}: ", Value::from(key)));
                    key.replace('~', "~0").replace('/', "~1")
                }
                None => place.to_string(),
            };
            self.value(value, &format!("{pointer}/{step}"), depth + 1);
        }
        if !self.is_full() {
            self.line(depth);
            self.text.push_str(close);
        }
    }

    fn line(&mut self, depth: usize) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(depth));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plain(page: Markup) -> String {
        let page = page.into_string().replace("<mark>", "").replace("</mark>", "");
        page.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")
    }

    #[test]
    fn what_lies_at_a_pointer_is_marked() {
        let value = json!({ "result": [{ "a/b": "<x>", "C": [] }], "time": { "start": 1.5 } });
        let page = shown(&value, &["", "/result/0/a~1b", "/no/such"], 1000);
        let marked = "&quot;a/b&quot;: <mark>&quot;&lt;x&gt;&quot;</mark>,\n      ";
        assert!(page.0.contains(marked) && page.0.matches("<mark>").count() == 1, "{}", page.0);
        assert_eq!(serde_json::from_str::<Value>(&plain(page)).expect("it is JSON still"), value);
    }

    #[test]
    fn what_is_short_stands_on_one_line() {
        assert_eq!(plain(shown(&json!({ "id": 32, "fields": {} }), &[], 1000)), r#"{"id":32,"fields":{}}"#);
        let long = json!({ "result": [{ "NAME": "x".repeat(SHORT) }] });
        assert_eq!(plain(shown(&long, &[], 1000)), format!("{long:#}"));
    }

    #[test]
    fn a_long_value_is_cut_and_says_so() {
        for long in [json!(vec!["entry"; 1000]), json!("x".repeat(5000)), json!({ "a": { "b": vec![1; 1000] } })] {
            let shown = shown(&long, &[], 200).into_string();
            assert!(shown.len() < 400 && shown.ends_with(CUT), "{shown}");
        }
    }
}
