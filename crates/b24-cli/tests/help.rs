//! The whole command tree as `--help` shows it.

mod support;

use support::b24;

#[test]
fn help_of_every_command() {
    for command in [
        "",
        "check",
        "sweep",
        "report",
        "replay",
        "compare",
        "serve",
        "call",
        "validate",
        "proxy",
        "explain",
        "spec",
        "completions",
        "man",
    ] {
        let mut binary = b24();
        if !command.is_empty() {
            binary.arg(command);
        }
        let output = binary.arg("--help").env("COLUMNS", "100").output().expect("the binary runs");
        let name = if command.is_empty() { "help" } else { command };
        insta::assert_snapshot!(name, String::from_utf8_lossy(&output.stdout));
    }
}
