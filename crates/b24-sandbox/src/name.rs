//! Names that users give to portals and snapshots: they stand in paths.

use crate::Error;

/// Longest name, in bytes.
const LONGEST: usize = 64;

/// Refuses a name that does not fit into a path.
pub(crate) fn check(of: &str, name: &str) -> Result<(), Error> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if name.is_empty() || name.len() > LONGEST || !name.bytes().all(fits) {
        let says = format!("the name of a {of} must consist of 1 to {LONGEST} letters, digits, `-` and `_`");
        return Err(Error::Config(says));
    }
    Ok(())
}
