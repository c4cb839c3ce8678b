//! `netplat check`: the problems of designs and manifests, for people, for programs and for code review.

mod github;
mod json;
mod manifests;
mod place;
mod sarif;
mod text;

use super::{Failure, Outcome, folder, read};
use crate::cli::output::out;
use crate::diagnostic::{Problem, Severity};
use crate::session::Session;
use place::Places;
use std::path::{Path, PathBuf};

/// Runs `netplat check FILE… [--format text|json|sarif|github]`. A directory stands for the designs and the
/// manifests in it. A design is looked at by itself; manifests are held against each other, as if they stood on one page.
/// What is only worth knowing is printed, and is no finding.
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
    if inputs.is_empty() {
        return Err("check needs a FILE".to_owned());
    }
    let mut texts = Vec::new();
    let mut failures = Vec::new();
    for path in designs(&inputs)? {
        match read(&path) {
            Ok(text) => texts.push((path.display().to_string(), text)),
            Err(failure) => failures.push(failure),
        }
    }
    let files = checked(texts);
    out!("{}", format.write(&files)?)?;
    if !failures.is_empty() {
        return Err(failures.join("\n"));
    }
    let finding = |problem: &Problem| problem.severity >= Severity::Warning;
    let found = files.iter().any(|file| file.problems.iter().any(finding));
    Ok(if found { Outcome::Findings } else { Outcome::Clean })
}

/// A file with what was found in it.
struct Checked {
    /// As it was named on the command line, or found below a directory.
    path: String,
    text: String,
    problems: Vec<Problem>,
}

/// Checks each design by itself, and manifests all together.
fn checked(texts: Vec<(String, String)>) -> Vec<Checked> {
    let manifests: Vec<(&str, &str)> = texts
        .iter()
        .filter(|(path, _)| is_manifest(Path::new(path)))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let mut of_manifests = manifests::problems(&manifests).into_iter();
    let mut files = Vec::with_capacity(texts.len());
    for (path, text) in texts {
        let problems = match is_manifest(Path::new(&path)) {
            true => of_manifests.next().unwrap_or_default(),
            false => Session::new(&text).snapshot().problems.clone(),
        };
        files.push(Checked { path, text, problems });
    }
    files
}

impl Checked {
    fn places(&self) -> Places<'_> {
        Places::new(&self.text)
    }
}

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

impl Format {
    fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "sarif" => Ok(Self::Sarif),
            "github" => Ok(Self::Github),
            other => Err(format!("--format takes text, json, sarif or github, not {other}")),
        }
    }

    fn write(self, files: &[Checked]) -> Result<String, Failure> {
        match self {
            Self::Text => Ok(text::write(files)),
            Self::Json => json::write(files).map_err(|error| error.to_string()),
            Self::Sarif => sarif::write(files).map_err(|error| error.to_string()),
            Self::Github => Ok(github::write(files)),
        }
    }
}

/// Files as they are named; directories as the designs and manifests below them, in order of their names.
fn designs(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for input in inputs {
        if input.is_dir() {
            folder::collect(input, |path| is_design(path) || is_manifest(path), &mut found)?;
        } else {
            found.push(input.clone());
        }
    }
    Ok(found)
}

fn is_design(path: &Path) -> bool {
    matches!(extension(path), Some("md" | "mmd" | "mermaid" | "markdown"))
}

fn is_manifest(path: &Path) -> bool {
    matches!(extension(path), Some("yaml" | "yml" | "json"))
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|extension| extension.to_str())
}

#[cfg(test)]
mod fixture {
    use super::Checked;
    use crate::diagnostic::{Problem, Rule, Severity};
    use crate::text::{Edit, Span};

    static RULE: Rule = Rule {
        code: "AP001",
        name: "overlapping-prefixes",
        severity: Severity::Error,
        why: "Two routes.",
        source: "RFC 4632",
    };

    /// A file with one problem that has everything a problem can have.
    pub(super) fn file() -> Checked {
        let text = "# Größen\n| a | 10.0.0.0/8 |\n| b | 10.0.0.0/8 |\n".to_owned();
        let at = |nth: usize| {
            let (at, found) = text.match_indices("10.0.0.0/8").nth(nth).expect("a prefix");
            Span::new(at, at + found.len())
        };
        let problem = Problem::new(&RULE, at(1), "b is a,\n100% of it")
            .with_related(at(0), "a is here")
            .with_help("renumber b")
            .with_fix("Write 10.1.0.0/16", Edit::replace(at(1), "10.1.0.0/16"), false);
        let mild = Problem::new(&RULE, Span::at(text.len()), "the end").with_severity(Severity::Info);
        Checked { path: "docs/a b.md".to_owned(), problems: vec![problem, mild], text }
    }
}
