//! The README's workflow for GitHub Actions, run here: its steps call `action.yml`, whose steps are run as a runner would.
//!
//! Steps that use other people's actions are left out: here the repository is checked out, and nothing is cached.

mod expression;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use b24_book::snippets;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::install;
use crate::error::Error;
use crate::files;
use expression::Context;

/// What the README's `uses:` ends in.
const THIS_ACTION: &str = "b24-contract@";

#[derive(Deserialize)]
struct Workflow {
    jobs: BTreeMap<String, Job>,
}

#[derive(Deserialize)]
struct Job {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Action {
    inputs: BTreeMap<String, Input>,
    runs: Job,
}

#[derive(Deserialize)]
struct Input {
    #[serde(default)]
    default: String,
}

/// A step of a job or of an action.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Step {
    #[serde(default)]
    id: String,
    #[serde(default)]
    uses: String,
    #[serde(default)]
    with: BTreeMap<String, String>,
    #[serde(default)]
    run: String,
    #[serde(default)]
    r#if: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    working_directory: Option<String>,
}

/// A machine that runs steps: what one of them leaves for the next.
struct Runner {
    folder: PathBuf,
    context: Context,
    path: String,
}

/// Runs each workflow of the README.
pub(super) fn run() -> Result<(), Error> {
    let root = files::root();
    let readme = root.join("README.md");
    let readme = std::fs::read_to_string(&readme).map_err(Error::file(readme))?;
    let mut ran = 0;
    for snippet in snippets(&readme).into_iter().filter(|snippet| snippet.language == "yaml") {
        let workflow: Workflow = parse(&snippet.code, &format!("README.md:{}", snippet.line))?;
        for step in workflow.jobs.values().flat_map(|job| &job.steps).filter(|step| step.uses.contains(THIS_ACTION)) {
            call(step)?;
            ran += 1;
        }
    }
    if ran == 0 {
        return Err(Error::Step(format!("README.md has no workflow that uses `…{THIS_ACTION}…`")));
    }
    println!("{ran} step(s) of the README's workflows ran");
    Ok(())
}

/// Runs `action.yml` as a step of a workflow calls it.
fn call(caller: &Step) -> Result<(), Error> {
    let path = files::root().join("action.yml");
    let text = std::fs::read_to_string(&path).map_err(Error::file(path))?;
    let action: Action = parse(&text, "action.yml")?;
    if let Some(unknown) = caller.with.keys().find(|name| !action.inputs.contains_key(*name)) {
        return Err(Error::Step(format!("action.yml has no input `{unknown}`")));
    }
    let mut runner = Runner::new()?;
    for (name, input) in &action.inputs {
        let value = caller.with.get(name).unwrap_or(&input.default);
        runner.context.set(format!("inputs.{name}"), value);
    }
    for step in action.runs.steps.iter().filter(|step| step.uses.is_empty()) {
        if step.r#if.as_deref().map_or(Ok(true), |condition| runner.context.holds(condition))? {
            runner.run(step)?;
        }
    }
    Ok(())
}

impl Runner {
    fn new() -> Result<Self, Error> {
        let folder = install::folder()?.join("action");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
        }
        std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        let mut context = Context::default();
        context.set("github.action_path".to_owned(), &files::root().to_string_lossy());
        context.set("runner.temp".to_owned(), &folder.to_string_lossy());
        Ok(Self { folder, context, path: std::env::var("PATH").unwrap_or_default() })
    }

    /// Runs a step as the runner's `shell: bash` does, and keeps what it writes into the runner's files.
    fn run(&mut self, step: &Step) -> Result<(), Error> {
        let script = self.file("script", &step.run)?;
        let output = self.file("output", "")?;
        let additions = self.file("path", "")?;
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script);
        for (name, value) in &step.env {
            bash.env(name, self.context.fill(value)?);
        }
        // What the other steps of CI have built need not be built again.
        bash.env("CARGO_TARGET_DIR", files::target());
        bash.env("PATH", &self.path).env("GITHUB_OUTPUT", &output).env("GITHUB_PATH", &additions);
        let place = step.working_directory.as_deref().map_or(Ok(String::new()), |place| self.context.fill(place))?;
        let status = bash.current_dir(self.folder.join(place)).status().map_err(Error::file("bash"))?;
        if !status.success() {
            return Err(Error::Command { command: step.run.trim().to_owned(), status });
        }
        for line in lines(&output)? {
            let (name, value) = line.split_once('=').unwrap_or((&line, ""));
            self.context.set(format!("steps.{}.outputs.{name}", step.id), value);
        }
        for folder in lines(&additions)? {
            self.path = format!("{folder}:{}", self.path);
        }
        Ok(())
    }

    fn file(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let path = self.folder.join(name);
        std::fs::write(&path, text).map_err(Error::file(&path))?;
        Ok(path)
    }
}

fn lines(path: &Path) -> Result<Vec<String>, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn parse<T: DeserializeOwned>(text: &str, place: &str) -> Result<T, Error> {
    serde_saphyr::from_str(text).map_err(|error| Error::Step(format!("{place}: {error}")))
}
