//! Commands and sections of a batch, as deviations change them.

use b24_contract::Method;
use b24_contract::batch::{self, Command};
use serde_json::{Map, Value};

use crate::deviation::Deed;
use crate::deviation::way::{self, Params};

/// What the deviations of batches are about.
pub(super) const BATCH: [Method; 1] = [Method::Batch];
/// The sections of the result.
pub(super) const SECTIONS: [&str; 5] = ["result", "result_error", "result_total", "result_next", "result_time"];

/// Commands, or what a section tells of them, under their keys.
pub(super) type Entries = Vec<(String, Value)>;

/// Commands are changed before they run.
pub(super) fn commands(change: impl Fn(&mut Entries) + Send + Sync + 'static) -> impl Deed {
    way::params(BATCH, move |params| change_commands(params, &change))
}

/// The text of each command is changed before it runs.
pub(super) fn texts(change: impl Fn(&str) -> String + Send + Sync + 'static) -> impl Deed {
    commands(move |entries| change_texts(entries, &change))
}

/// What the sections of the result tell is changed, with the parameters at hand.
pub(super) fn tells(change: impl Fn(&mut Value, &Params) + Send + Sync + Clone + 'static) -> impl Deed {
    way::results(BATCH, change)
}

/// A section of the result is changed.
pub(super) fn retells(name: &'static str, change: impl Fn(&mut Entries) + Send + Sync + Clone + 'static) -> impl Deed {
    tells(move |result, _| section(result, name, &change))
}

/// The commands of a batch under their keys; none where they are no array.
pub(super) fn entries(params: &Params) -> Entries {
    owned(params.get("cmd").unwrap_or(&Value::Null))
}

/// Changes the commands among parameters, where they are an array.
pub(super) fn change_commands(params: &mut Params, change: impl Fn(&mut Entries)) {
    if let Some(cmd @ (Value::Array(_) | Value::Object(_))) = params.get_mut("cmd") {
        let mut entries = owned(cmd);
        change(&mut entries);
        *cmd = batch::section(entries);
    }
}

/// Changes the texts among commands.
pub(super) fn change_texts(entries: &mut Entries, change: impl Fn(&str) -> String) {
    for (_, command) in entries {
        if let Value::String(text) = command {
            *text = change(text);
        }
    }
}

/// Changes what a section of a result tells.
pub(super) fn section(result: &mut Value, name: &str, change: impl Fn(&mut Entries)) {
    if let Some(section) = result.get_mut(name) {
        let mut entries = owned(section);
        change(&mut entries);
        *section = batch::section(entries);
    }
}

/// Keys of a section of a result.
pub(super) fn keys(result: &Value, name: &str) -> Vec<String> {
    owned(&result[name]).into_iter().map(|(key, _)| key).collect()
}

/// What a section tells of the command with this key.
pub(super) fn told(result: &Value, name: &str, key: &str) -> Option<Value> {
    owned(&result[name]).into_iter().find_map(|(own, value)| (own == key).then_some(value))
}

/// Method and parameters of a command, where it can be read.
pub(super) fn read(command: &Value) -> Option<(Option<Method>, Command)> {
    let command = Command::parse(command.as_str()?).ok()?;
    Some((Method::parse(&command.method), command))
}

/// The entries as an object, whatever their keys.
pub(super) fn object(entries: &mut Entries) -> Value {
    Value::Object(std::mem::take(entries).into_iter().collect::<Map<_, _>>())
}

fn owned(section: &Value) -> Entries {
    let entries = batch::entries(section).unwrap_or_default();
    entries.into_iter().map(|(key, value)| (key, value.clone())).collect()
}
