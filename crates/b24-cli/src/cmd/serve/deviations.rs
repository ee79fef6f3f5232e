//! `b24 serve --list-deviations`: what the sandbox can be told to do against the contract.

use b24_contract::ClauseId;
use b24_sandbox::KnownDeviation;

use crate::exit::Exit;
use crate::print;

/// Prints all deviations, by what their clauses are about, or as one JSON array.
pub(super) fn list(json: bool) -> Exit {
    let known = b24_sandbox::deviations();
    let text = if json { as_json(&known) } else { Ok(as_text(&known)) };
    match text.map(|text| print::out(&text)) {
        Ok(Ok(())) => Exit::Held,
        Ok(Err(exit)) => exit,
        Err(error) => {
            print::error(&format!("the deviations could not be written: {error}"));
            Exit::ToolFailed
        }
    }
}

fn as_json(known: &[KnownDeviation]) -> Result<String, serde_json::Error> {
    serde_json::to_string(known).map(|text| text + "\n")
}

fn as_text(known: &[KnownDeviation]) -> String {
    let mut text = String::new();
    let mut last = String::new();
    let mut sorted: Vec<(String, &KnownDeviation)> =
        known.iter().map(|known| (ClauseId::new(known.clause()).group().to_owned(), known)).collect();
    sorted.sort();
    for (group, KnownDeviation { id, says }) in sorted {
        if group != last {
            let gap = if last.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{group}\n"));
            last = group;
        }
        text.push_str(&format!("  {id}\n      {says}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_stand_below_what_they_are_about() {
        let known = [("b/x!one", "B is one."), ("a/y!two", "A is two."), ("b/x!two", "B is two.")];
        let known = known.map(|(id, says)| KnownDeviation { id: id.to_owned(), says: says.to_owned() });
        insta::assert_snapshot!(as_text(&known), @r"
        a
          a/y!two
              A is two.

        b
          b/x!one
              B is one.
          b/x!two
              B is two.
        ");
    }
}
