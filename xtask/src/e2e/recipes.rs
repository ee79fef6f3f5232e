//! The README's recipes for SDKs, run as they stand there.

use std::path::Path;
use std::process::{Command, Stdio};

use b24_book::{Snippet, snippets};

use super::{install, sandbox};
use crate::error::Error;
use crate::files;

/// The section of the README that holds them, one under a heading of its own for each SDK.
const SECTION: &str = "## With the SDKs";
/// How long a recipe may be.
const LINES: usize = 10;
/// What each prints in its last line: the contacts of the documentation's company.
const PRINTED: &str = "7 8 9";

/// A recipe: the SDK that it is for, and a shell script.
#[derive(Debug, PartialEq, Eq)]
struct Recipe {
    name: String,
    script: String,
}

/// Runs each in a folder of its own, with `b24` among the programs, and compares what it prints.
pub(super) fn run() -> Result<(), Error> {
    install::need("php", &["--version"], "php-cli")?;
    install::need("curl", &["--version"], "curl")?;
    let readme = files::root().join("README.md");
    let recipes = recipes(&std::fs::read_to_string(&readme).map_err(Error::file(&readme))?);
    if recipes.is_empty() {
        return Err(Error::Step(format!("README.md has no recipes below \"{SECTION}\"")));
    }
    let program = sandbox::program()?;
    let programs = program.parent().unwrap_or(Path::new("")).to_string_lossy().into_owned();
    for recipe in recipes {
        let folder = install::folder()?.join("recipes").join(recipe.name.replace(['/', ' '], "-"));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
        }
        std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        check(&recipe, &folder, &programs)?;
        println!("{} works", recipe.name);
    }
    Ok(())
}

/// The shell scripts of the section, each named after the heading above it.
fn recipes(readme: &str) -> Vec<Recipe> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut name = "";
    let mut blocks = snippets(readme).into_iter().peekable();
    for (line, text) in (1..).zip(readme.lines()) {
        if let Some(Snippet { language, code, .. }) = blocks.next_if(|block| block.line == line) {
            if inside && language == "sh" {
                found.push(Recipe { name: name.to_owned(), script: code });
            }
        } else if let Some(heading) = text.strip_prefix("### ") {
            name = heading;
        } else if text.starts_with("## ") {
            inside = text == SECTION;
        }
    }
    found
}

fn check(recipe: &Recipe, folder: &Path, programs: &str) -> Result<(), Error> {
    let Recipe { name, script } = recipe;
    let problem = |what: &str| Err(Error::Step(format!("the README's recipe for {name} {what}")));
    if script.lines().count() > LINES {
        return problem(&format!("is longer than {LINES} lines"));
    }
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{programs}:{path}"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(Error::file(folder))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return problem(&format!("failed: {}\n{printed}", output.status));
    }
    let last = printed.lines().last().unwrap_or_default();
    if last != PRINTED {
        return problem(&format!("should print {PRINTED:?}, and printed {last:?}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipes_are_the_scripts_of_their_section() {
        let readme = "# Title\n\n```sh\nfirst\n```\n\n## With the SDKs\n\n### curl\n\n```sh\n# a comment\ncurl\n```\n\n### b24pysdk\n\n```python\nimport b24pysdk\n```\n\n```sh\nb24 serve\n```\n\n## Licence\n\n```sh\nlast\n```\n";
        let recipe = |name: &str, script: &str| Recipe { name: name.to_owned(), script: script.to_owned() };
        assert_eq!(recipes(readme), [recipe("curl", "# a comment\ncurl\n"), recipe("b24pysdk", "b24 serve\n")]);
    }

    #[test]
    fn recipes_and_guide_name_the_versions_that_the_scenarios_run() {
        let read = |path: &str| std::fs::read_to_string(files::root().join(path)).expect("a file");
        let package: serde_json::Value = serde_json::from_str(&read("tests/sdk/js/package.json")).expect("JSON");
        let js = package["dependencies"].as_object().expect("packages").iter();
        let mut pins: Vec<_> =
            js.map(|(name, version)| (name.clone(), "@", version.as_str().expect("a version").to_owned())).collect();
        let requirements = read("tests/sdk/python/requirements.txt");
        let python = requirements.lines().filter_map(|line| line.split_once("=="));
        pins.extend(python.map(|(name, version)| (name.to_owned(), "==", version.to_owned())));
        assert_eq!(pins.len(), 3);
        let (recipes, guide) = (recipes(&read("README.md")), read("docs/src/guide/sandbox/sdks.md"));
        for (name, equals, version) in pins {
            let installed = format!(" {name}{equals}{version}\n");
            assert!(recipes.iter().any(|recipe| recipe.script.contains(&installed)), "README.md: {installed}");
            assert!(guide.contains(&format!("`{name}` {version} |")), "the guide: {name} {version}");
        }
    }

    #[test]
    fn a_recipe_is_short_succeeds_and_prints_the_contacts() {
        let folder = tempfile::tempdir().expect("a folder");
        let check = |script: &str| {
            let recipe = Recipe { name: "bash".to_owned(), script: script.to_owned() };
            check(&recipe, folder.path(), "").map_err(|error| error.to_string())
        };
        assert_eq!(check("echo installing\necho 7 8 9\n"), Ok(()));
        assert_eq!(check(&"true\n".repeat(11)), Err("the README's recipe for bash is longer than 10 lines".to_owned()));
        assert!(check("false\necho 7 8 9\n").is_err_and(|said| said.contains("failed: exit status: 1")));
        assert!(check("echo 7 8\n").is_err_and(|said| said.contains("and printed \"7 8\"")));
    }
}
