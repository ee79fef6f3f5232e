//! `b24 explain`: what a clause says, who says it, who contradicts it, and what checks it.

mod page;

use b24_contract::{ClauseId, contract};

use crate::exit::Exit;
use crate::print;

/// Tell what a clause says, where it comes from, who contradicts it and which cases check it.
///
/// Without a clause, lists all of them; with a method, a schema or the beginning of ids, lists those of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Id of an error, a rule or a schema location, such as system/expired-token or
    /// ContactBinding#/properties/SORT; or what ids begin with, in whole names: crm.company.list or ContactBinding.
    #[arg(value_name = "CLAUSE")]
    clause: Option<String>,

    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

/// Explains one clause, or lists many.
pub(crate) fn run(args: &Args) -> Exit {
    let Some(id) = &args.clause else { return list(&contract().statements(), args.json) };
    let Some(page) = page::Page::of(id) else {
        let below: Vec<_> =
            contract().statements().into_iter().filter(|(clause, _)| is_below(clause.as_str(), id)).collect();
        if !below.is_empty() {
            return list(&below, args.json);
        }
        if id.starts_with("sandbox/") {
            print::error(&format!("`{id}` is no clause of the contract: so the sandbox marks what no portal answers"));
            return Exit::Usage;
        }
        let known = contract().statements().into_iter().map(|(id, _)| id.as_str().to_owned()).collect::<Vec<_>>();
        let nearest = b24_conformance::nearest(id, known.iter().map(String::as_str));
        let hint = match nearest.as_slice() {
            [] => "`b24 explain` lists all".to_owned(),
            names => format!("did you mean {}?", names.join(" or ")),
        };
        print::error(&format!("the contract has no clause `{id}`; {hint}"));
        return Exit::Usage;
    };
    if !args.json {
        return match print::out(&page.to_text()) {
            Ok(()) => Exit::Held,
            Err(failed) => failed,
        };
    }
    json(&page)
}

/// Whether a clause's id begins with the whole name of a method, a schema or a part of the protocol. The schemas of a
/// method's own parameters and answers are named after it.
fn is_below(clause: &str, name: &str) -> bool {
    let name = name.trim_end_matches('/');
    let rest = clause.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).map(|_| &clause[name.len()..]);
    let own = [".params#", ".result#", ".answer#"];
    rest.is_some_and(|rest| rest.starts_with(['/', '#']) || own.iter().any(|schema| rest.starts_with(schema)))
}

fn list(clauses: &[(ClauseId, String)], as_json: bool) -> Exit {
    if as_json {
        let rows: Vec<_> = clauses.iter().map(|(id, says)| serde_json::json!({ "id": id, "says": says })).collect();
        return json(&rows);
    }
    let width = clauses.iter().map(|(id, _)| id.as_str().len()).max().unwrap_or(0);
    let mut text = String::new();
    for (id, says) in clauses {
        text.push_str(format!("{:width$}  {says}", id.as_str()).trim_end());
        text.push('\n');
    }
    match print::out(&text) {
        Ok(()) => Exit::Held,
        Err(failed) => failed,
    }
}

fn json(value: &impl serde::Serialize) -> Exit {
    match serde_json::to_string_pretty(value) {
        Ok(text) => print::line(&text, Exit::Held),
        Err(error) => {
            print::error(&format!("the explanation could not be written as JSON: {error}"));
            Exit::ToolFailed
        }
    }
}
