//! Folders, archives and pasted texts of Kubernetes manifests as a design: views of what the objects say, and the
//! files in fences, byte for byte.
//!
//! Every file that is YAML or JSON is in the design, whether it is understood or not; every other one is listed with
//! the reason. Nothing is rendered: a chart's templates and a kustomization's changes are kept and not applied. Nothing
//! is known of a file system: whoever opens files hands them in.
//!
//! ```
//! use netplat_core::import::manifests::{Source, import};
//! let web = b"apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\n\
//!     spec: { template: { spec: { containers: [] } } }\n";
//! let found = import("shop", vec![Source::new("web.yaml", web.to_vec())]);
//! assert!(found.text.contains("deployment_shop_web[\"web\"]"));
//! assert!(found.text.contains("```yaml title=\"web.yaml\"\napiVersion: apps/v1\n"));
//! ```

mod add;
mod archive;
mod distinct;
mod file;
mod homes;
mod note;
mod page;
mod picture;
mod source;
mod summary;
mod words;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use add::add;
pub use archive::{ArchiveError, archive, is_archive};
pub use note::{Note, Why};
pub use source::{Source, is_hidden, unread, without_common_folder};
pub use summary::Summary;

use super::Progress;
use crate::document::{MAX_BYTES, file_fence};
use crate::k8s;
use file::File;
use homes::Homes;

/// The bytes that fences may have in all: a page has room for views and a summary beside them.
const MAX_FENCES: usize = MAX_BYTES - MAX_BYTES / 8;

/// A design made of manifests.
#[derive(Clone, PartialEq, Debug)]
pub struct Imported {
    /// The design: a Markdown document.
    pub text: String,
    /// The fences of it alone, for another design to take in.
    pub fences: String,
    /// What was read, kept and left out.
    pub summary: Summary,
}

/// Whether `text` is manifests: it has a Kubernetes object, and is no page that holds some in fences.
///
/// ```
/// use netplat_core::import::manifests::holds_objects;
/// assert!(holds_objects("apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n"));
/// assert!(!holds_objects("prefix,name\n10.0.0.0/8,pods\n"));
/// ```
pub fn holds_objects(text: &str) -> bool {
    let is_page = || text.lines().any(|line| line.starts_with("```"));
    !is_page() && !k8s::read_manifest(text).objects.is_empty()
}

/// Makes a design called `title` of `sources`, whatever their order.
pub fn import(title: &str, sources: Vec<Source>) -> Imported {
    let mut importer = Importer::new(title, sources);
    while !importer.step().is_done() {}
    importer.finish()
}

/// Makes a design in steps, so that a page can show how far it is.
#[derive(Debug)]
pub struct Importer {
    title: String,
    /// What is left to read, the last first.
    waiting: Vec<Source>,
    progress: Progress,
    files: Vec<File>,
    fences: String,
    summary: Summary,
}

impl Importer {
    /// Begins a design called `title` of `sources`, whatever their order.
    pub fn new(title: &str, sources: Vec<Source>) -> Self {
        let mut waiting = source::in_order(sources);
        waiting.reverse();
        let total = waiting.iter().map(size).sum();
        Self {
            title: title.to_owned(),
            waiting,
            progress: Progress { read: 0, total },
            files: Vec::new(),
            fences: String::new(),
            summary: Summary::default(),
        }
    }

    /// Reads one more file.
    pub fn step(&mut self) -> Progress {
        if let Some(source) = self.waiting.pop() {
            self.progress.read += size(&source);
            match self.read(source) {
                Ok(file) => {
                    self.summary.add(&file);
                    self.files.push(file);
                }
                Err(note) => self.summary.notes.push(note),
            }
        }
        self.progress
    }

    fn read(&mut self, source: Source) -> Result<File, Note> {
        let Source { path, content } = source;
        let left = |why: Why| Note { path: path.clone(), line: None, why };
        let bytes = content.map_err(left)?;
        if let Some(why) = unread(&path) {
            return Err(left(why));
        }
        let text = String::from_utf8(bytes).map_err(|_| left(Why::NotText))?;
        let language = source::language(&path).unwrap_or("yaml");
        let fence = file_fence(&path, language, &text);
        if self.fences.len() + fence.len() + 1 > MAX_FENCES {
            return Err(left(Why::DoesNotFit));
        }
        if !self.fences.is_empty() {
            self.fences.push('\n');
        }
        self.fences.push_str(&fence);
        Ok(File::read(path, &text))
    }

    /// The design of what was read so far.
    pub fn finish(self) -> Imported {
        let homes = Homes::of(&self.files);
        let placed = self.files.iter().flat_map(|file| {
            let home = homes.of_file(&file.path);
            file.objects.iter().map(move |object| (object, home))
        });
        let picture = picture::draw(&placed.collect::<Vec<_>>());
        let text = page::write(&self.title, &self.summary, &picture, &self.fences);
        Imported { text, fences: self.fences, summary: self.summary }
    }
}

/// The work that a file is, in bytes: also one that is not read is a step.
fn size(source: &Source) -> usize {
    source.content.as_ref().map_or(0, Vec::len) + 1
}
