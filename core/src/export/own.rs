//! The objects that stand in a page, as they stand there: byte for byte, in their order, with the comments between them.

use super::File;
use crate::document::{Block, Document};
use crate::k8s::{self, WhyLeft};
use crate::text::Span;
use crate::yaml;

/// What a page holds of manifests.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Own {
    /// In the order of the page.
    pub parts: Vec<OwnPart>,
    /// The documents that are no objects.
    pub left: Vec<LeftOut>,
}

/// What one fence holds.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnPart {
    /// Of a fence with a title: the file as it came in.
    pub file: Option<File>,
    /// The documents in it that are objects, with the comments between them; empty where none is.
    pub objects: String,
    /// Whether kustomize puts others together by it.
    pub is_kustomization: bool,
}

/// A document of the page that is not among its objects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// Where it stands.
    pub span: Span,
    /// Why.
    pub why: WhyLeft,
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let why = match self.why {
            WhyLeft::NotAnObject => "is no Kubernetes object",
            WhyLeft::Template => "is a template",
            WhyLeft::Unreadable => "cannot be read as YAML",
        };
        write!(formatter, "this document {why} and is not among the objects")
    }
}

impl Own {
    /// All of it that is objects, as one text.
    pub fn stream(&self) -> String {
        stream(self.parts.iter().map(|part| part.objects.as_str()))
    }

    /// The files that fences with a title hold.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.parts.iter().filter_map(|part| part.file.as_ref())
    }
}

/// What the page `document`, which was read from `text`, holds of manifests.
///
/// ```
/// use netplat_core::{document::Document, export};
/// let page = "```yaml title=\"a.yaml\"\n# First.\napiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n```\n\n\
///             ```json\n{ \"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": { \"name\": \"b\" } }\n```\n";
/// let own = export::own(page, &Document::read(page));
/// assert_eq!(
///     own.stream(),
///     "# First.\napiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n---\n\
///      { \"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": { \"name\": \"b\" } }\n"
/// );
/// assert_eq!(own.files().next().map(|file| file.path.as_str()), Some("a.yaml"));
/// ```
pub fn own(text: &str, document: &Document) -> Own {
    let mut own = Own::default();
    for block in document.blocks.iter().filter(|block| k8s::may_hold_objects(&block.kind)) {
        let part = own_part(text, block, &mut own.left);
        own.parts.push(part);
    }
    own
}

fn own_part(text: &str, block: &Block, left: &mut Vec<LeftOut>) -> OwnPart {
    let held = block.file_text(text);
    let mut has_object = false;
    let mut is_kustomization = false;
    let mut objects = String::new();
    for piece in k8s::documents(held) {
        let read = k8s::read_manifest(piece.slice(held));
        match why_left(&read) {
            Some(why) => {
                left.push(LeftOut { span: piece.shifted(block.content.start as usize), why });
                continue;
            }
            // Comments without an object are kept where the file has one.
            None => has_object |= !(read.objects.is_empty() && read.left.is_empty()),
        }
        is_kustomization |= read.objects.iter().any(|object| object.group() == "kustomize.config.k8s.io");
        objects.push_str(piece.slice(held));
    }
    if !has_object {
        objects.clear();
    }
    let objects = without_indentation(text, block, objects);
    let file = block.title(text).map(|path| File { path, text: held.to_owned() });
    OwnPart { file, objects, is_kustomization }
}

/// Why a document is not among the objects. What other programs read and this one does not is.
fn why_left(read: &k8s::Objects) -> Option<WhyLeft> {
    let ends_reading = [&yaml::SYNTAX, &yaml::TAB, &yaml::BAD_ALIAS];
    if read.problems.iter().any(|problem| ends_reading.iter().any(|rule| rule.code == problem.rule.code)) {
        return Some(WhyLeft::Unreadable);
    }
    let left = read.left.first().filter(|_| read.objects.is_empty())?;
    (left.why != WhyLeft::Unreadable).then_some(left.why)
}

/// Texts of YAML documents one after the other as one text. Each is as it was, but for a byte order mark, which may only
/// stand at the start of a text, and for a line break at its end.
pub fn stream<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut stream = String::new();
    texts.into_iter().filter(|text| !text.is_empty()).for_each(|text| append(&mut stream, text));
    stream
}

/// Adds the text of a file to those before it.
fn append(stream: &mut String, file: &str) {
    let file = file.trim_start_matches('\u{feff}');
    let first = file.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    if !stream.is_empty() {
        if !stream.ends_with('\n') {
            stream.push('\n');
        }
        match first {
            // A directive may only follow the end of a document.
            Some(line) if line.starts_with('%') => stream.push_str("...\n"),
            Some(line) if line.starts_with("---") => {}
            _ => stream.push_str("---\n"),
        }
    }
    stream.push_str(file);
    if !stream.ends_with('\n') {
        stream.push('\n');
    }
}

/// What a fence in a list item holds, without the indentation of the item.
fn without_indentation(text: &str, block: &Block, held: String) -> String {
    let opening = block.span.slice(text);
    let indentation = opening.len() - opening.trim_start_matches(' ').len();
    if indentation == 0 {
        return held;
    }
    let line = |line: &str| {
        let own = line.len() - line.trim_start_matches(' ').len();
        line.get(own.min(indentation)..).unwrap_or_default().to_owned()
    };
    held.split_inclusive('\n').map(line).collect()
}
