//! `netplat trace`: one request followed.

use super::joined::{FileLine, Joined};
use super::output::out;
use super::{Failure, Outcome, value};
use crate::document::Document;
use crate::mermaid;
use crate::model;
use crate::trace::{self, Request, Stage, Step, Trace};
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// Runs `netplat trace FILE|DIR… --from internet|NAME|ADDRESS --to URL|SERVICE|NAMESPACE/NAME:PORT [--method METHOD]
/// [--header NAME:VALUE]… [--format text|json]`. A request that is not certain to be answered is a finding.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut call = Call { method: "GET".to_owned(), ..Call::default() };
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("from") => call.from = Some(value(&mut parser)?),
            lexopt::Arg::Long("to") => call.to = Some(value(&mut parser)?),
            lexopt::Arg::Long("method") => call.method = value(&mut parser)?.to_uppercase(),
            lexopt::Arg::Long("header") => call.headers.push(header(&value(&mut parser)?)?),
            lexopt::Arg::Long("format") => {
                call.is_json = match value(&mut parser)?.as_str() {
                    "text" => false,
                    "json" => true,
                    other => return Err(format!("--format takes text or json, not {other}")),
                };
            }
            lexopt::Arg::Value(path) => call.inputs.push(path.into()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    call.answer()
}

/// What is asked for.
#[derive(Default)]
struct Call {
    inputs: Vec<PathBuf>,
    from: Option<String>,
    to: Option<String>,
    method: String,
    headers: Vec<(String, String)>,
    is_json: bool,
}

impl Call {
    fn answer(self) -> Result<Outcome, Failure> {
        let (Some(from), Some(to), false) = (self.from, self.to, self.inputs.is_empty()) else {
            return Err("trace needs a FILE or a DIR, --from and --to".to_owned());
        };
        let joined = Joined::read(&self.inputs)?;
        let document = Document::read(&joined.text);
        let chart = |content: crate::text::Span| {
            Arc::new(mermaid::read(content.slice(&joined.text), content.start as usize))
        };
        let charts: Vec<_> = document.flowcharts().map(|block| chart(block.content)).collect();
        let (model, _) = model::build(&joined.text, &document, &charts);
        let request =
            Request { method: self.method, headers: self.headers, ..Request::read(&model, &from, &to)? };
        let trace = trace::follow(&model, &request);
        if self.is_json {
            let report = Report::of(&from, &to, &trace, &joined);
            let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
            out!("{json}\n")?;
        } else {
            out!("{}", text(&from, &to, &trace, &joined))?;
        }
        Ok(if trace.answers() { Outcome::Clean } else { Outcome::Findings })
    }
}

/// `NAME:VALUE`, as curl takes it.
fn header(text: &str) -> Result<(String, String), Failure> {
    let (name, value) =
        text.split_once(':').ok_or_else(|| format!("--header takes NAME:VALUE, not {text}"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The steps with their numbers, the places that decide them below, and what to change.
fn text(from: &str, to: &str, trace: &Trace, joined: &Joined) -> String {
    let mut out = format!("from {from} to {to}\n\n");
    for (index, step) in trace.steps.iter().enumerate() {
        let word = match step.outcome {
            trace::Outcome::Fails => "FAILS",
            other => other.word(),
        };
        let _ = writeln!(out, "{:>2}. {word:<8} {}: {}", index + 1, step.stage.title(), step.text);
        for place in places(step, joined) {
            let _ = writeln!(out, "             {}  {}", place.at, place.what);
        }
        if let Some(change) = &step.change {
            let _ = writeln!(out, "             to change: {change}");
        }
    }
    let last = match trace.outcome() {
        trace::Outcome::Passes => "answered".to_owned(),
        trace::Outcome::Assumed => "answered, as far as the text says".to_owned(),
        trace::Outcome::Depends => "it depends".to_owned(),
        trace::Outcome::Fails => match trace.failing() {
            Some(step) => format!("not answered: {}", step.stage.title().to_lowercase()),
            None => "not answered".to_owned(),
        },
    };
    let _ = writeln!(out, "\n{last}");
    out
}

/// A place with its file and line.
struct Placed<'a> {
    at: FileLine,
    what: &'a str,
}

fn places<'a>(step: &'a Step, joined: &Joined) -> Vec<Placed<'a>> {
    let placed = |place: &'a trace::Place| Some(Placed { at: joined.place(place.span)?, what: &place.what });
    step.places.iter().filter_map(placed).collect()
}

#[derive(Serialize)]
struct Report<'a> {
    from: &'a str,
    to: &'a str,
    outcome: trace::Outcome,
    steps: Vec<StepReport<'a>>,
}

#[derive(Serialize)]
struct StepReport<'a> {
    stage: Stage,
    outcome: trace::Outcome,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a str>,
    places: Vec<PlaceReport<'a>>,
}

#[derive(Serialize)]
struct PlaceReport<'a> {
    path: String,
    line: u32,
    what: &'a str,
}

impl<'a> Report<'a> {
    fn of(from: &'a str, to: &'a str, trace: &'a Trace, joined: &Joined) -> Self {
        let step = |step: &'a Step| StepReport {
            stage: step.stage,
            outcome: step.outcome,
            text: &step.text,
            change: step.change.as_deref(),
            places: places(step, joined)
                .into_iter()
                .map(|place| PlaceReport { path: place.at.path, line: place.at.line, what: place.what })
                .collect(),
        };
        Self { from, to, outcome: trace.outcome(), steps: trace.steps.iter().map(step).collect() }
    }
}
