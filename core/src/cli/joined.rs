use super::{Failure, folder, read};
use crate::text::{LineIndex, Span};
use std::path::{Path, PathBuf};

/// Several files as one design: pages as they stand, manifests in fences. Places are told by file and line.
pub(super) struct Joined {
    pub text: String,
    parts: Vec<Part>,
}

/// A file in the text.
struct Part {
    path: String,
    /// Where its text begins and ends.
    span: Span,
    lines: LineIndex,
}

/// A line of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct FileLine {
    pub path: String,
    /// From 1.
    pub line: u32,
}

impl std::fmt::Display for FileLine {
    /// `web.yaml:12`
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.path, self.line)
    }
}

impl Joined {
    /// Reads files as they are named, and pages and manifests below directories: pages first, since facts stand at the
    /// very start of a design.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut found = Vec::new();
        for path in paths {
            if path.is_dir() {
                folder::collect(path, |path| is_page(path) || is_manifest(path), &mut found)?;
            } else {
                found.push(path.clone());
            }
        }
        found.sort_by_key(|path| is_manifest(path));
        let mut joined = Self { text: String::new(), parts: Vec::new() };
        for path in &found {
            joined.add(path, &read(path)?);
        }
        if joined.text.len() > crate::document::MAX_BYTES {
            return Err(format!("more than {} bytes in all", crate::document::MAX_BYTES));
        }
        Ok(joined)
    }

    fn add(&mut self, path: &Path, text: &str) {
        let fence = is_manifest(path).then(|| fence(text));
        if let Some(fence) = &fence {
            self.text.push_str(fence);
            self.text.push_str("yaml\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        let span = Span::new(start, self.text.len());
        self.parts.push(Part { path: path.display().to_string(), span, lines: LineIndex::new(text) });
        self.text.push('\n');
        if let Some(fence) = fence {
            self.text.push_str(&fence);
            self.text.push_str("\n\n");
        }
    }

    /// The file and line where `span` begins.
    pub fn place(&self, span: Span) -> Option<FileLine> {
        let part =
            self.parts.iter().find(|part| part.span.start <= span.start && span.start <= part.span.end)?;
        let line = part.lines.line((span.start - part.span.start) as usize) + 1;
        Some(FileLine { path: part.path.clone(), line })
    }
}

/// Backticks that no run of backticks in `text` closes.
fn fence(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

fn is_page(path: &Path) -> bool {
    matches!(extension(path), Some("md" | "markdown" | "mmd" | "mermaid"))
}

fn is_manifest(path: &Path) -> bool {
    matches!(extension(path), Some("yaml" | "yml" | "json"))
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|extension| extension.to_str())
}
