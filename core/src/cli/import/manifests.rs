//! Folders, archives and files of manifests as a design.

use super::bytes;
use crate::cli::output::out;
use crate::cli::{Failure, Outcome};
use crate::import::manifests::{Imported, Source, Why, archive, import, is_archive, is_hidden, unread};
use std::path::{Path, PathBuf};

/// What was found so far.
pub(in crate::cli) struct Found {
    /// What the design will be called.
    title: Option<String>,
    /// Whether paths begin with the name of what was asked for: with several, two may hold the same.
    is_prefixed: bool,
    sources: Vec<Source>,
}

impl Found {
    /// For an import of `paths`.
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { title: None, is_prefixed: paths.len() > 1, sources: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.title.is_none()
    }

    /// Adds the files below `folder`. Links are not followed: they may lead in circles.
    pub fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let name = self.begin(folder);
        let prefix = if self.is_prefixed { format!("{name}/") } else { String::new() };
        self.collect(folder, &prefix)
    }

    /// Adds a file, or what an archive holds.
    pub fn file(&mut self, path: &Path, bytes: Vec<u8>) -> Result<(), Failure> {
        let name = self.begin(path);
        if is_archive(&bytes) {
            let sources = archive(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
            let prefix = if self.is_prefixed { format!("{name}/") } else { String::new() };
            self.sources.extend(
                sources.into_iter().map(|source| Source { path: prefix.clone() + &source.path, ..source }),
            );
        } else {
            // What somebody names is read, whatever it is called.
            let name =
                if unread(&name).is_some() { format!("{}.yaml", name.trim_start_matches('.')) } else { name };
            self.sources.push(Source::new(name, bytes));
        }
        Ok(())
    }

    /// The design of what was found.
    pub fn imported(self) -> Imported {
        import(&self.title.unwrap_or_default(), self.sources)
    }

    /// Prints the design and says what was left out.
    pub fn design(self) -> Result<Outcome, Failure> {
        let imported = self.imported();
        for sentence in imported.summary.sentences() {
            eprintln!("{sentence}");
        }
        for note in &imported.summary.notes {
            eprintln!("{note}");
        }
        out!("{}", imported.text)?;
        let is_loss = imported.summary.notes.iter().any(|note| note.why.is_loss());
        Ok(if is_loss { Outcome::Findings } else { Outcome::Clean })
    }

    /// The name of `path`, by which the design is called if it is the first.
    fn begin(&mut self, path: &Path) -> String {
        let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let name = full.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.filter(|name| name != "-").unwrap_or_else(|| "manifests".to_owned());
        self.title.get_or_insert_with(|| name.trim_end_matches(".zip").to_owned());
        name
    }

    fn collect(&mut self, folder: &Path, prefix: &str) -> Result<(), Failure> {
        let failure = |error: std::io::Error| format!("{}: {error}", folder.display());
        for entry in std::fs::read_dir(folder).map_err(failure)? {
            let entry = entry.map_err(failure)?;
            let kind = entry.file_type().map_err(failure)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if is_hidden(&name) {
                self.sources.push(Source::left(path, Why::Hidden));
            } else if kind.is_symlink() {
                self.sources.push(Source::left(path, Why::Link));
            } else if kind.is_dir() {
                self.collect(&entry.path(), &format!("{path}/"))?;
            } else if let Some(why) = unread(&path) {
                self.sources.push(Source::left(path, why));
            } else if kind.is_file() {
                let content = bytes(&entry.path()).map_err(Why::Unreadable);
                self.sources.push(Source { path, content });
            }
        }
        Ok(())
    }
}
