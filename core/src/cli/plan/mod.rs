//! `netplat plan`: the address plan as a tree, what clusters it is enough for, and where something new goes.

mod arguments;
mod clusters;
mod place;
mod prefixes;
mod problems;

use super::{Failure, Outcome, read};
use crate::cli::output::{out, outln};
use crate::plan::AddressPlan;
use crate::session::Session;
use crate::text::{LineIndex, Span};
use arguments::{Arguments, Wanted};
use clusters::ClusterReport;
use prefixes::PrefixReport;
use problems::ProblemReport;
use serde::Serialize;
use std::fmt::Write;

/// Runs `netplat plan FILE [--free /LENGTH | --fit REQUEST] [--in NAME] [--format text|json]`.
///
/// Problems of the plan are findings, and so is what has no place.
pub fn run(parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let arguments = Arguments::read(parser)?;
    let text = read(&arguments.input)?;
    let session = Session::new(&text);
    let snapshot = session.snapshot();
    let plan = AddressPlan::of(&snapshot.model);
    match &arguments.wanted {
        Wanted::Free(length) => place::free(&snapshot.model, &plan, &arguments, *length),
        Wanted::Fit(request) => place::fitted(&snapshot.model, &plan, &arguments, request),
        Wanted::Plan => {
            let lines = LineIndex::new(&snapshot.text);
            let line = |span: Span| lines.line(span.start as usize) + 1;
            let report = Report {
                prefixes: prefixes::of(&snapshot.model, &plan, &line),
                clusters: clusters::of(&snapshot.model, &plan),
                problems: problems::of(&snapshot.problems, &line),
            };
            if arguments.is_json {
                print_json(&report)?;
            } else {
                out!("{}", report.in_words(&arguments.input.display().to_string()))?;
            }
            let is_finding = report.problems.iter().any(ProblemReport::is_finding);
            Ok(if is_finding { Outcome::Findings } else { Outcome::Clean })
        }
    }
}

/// What is printed.
#[derive(Serialize)]
struct Report<'a> {
    prefixes: Vec<PrefixReport<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clusters: Vec<ClusterReport<'a>>,
    problems: Vec<ProblemReport<'a>>,
}

impl Report<'_> {
    fn in_words(&self, path: &str) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = prefixes::write(&mut out, &self.prefixes);
        let _ = clusters::write(&mut out, &self.clusters);
        if !self.problems.is_empty() && !out.is_empty() {
            out.push('\n');
        }
        for problem in &self.problems {
            let _ = writeln!(out, "{path}:{problem}");
        }
        out
    }
}

fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    outln!("{}", serde_json::to_string_pretty(value).map_err(|error| error.to_string())?)?;
    Ok(())
}
