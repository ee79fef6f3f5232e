//! The Dockerfile: the archive on a small system, or on none where the program needs none.

use std::path::Path;

use crate::error::Error;

/// Where images have the archive unpacked.
const PLACE: &str = "/opt";

/// Path of the program in the archive.
pub(super) fn entry_point(name: &str) -> String {
    format!("{name}/bin/b24")
}

/// Writes the Dockerfile beside the archive.
pub(super) fn write(folder: &Path, name: &str, is_static: bool) -> Result<(), Error> {
    let path = folder.join("Dockerfile");
    std::fs::write(&path, text(name, is_static)).map_err(Error::file(path))
}

fn text(name: &str, is_static: bool) -> String {
    let base = if is_static { "scratch" } else { "debian:stable-slim" };
    format!(
        "# A Bitrix24 sandbox portal. Made by `cargo xtask dist`; to build it: docker build --tag b24 .\n\
         # To run it: docker run --rm -p 8024:8024 -e B24_WEBHOOK_CODE=a-code-of-your-own b24\n\
         FROM {base}\n\
         ADD {name}.tar.gz {PLACE}/\n\
         USER 65534:65534\n\
         WORKDIR /tmp\n\
         EXPOSE 8024\n\
         STOPSIGNAL SIGTERM\n\
         ENTRYPOINT [\"{PLACE}/{entry}\"]\n\
         CMD [\"serve\", \"--listen\", \"0.0.0.0:8024\"]\n",
        entry = entry_point(name),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_needs_libraries_stands_on_a_system() {
        insta::assert_snapshot!(text("b24-1.2.3-x86_64-unknown-linux-gnu", false));
    }

    #[test]
    fn a_static_program_stands_on_nothing() {
        assert!(text("b24-1.2.3-x86_64-unknown-linux-musl", true).contains("\nFROM scratch\n"));
    }
}
