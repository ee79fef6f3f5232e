//! Values as literals of other languages.

use serde_json::Value;

/// Columns up to which a list or an object stays on one line.
const WIDTH: usize = 60;

/// How a language writes values.
pub(super) struct Syntax {
    object: [char; 2],
    /// Between a member's name and its value.
    arrow: &'static str,
    indent: usize,
    words: Words,
    name: fn(&str) -> String,
    text: fn(&str) -> String,
}

struct Words {
    yes: &'static str,
    no: &'static str,
    null: &'static str,
}

pub(super) const JAVASCRIPT: Syntax = Syntax {
    object: ['{', '}'],
    arrow: ": ",
    indent: 2,
    words: Words { yes: "true", no: "false", null: "null" },
    name: |name| if is_identifier(name) { name.to_owned() } else { single_quoted(name) },
    text: single_quoted,
};

pub(super) const PHP: Syntax = Syntax {
    object: ['[', ']'],
    arrow: " => ",
    indent: 4,
    words: Words { yes: "true", no: "false", null: "null" },
    name: single_quoted,
    text: single_quoted,
};

pub(super) const PYTHON: Syntax = Syntax {
    object: ['{', '}'],
    arrow: ": ",
    indent: 4,
    words: Words { yes: "True", no: "False", null: "None" },
    name: double_quoted,
    text: double_quoted,
};

impl Syntax {
    /// A value, the lines after its first one indented by `depth` steps.
    pub(super) fn write(&self, value: &Value, depth: usize) -> String {
        match value {
            Value::Null => self.words.null.to_owned(),
            Value::Bool(true) => self.words.yes.to_owned(),
            Value::Bool(false) => self.words.no.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => (self.text)(text),
            Value::Array(entries) => {
                let parts: Vec<_> = entries.iter().map(|entry| self.write(entry, depth + 1)).collect();
                self.enclose(['[', ']'], false, &parts, depth)
            }
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| {
                    format!("{}{}{}", (self.name)(name), self.arrow, self.write(value, depth + 1))
                };
                let parts: Vec<_> = members.iter().map(member).collect();
                self.enclose(self.object, self.object[0] == '{' && self.indent == 2, &parts, depth)
            }
        }
    }

    /// Parts between brackets, on one line when they are short.
    fn enclose(&self, [open, close]: [char; 2], spaced: bool, parts: &[String], depth: usize) -> String {
        if parts.is_empty() {
            return format!("{open}{close}");
        }
        let line = parts.join(", ");
        if line.len() <= WIDTH && !line.contains('\n') {
            let space = if spaced { " " } else { "" };
            return format!("{open}{space}{line}{space}{close}");
        }
        let inner = " ".repeat(self.indent * (depth + 1));
        let lines: String = parts.iter().map(|part| format!("{inner}{part},\n")).collect();
        format!("{open}\n{lines}{}{close}", " ".repeat(self.indent * depth))
    }
}

fn is_identifier(name: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    name.chars().all(letter) && !name.starts_with(|first: char| first.is_ascii_digit()) && !name.is_empty()
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

/// Escapes of JSON are escapes of Python.
fn double_quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_literals_of_each_language() {
        let value = json!({
            "id": 32,
            "filter": { ">ID": 5, "NAME": "O'Neill", "TITLE": "a \"quoted\" title that is quite long" },
            "select": ["ID", "TITLE"],
            "params": {},
            "halt": true,
            "nothing": null,
        });
        insta::assert_snapshot!(format!(
            "{}\n\n{}\n\n{}",
            JAVASCRIPT.write(&value, 0),
            PHP.write(&value, 0),
            PYTHON.write(&value, 1)
        ));
    }
}
