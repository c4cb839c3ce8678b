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
    /// A line for each file of a folder that could not be read.
    unread: Vec<String>,
}

struct File {
    path: String,
    lines: LineIndex,
    read: Objects,
}

impl Input {
    /// Reads files as they are named, and what lies below directories in order of their names: manifests (yaml, yml,
    /// json) and pages (md). A file below a directory that cannot be read takes nothing from the others.
    ///
    /// # Errors
    /// When a file that is named, or a directory, cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut input = Self { files: Vec::new(), unread: Vec::new() };
        for path in paths {
            if !path.is_dir() {
                input.files.push(File::read(path)?);
                continue;
            }
            let mut found = Vec::new();
            folder::collect(path, may_hold_objects, &mut found)?;
            for path in found {
                match File::read(&path) {
                    Ok(file) => input.files.push(file),
                    Err(failure) => input.unread.push(failure),
                }
            }
        }
        Ok(input)
    }

    /// The objects of all files that could be read whole: half a policy would be another policy.
    pub fn objects(&self) -> Vec<&Object> {
        self.files.iter().flat_map(whole).collect()
    }

    /// A line for each file that could not be read and each problem: those of the texts, then those of the objects, by
    /// their index in [`Input::objects`].
    pub fn problems(&self, of_objects: &[(usize, Problem)]) -> String {
        let mut out = String::new();
        for failure in &self.unread {
            let _ = writeln!(out, "{failure}");
        }
        for file in &self.files {
            file.read.problems.iter().for_each(|problem| out += &file.line(problem));
        }
        out + &self.problems_of_objects(of_objects)
    }

    /// A line for each problem of the objects, by their index in [`Input::objects`].
    pub fn problems_of_objects(&self, problems: &[(usize, Problem)]) -> String {
        let owners = self.owners();
        let line = |(index, problem): &(usize, Problem)| owners.get(*index).map(|file| file.line(problem));
        problems.iter().filter_map(line).collect()
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

    /// `policies.yaml:12: error[KU002]: …`
    fn line(&self, problem: &Problem) -> String {
        let severity = problem.severity.name();
        format!("{}: {severity}[{}]: {}\n", self.place(problem.span), problem.rule.code, problem.message)
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
