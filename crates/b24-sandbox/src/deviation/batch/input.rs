//! What becomes of batches that are none.

use b24_contract::generated::error;
use serde_json::{Value, json};

use super::breaks;
use super::commands::{BATCH, commands};
use crate::deviation::{Deed, Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks(
            "cmd-missing",
            "fails-inside",
            "A batch without `cmd` is a fault of the portal.",
            way::refuses(BATCH, &error::SYSTEM_INTERNAL_SERVER_ERROR, |params| !params.contains_key("cmd")),
        ),
        breaks("cmd-text", "one-command", "A text as `cmd` is a command.", {
            way::params(BATCH, |params| {
                if let Some(cmd) = params.get_mut("cmd").filter(|cmd| cmd.is_string()) {
                    *cmd = json!([cmd.take()]);
                }
            })
        }),
        breaks("cmd-number", "one-command", "A number as `cmd` is a command that does not exist.", {
            way::params(BATCH, |params| {
                if let Some(cmd) = params.get_mut("cmd").filter(|cmd| cmd.is_number()) {
                    *cmd = json!([cmd.take()]);
                }
            })
        }),
        breaks(
            "cmd-null",
            "fails-inside",
            "Nothing as `cmd` is a fault of the portal.",
            way::refuses(BATCH, &error::SYSTEM_INTERNAL_SERVER_ERROR, |params| params.get("cmd") == Some(&Value::Null)),
        ),
        breaks("command-empty", "passed-over", "A command without a method is passed over in silence.", {
            passes_over(|command| *command == "")
        }),
        breaks("command-number", "passed-over", "A number as a command is passed over in silence.", {
            passes_over(Value::is_number)
        }),
        breaks("command-object", "run", "An object as a command names its method in `method`.", {
            commands(|commands| {
                for (_, command) in commands {
                    if let Some(method) = command.get_mut("method") {
                        *command = method.take();
                    }
                }
            })
        }),
    ]
}

fn passes_over(is_meant: impl Fn(&Value) -> bool + Send + Sync + 'static) -> impl Deed {
    commands(move |commands| commands.retain(|(_, command)| !is_meant(command)))
}
