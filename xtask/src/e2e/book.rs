//! The book, built as readers get it.

use super::install;
use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Builds it into `target/e2e/book`.
pub(super) fn build() -> Result<(), Error> {
    let mdbook = install::mdbook()?;
    let place = install::folder()?.join("book");
    Program::new(&mdbook.to_string_lossy())
        .args(["build", "docs", "--dest-dir", &place.to_string_lossy()])
        .run(&files::root())?;
    println!("the book is {}", place.join("index.html").display());
    Ok(())
}
