//! `netplat graph`: what each view says, in mermaid's own terms.

use super::{Failure, Outcome, read};
use crate::cli::output::{out, outln};
use crate::diagnostic::{Problem, Severity};
use crate::document::{Block, BlockKind, Document};
use crate::mermaid::{self, Direction, End, Flowchart, Graph, Group, Link, Node, Stroke, Tip};
use crate::text::LineIndex;
use lexopt::{Arg, ValueExt};
use serde::Serialize;
use std::ffi::OsString;

/// Runs `netplat graph FILE… [--format text|json]`. With several files, JSON is printed a line each.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut paths: Vec<OsString> = Vec::new();
    let mut json = false;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Arg::Long("format") => {
                let format =
                    parser.value().and_then(|value| value.string()).map_err(|error| error.to_string())?;
                json = match format.as_str() {
                    "json" => true,
                    "text" => false,
                    other => return Err(format!("--format is text or json, not {other}")),
                };
            }
            Arg::Value(path) => paths.push(path),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if paths.is_empty() {
        return Err("graph needs a file".to_owned());
    }
    let mut outcome = Outcome::Clean;
    for path in &paths {
        let text = read(path.as_ref())?;
        let report = Report::of(&text);
        if json {
            let line = if paths.len() > 1 {
                serde_json::to_string(&report)
            } else {
                serde_json::to_string_pretty(&report)
            };
            outln!("{}", line.map_err(|error| error.to_string())?)?;
        } else {
            out!("{}", report.in_words())?;
        }
        for problem in report.problems.iter().filter(|_| !json || paths.len() == 1) {
            let ProblemReport { code, severity, line, column, message } = problem;
            let severity = severity.name();
            eprintln!("{}:{line}:{column}: {severity} {code}: {message}", path.display());
        }
        if report.problems.iter().any(|problem| problem.severity == Severity::Error) {
            outcome = Outcome::Findings;
        }
    }
    Ok(outcome)
}

/// The views of a document, as printed.
#[derive(Serialize)]
struct Report {
    views: Vec<View>,
    problems: Vec<ProblemReport>,
}

#[derive(Serialize)]
struct View {
    direction: &'static str,
    nodes: Vec<NodeReport>,
    links: Vec<LinkReport>,
    groups: Vec<GroupReport>,
}

#[derive(Serialize)]
struct NodeReport {
    id: String,
    text: String,
    shape: String,
    classes: Vec<String>,
}

#[derive(Serialize)]
struct LinkReport {
    id: String,
    from: String,
    to: String,
    text: String,
    stroke: Stroke,
    tail: Tip,
    head: Tip,
    length: u32,
}

#[derive(Serialize)]
struct GroupReport {
    id: String,
    title: String,
    members: Vec<String>,
    /// As written: `TD` is not turned into `TB` here, which mermaid's parser does only for the header's.
    direction: Option<String>,
}

#[derive(Serialize)]
struct ProblemReport {
    code: &'static str,
    severity: Severity,
    line: u32,
    column: u32,
    message: String,
}

impl Report {
    fn of(text: &str) -> Self {
        let lines = LineIndex::new(text);
        let charts = charts(text);
        let problems =
            charts.iter().flat_map(|chart| &chart.problems).map(|problem| ProblemReport::of(problem, &lines));
        Self {
            problems: problems.collect(),
            views: charts.iter().map(|chart| View::of(chart, text)).collect(),
        }
    }

    fn in_words(&self) -> String {
        let views: Vec<String> = self.views.iter().map(View::in_words).collect();
        views.join("\n")
    }
}

/// The charts of a document. A text with neither fences nor a chart is taken for a chart, so that what is wrong
/// with its header is told.
pub(super) fn charts(text: &str) -> Vec<Flowchart> {
    let document = Document::read(text);
    let is_chart = |block: &Block| match block.kind {
        BlockKind::FrontMatter => true,
        BlockKind::Flowchart => block.is_bare(),
        _ => false,
    };
    let fenced = |block: &Block| !block.is_bare() && block.kind != BlockKind::FrontMatter;
    if document.blocks.iter().all(is_chart)
        || (document.flowcharts().next().is_none() && !document.blocks.iter().any(fenced))
    {
        return vec![mermaid::read(text, 0)];
    }
    document
        .flowcharts()
        .map(|block| mermaid::read(block.content.slice(text), block.content.start as usize))
        .collect()
}

impl View {
    fn of(chart: &Flowchart, text: &str) -> Self {
        let graph = &chart.graph;
        let mut nodes: Vec<&Node> = graph.nodes.iter().chain(&graph.shadows).collect();
        nodes.sort_by_key(|node| node.mentions.first().copied());
        Self {
            direction: direction(chart, text),
            nodes: nodes.into_iter().map(NodeReport::of).collect(),
            links: graph.links.iter().map(|link| LinkReport::of(link, graph)).collect(),
            groups: graph.groups.iter().map(|group| GroupReport::of(group, text)).collect(),
        }
    }

    fn in_words(&self) -> String {
        let mut words = format!("direction {}\n", self.direction);
        for node in &self.nodes {
            let classes = if node.classes.is_empty() {
                String::new()
            } else {
                format!(" :::{}", node.classes.join(","))
            };
            words += &format!("node  {} ({}) {:?}{classes}\n", node.id, node.shape, node.text);
        }
        for LinkReport { from, to, text, stroke, tail, head, length, .. } in &self.links {
            let text = if text.is_empty() { String::new() } else { format!(" {text:?}") };
            words += &format!("link  {from} {} {to}{text}\n", drawn(*stroke, *tail, *head, *length));
        }
        for GroupReport { id, title, members, .. } in &self.groups {
            words += &format!("group {id} {title:?}: {}\n", members.join(", "));
        }
        words
    }
}

/// The chart's direction. Mermaid knows `BR` as well, which it then draws downwards.
fn direction(chart: &Flowchart, text: &str) -> &'static str {
    let written = chart.syntax.header.as_ref().and_then(|header| header.direction);
    match chart.graph.direction {
        _ if written.is_some_and(|(_, span)| span.slice(text) == "BR") => "BR",
        Direction::Down => "TB",
        Direction::Up => "BT",
        Direction::Right => "LR",
        Direction::Left => "RL",
    }
}

/// A link in mermaid's signs: `<-.->`.
fn drawn(stroke: Stroke, tail: Tip, head: Tip, length: u32) -> String {
    let length = length as usize;
    let line = match stroke {
        Stroke::Normal => "-".repeat(length + 1),
        Stroke::Thick => "=".repeat(length + 1),
        Stroke::Dotted => format!("-{}-", ".".repeat(length)),
        Stroke::Invisible => return "~".repeat(length + 2),
    };
    let tip = |tip, arrow| match tip {
        Tip::None => "",
        Tip::Arrow => arrow,
        Tip::Circle => "o",
        Tip::Cross => "x",
    };
    let end = match (head, stroke) {
        (Tip::None, Stroke::Normal) => "-",
        (Tip::None, Stroke::Thick) => "=",
        _ => tip(head, ">"),
    };
    format!("{}{line}{end}", tip(tail, "<"))
}

impl NodeReport {
    fn of(node: &Node) -> Self {
        Self {
            id: node.id.clone(),
            text: node.label.text.clone(),
            shape: node.shape.0.clone(),
            classes: node.classes.clone(),
        }
    }
}

impl LinkReport {
    fn of(link: &Link, graph: &Graph) -> Self {
        let id = |end: End| graph.id(end).to_owned();
        Self {
            id: link.id.clone(),
            from: id(link.from),
            to: id(link.to),
            text: link.label.as_ref().map(|label| label.text.clone()).unwrap_or_default(),
            stroke: link.stroke,
            tail: link.tail,
            head: link.head,
            length: link.length,
        }
    }
}

impl GroupReport {
    fn of(group: &Group, text: &str) -> Self {
        Self {
            id: group.id.clone(),
            title: group.label.text.clone(),
            members: group.members.clone(),
            direction: group.direction_span.map(|span| span.slice(text).to_owned()),
        }
    }
}

impl ProblemReport {
    fn of(problem: &Problem, lines: &LineIndex) -> Self {
        let place = lines.line_column(problem.span.start as usize);
        Self {
            code: problem.rule.code,
            severity: problem.severity,
            line: place.line + 1,
            column: place.column + 1,
            message: problem.message.clone(),
        }
    }
}
