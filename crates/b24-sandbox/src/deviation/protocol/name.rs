//! How methods and parameters may be spelled.

use b24_contract::{Encoding, Method};

use super::breaks;
use super::heard::{came_in, fails, in_query, is_foreign, unknown};
use crate::deviation::way::Params;
use crate::deviation::{Deviation, way};
use crate::pipeline::Received;

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks("name/method-case", "exact", "A method's name counts in lower case only.", unknown(has_capitals)),
        breaks("name/parameter-case", "exact", "A parameter's name counts as it is documented only.", {
            way::hears(exact)
        }),
        breaks(
            "name/last-wins",
            "first-wins",
            "Of two parameters that differ only in letter case, the first one counts.",
            {
                way::hears(|heard| {
                    let mut kept = Params::new();
                    for (name, value) in std::mem::take(&mut heard.decoded.params) {
                        if !kept.keys().any(|own| own.eq_ignore_ascii_case(&name)) {
                            kept.insert(name, value);
                        }
                    }
                    heard.decoded.params = kept;
                })
            },
        ),
        breaks(
            "name/foreign-parameter",
            "fails-inside",
            "A parameter that the method does not know is a fault of the portal.",
            {
                fails(|heard| {
                    let query = in_query(heard);
                    heard.decoded.params.keys().any(|name| is_foreign(heard, name) && !query.contains_key(name))
                })
            },
        ),
        breaks(
            "name/agree",
            "exact-in-multipart",
            "A parameter's name counts as it is documented only, in multipart.",
            {
                way::hears(|heard| {
                    if came_in(heard, Encoding::Multipart) {
                        exact(heard);
                    }
                })
            },
        ),
        breaks("name/agree", "exact-with-suffix", "Before `.json` a method's name counts in lower case only.", {
            unknown(|heard| has_capitals(heard) && heard.route.target.ends_with(".json"))
        }),
    ]
}

fn has_capitals(heard: &Received) -> bool {
    heard.route.method.chars().any(char::is_uppercase)
}

/// Drops parameters that are spelled otherwise than documented.
fn exact(heard: &mut Received) {
    let known = Method::parse(&heard.route.method).map(|method| method.row().parameters).unwrap_or_default();
    heard
        .decoded
        .params
        .retain(|name, _| !known.iter().any(|known| known.name != *name && known.name.eq_ignore_ascii_case(name)));
}
