use crate::check::Subject;
use crate::k8s::Object;
use crate::text::{Edit, Span};
use crate::yaml::{Entry, Mapping, NewValue, Node, Source, Style};

/// Changes of one object where it is written.
#[derive(Clone, Copy)]
pub(super) struct Rewrite<'a> {
    text: &'a str,
    source: Source<'a>,
    object: &'a Object,
}

impl<'a> Rewrite<'a> {
    pub fn new(subject: &Subject<'a>, object: &'a Object) -> Self {
        let block = object.block.and_then(|block| subject.document.blocks.get(block));
        let area = block.map_or(Span::new(0, subject.text.len()), |block| block.content);
        Self { text: subject.text, source: Source::new(subject.text, area), object }
    }

    /// Writes `value` where the path leads to.
    pub fn set(&self, path: &[&str], value: &str) -> Option<Edit> {
        let (key, above) = path.split_last()?;
        let entry = self.object.at(above)?.mapping()?.entry(key)?;
        Some(self.source.replace(entry, NewValue::Text(value)))
    }

    /// Adds keys at the end of the mapping `node`.
    pub fn add(&self, node: &Node, entries: &[(&str, NewValue<'_>)]) -> Option<Edit> {
        self.source.set_keys(node, entries)
    }

    /// Takes keys out of the mapping `node`.
    pub fn remove(&self, node: &Node, keys: &[&str]) -> Option<Edit> {
        self.source.remove_keys(node, keys)
    }

    /// Takes an annotation away, and with the last one all of them.
    pub fn remove_annotation(&self, key: &str) -> Option<Edit> {
        let annotations = self.object.at(&["metadata", "annotations"])?;
        match annotations.entries() {
            [_] => self.remove(self.object.at(&["metadata"])?, &["annotations"]),
            _ => self.remove(annotations, &[key]),
        }
    }

    /// Calls an entry something else.
    pub fn rename(entry: &Entry, key: &str) -> Edit {
        Edit::replace(entry.key_span, key)
    }

    /// Puts entries of `mapping` that stand side by side below a new key, each below keys of its own and under another one:
    /// of `serviceName: web` that goes to `["service"]` and `["name"]` there stays `web`, its comment, and `service:` above.
    /// None where something stands between them.
    pub fn nest(&self, mapping: &Mapping, moved: &[Moved<'_>], under: &Under<'_>) -> Option<Vec<Edit>> {
        let mut found: Vec<Found<'_>> = Vec::new();
        for (place, entry) in mapping.entries.iter().enumerate().filter(|(_, entry)| !entry.is_merged) {
            let moved = moved.iter().filter(|moved| moved.from == entry.key);
            found.extend(moved.map(|moved| Found { place, entry, moved }));
        }
        let mut pairs = found.iter().zip(found.iter().skip(1));
        let is_close = pairs.all(|(one, next)| one.place + 1 == next.place);
        let is_plain = found.iter().all(|it| it.entry.value.scalar().is_some() && !it.entry.value.is_alias);
        if !is_close || !is_plain || found.len() != moved.len() {
            return None;
        }
        match mapping.style {
            Style::Flow => Some(nest_in_braces(&found, under)),
            Style::Block => self.nest_by_lines(&found, under),
        }
    }

    fn nest_by_lines(&self, found: &[Found<'_>], under: &Under<'_>) -> Option<Vec<Edit>> {
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut edits = Vec::new();
        for (index, Found { entry, moved, .. }) in found.iter().enumerate() {
            let start = entry.key_span.start as usize;
            let before = self.text.get(..start)?.rsplit('\n').next().unwrap_or_default();
            // Behind a dash it begins a line all the same; the ones below it stand at its column.
            if index > 0 && !before.trim().is_empty() {
                return None;
            }
            let line = |depth: usize| format!("{newline}{}", " ".repeat(before.chars().count() + 2 * depth));
            let mut written = "  ".to_owned();
            if index == 0 {
                written = format!("{}:{}", under.key, line(1));
                written.extend(under.first.map(|(key, value)| format!("{key}: {value}{}", line(1))));
            }
            for (depth, key) in moved.below.iter().enumerate() {
                written.push_str(&format!("{key}:{}", line(depth + 2)));
            }
            edits.push(Edit::replace(entry.key_span, written + moved.to));
        }
        Some(edits)
    }
}

fn nest_in_braces(found: &[Found<'_>], under: &Under<'_>) -> Vec<Edit> {
    let last = found.len().saturating_sub(1);
    let edit = |(index, found): (usize, &Found<'_>)| {
        let mut written = String::new();
        if index == 0 {
            written = format!("{}: {{ ", under.key);
            written.extend(under.first.map(|(key, value)| format!("{key}: {value}, ")));
        }
        written.extend(found.moved.below.iter().map(|key| format!("{key}: {{ ")));
        let closing = " }".repeat(found.moved.below.len() + usize::from(index == last));
        [
            Edit::replace(found.entry.key_span, written + found.moved.to),
            Edit::insert(found.entry.value.span.end as usize, closing),
        ]
    };
    found.iter().enumerate().flat_map(edit).collect()
}

/// The key that entries go below.
pub(super) struct Under<'a> {
    /// The key.
    pub key: &'a str,
    /// What stands there before them.
    pub first: Option<(&'a str, &'a str)>,
}

/// An entry of a mapping that goes below others.
struct Found<'a> {
    place: usize,
    entry: &'a Entry,
    moved: &'a Moved<'a>,
}

/// An entry that goes below others.
pub(super) struct Moved<'a> {
    /// Its key.
    pub from: &'a str,
    /// The keys that it goes below, apart from the one of all.
    pub below: &'a [&'a str],
    /// Its key there.
    pub to: &'a str,
}

/// All of `edits` as one.
pub(super) fn joined(edits: Vec<Edit>) -> Option<Edit> {
    Edit::new(edits.into_iter().flat_map(|edit| edit.splices().to_vec()).collect()).ok()
}
