//! Text with holes for what only a run knows: secrets, addresses and ids of records.

use b24_contract::rule::Credential;

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
    /// Id of a record, by the variable's name without `$`.
    Id(String),
}

impl Template {
    /// Plain text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let mut template = Self::default();
        template.push(&text.into());
        template
    }

    /// Text in which `$name` stands for the id of a record.
    pub(crate) fn with_variables(text: &str) -> Self {
        let mut template = Self::default();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            let (before, after) = rest.split_at(at);
            let name = variable(after);
            template.push(before);
            if name.is_empty() {
                template.push("$");
                rest = &after[1..];
            } else {
                template.hole(Hole::Id(name.to_owned()));
                rest = &after[1 + name.len()..];
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

    /// The same with its texts rewritten; holes stay.
    pub(crate) fn map_text(&self, rewrite: impl Fn(&str) -> String) -> Self {
        let mut mapped = Self::default();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => mapped.push(&rewrite(text)),
                Piece::Hole(hole) => mapped.hole(hole.clone()),
            };
        }
        mapped
    }

    /// The same with names in place of ids, for a line that nobody runs.
    pub(crate) fn with_names_for_ids(&self) -> Self {
        let mut named = Self::default();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => named.push(text),
                Piece::Hole(Hole::Id(name)) => named.push(&format!("<{name}>")),
                Piece::Hole(hole) => named.hole(hole.clone()),
            };
        }
        named
    }

    /// Names of the ids that it needs.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Hole(Hole::Id(name)) => Some(name.as_str()),
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

    /// The text of a template that has no holes but ids.
    pub(crate) fn fill_ids(&self, fill: impl Fn(&str) -> String) -> String {
        let parts = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Hole(Hole::Id(name)) => fill(name),
            Piece::Hole(_) => String::new(),
        });
        parts.collect()
    }

    /// The parts, for rendering.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

/// Name of the variable that a text beginning with `$` names; empty when it names none.
pub(crate) fn variable(text: &str) -> &str {
    let name = text.strip_prefix('$').unwrap_or_default();
    let end = name.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit())).unwrap_or(name.len());
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { &name[..end] } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &Template) -> String {
        template.fill(|hole| Ok::<_, ()>(format!("<{hole:?}>"))).expect("every hole is filled")
    }

    #[test]
    fn variables_are_found_inside_text_and_other_dollars_stay() {
        let template = Template::with_variables(r#"id=$c&x=$a1-$&cost=5$"#);
        assert_eq!(filled(&template), r#"id=<Id("c")>&x=<Id("a1")>-$&cost=5$"#);
    }

    #[test]
    fn rewriting_text_leaves_holes_alone() {
        let template = Template::with_variables("a b$c d");
        assert_eq!(filled(&template.map_text(|text| text.replace(' ', "+"))), r#"a+b<Id("c")>+d"#);
    }

    #[test]
    fn the_first_hole_that_cannot_be_filled_is_the_error() {
        let template = Template::with_variables("$a $b");
        let error = template.fill(|hole| Err::<String, _>(hole.clone())).expect_err("no hole can be filled");
        assert_eq!(error, Hole::Id("a".to_owned()));
    }
}
