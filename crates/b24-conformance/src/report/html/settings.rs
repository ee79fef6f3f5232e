//! With what settings the run was made, so that it can be made again.

use maud::{Markup, html as markup};

use super::escape::Shown;
use crate::report::Run;

/// The section.
pub(super) fn section(run: &Run) -> Markup {
    let content = markup! {
        @for started in &run.started {
            dl.settings {
                @if let Some(portal) = &started.portal { dt { "portal" } dd { (Shown(portal)) } }
                dt { "contract" } dd { (Shown(&started.contract)) }
                @for (name, value) in started.configuration.entries() {
                    dt { (Shown(&name.replace('-', " "))) }
                    dd { (Shown(&value)) }
                }
            }
        }
    };
    super::section("settings", "Settings", None, (!run.started.is_empty()).then_some(content))
}
