//! `netplat diff`: what changed from one version of a design to another.

use super::import::{Found, bytes};
use super::{Failure, Outcome};
use crate::cli::output::{out, outln};
use crate::diff::{Side, compare};
use crate::import::manifests::{holds_objects, is_archive};
use crate::session::Snapshot;
use std::path::{Path, PathBuf};

/// Runs `netplat diff OLD NEW [--format text|json|markdown]`. Each is a design, manifests, or a folder or archive of
/// manifests. Something that changed is a finding.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut inputs: Vec<PathBuf> = Vec::new();
    let mut format = Format::Text;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("format") => {
                let value = parser.value().map_err(|error| error.to_string())?;
                format = Format::named(&value.to_string_lossy())?;
            }
            lexopt::Arg::Value(path) => inputs.push(path.into()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    let [old, new] = inputs.as_slice() else {
        return Err("diff needs two inputs, OLD and NEW".to_owned());
    };
    let (old, new) = (Version::read(old)?, Version::read(new)?);
    let changes = compare(&old.side(), &new.side());
    match format {
        Format::Text => out!("{changes}")?,
        Format::Markdown => out!("{}", changes.to_markdown())?,
        Format::Json => {
            outln!("{}", serde_json::to_string_pretty(&changes).map_err(|error| error.to_string())?)?;
        }
    }
    Ok(if changes.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
    Markdown,
}

impl Format {
    fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "markdown" => Ok(Self::Markdown),
            other => Err(format!("--format takes text, json or markdown, not {other}")),
        }
    }
}

/// One of the two.
struct Version {
    snapshot: Snapshot,
    is_page: bool,
}

impl Version {
    fn read(path: &Path) -> Result<Self, Failure> {
        let mut found = Found::new(std::slice::from_ref(&path.to_owned()));
        if path.is_dir() {
            found.folder(path)?;
        } else {
            let bytes = bytes(path)?;
            if !is_archive(&bytes) && !std::str::from_utf8(&bytes).is_ok_and(holds_objects) {
                let text = String::from_utf8(bytes)
                    .map_err(|error| format!("{}: not UTF-8: {error}", path.display()))?;
                return Ok(Self { snapshot: Snapshot::new(&text), is_page: true });
            }
            found.file(path, bytes)?;
        }
        let imported = found.imported();
        for note in imported.summary.notes.iter().filter(|note| note.why.is_loss()) {
            eprintln!("{note}");
        }
        Ok(Self { snapshot: Snapshot::new(&imported.fences), is_page: false })
    }

    fn side(&self) -> Side<'_> {
        if self.is_page { Side::of(&self.snapshot) } else { Side::of_manifests(&self.snapshot) }
    }
}
