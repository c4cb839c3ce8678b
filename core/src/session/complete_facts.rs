//! What could be written in the front matter: keys and values of `netplat:`, and the ids that facts are about.

use super::Snapshot;
use super::complete::{Completion, CompletionKind, Completions};
use crate::model::facts;
use std::collections::BTreeSet;

/// What could be written at byte `at`, which stands in the front matter.
pub(super) fn complete_facts(snapshot: &Snapshot, content_start: usize, at: usize) -> Completions {
    let before = snapshot.text.get(content_start..at).unwrap_or_default();
    let (path, lead) = path(before);
    let word = lead.trim_start();
    let from = at - word.len();
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let items = match keys.as_slice() {
        ["netplat", "nodes"] => {
            names(CompletionKind::Node, snapshot.model.things.iter().map(|thing| (&thing.id, &thing.text)))
        }
        ["netplat", "groups"] => {
            names(CompletionKind::Group, snapshot.model.groups.iter().map(|group| (&group.id, &group.text)))
        }
        ["netplat", "links"] => {
            let links = snapshot.model.links.iter();
            let keys: BTreeSet<String> = links.map(|link| format!("{} --> {}", link.from, link.to)).collect();
            names(CompletionKind::Link, keys.iter().map(|key| (key, key)))
        }
        keys => facts::complete(keys).iter().map(offer).collect(),
    };
    Completions { from, items: items.into_iter().filter(|item| item.label != word).collect() }
}

fn offer(offered: &facts::Completion) -> Completion {
    let kind = if offered.is_key { CompletionKind::Key } else { CompletionKind::Value };
    Completion { label: offered.word.to_owned(), kind, detail: offered.about.to_owned() }
}

fn names<'a>(kind: CompletionKind, all: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<Completion> {
    let item = |(id, text): (&String, &String)| {
        let detail = if text == id { String::new() } else { text.clone() };
        Completion { label: id.clone(), kind, detail }
    };
    all.map(item).collect()
}

/// The keys around the end of `before`, and the word that is being typed there.
fn path(before: &str) -> (Vec<String>, &str) {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let content = line.trim_start().trim_start_matches("- ");
    let mut indent = line.len() - content.len();
    let mut path = Vec::new();
    // On the line itself: a key with its value, or braces of several.
    let mut rest = content;
    while let Some((key, after)) = rest.split_once(": ").filter(|(key, _)| !key.contains(['{', ','])) {
        path.push(key.trim().to_owned());
        let Some(open) = after.trim_start().strip_prefix('{') else {
            rest = after;
            break;
        };
        if open.contains('}') {
            rest = "";
            break;
        }
        rest = open.rsplit([',', '{']).next().unwrap_or_default();
    }
    // Above it: every line that is indented less than all below it.
    let mut above = Vec::new();
    for line in before.lines().rev().skip(usize::from(!line.is_empty())) {
        let words = line.trim_start().trim_start_matches("- ");
        let column = line.len() - words.len();
        let is_note = words.is_empty() || words.starts_with('#');
        if let Some((key, _)) = words.split_once(':').filter(|_| !is_note && column < indent) {
            above.push(key.trim().to_owned());
            indent = column;
        }
    }
    above.reverse();
    above.extend(path);
    (above, rest)
}
