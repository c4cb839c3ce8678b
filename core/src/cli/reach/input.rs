use crate::cli::{Failure, read};
use crate::diagnostic::Problem;
use crate::document::Document;
use crate::k8s::{self, Object, Objects};
use crate::text::LineIndex;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Files with the objects in them.
pub(super) struct Input {
    files: Vec<File>,
}

struct File {
    path: String,
    text: String,
    read: Objects,
}

impl Input {
    /// Reads files as they are named, and what lies below directories in order of their names: manifests (yaml, yml,
    /// json) and pages (md).
    pub fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut found = Vec::new();
        for path in paths {
            if path.is_dir() {
                collect(path, &mut found)?;
            } else {
                found.push(path.clone());
            }
        }
        let files = found.iter().map(|path| File::read(path)).collect::<Result<_, _>>()?;
        Ok(Self { files })
    }

    /// The objects of all files that could be read whole: half a policy would be another policy.
    pub fn objects(&self) -> Vec<&Object> {
        let all = self.files.iter().flat_map(|file| &file.read.objects);
        all.filter(|object| object.is_whole).collect()
    }

    /// A line for each problem: those of the texts, then those of the objects, by their index in [`Input::objects`].
    pub fn problems(&self, of_objects: &[(usize, Problem)]) -> String {
        let mut out = String::new();
        let mut line = |file: &File, problem: &Problem| {
            let line = LineIndex::new(&file.text).line(problem.span.start as usize) + 1;
            let severity = format!("{:?}", problem.severity).to_lowercase();
            let _ =
                writeln!(out, "{}:{line}: {severity}[{}]: {}", file.path, problem.rule.code, problem.message);
        };
        for file in &self.files {
            file.read.problems.iter().for_each(|problem| line(file, problem));
        }
        let owners: Vec<&File> = self
            .files
            .iter()
            .flat_map(|file| file.read.objects.iter().filter(|object| object.is_whole).map(move |_| file))
            .collect();
        for (index, problem) in of_objects {
            if let Some(file) = owners.get(*index) {
                line(file, problem);
            }
        }
        out
    }
}

impl File {
    fn read(path: &Path) -> Result<Self, Failure> {
        let text = read(path)?;
        let is_page = matches!(extension(path), Some("md" | "markdown" | "mmd" | "mermaid"));
        let read = if is_page { k8s::read(&text, &Document::read(&text)) } else { k8s::read_manifest(&text) };
        Ok(Self { path: path.display().to_string(), text, read })
    }
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|extension| extension.to_str())
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failure = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).map_err(failure)?.collect();
    let mut entries = entries.map_err(failure)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        // Links are not followed: they may lead in circles.
        let kind = entry.file_type().map_err(failure)?;
        let path = entry.path();
        if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
            collect(&path, found)?;
        } else if kind.is_file() && matches!(extension(&path), Some("yaml" | "yml" | "json" | "md")) {
            found.push(path);
        }
    }
    Ok(())
}
