use super::note::{Note, Why};
use crate::k8s::{self, Object, WhyLeft};
use crate::text::LineIndex;

/// A file that is part of the design.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct File {
    pub path: String,
    pub objects: Vec<Object>,
    pub notes: Vec<Note>,
}

impl File {
    /// The file at `path` that says `text`.
    pub fn read(path: String, text: &str) -> Self {
        let read = k8s::read_manifest(text);
        let mut notes = Vec::new();
        let mut note = |line, why| notes.push(Note { path: path.clone(), line, why });
        let lines = LineIndex::new(text);
        let line = |at: u32| Some(lines.line(at as usize) + 1);
        for left in &read.left {
            let start = left.span.start as usize + indentation(left.span.slice(text));
            match left.why {
                WhyLeft::NotAnObject => note(line(start as u32), by_name(&path)),
                WhyLeft::Template => note(line(start as u32), Why::Template),
                // The problem says it.
                WhyLeft::Unreadable => {}
            }
        }
        for problem in &read.problems {
            note(line(problem.span.start), Why::Broken(problem.message.clone()));
        }
        if read.objects.iter().any(is_kustomization) {
            note(None, Why::Kustomization);
        }
        if read.objects.is_empty() && read.left.is_empty() {
            note(None, Why::Empty);
        }
        if let [only] = notes.as_mut_slice()
            && !matches!(only.why, Why::Broken(_))
        {
            only.line = None;
        }
        Self { path, objects: read.objects, notes }
    }
}

/// The bytes of blank space and comments before what a document says.
fn indentation(part: &str) -> usize {
    let mut at = 0;
    for line in part.split_inclusive('\n') {
        let said = line.trim_start();
        if !said.is_empty() && !said.starts_with('#') {
            return at + (line.len() - said.len());
        }
        at += line.len();
    }
    0
}

/// What a file that holds no object is for, by the names that Helm and its users give.
fn by_name(path: &str) -> Why {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or(&name);
    if stem == "chart" {
        return Why::Chart;
    }
    let is_values = stem.split(['-', '_']).any(|word| matches!(word, "values" | "helmvalues"));
    if is_values { Why::Values } else { Why::NotAnObject }
}

pub(super) fn is_kustomization(object: &Object) -> bool {
    object.group() == "kustomize.config.k8s.io"
}
