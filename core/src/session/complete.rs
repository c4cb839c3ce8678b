//! What could stand at a place of the text: ids, shapes, classes, directions and keywords of a chart,
//! and what [`facts`](crate::model::facts) offers for the front matter.

use super::complete_facts::complete_facts;
use super::{Snapshot, ViewSnapshot};
use crate::document::BlockKind;
use crate::mermaid::shapes::SHAPES;
use std::collections::HashSet;

/// What a completion stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CompletionKind {
    /// A node's id.
    Node,
    /// A group's id.
    Group,
    /// The name of a class.
    Class,
    /// The name of a shape.
    Shape,
    /// A direction of ranks.
    Direction,
    /// A word of the language.
    Keyword,
    /// A link, as facts name it.
    Link,
    /// A key of the front matter.
    Key,
    /// A value of the front matter.
    Value,
}

/// Something that could be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// What is written, and listed.
    pub label: String,
    /// What it stands for.
    pub kind: CompletionKind,
    /// More about it: a node's text, what a shape looks like.
    pub detail: String,
}

/// What could be written at a place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Completions {
    /// Where the word begins that they replace.
    pub from: usize,
    /// In the order in which they are offered.
    pub items: Vec<Completion>,
}

impl Snapshot {
    /// What could be written at byte `at`; nothing in prose and inside of texts.
    pub fn complete(&self, at: usize) -> Completions {
        let front = self.document.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter);
        if let Some(front) = front.filter(|front| front.content.touches(at)) {
            return complete_facts(self, front.content.start as usize, at);
        }
        let in_view = self.views.iter().find(|view| view.content.touches(at));
        let (Some(view), Some(before)) = (in_view, self.text.get(..at)) else {
            return Completions { from: at, items: Vec::new() };
        };
        let line = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
        let word_length = line.len() - line.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let from = at - word_length;
        // Names of shapes and classes, and ids, may hold dashes; in an arrow they are none.
        let dashed = line.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let from_dashed = at - (line.len() - dashed.len());
        let from = if before[from_dashed..].starts_with('-') { from } else { from_dashed };
        let lead = &before[at - line.len()..from];
        let mut items = self.offers(view, lead);
        // The word that is being typed makes a node of its own.
        items.retain(|item| item.label != before[from..]);
        Completions { from, items }
    }

    fn offers(&self, view: &ViewSnapshot, lead: &str) -> Vec<Completion> {
        if let Some((_, data)) = lead.rsplit_once("@{").filter(|(_, data)| !data.contains('}')) {
            let entry = data.rsplit([',', '{']).next().unwrap_or_default();
            return match entry.split_once(':') {
                Some((key, _)) if key.trim() == "shape" => shapes(),
                Some(_) => Vec::new(),
                None => keywords(&["shape", "label", "icon", "img", "animate", "animation", "curve"]),
            };
        }
        if is_in_text(lead) {
            return Vec::new();
        }
        if lead.ends_with(":::") {
            return classes(view);
        }
        let statement = lead.rsplit(';').next().unwrap_or_default();
        let mut words = statement.split_whitespace();
        match (words.next(), words.next()) {
            (Some("direction" | "graph" | "flowchart" | "flowchart-elk"), None) => directions(),
            (Some("class"), Some(_)) if lead.ends_with([' ', '\t']) => classes(view),
            (Some("linkStyle" | "classDef" | "direction" | "subgraph" | "graph" | "flowchart"), _) => {
                Vec::new()
            }
            (Some("style" | "click"), Some(_)) => Vec::new(),
            (None, _) => {
                let mut all = self.ids(view);
                all.extend(keywords(&[
                    "subgraph",
                    "end",
                    "direction",
                    "classDef",
                    "class",
                    "style",
                    "linkStyle",
                    "click",
                ]));
                all
            }
            _ => self.ids(view),
        }
    }

    /// Ids of nodes and groups: those of the view first, then those of the other views.
    fn ids(&self, view: &ViewSnapshot) -> Vec<Completion> {
        let others = self.views.iter().filter(|other| other.content != view.content);
        let mut seen = HashSet::new();
        let mut items = Vec::new();
        for graph in std::iter::once(view).chain(others).map(|view| &view.chart.graph) {
            let nodes = graph.nodes.iter().map(|node| (CompletionKind::Node, &node.id, &node.label.text));
            let groups =
                graph.groups.iter().map(|group| (CompletionKind::Group, &group.id, &group.label.text));
            for (kind, id, text) in nodes.chain(groups) {
                if seen.insert(id.as_str()) {
                    let detail = if text == id { String::new() } else { text.clone() };
                    items.push(Completion { label: id.clone(), kind, detail });
                }
            }
        }
        items
    }
}

/// Whether a line that begins with `lead` stands inside a label: a quote, bracket or bar is open.
fn is_in_text(lead: &str) -> bool {
    let mut quoted = false;
    let mut barred = false;
    let mut depth = 0usize;
    for character in lead.chars() {
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '|' => barred = !barred,
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    quoted || barred || depth > 0 || lead.trim_start().starts_with("%%")
}

fn shapes() -> Vec<Completion> {
    let item = |name: &str, detail: &str| Completion {
        label: name.to_owned(),
        kind: CompletionKind::Shape,
        detail: detail.to_owned(),
    };
    let names = SHAPES.iter().map(|shape| item(shape.name, shape.title));
    let aliases = SHAPES.iter().flat_map(|shape| shape.aliases.iter().map(|alias| item(alias, shape.title)));
    names.chain(aliases).collect()
}

fn classes(view: &ViewSnapshot) -> Vec<Completion> {
    let item = |class: &crate::mermaid::Class| Completion {
        label: class.name.clone(),
        kind: CompletionKind::Class,
        detail: class.styles.join(","),
    };
    view.chart.graph.classes.iter().map(item).collect()
}

fn directions() -> Vec<Completion> {
    let all =
        [("LR", "left to right"), ("TB", "top to bottom"), ("RL", "right to left"), ("BT", "bottom to top")];
    let item = |(label, detail): (&str, &str)| Completion {
        label: label.to_owned(),
        kind: CompletionKind::Direction,
        detail: detail.to_owned(),
    };
    all.map(item).into()
}

fn keywords(words: &[&str]) -> Vec<Completion> {
    let item = |word: &&str| Completion {
        label: (*word).to_owned(),
        kind: CompletionKind::Keyword,
        detail: String::new(),
    };
    words.iter().map(item).collect()
}
