//! Finds the stub of a method: the one that was given to the running portal, else the one in the directory.

use std::path::Path;

use serde::Serialize;

use super::{Stub, directory};
use crate::portal::Portal;
use crate::settings::Settings;

/// A stub as people get to see it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    method: String,
    /// Where it comes from.
    from: Origin,
    #[serde(skip_serializing_if = "Option::is_none")]
    stub: Option<Stub>,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Where a stub comes from.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Origin {
    /// The control interface.
    Put,
    /// The directory.
    File,
}

/// The name of a method that has a stub, in the letter case of the stub.
pub(crate) async fn name(portal: &Portal, settings: &Settings, method: &str) -> Option<String> {
    if let Some((name, _)) = portal.stubs.find(method) {
        return Some(name);
    }
    let asked = method.to_owned();
    let found = in_directory(settings, move |directory| directory::find(directory, &asked)).await;
    let found = found.unwrap_or_else(|problem| {
        tracing::error!("{problem}");
        None
    });
    found.map(|file| file.method)
}

/// The stub of a method, or why it cannot be used.
pub(crate) async fn stub(portal: &Portal, settings: &Settings, method: &str) -> Result<Option<Stub>, String> {
    if let Some((_, stub)) = portal.stubs.find(method) {
        return Ok(Some(stub));
    }
    let asked = method.to_owned();
    let read = move |directory: &Path| {
        let Some(file) = directory::find(directory, &asked)? else { return Ok(None) };
        file.read().map(Some).map_err(|problem| format!("the stub {} cannot be used: {problem}", file.name()))
    };
    in_directory(settings, read).await
}

/// Every stub, by method; those of the directory that others stand before are left out.
pub(crate) async fn all(portal: &Portal, settings: &Settings) -> Result<Vec<Shown>, String> {
    let shown = |(method, stub)| Shown { method, from: Origin::Put, stub: Some(stub), problem: None };
    let mut all: Vec<Shown> = portal.stubs.all().into_iter().map(shown).collect();
    let files = in_directory(settings, |directory| read_all(directory).map(Some)).await?;
    all.extend(files.into_iter().flatten().filter(|file| portal.stubs.find(&file.method).is_none()));
    all.sort_by(|a, b| a.method.cmp(&b.method));
    Ok(all)
}

fn read_all(directory: &Path) -> Result<Vec<Shown>, String> {
    let shown = |file: directory::File| {
        let (stub, problem) = match file.read() {
            Ok(stub) => (Some(stub), None),
            Err(problem) => (None, Some(problem)),
        };
        Shown { method: file.method, from: Origin::File, stub, problem }
    };
    Ok(directory::files(directory)?.into_iter().map(shown).collect())
}

/// Looks into the directory of stubs, if there is one, where nobody waits for it who does not need it.
async fn in_directory<T: Send + 'static>(
    settings: &Settings,
    look: impl FnOnce(&Path) -> Result<Option<T>, String> + Send + 'static,
) -> Result<Option<T>, String> {
    let Some(directory) = settings.config.stubs.clone() else { return Ok(None) };
    let looked = tokio::task::spawn_blocking(move || look(&directory)).await;
    looked.unwrap_or_else(|_| Err("the directory of stubs could not be looked into".to_owned()))
}
