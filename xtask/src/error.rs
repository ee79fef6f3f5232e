//! What can go wrong in a maintainers' command.

use std::path::PathBuf;

/// Failure of a command. Its text is all that a maintainer gets to see, so it says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A source file is no YAML or JSON.
    #[error("{path}:{line}:{column}: {message}")]
    Syntax {
        /// The file, from the repository's root.
        path: String,
        /// Line, from 1.
        line: u64,
        /// Column, from 1.
        column: u64,
        /// What is wrong there.
        message: String,
    },
    /// A file that the specification needs is missing.
    #[error("{0}: this file is missing; the specification cannot do without it")]
    Missing(String),
    /// The specification has mistakes.
    #[error("{findings}\n{count} finding(s) in the specification; nothing was written")]
    Lint {
        /// One line each.
        findings: String,
        /// How many there are.
        count: usize,
    },
    /// The workspace breaks a promise.
    #[error("{findings}\n{count} finding(s)")]
    Tidy {
        /// One line each.
        findings: String,
        /// How many there are.
        count: usize,
    },
    /// A command failed; it has said why.
    #[error("`{command}` failed: {status}")]
    Command {
        /// The command as one would type it.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// A program that a step runs is missing and cannot be installed from here.
    #[error("{program} is missing; install it (on Debian: `apt-get install {package}`)")]
    Tool {
        /// The program.
        program: String,
        /// Debian's package of it.
        package: String,
    },
    /// A step of `e2e` found something.
    #[error("{0}")]
    Step(String),
    /// The client generator refused the projection.
    #[error("the client generator refused spec/dist/openapi-3.0.json: {0}; its limits should be lints")]
    Generator(String),
    /// Codegen made something that is no Rust.
    #[error("codegen wrote {name} that is no Rust, which is its own mistake: {message}")]
    Generated {
        /// The file.
        name: String,
        /// What the parser said.
        message: String,
    },
    /// Generated files are not what their command makes.
    #[error("{diffs}\n{count} generated file(s) are stale; run `{command}` and commit what it writes")]
    Stale {
        /// The differences, as a unified diff.
        diffs: String,
        /// How many files differ.
        count: usize,
        /// The command that writes them.
        command: &'static str,
    },
    /// A source file has a shape that its grammar allows and codegen does not know.
    #[error("{path}: {source}")]
    Shape {
        /// The file, from the repository's root.
        path: String,
        /// What did not fit.
        source: serde_json::Error,
    },
}

impl Error {
    /// Names the file that an operation failed on.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File { path: path.into(), source }
    }

    /// Says what the client generator did not accept.
    pub(crate) fn generator(reason: impl std::fmt::Display) -> Self {
        Self::Generator(reason.to_string())
    }
}
