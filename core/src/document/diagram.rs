//! What kind of diagram a mermaid text is, from its first word.

use super::lines::lines;

/// Mermaid's other diagrams, by their first word. What is none of them is taken for a flowchart whose first line is
/// still being typed.
const OTHERS: &[&str] = &[
    "architecture",
    "block",
    "C4Component",
    "C4Container",
    "C4Context",
    "C4Deployment",
    "C4Dynamic",
    "classDiagram",
    "erDiagram",
    "gantt",
    "gitGraph",
    "info",
    "ishikawa",
    "journey",
    "kanban",
    "mindmap",
    "packet",
    "pie",
    "quadrantChart",
    "radar",
    "requirement",
    "requirementDiagram",
    "sankey",
    "sequenceDiagram",
    "stateDiagram",
    "stateDiagram-v2",
    "timeline",
    "treemap",
    "treeView",
    "venn",
    "wardley",
    "xychart",
    "zenuml",
];

/// What a mermaid text shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Diagram<'a> {
    /// `graph` or `flowchart`.
    Flowchart,
    /// Another kind of mermaid's, by its first word.
    Other(&'a str),
    /// Its first word means nothing to mermaid.
    Unknown,
}

/// The kind of the mermaid text `text`.
pub(super) fn diagram(text: &str) -> Diagram<'_> {
    let word = header_line(text).split([' ', '\t', ';', ':']).next().unwrap_or_default();
    if matches!(word, "graph" | "flowchart" | "flowchart-elk") {
        return Diagram::Flowchart;
    }
    let stem = word.trim_end_matches("-beta").trim_end_matches("-v2");
    if OTHERS.contains(&stem) || OTHERS.contains(&word) { Diagram::Other(word) } else { Diagram::Unknown }
}

/// Whether a file's body is one flowchart rather than Markdown: its first line is a flowchart's, and nowhere is a fence.
pub(super) fn is_bare_flowchart(body: &str) -> bool {
    diagram(body) == Diagram::Flowchart
        && is_flowchart_header(header_line(body))
        && !lines(body, 0).any(|line| line.text.trim_start().starts_with("```"))
}

/// The other diagram that a file's body is, by its first word. A word of plain English must stand alone on its line.
pub(super) fn bare_other(body: &str) -> Option<&str> {
    let Diagram::Other(word) = diagram(body) else { return None };
    let is_plain_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
    (!is_plain_word || header_line(body).trim_end() == word).then_some(word)
}

/// Whether `line` starts a flowchart rather than a sentence: after the first word stands a direction, a single word
/// that may become one, or a statement.
fn is_flowchart_header(line: &str) -> bool {
    let after = line.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
    let mut words = after.split([' ', '\t', ';']).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return true };
    after.starts_with(';') || is_direction(first) || words.next().is_none() || after.contains("--")
}

/// Mermaid's own names of directions.
pub(super) fn is_direction(word: &str) -> bool {
    matches!(word, "LR" | "RL" | "TB" | "BT" | "TD" | "BR" | "<" | ">" | "^" | "v")
}

/// The first line that is neither blank, front matter, directive nor comment.
pub(super) fn header_line(text: &str) -> &str {
    let mut rest = without_front_matter(text.trim_start_matches('\u{feff}').trim_start());
    loop {
        rest = rest.trim_start();
        let after = if rest.starts_with("%%{") {
            rest.split_once("}%%").map_or("", |(_, after)| after)
        } else if rest.starts_with("%%") {
            rest.split_once('\n').map_or("", |(_, after)| after)
        } else {
            return rest.lines().next().unwrap_or_default();
        };
        rest = after;
    }
}

/// The text after mermaid's own front matter, if it has one.
fn without_front_matter(text: &str) -> &str {
    let mut all = lines(text, 0);
    if all.next().is_none_or(|line| line.text.trim_end() != "---") {
        return text;
    }
    all.find(|line| line.text.trim() == "---").map_or(text, |line| &text[line.end..])
}
