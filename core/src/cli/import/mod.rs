//! `netplat import`: manifests, foreign tables and pages as a design.

mod manifests;
mod tables;

pub(super) use manifests::Found;

use super::{Failure, Outcome};
use crate::document::MAX_BYTES;
use crate::import::Format;
use crate::import::manifests::{holds_objects, is_archive};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Runs `netplat import DIR|FILE… [--format auto|manifests|csv|json|list|design|page]`. The design goes to standard output;
/// what was found and guessed, and what was left out, to standard error. Something left out is a finding.
///
/// A folder, a zip archive and a text with Kubernetes objects are manifests; everything else is asked for addresses.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut form = None;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("format") => {
                let value = parser.value().map_err(|error| error.to_string())?;
                form = Form::named(&value.to_string_lossy())?;
            }
            lexopt::Arg::Value(path) => paths.push(path.into()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if paths.is_empty() {
        return Err("import needs a DIR or FILE".to_owned());
    }
    let mut found = Found::new(&paths);
    let mut tables: Vec<Input> = Vec::new();
    for path in &paths {
        if path.is_dir() {
            found.folder(path)?;
            continue;
        }
        let bytes = bytes(path)?;
        let is_manifest = match form {
            Some(Form::Manifests) => true,
            Some(Form::Table(_)) => false,
            None => is_archive(&bytes) || std::str::from_utf8(&bytes).is_ok_and(holds_objects),
        };
        if is_manifest {
            found.file(path, bytes)?;
        } else {
            tables.push(Input { path: path.clone(), bytes });
        }
    }
    match (found.is_empty(), tables.as_slice()) {
        (_, []) => found.design(),
        (true, tables) => tables::run(tables, form.and_then(Form::table)),
        (false, [first, ..]) => Err(format!(
            "{} holds no Kubernetes object: import tables and manifests one after the other, or say --format manifests",
            first.path.display()
        )),
    }
}

/// A file that is asked for addresses.
struct Input {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// What the files are said to be.
#[derive(Clone, Copy)]
enum Form {
    Manifests,
    Table(Format),
}

impl Form {
    fn named(name: &str) -> Result<Option<Self>, Failure> {
        match (name, Format::named(name)) {
            ("auto", _) => Ok(None),
            ("manifests", _) => Ok(Some(Self::Manifests)),
            (_, Some(format)) => Ok(Some(Self::Table(format))),
            _ => Err(format!("--format takes auto, manifests, csv, json, list, design or page, not {name}")),
        }
    }

    fn table(self) -> Option<Format> {
        match self {
            Self::Manifests => None,
            Self::Table(format) => Some(format),
        }
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    let read = if path == Path::new("-") {
        std::io::stdin().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|error| format!("{}: {error}", path.display()))?;
    if bytes.len() > MAX_BYTES {
        return Err(format!("{}: more than {MAX_BYTES} bytes", path.display()));
    }
    Ok(bytes)
}
