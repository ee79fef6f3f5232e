//! Text with holes for what only a run knows: secrets, addresses and values of variables.

use b24_contract::rule::Credential;

use super::encode;
use crate::variable;

/// Text with holes. One request is built of these once and rendered twice: filled in, to be sent, and as a shell word
/// with variables, to be pasted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Plain text.
    Text(String),
    /// A hole.
    Hole(Hole),
}

/// What a template does not hold itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hole {
    /// Address of a webhook, without a slash at its end.
    Webhook(Credential),
    /// Address that methods are called below without a webhook, without a slash at its end.
    Endpoint,
    /// An access token.
    Token(Credential),
    /// Address of a sandbox's control interface, without a slash at its end.
    Control,
    /// Value of a variable, by its name without `$`.
    Variable(String, Written),
}

/// How the value of a variable is written where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// As it is.
    Plain,
    /// As a JSON value.
    Json,
    /// As a part of a JSON string.
    InJson,
    /// Percent-encoded.
    Percent,
}

impl Written {
    /// A text in this way.
    pub(crate) fn text(self, text: &str) -> String {
        match self {
            Written::Plain => text.to_owned(),
            Written::Json => encode::quoted(text),
            Written::InJson => encode::escaped(text),
            Written::Percent => encode::percent(text),
        }
    }
}

impl Template {
    /// Plain text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let mut template = Self::default();
        template.push(&text.into());
        template
    }

    /// Text in which `$name` and `${name}` stand for the value of a variable.
    pub(crate) fn with_variables(text: &str) -> Self {
        let mut template = Self::default();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            let (before, after) = rest.split_at(at);
            template.push(before);
            match variable::named(after) {
                Some((name, following)) => {
                    template.hole(Hole::Variable(name.to_owned(), Written::Plain));
                    rest = following;
                }
                None => {
                    template.push("$");
                    rest = &after[1..];
                }
            }
        }
        template.push(rest);
        template
    }

    /// Adds text.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.0.push(Piece::Text(text.to_owned())),
        }
        self
    }

    /// Adds a hole.
    pub(crate) fn hole(&mut self, hole: Hole) -> &mut Self {
        self.0.push(Piece::Hole(hole));
        self
    }

    /// Adds another template.
    pub(crate) fn append(&mut self, other: &Template) -> &mut Self {
        for piece in &other.0 {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Hole(hole) => self.hole(hole.clone()),
            };
        }
        self
    }

    /// The same with its texts, and later the values of its variables, written in another way.
    pub(crate) fn written(&self, written: Written) -> Self {
        self.map(|piece| match piece {
            Piece::Text(text) => Piece::Text(written.text(text)),
            Piece::Hole(Hole::Variable(name, Written::Plain)) => Piece::Hole(Hole::Variable(name.clone(), written)),
            hole => hole.clone(),
        })
    }

    /// The same with the variables for which that is enough written as they are.
    pub(crate) fn plain_where(&self, is_enough: impl Fn(&str) -> bool) -> Self {
        self.map(|piece| match piece {
            Piece::Hole(Hole::Variable(name, _)) if is_enough(name) => {
                Piece::Hole(Hole::Variable(name.clone(), Written::Plain))
            }
            piece => piece.clone(),
        })
    }

    /// The same with names in place of values, for a line that nobody runs.
    pub(crate) fn with_names_for_values(&self) -> Self {
        self.map(|piece| match piece {
            Piece::Hole(Hole::Variable(name, _)) => Piece::Text(format!("<{name}>")),
            piece => piece.clone(),
        })
    }

    fn map(&self, change: impl Fn(&Piece) -> Piece) -> Self {
        let mut changed = Self::default();
        for piece in &self.0 {
            match change(piece) {
                Piece::Text(text) => changed.push(&text),
                Piece::Hole(hole) => changed.hole(hole),
            };
        }
        changed
    }

    /// Names of the variables in it.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Hole(Hole::Variable(name, _)) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with every hole filled; the error is that of the first hole that cannot be.
    pub(crate) fn fill<E>(&self, fill: impl Fn(&Hole) -> Result<String, E>) -> Result<String, E> {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => Ok(text.clone()),
                Piece::Hole(hole) => fill(hole),
            })
            .collect()
    }

    /// The text of a template that has no holes but variables.
    pub(crate) fn fill_variables(&self, fill: impl Fn(&str) -> String) -> String {
        let parts = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Hole(Hole::Variable(name, written)) => written.text(&fill(name)),
            Piece::Hole(_) => String::new(),
        });
        parts.collect()
    }

    /// The text of a template that has no holes but variables, which stay in it.
    pub(crate) fn with_variables_as_text(&self) -> String {
        let parts = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Hole(Hole::Variable(name, _)) => format!("${{{name}}}"),
            Piece::Hole(_) => String::new(),
        });
        parts.collect()
    }

    /// The parts, for rendering.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &Template) -> String {
        template.fill(|hole| Ok::<_, ()>(format!("<{hole:?}>"))).expect("every hole is filled")
    }

    #[test]
    fn variables_are_found_inside_text_and_other_dollars_stay() {
        let template = Template::with_variables(r#"id=$c&x=${a1}2-$&cost=5$&r=$result[c][0]"#);
        let expected = r#"id=<Variable("c", Plain)>&x=<Variable("a1", Plain)>2-$&cost=5$&r=$result[c][0]"#;
        assert_eq!(filled(&template), expected);
    }

    #[test]
    fn values_are_written_as_the_text_around_them() {
        let template = Template::with_variables("a \"$p\"");
        let written = |how| template.written(how).fill_variables(|_| "x&\"".to_owned());
        assert_eq!(written(Written::Plain), r#"a "x&"""#);
        assert_eq!(written(Written::InJson), r#"a \"x&\"\""#);
        assert_eq!(written(Written::Percent), "a%20%22x%26%22%22");
        let plain = template.written(Written::Percent).plain_where(|name| name == "p");
        assert_eq!(plain.fill_variables(|_| "7".to_owned()), "a%20%227%22");
    }

    #[test]
    fn the_first_hole_that_cannot_be_filled_is_the_error() {
        let template = Template::with_variables("$a $b");
        let error = template.fill(|hole| Err::<String, _>(hole.clone())).expect_err("no hole can be filled");
        assert_eq!(error, Hole::Variable("a".to_owned(), Written::Plain));
    }
}
