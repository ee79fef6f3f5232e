//! Names: those that users give to portals and snapshots, and those that they mistype.

use crate::Error;

/// Longest name, in bytes.
const LONGEST: usize = 64;

/// Refuses a name that does not fit into a path, where portals and snapshots have theirs.
pub(crate) fn check(of: &str, name: &str) -> Result<(), Error> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if name.is_empty() || name.len() > LONGEST || !name.bytes().all(fits) {
        let says = format!("the name of a {of} must consist of 1 to {LONGEST} letters, digits, `-` and `_`");
        return Err(Error::Config(says));
    }
    Ok(())
}

/// What is called most alike. A name of which somebody knows a part is meant rather than one of about the same letters.
pub(crate) fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> &'a str {
    known.min_by_key(|known| (!known.contains(wanted), strsim::levenshtein(known, wanted))).unwrap_or_default()
}
