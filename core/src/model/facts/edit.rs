//! Where a new fact goes in the text: the smallest edit that says it, in the style of what stands there.
//!
//! An entry that is there gets a key; else its section an entry; else `netplat:` a section; else the front matter a
//! `netplat:`; else the file a front matter. All other bytes stay as they are, comments among them.

use super::link_reference::LinkReference;
use crate::document::{BlockKind, Document};
use crate::text::{Edit, Span};
use crate::yaml::{self, Entry, Mapping, NewValue, Node, Style, Value, written};

/// Why a fact cannot be written, in words for the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cannot(pub String);

impl std::fmt::Display for Cannot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Cannot {}

/// The edit after which `netplat.nodes.ID.KEY` is `value`.
///
/// ```
/// use netplat_core::{document::Document, model::facts, yaml::NewValue};
/// let text = "---\nnetplat:\n  nodes:\n    web: { kind: Job } # nightly\n---\nflowchart LR\n  web\n";
/// let edit = facts::set_node(text, &Document::read(text), "web", "namespace", NewValue::Text("shop"))?;
/// assert!(edit.apply(text).unwrap().contains("    web: { kind: Job, namespace: shop } # nightly\n"));
/// # Ok::<(), facts::Cannot>(())
/// ```
///
/// # Errors
/// When the front matter cannot be read, or has something else where the fact belongs.
pub fn set_node(
    text: &str,
    document: &Document,
    id: &str,
    key: &str,
    value: NewValue<'_>,
) -> Result<Edit, Cannot> {
    set(text, document, &["nodes", id, key], value)
}

/// The edit after which `netplat.groups.ID.KEY` is `value`.
///
/// # Errors
/// As for [`set_node`].
pub fn set_group(
    text: &str,
    document: &Document,
    id: &str,
    key: &str,
    value: NewValue<'_>,
) -> Result<Edit, Cannot> {
    set(text, document, &["groups", id, key], value)
}

/// The edit after which `KEY` of the link is `value`. An entry that calls the link the same in another spelling is
/// taken: `a-->b` for `a --> b`.
///
/// # Errors
/// As for [`set_node`].
pub fn set_link(
    text: &str,
    document: &Document,
    link: LinkReference<'_>,
    key: &str,
    value: NewValue<'_>,
) -> Result<Edit, Cannot> {
    let (facts, _) = super::read(text, document);
    let known = facts.links.iter().find(|fact| LinkReference::read(&fact.key) == Ok(link));
    let name = known.map_or_else(|| link.to_string(), |fact| fact.key.clone());
    set(text, document, &["links", &name, key], value)
}

/// The edit after which the value at `path` below `netplat:` is `value`.
///
/// # Errors
/// As for [`set_node`].
pub fn set(text: &str, document: &Document, path: &[&str], value: NewValue<'_>) -> Result<Edit, Cannot> {
    let path: Vec<&str> = std::iter::once("netplat").chain(path.iter().copied()).collect();
    let edit = match document.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter) {
        None => new_front_matter(text, &path, value),
        Some(block) => Place { text, content: block.content }.set(&path, value)?,
    };
    says(text, &edit, &path, value).then_some(edit).ok_or_else(|| {
        Cannot(format!("The front matter is written in a way that `{}` cannot be added to.", path.join(".")))
    })
}

/// Whether `path` has `value` after the edit, and the YAML can be read as before.
fn says(text: &str, edit: &Edit, path: &[&str], value: NewValue<'_>) -> bool {
    let Ok(after) = edit.apply(text) else { return false };
    let document = Document::read(&after);
    let Some(block) = document.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter) else {
        return false;
    };
    let read = yaml::read(block.content.slice(&after), block.content.start as usize);
    let wanted = yaml::read(&value.to_string(), 0);
    let found = path.iter().try_fold(read.root(), |node, key| Some(node?.get(key))).flatten();
    let is_there = found.zip(wanted.root()).is_some_and(|(found, wanted)| same(found, wanted));
    is_there
        && read.problems.iter().all(|problem| problem.rule != &yaml::SYNTAX && problem.rule != &yaml::TAB)
}

fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => a.resolve() == b.resolve(),
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.items.len() == b.items.len() && a.items.iter().zip(&b.items).all(|(a, b)| same(a, b))
        }
        _ => false,
    }
}

fn new_front_matter(text: &str, path: &[&str], value: NewValue<'_>) -> Edit {
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let entry = block_entry(path, value, "", "  ", line_break, false);
    Edit::insert(at, format!("---{line_break}{entry}{line_break}---{line_break}"))
}

/// The entry for `path` with `value`, as lines from `indent` on. Names of single things stand in flow style behind
/// their section unless `spread` asks for lines of their own.
fn block_entry(
    path: &[&str],
    value: NewValue<'_>,
    indent: &str,
    step: &str,
    line_break: &str,
    spread: bool,
) -> String {
    let mut lines = Vec::new();
    let mut at = indent.to_owned();
    let mut rest = path;
    while let Some((key, below)) = rest.split_first() {
        // `netplat:` and its sections are blocks; `cluster:` has nothing but values.
        let is_block = match below.len() {
            0 => false,
            1 => spread,
            _ => true,
        };
        if is_block {
            lines.push(format!("{at}{}:", written(key)));
            at.push_str(step);
            rest = below;
        } else {
            lines.push(format!("{at}{}", flow_entry(rest, value)));
            break;
        }
    }
    lines.join(line_break)
}

/// `web: { kind: Job }`
fn flow_entry(path: &[&str], value: NewValue<'_>) -> String {
    match path.split_first() {
        Some((key, [])) => format!("{}: {value}", written(key)),
        Some((key, below)) => format!("{}: {{ {} }}", written(key), flow_entry(below, value)),
        None => String::new(),
    }
}

/// The front matter that is edited.
struct Place<'a> {
    text: &'a str,
    content: Span,
}

impl Place<'_> {
    fn set(&self, path: &[&str], value: NewValue<'_>) -> Result<Edit, Cannot> {
        let read = yaml::read(self.content.slice(self.text), self.content.start as usize);
        if let Some(problem) = read.problems.iter().find(|problem| problem.rule != &yaml::DUPLICATE_KEY) {
            return Err(Cannot(format!("The front matter has to be mended first: {}.", problem.message)));
        }
        let Some(root) = read.root().filter(|root| !root.is_null()) else {
            let line_break = self.line_break();
            let entry = block_entry(path, value, "", "  ", line_break, false);
            return Ok(Edit::insert(self.content.start as usize, format!("{entry}{line_break}")));
        };
        self.below(root, path, value)
    }

    /// The edit below `node`, which is the value of the key before `path`.
    fn below(&self, node: &Node, path: &[&str], value: NewValue<'_>) -> Result<Edit, Cannot> {
        let Some((key, rest)) = path.split_first() else {
            return Err(Cannot("There is nothing to say.".to_owned()));
        };
        let Some(mapping) = node.mapping().filter(|_| !node.is_alias) else {
            return Err(Cannot(format!(
                "`{key}` belongs into a mapping, and {} stands there.",
                node.described()
            )));
        };
        let Some(entry) = mapping.entry(key).filter(|entry| !entry.is_merged) else {
            return Ok(self.add(node, mapping, path, value));
        };
        if rest.is_empty() {
            Ok(self.replace(entry, &value.to_string()))
        } else if entry.value.is_null() {
            Ok(self.fill(mapping, entry, rest, value))
        } else {
            self.below(&entry.value, rest, value)
        }
    }

    /// Puts `value` in place of the entry's.
    fn replace(&self, entry: &Entry, value: &str) -> Edit {
        let node = &entry.value;
        let colon = self.after_colon(entry);
        let is_block = match &node.value {
            Value::Mapping(mapping) => mapping.style == Style::Block,
            Value::Sequence(sequence) => sequence.style == Style::Block,
            Value::Scalar(scalar) => scalar.style == yaml::ScalarStyle::Block,
        };
        match colon {
            Some(colon) if node.is_null() && node.span.is_empty() => Edit::insert(colon, format!(" {value}")),
            Some(colon) if is_block && !node.is_alias => {
                Edit::replace(Span::new(colon, node.span.end as usize), format!(" {value}"))
            }
            None => Edit::insert(entry.key_span.end as usize, format!(": {value}")),
            _ => Edit::replace(node.span, value),
        }
    }

    /// The byte behind the colon of an entry, which `{ web }` does not have.
    fn after_colon(&self, entry: &Entry) -> Option<usize> {
        let start = entry.key_span.end as usize;
        let rest = self.text.get(start..self.content.end as usize)?;
        let gap = rest.len() - rest.trim_start().len();
        rest.trim_start().starts_with(':').then_some(start + gap + 1)
    }

    /// Gives an entry without a value the rest of the path.
    fn fill(&self, parent: &Mapping, entry: &Entry, rest: &[&str], value: NewValue<'_>) -> Edit {
        if parent.style == Style::Flow || rest.len() == 1 {
            return self.replace(entry, &format!("{{ {} }}", flow_entry(rest, value)));
        }
        let line_break = self.line_break();
        let step = self.step(entry);
        let indent = format!("{}{step}", self.indent(entry.key_span));
        let lines = block_entry(rest, value, &indent, &step, line_break, false);
        Edit::insert(self.line_end(entry.key_span.end as usize), format!("{line_break}{lines}"))
    }

    /// Adds an entry to a mapping.
    fn add(&self, node: &Node, mapping: &Mapping, path: &[&str], value: NewValue<'_>) -> Edit {
        let Some(last) = mapping.entries.iter().rev().find(|entry| !entry.is_merged) else {
            // `{}`, perhaps with spaces or lines in it.
            return Edit::insert(node.span.start as usize + 1, format!(" {} ", flow_entry(path, value)))
                .and(self.needless_space(node.span))
                .unwrap_or_default();
        };
        let end = last.key_span.end.max(last.value.span.end) as usize;
        if mapping.style == Style::Flow {
            return Edit::insert(end, format!(", {}", flow_entry(path, value)));
        }
        let line_break = self.line_break();
        let is_block = |entry: &Entry| entry.value.mapping().is_some_and(|it| it.style == Style::Block);
        let lines = block_entry(
            path,
            value,
            &self.indent(last.key_span),
            &self.step(last),
            line_break,
            is_block(last),
        );
        Edit::insert(self.line_end(end), format!("{line_break}{lines}"))
    }

    /// Removes the spaces of `{ }`.
    fn needless_space(&self, span: Span) -> Edit {
        let inner = Span::new(span.start as usize + 1, (span.end as usize).saturating_sub(1));
        let is_blank = !inner.is_empty() && inner.slice(self.text).bytes().all(|byte| byte == b' ');
        if is_blank { Edit::delete(inner) } else { Edit::none() }
    }

    fn line_break(&self) -> &'static str {
        if self.content.slice(self.text).contains("\r\n") || self.text.starts_with("---\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// The end of the line around `at`, before its break.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..self.content.end as usize).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// What stands before a key on its line.
    fn indent(&self, key: Span) -> String {
        let before = self.text.get(..key.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        " ".repeat(line.len())
    }

    /// How much deeper the entries below `entry` are indented: as they are, else two spaces.
    fn step(&self, entry: &Entry) -> String {
        let inner =
            entry.value.mapping().filter(|it| it.style == Style::Block).and_then(|it| it.entries.first());
        let deeper = inner
            .map(|inner| self.indent(inner.key_span).len().saturating_sub(self.indent(entry.key_span).len()));
        " ".repeat(deeper.filter(|&deeper| deeper > 0).unwrap_or(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after(text: &str, path: &[&str], value: NewValue<'_>) -> String {
        let edit = set(text, &Document::read(text), path, value).expect("it can be said");
        edit.apply(text).expect("it fits")
    }

    /// The front matter's lines before and after `nodes.web.kind` becomes Job.
    fn assert_says(before: &str, expected: &str) {
        let whole = |yaml: &str| format!("---\n{yaml}---\nflowchart LR\n  web\n");
        let found = after(&whole(before), &["nodes", "web", "kind"], NewValue::Text("Job"));
        assert_eq!(found, whole(expected));
    }

    #[test]
    fn a_fact_goes_where_its_like_stand() {
        let expected = [
            (
                "netplat:\n  nodes:\n    web: { kind: Pod } # why\n",
                "netplat:\n  nodes:\n    web: { kind: Job } # why\n",
            ),
            (
                "netplat:\n  nodes:\n    web: { image: x } # why\n",
                "netplat:\n  nodes:\n    web: { image: x, kind: Job } # why\n",
            ),
            ("netplat:\n  nodes:\n    web: {}\n", "netplat:\n  nodes:\n    web: { kind: Job }\n"),
            ("netplat:\n  nodes:\n    web: { }\n", "netplat:\n  nodes:\n    web: { kind: Job }\n"),
            ("netplat:\n  nodes:\n    web: # why\n", "netplat:\n  nodes:\n    web: { kind: Job } # why\n"),
            (
                "netplat:\n  nodes:\n    web:\n      image: x # a\n    db: {}\n",
                "netplat:\n  nodes:\n    web:\n      image: x # a\n      kind: Job\n    db: {}\n",
            ),
            (
                "netplat:\n  nodes:\n    db: { kind: Pod } # a\n  links: {}\n",
                "netplat:\n  nodes:\n    db: { kind: Pod } # a\n    web: { kind: Job }\n  links: {}\n",
            ),
            (
                "netplat:\n    nodes:\n        db:\n            kind: Pod\n",
                "netplat:\n    nodes:\n        db:\n            kind: Pod\n        web:\n            kind: Job\n",
            ),
            (
                "netplat:\n  nodes: # none\n  links: {}\n",
                "netplat:\n  nodes: # none\n    web: { kind: Job }\n  links: {}\n",
            ),
            (
                "netplat:\n  version: 1\ntitle: x\n",
                "netplat:\n  version: 1\n  nodes:\n    web: { kind: Job }\ntitle: x\n",
            ),
            ("title: x # y\n", "title: x # y\nnetplat:\n  nodes:\n    web: { kind: Job }\n"),
            ("# only this\n", "netplat:\n  nodes:\n    web: { kind: Job }\n# only this\n"),
            ("netplat: { nodes: { db: {} } }\n", "netplat: { nodes: { db: {}, web: { kind: Job } } }\n"),
            ("netplat: { nodes: { web } }\n", "netplat: { nodes: { web: { kind: Job } } }\n"),
            (
                "netplat:\n  nodes:\n    web:\n      kind: |\n        Pod\n      image: x\n",
                "netplat:\n  nodes:\n    web:\n      kind: Job\n      image: x\n",
            ),
        ];
        for (before, after) in expected {
            assert_says(before, after);
        }
    }

    #[test]
    fn a_file_without_front_matter_gets_one() {
        let text = "flowchart LR\r\n  web\r\n";
        let found = after(text, &["cluster", "cni"], NewValue::Text("cilium"));
        assert_eq!(
            found,
            "---\r\nnetplat:\r\n  cluster: { cni: cilium }\r\n---\r\nflowchart LR\r\n  web\r\n"
        );
    }

    #[test]
    fn a_link_is_found_in_another_spelling() {
        let text = "---\nnetplat:\n  links:\n    a-->b: { tls: false }\n---\nflowchart LR\n  a --> b\n";
        let link = LinkReference::Ends { from: "a", to: "b", number: None };
        let edit =
            set_link(text, &Document::read(text), link, "ports", NewValue::List(&["443", "dns 53/UDP"]))
                .expect("said");
        let found = edit.apply(text).expect("it fits");
        assert_eq!(found, text.replace("tls: false", "tls: false, ports: [443, dns 53/UDP]"));
    }

    #[test]
    fn what_cannot_be_read_is_not_written_to() {
        for yaml in ["netplat: { nodes:\n", "netplat: 3\n", "netplat: [a]\n", "a: &a { x: 1 }\nnetplat: *a\n"]
        {
            let text = format!("---\n{yaml}---\nflowchart LR\n  web\n");
            assert!(
                set_node(&text, &Document::read(&text), "web", "kind", NewValue::Text("Job")).is_err(),
                "{yaml}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn the_fact_is_there_and_all_else_stays(
            lines in proptest::collection::vec(prop_oneof![
                Just("title: x"), Just("netplat:"), Just("  nodes:"), Just("  nodes: {}"), Just("    web: {}"),
                Just("    web:"), Just("      kind: Pod"), Just("    db: { kind: Pod, ports: [1] } # c"), Just("  # c"),
                Just(""), Just("  links: { a --> b: { tls: x } }"), Just("      ports:"), Just("      - 1"),
                Just("netplat: { nodes: { web: , db } }"), Just("\ta"), Just("  version: 1"),
            ], 0..10),
            id in "[a-z]{1,3}|web|a\\.b|é x",
        ) {
            let text = format!("---\n{}\n---\nflowchart LR\n  web\n", lines.join("\n"));
            let document = Document::read(&text);
            if let Ok(edit) = set_node(&text, &document, &id, "kind", NewValue::Text("Job")) {
                let changed = edit.apply(&text).expect("it fits");
                let (facts, _) = super::super::read(&changed, &Document::read(&changed));
                let fact = facts.nodes.iter().find(|fact| fact.id == id).and_then(|fact| fact.kind.as_ref());
                prop_assert_eq!(fact.map(|kind| kind.value), Some(crate::catalog::ThingKind::Job));
                // What is taken away is at most a value that was there.
                for splice in edit.splices() {
                    prop_assert!(!splice.span.slice(&text).contains('#'));
                }
                prop_assert_eq!(edit.inverse(&text).expect("it fits").apply(&changed).expect("it fits"), text);
            }
        }
    }
}
