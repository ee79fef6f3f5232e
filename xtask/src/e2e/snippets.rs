//! The book's snippets in other languages are read by the interpreters of those languages.

use std::path::Path;

use b24_book::{pages, snippets};

use super::install;
use crate::command::Program;
use crate::error::Error;
use crate::files;

/// A language: the name on the fence, the suffix of a file, and the program with the arguments that read it without running it.
struct Language {
    fence: &'static str,
    suffix: &'static str,
    program: &'static str,
    args: &'static [&'static str],
    /// Debian's package of the program.
    package: &'static str,
}

const LANGUAGES: [Language; 4] = [
    // A module, because snippets await.
    Language { fence: "js", suffix: "mjs", program: "node", args: &["--check"], package: "nodejs" },
    Language { fence: "php", suffix: "php", program: "php", args: &["-l"], package: "php-cli" },
    Language { fence: "python", suffix: "py", program: "python3", args: &["-m", "py_compile"], package: "python3" },
    Language { fence: "sh", suffix: "sh", program: "bash", args: &["-n"], package: "bash" },
];

/// Writes each snippet into `target/e2e/snippets` and has it read.
pub(super) fn check() -> Result<(), Error> {
    let root = files::root();
    let folder = install::folder()?.join("snippets");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
    }
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let pages = pages(&root).map_err(Error::file(root.join("docs/src")))?;
    for language in &LANGUAGES {
        install::need(language.program, &["--version"], language.package)?;
        let mut count = 0;
        for page in &pages {
            for snippet in snippets(&page.text).into_iter().filter(|snippet| snippet.language == language.fence) {
                let page = page.path.trim_start_matches("docs/src/").replace('/', "-");
                let file = folder.join(format!("{page}-{}.{}", snippet.line, language.suffix));
                std::fs::write(&file, snippet.code).map_err(Error::file(&file))?;
                read(language, &file, &folder)?;
                count += 1;
            }
        }
        println!("{count} snippets are {} to {}", language.fence, language.program);
    }
    Ok(())
}

fn read(language: &Language, file: &Path, folder: &Path) -> Result<(), Error> {
    let file = file.to_string_lossy();
    Program::new(language.program).args(language.args.iter().copied()).args([file.as_ref()]).quiet().run(folder)
}
