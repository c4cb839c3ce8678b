use super::Failure;
use super::explain::Reason;
use crate::reach::table;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// An allowed pair as it is printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Line {
    #[serde(rename = "src")]
    pub from: String,
    #[serde(rename = "dst")]
    pub to: String,
    #[serde(rename = "conn")]
    pub connections: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
}

impl Line {
    fn cells(&self) -> [&str; 3] {
        [&self.from, &self.to, &self.connections]
    }
}

/// How pairs are printed.
#[derive(Clone, Copy, Default)]
pub(super) enum Format {
    #[default]
    Text,
    Json,
    Csv,
    Markdown,
    Dot,
}

impl Format {
    pub fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "markdown" => Ok(Self::Markdown),
            "dot" => Ok(Self::Dot),
            other => Err(format!("--format takes text, json, csv, markdown or dot, not {other}")),
        }
    }

    /// `lines`, which are sorted.
    pub fn write(self, lines: &[Line]) -> Result<String, Failure> {
        Ok(match self {
            Self::Text => text(lines),
            Self::Json => table::json(lines),
            Self::Csv => table::csv(lines.iter().map(Line::cells)),
            Self::Markdown => table::markdown(lines.iter().map(Line::cells)),
            Self::Dot => dot(lines),
        })
    }
}

fn text(lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        let _ = writeln!(out, "{} => {} : {}", line.from, line.to, line.connections);
        for reason in &line.because {
            let _ = writeln!(out, "  {} {}", reason.outcome, reason.connections);
            for (direction, because) in [("egress", &reason.egress), ("ingress", &reason.ingress)] {
                if let Some(because) = because {
                    let _ = writeln!(out, "    {direction}: {because}");
                }
            }
        }
    }
    out
}

/// A graph for Graphviz, workloads by their namespaces.
fn dot(lines: &[Line]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let ends: BTreeSet<&str> = lines.iter().flat_map(|line| [line.from.as_str(), line.to.as_str()]).collect();
    let mut namespaces: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut others = Vec::new();
    for end in ends {
        match end.split_once('/').filter(|(_, name)| name.ends_with(']')) {
            Some((namespace, name)) => namespaces.entry(namespace).or_default().push((end, name)),
            None => others.push(end),
        }
    }
    let mut out = "digraph {\n".to_owned();
    for (namespace, members) in namespaces {
        let _ = writeln!(out, "\tsubgraph {} {{", quoted(&format!("cluster_{namespace}")));
        for (end, name) in members {
            let _ = writeln!(out, "\t\t{} [label={}]", quoted(end), quoted(name));
        }
        let _ = writeln!(out, "\t\tlabel={}\n\t}}", quoted(namespace));
    }
    for end in others {
        let _ = writeln!(out, "\t{}", quoted(end));
    }
    for line in lines {
        let (from, to, label) = (quoted(&line.from), quoted(&line.to), quoted(&line.connections));
        let _ = writeln!(out, "\t{from} -> {to} [label={label}]");
    }
    out + "}\n"
}
