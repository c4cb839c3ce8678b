use crate::cli::{Failure, folder, read};
use crate::diagnostic::Problem;
use crate::document::Document;
use crate::k8s::{self, Object, Objects};
use crate::text::{LineIndex, Span};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Files with the objects in them.
pub(in crate::cli) struct Input {
    files: Vec<File>,
}

struct File {
    path: String,
    lines: LineIndex,
    read: Objects,
}

impl Input {
    /// Reads files as they are named, and what lies below directories in order of their names: manifests (yaml, yml,
    /// json) and pages (md).
    pub fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut found = Vec::new();
        for path in paths {
            if path.is_dir() {
                folder::collect(path, may_hold_objects, &mut found)?;
            } else {
                found.push(path.clone());
            }
        }
        let files = found.iter().map(|path| File::read(path)).collect::<Result<_, _>>()?;
        Ok(Self { files })
    }

    /// The objects of all files that could be read whole: half a policy would be another policy.
    pub fn objects(&self) -> Vec<&Object> {
        self.files.iter().flat_map(whole).collect()
    }

    /// A line for each problem: those of the texts, then those of the objects, by their index in [`Input::objects`].
    pub fn problems(&self, of_objects: &[(usize, Problem)]) -> String {
        let mut out = String::new();
        let mut line = |file: &File, problem: &Problem| {
            let severity = format!("{:?}", problem.severity).to_lowercase();
            let place = file.place(problem.span);
            let _ = writeln!(out, "{place}: {severity}[{}]: {}", problem.rule.code, problem.message);
        };
        for file in &self.files {
            file.read.problems.iter().for_each(|problem| line(file, problem));
        }
        let owners = self.owners();
        for (index, problem) in of_objects {
            if let Some(file) = owners.get(*index) {
                line(file, problem);
            }
        }
        out
    }

    /// The files of the objects, in the order of [`Input::objects`].
    fn owners(&self) -> Vec<&File> {
        let of = |file| std::iter::repeat_n(file, whole(file).count());
        self.files.iter().flat_map(of).collect()
    }

    /// Where something of each object stands: a function of the object's index and the span.
    pub fn places(&self) -> impl Fn(usize, Span) -> String + '_ {
        let owners = self.owners();
        move |object, span| owners.get(object).map(|file| file.place(span)).unwrap_or_default()
    }
}

fn whole(file: &File) -> impl Iterator<Item = &Object> {
    file.read.objects.iter().filter(|object| object.is_whole)
}

impl File {
    /// `policies.yaml:12`
    fn place(&self, span: Span) -> String {
        format!("{}:{}", self.path, self.lines.line(span.start as usize) + 1)
    }

    fn read(path: &Path) -> Result<Self, Failure> {
        let text = read(path)?;
        let is_page = matches!(extension(path), Some("md" | "markdown" | "mmd" | "mermaid"));
        let read = if is_page { k8s::read(&text, &Document::read(&text)) } else { k8s::read_manifest(&text) };
        Ok(Self { path: path.display().to_string(), lines: LineIndex::new(&text), read })
    }
}

fn may_hold_objects(path: &Path) -> bool {
    matches!(extension(path), Some("yaml" | "yml" | "json" | "md"))
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|extension| extension.to_str())
}
