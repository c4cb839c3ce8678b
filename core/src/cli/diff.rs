//! `netplat diff`: what changed from one version of a design to another.

use super::reach::Input;
use super::{Failure, Outcome, read};
use crate::cli::output::{out, outln};
use crate::diagnostic::Problem;
use crate::diff::{Side, compare};
use crate::k8s::Resources;
use crate::session::Snapshot;
use std::path::{Path, PathBuf};

/// Runs `netplat diff OLD NEW [--format text|json|markdown]`. Each is a design, a file of manifests, or a directory of
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
enum Version {
    Page(Box<Snapshot>),
    Manifests { resources: Box<Resources>, problems: Vec<Problem> },
}

impl Version {
    fn read(path: &Path) -> Result<Self, Failure> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is_manifest = matches!(extension, Some("yaml" | "yml" | "json"));
        if !path.is_dir() && !is_manifest {
            return Ok(Self::Page(Box::new(Snapshot::new(&read(path)?))));
        }
        let input = Input::read(&[path.to_owned()])?;
        let (resources, found) = Resources::read(&input.objects());
        let problems = found.into_iter().map(|(_, problem)| problem).collect();
        Ok(Self::Manifests { resources: Box::new(resources), problems })
    }

    fn side(&self) -> Side<'_> {
        match self {
            Self::Page(snapshot) => Side::of(snapshot),
            Self::Manifests { resources, problems } => Side { resources, model: None, problems, lines: None },
        }
    }
}
