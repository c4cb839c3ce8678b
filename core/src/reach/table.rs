//! Allowed pairs as tables for other programs. The program and the page write them alike.

use serde::Serialize;
use std::fmt::Write;

/// An allowed pair in words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Line {
    /// Who starts.
    #[serde(rename = "src")]
    pub from: String,
    /// Who is reached.
    #[serde(rename = "dst")]
    pub to: String,
    /// Over which ports.
    #[serde(rename = "conn")]
    pub connections: String,
}

impl super::Reach {
    /// Every allowed pair, sorted.
    pub fn table(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        self.for_each_allowed(|from, to, connections| {
            let (from, to) = (self.name(from), self.name(to));
            lines.push(Line { from, to, connections: connections.to_string() });
        });
        lines.sort_unstable();
        lines
    }
}

/// Source, destination and connections, as CSV with a head.
pub fn csv<'a>(lines: impl IntoIterator<Item = [&'a str; 3]>) -> String {
    let mut out = "src,dst,conn\n".to_owned();
    for [from, to, connections] in lines {
        let _ = writeln!(out, "{},{},{}", quoted(from), quoted(to), quoted(connections));
    }
    out
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The same as a Markdown table.
pub fn markdown<'a>(lines: impl IntoIterator<Item = [&'a str; 3]>) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut out = "| src | dst | conn |\n|-----|-----|------|\n".to_owned();
    for [from, to, connections] in lines {
        let _ = writeln!(out, "| {} | {} | {} |", cell(from), cell(to), cell(connections));
    }
    out
}

/// Pairs as JSON: an array of objects with `src`, `dst` and `conn`.
pub fn json<L: Serialize>(lines: &[L]) -> String {
    // Strings and arrays of them: there is nothing in them that JSON does not have.
    serde_json::to_string_pretty(lines).map(|text| text + "\n").unwrap_or_default()
}

impl Line {
    /// Its three cells.
    pub fn cells(&self) -> [&str; 3] {
        [&self.from, &self.to, &self.connections]
    }
}
