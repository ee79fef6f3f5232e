//! Completions and manual pages, read by the programs that they are for.

mod support;

use std::process::{Command, Stdio};

use support::b24;

fn printed(args: &[&str]) -> String {
    let output = b24().args(args).output().expect("the binary runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn bash_completes_commands_and_flags() {
    let script = printed(&["completions", "bash"]);
    let ask = "COMP_WORDS=(b24 serve --see); COMP_CWORD=2; _b24 b24 --see serve; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let bash = Command::new("bash").args(["-c", &format!("{script}\n{ask}")]).stderr(Stdio::null()).output();
    let Ok(output) = bash else { return assert!(script.contains("--seed-data")) };
    let replies = String::from_utf8_lossy(&output.stdout);
    assert_eq!(replies.lines().collect::<Vec<_>>(), ["--seed-data", "--seed"]);
}

#[test]
fn every_shell_has_completions_that_name_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        for command in [
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
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn a_manual_page_has_the_name_the_flags_and_the_exit_codes_of_its_command() {
    let serve = printed(&["man", "serve"]);
    assert!(serve.starts_with(".ie"), "{serve}");
    for wanted in ["b24\\-serve", "\\-\\-seed\\-data", "Exit codes with a COMMAND"] {
        assert!(serve.contains(wanted), "{wanted}");
    }
    assert!(printed(&["man"]).contains("b24\\-check(1)"));
}

#[test]
fn a_page_that_does_not_exist_is_refused_with_those_that_do() {
    let output = b24().args(["man", "serv"]).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(2));
    let says = String::from_utf8_lossy(&output.stderr);
    assert!(says.contains("there are check, ") && says.contains(" serve, call, "), "{says}");
}
