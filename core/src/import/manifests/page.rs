use super::note::{Note, Why};
use super::picture::Picture;
use super::summary::Summary;
use super::words::{code, heading};
use std::fmt::Write;

/// A page lists so many files of each sort; what is beyond is counted.
const MAX_LISTED: usize = 200;

/// The document: what was read, the views, what is not understood or left out, and the manifests.
pub(super) fn write(title: &str, summary: &Summary, picture: &Picture, fences: &str) -> String {
    let title = heading(title);
    let title = if title.is_empty() { "Manifests" } else { title.as_str() };
    let mut out = front_matter(picture);
    let _ = writeln!(out, "# {title}\n\n{}", summary.sentences().join("\n"));
    if picture.undrawn > 0 {
        let _ = writeln!(
            out,
            "Not drawn, because they are from or to too many: {} of the flows that policies allow.",
            picture.undrawn
        );
    }
    for view in &picture.views {
        let _ = write!(out, "\n## {}\n\n```mermaid\n{}```\n", view.heading, view.chart);
    }
    // Kustomizations are in each folder of many repositories; their count is said above.
    let kept = summary.notes.iter().filter(|note| note.why.is_kept() && note.why != Why::Kustomization);
    list(&mut out, "Kept and not understood", kept);
    list(&mut out, "Left out", summary.notes.iter().filter(|note| !note.why.is_kept()));
    if !fences.is_empty() {
        let _ = write!(out, "\n## Manifests\n\n{fences}");
    }
    out
}

/// Facts about the nodes that stand for no object.
fn front_matter(picture: &Picture) -> String {
    if picture.folded.is_empty() {
        return String::new();
    }
    let mut out = "---\nnetplat:\n  version: 1\n  nodes:\n".to_owned();
    for id in &picture.folded {
        let _ = writeln!(out, "    {id}: {{ kind: other }}");
    }
    out.push_str("---\n");
    out
}

fn list<'a>(out: &mut String, heading: &str, notes: impl Iterator<Item = &'a Note>) {
    let notes: Vec<&Note> = notes.collect();
    if notes.is_empty() {
        return;
    }
    let _ = write!(out, "\n## {heading}\n\n");
    for note in notes.iter().take(MAX_LISTED) {
        let line = note.line.map(|line| format!(", line {line}")).unwrap_or_default();
        let _ = writeln!(out, "- {}{line}: {}", code(&note.path), plain(&note.why.to_string()));
    }
    if notes.len() > MAX_LISTED {
        let _ = writeln!(out, "- and {} more", notes.len() - MAX_LISTED);
    }
}

/// A reason on one line, with what a reader of Markdown would take for more than itself as code.
fn plain(reason: &str) -> String {
    let is_plain =
        |it: char| it.is_alphanumeric() || matches!(it, ' ' | ',' | '.' | ';' | ':' | '\'' | '-' | '`');
    if reason.chars().all(is_plain) { reason.to_owned() } else { code(reason) }
}
