//! Facts written and taken away: the smallest edit that says it, in the style of what stands there.
//!
//! An entry that is there gets a key; else its section an entry; else `netplat:` a section; else the front matter a
//! `netplat:`; else the file a front matter. What a removed fact leaves empty goes the same way back. All other bytes
//! stay as they are, comments among them.

use super::link_reference::LinkReference;
use crate::document::{BlockKind, Document};
use crate::text::{Edit, Span};
use crate::yaml::{self, Cannot, Leaf, NewValue, Node, Source, Value, block_entry};

/// What a fact is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About<'a> {
    /// The whole design: the keys of `netplat:` itself.
    Design,
    /// A node, by its id.
    Node(&'a str),
    /// A subgraph, by its id.
    Group(&'a str),
    /// A link. An entry that calls it the same in another spelling is taken: `a-->b` for `a --> b`.
    Link(LinkReference<'a>),
    /// A cluster: the only one, or one of several by its name.
    Cluster(Option<&'a str>),
}

impl About<'_> {
    /// The keys that lead to `key` from the root of the front matter.
    fn path(&self, text: &str, document: &Document, key: &str) -> Vec<String> {
        let below: Vec<String> = match self {
            Self::Design => vec![],
            Self::Node(id) => vec!["nodes".to_owned(), (*id).to_owned()],
            Self::Group(id) => vec!["groups".to_owned(), (*id).to_owned()],
            Self::Link(link) => {
                let (facts, _) = super::read(text, document);
                let known = facts.links.iter().find(|fact| LinkReference::read(&fact.key) == Ok(*link));
                vec!["links".to_owned(), known.map_or_else(|| link.to_string(), |fact| fact.key.clone())]
            }
            Self::Cluster(None) => vec!["cluster".to_owned()],
            Self::Cluster(Some(name)) => vec!["clusters".to_owned(), (*name).to_owned()],
        };
        ["netplat".to_owned()].into_iter().chain(below).chain([key.to_owned()]).collect()
    }
}

/// The edit after which the fact `key` about something is `value`.
///
/// ```
/// use netplat_core::{document::Document, model::facts::{self, About}, yaml::NewValue};
/// let text = "---\nnetplat:\n  nodes:\n    web: { kind: Job } # nightly\n---\nflowchart LR\n  web\n";
/// let edit = facts::set(text, &Document::read(text), About::Node("web"), "namespace", NewValue::Text("shop"))?;
/// assert!(edit.apply(text).unwrap().contains("    web: { kind: Job, namespace: shop } # nightly\n"));
/// # Ok::<(), netplat_core::yaml::Cannot>(())
/// ```
///
/// # Errors
/// When the front matter cannot be read, or has something else where the fact belongs.
pub fn set(
    text: &str,
    document: &Document,
    about: About<'_>,
    key: &str,
    value: NewValue<'_>,
) -> Result<Edit, Cannot> {
    Change::new(text, document, about, key).write(Leaf::Value(value))
}

/// The edit that adds `item` to the list `key` of something; to a new list when there is none.
///
/// # Errors
/// As for [`set`].
pub fn append(
    text: &str,
    document: &Document,
    about: About<'_>,
    key: &str,
    item: NewValue<'_>,
) -> Result<Edit, Cannot> {
    Change::new(text, document, about, key).write(Leaf::Item(item))
}

/// The edit that adds `items`, in this order, to the list `key` of something; nothing when there are none.
///
/// # Errors
/// As for [`append`].
pub fn append_all(
    text: &str,
    document: &Document,
    about: About<'_>,
    key: &str,
    items: &[NewValue<'_>],
) -> Result<Edit, Cannot> {
    let Some((first, rest)) = items.split_first() else { return Ok(Edit::none()) };
    let change = Change::new(text, document, about, key);
    let edit = change.write(Leaf::Item(*first))?;
    if rest.is_empty() {
        return Ok(edit);
    }
    // The first says how the list is written; the others follow it in the text that it gives.
    let cannot = || change.cannot("added to");
    let with_first = edit.apply(text).map_err(|_| cannot())?;
    let root = after(text, &edit).ok_or_else(cannot)?;
    let list = at(&root, &change.path()).ok_or_else(cannot)?;
    let (content, _) = front_matter(&Document::read(&with_first)).ok_or_else(cannot)?;
    let last = list.items().last().ok_or_else(cannot)?;
    let more = Source::new(&with_first, content).insert_after(last, rest).ok_or_else(cannot)?;
    let whole = more.apply(&with_first).map_err(|_| cannot())?;
    let edit = Edit::between(text, &whole);
    let written = after(text, &edit).ok_or_else(cannot)?;
    let found = at(&written, &change.path()).map_or(&[][..], Node::items);
    let are_said = found.len() == list.items().len() + rest.len()
        && found.iter().rev().zip(rest.iter().rev()).all(|(found, item)| says(found, *item));
    are_said.then_some(edit).ok_or_else(cannot)
}

/// The edit that takes the fact `key` about something away, and what is left empty without it. None when it is not
/// there.
///
/// # Errors
/// When the front matter cannot be read, or says the fact in a place that says others, too.
pub fn remove(text: &str, document: &Document, about: About<'_>, key: &str) -> Result<Edit, Cannot> {
    let change = Change::new(text, document, about, key);
    change.remove(|source, root, path| source.remove_at(root, path))
}

/// The edit that takes the items that stand at `spans` out of the list `key` of something; the list as well when none is left.
///
/// # Errors
/// As for [`remove`].
pub fn remove_items(
    text: &str,
    document: &Document,
    about: About<'_>,
    key: &str,
    spans: &[Span],
) -> Result<Edit, Cannot> {
    let change = Change::new(text, document, about, key);
    change.remove(|source, root, path| source.remove_items_at(root, path, spans))
}

/// A change of one fact.
struct Change<'a> {
    text: &'a str,
    /// What the front matter holds, if there is one, and all of it.
    front: Option<(Span, Span)>,
    path: Vec<String>,
}

impl<'a> Change<'a> {
    fn new(text: &'a str, document: &Document, about: About<'_>, key: &str) -> Self {
        let front = front_matter(document);
        Self { text, front, path: about.path(text, document, key) }
    }

    fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// The root of the front matter at `content`.
    fn root(&self, content: Span) -> Result<Option<Node>, Cannot> {
        let read = yaml::read(content.slice(self.text), content.start as usize);
        match read.problems.iter().find(|problem| problem.rule != &yaml::DUPLICATE_KEY) {
            Some(problem) => {
                Err(Cannot(format!("The front matter has to be mended first: {}.", problem.message)))
            }
            None => Ok(read.documents.into_iter().next()),
        }
    }

    fn write(&self, leaf: Leaf<'_>) -> Result<Edit, Cannot> {
        let path = self.path();
        let (edit, before) = match self.front {
            None => (new_front_matter(self.text, &path, leaf), None),
            Some((content, _)) => {
                let root = self.root(content)?;
                (Source::new(self.text, content).write_at(root.as_ref(), &path, leaf)?, root)
            }
        };
        let after = after(self.text, &edit);
        let found = after.as_ref().and_then(|root| at(root, &path));
        let is_said = match leaf {
            Leaf::Value(value) => found.is_some_and(|found| says(found, value)),
            Leaf::Item(item) => {
                let old =
                    before.as_ref().and_then(|root| at(root, &path)).map_or(0, |list| list.items().len());
                let items = found.map_or(&[][..], Node::items);
                items.len() == old + 1 && items.last().is_some_and(|last| says(last, item))
            }
        };
        is_said.then_some(edit).ok_or_else(|| self.cannot("added to"))
    }

    fn remove(
        &self,
        take: impl FnOnce(&Source<'_>, &Node, &[&str]) -> Result<Edit, Cannot>,
    ) -> Result<Edit, Cannot> {
        let Some((content, whole)) = self.front else { return Ok(Edit::none()) };
        let Some(root) = self.root(content)? else { return Ok(Edit::none()) };
        let path = self.path();
        let edit = take(&Source::new(self.text, content), &root, &path)?;
        let is_all = |edit: &Edit| match edit.splices() {
            [only] => only.span.slice(self.text).trim() == content.slice(self.text).trim(),
            _ => false,
        };
        if !edit.is_empty() && is_all(&edit) {
            let mark = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            return Ok(Edit::delete(Span::new(mark, whole.end as usize)));
        }
        let count = |root: &Node| at(root, &path).map_or(0, |found| 1 + found.items().len());
        let fewer = after(self.text, &edit).map_or(0, |root| count(&root)) < count(&root);
        (edit.is_empty() || fewer).then_some(edit).ok_or_else(|| self.cannot("taken from"))
    }

    fn cannot(&self, what: &str) -> Cannot {
        let path = self.path.join(".");
        Cannot(format!("The front matter is written in a way that `{path}` cannot be {what}."))
    }
}

/// What the front matter of `document` holds, and all of it.
fn front_matter(document: &Document) -> Option<(Span, Span)> {
    let block = document.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter)?;
    Some((block.content, block.span))
}

/// The root of the front matter after `edit`, if it can be read as well as before.
fn after(text: &str, edit: &Edit) -> Option<Node> {
    let after = edit.apply(text).ok()?;
    let (content, _) = front_matter(&Document::read(&after))?;
    let read = yaml::read(content.slice(&after), content.start as usize);
    let is_harmless =
        |problem: &crate::diagnostic::Problem| problem.rule != &yaml::SYNTAX && problem.rule != &yaml::TAB;
    read.problems.iter().all(is_harmless).then(|| read.documents.into_iter().next()).flatten()
}

fn at<'a>(root: &'a Node, path: &[&str]) -> Option<&'a Node> {
    path.iter().try_fold(root, |node, key| node.get(key))
}

/// Whether `found` is `value`.
fn says(found: &Node, value: NewValue<'_>) -> bool {
    let wanted = yaml::read(&value.to_string(), 0);
    wanted.root().is_some_and(|wanted| same(found, wanted))
}

fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => {
            // Quotes around a number that was between quotes before are no other value to a reader of facts.
            a.resolve() == b.resolve() || a.text == b.text
        }
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.items.len() == b.items.len() && a.items.iter().zip(&b.items).all(|(a, b)| same(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            a.entries.len() == b.entries.len()
                && a.entries.iter().zip(&b.entries).all(|(a, b)| a.key == b.key && same(&a.value, &b.value))
        }
        _ => false,
    }
}

fn new_front_matter(text: &str, path: &[&str], leaf: Leaf<'_>) -> Edit {
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let entry = block_entry(path, leaf, "", "  ", line_break, false);
    Edit::insert(at, format!("---{line_break}{entry}{line_break}---{line_break}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after(text: &str, about: About<'_>, key: &str, value: NewValue<'_>) -> String {
        let edit = set(text, &Document::read(text), about, key, value).expect("it can be said");
        edit.apply(text).expect("it fits")
    }

    /// The front matter's lines before and after `nodes.web.kind` becomes Job.
    fn assert_says(before: &str, expected: &str) {
        let whole = |yaml: &str| format!("---\n{yaml}---\nflowchart LR\n  web\n");
        let found = after(&whole(before), About::Node("web"), "kind", NewValue::Text("Job"));
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
        let found = after(text, About::Cluster(None), "cni", NewValue::Text("cilium"));
        assert_eq!(
            found,
            "---\r\nnetplat:\r\n  cluster: { cni: cilium }\r\n---\r\nflowchart LR\r\n  web\r\n"
        );
    }

    #[test]
    fn a_link_is_found_in_another_spelling() {
        let text = "---\nnetplat:\n  links:\n    a-->b: { tls: false }\n---\nflowchart LR\n  a --> b\n";
        let link = LinkReference::Ends { from: "a", to: "b", number: None };
        let edit = set(
            text,
            &Document::read(text),
            About::Link(link),
            "ports",
            NewValue::List(&["443", "dns 53/UDP"]),
        )
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
                set(&text, &Document::read(&text), About::Node("web"), "kind", NewValue::Text("Job"))
                    .is_err(),
                "{yaml}"
            );
        }
    }

    fn removed(yaml: &str, about: About<'_>, key: &str) -> String {
        let text = format!("---\n{yaml}---\nflowchart LR\n  web\n");
        let edit = remove(&text, &Document::read(&text), about, key).expect("it can be taken away");
        edit.apply(&text).expect("it fits")
    }

    #[test]
    fn a_fact_that_goes_takes_what_it_leaves_empty_along() {
        let expected = [
            (
                "netplat:\n  nodes:\n    web: { kind: Job, image: x } # why\n",
                "netplat:\n  nodes:\n    web: { image: x } # why\n",
            ),
            (
                "netplat:\n  nodes:\n    web: { image: x, kind: Job }\n",
                "netplat:\n  nodes:\n    web: { image: x }\n",
            ),
            (
                "netplat:\n  nodes:\n    web: { kind: Job }\n    db: { kind: Pod }\n",
                "netplat:\n  nodes:\n    db: { kind: Pod }\n",
            ),
            ("title: x\nnetplat:\n  nodes:\n    web:\n      kind: Job\n", "title: x\n"),
            (
                "netplat:\n  version: 1\n  nodes:\n    # the shop\n    web:\n      kind: Job # a\n",
                "netplat:\n  version: 1\n  nodes:\n    # the shop\n    web:\n",
            ),
            (
                "netplat:\n  nodes:\n    web:\n      kind: Job\n      # by hand\n      image: x\n",
                "netplat:\n  nodes:\n    web:\n      # by hand\n      image: x\n",
            ),
            (
                "netplat:\n  nodes: # all of them\n    web:\n      kind: Job\n",
                "netplat:\n  nodes: # all of them\n",
            ),
            ("netplat: { nodes: { web: { kind: Job }, db: {} } }\n", "netplat: { nodes: { db: {} } }\n"),
        ];
        for (before, after) in expected {
            assert_eq!(
                removed(before, About::Node("web"), "kind"),
                format!("---\n{after}---\nflowchart LR\n  web\n")
            );
        }
        assert_eq!(
            removed("netplat:\n  nodes:\n    web: { kind: Job }\n", About::Node("web"), "kind"),
            "flowchart LR\n  web\n"
        );
    }

    #[test]
    fn a_list_gets_and_loses_items() {
        let lists = [
            ("ports: [80]", "ports: [80, 443]"),
            ("ports: []", "ports: [443]"),
            ("kind: Job", "kind: Job, ports: [443]"),
        ];
        for (without, with) in lists {
            let whole = |facts: &str| {
                format!("---\nnetplat:\n  nodes:\n    web: {{ {facts} }} # c\n---\nflowchart LR\n  web\n")
            };
            let text = whole(without);
            let edit =
                append(&text, &Document::read(&text), About::Node("web"), "ports", NewValue::Text("443"))
                    .expect("added");
            let added = edit.apply(&text).expect("it fits");
            assert_eq!(added, whole(with));
            let at = added.find("443").expect("it is there");
            let edit = remove_items(
                &added,
                &Document::read(&added),
                About::Node("web"),
                "ports",
                &[Span::new(at, at + 3)],
            )
            .expect("removed");
            let removed = edit.apply(&added).expect("it fits");
            // Where the comment would go along, braces stay.
            assert_eq!(
                removed,
                if with.contains("80") { text } else { whole(with).replace(without_list(with), "") }
            );
        }
    }

    fn without_list(with: &str) -> &str {
        if with.contains("kind") { ", ports: [443]" } else { " ports: [443] " }
    }

    #[test]
    fn an_address_plan_begins_with_its_first_entry() {
        let entry =
            NewValue::Mapping(&[("cidr", NewValue::Text("10.0.0.0/8")), ("name", NewValue::Text("all"))]);
        let item = "- { cidr: 10.0.0.0/8, name: all }\n";
        let expected = [
            ("flowchart LR\n", format!("---\nnetplat:\n  addresses:\n    {item}---\nflowchart LR\n")),
            ("---\ntitle: x\n---\n", format!("---\ntitle: x\nnetplat:\n  addresses:\n    {item}---\n")),
            ("---\nnetplat:\n  addresses: [] # none\n---\n", format!("---\nnetplat:\n  addresses: # none\n    {item}---\n")),
            ("---\nnetplat:\n  addresses:\n---\n", format!("---\nnetplat:\n  addresses:\n    {item}---\n")),
            ("---\nnetplat: { addresses: [] }\n---\n", "---\nnetplat: { addresses: [{ cidr: 10.0.0.0/8, name: all }] }\n---\n".to_owned()),
            ("---\nnetplat:\n  addresses:\n  - cidr: ::/0 # six\n---\n", "---\nnetplat:\n  addresses:\n  - cidr: ::/0 # six\n  - cidr: 10.0.0.0/8\n    name: all\n---\n".to_owned()),
        ];
        for (before, after) in expected {
            let edit =
                append(before, &Document::read(before), About::Design, "addresses", entry).expect("added");
            assert_eq!(edit.apply(before).expect("it fits"), after);
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
            if let Ok(edit) = set(&text, &document, About::Node(&id), "kind", NewValue::Text("Job")) {
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
