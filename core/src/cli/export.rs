use super::{Failure, Outcome, read};
use crate::cli::output::{out, outln};
use crate::diagnostic::Problem;
use crate::document::Document;
use crate::export::{self, File, addresses};
use crate::render::svg;
use crate::session::{Session, Snapshot};
use crate::text::LineIndex;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Runs `netplat export FILE --to FORM [--out DIR]`. Without `--out`, what makes one file goes to standard output.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut input: Option<PathBuf> = None;
    let mut form = Form::Manifests;
    let mut out: Option<PathBuf> = None;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("to") => form = Form::named(&value(&mut parser)?)?,
            lexopt::Arg::Long("out") => out = Some(parser.value().map_err(|error| error.to_string())?.into()),
            lexopt::Arg::Value(path) if input.is_none() => input = Some(path.into()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    let input = input.ok_or("export needs a FILE")?;
    let text = read(&input)?;
    let session = Session::new(&text);
    let files = form.files(session.snapshot(), &input, out.is_some())?;
    match out {
        Some(folder) => write_all(&folder, &files)?,
        None => print(&files)?,
    }
    Ok(Outcome::Clean)
}

fn value(parser: &mut lexopt::Parser) -> Result<String, Failure> {
    let value = parser.value().map_err(|error| error.to_string())?;
    value.into_string().map_err(|value| format!("{} is not text", value.display()))
}

/// The words that `--to` takes.
const FORMS: &str = "manifests, kustomize, mermaid, svg, csv, markdown, json, netbox, terraform, \
                     kubeadm, cilium, calico, ippools, service-cidrs, pools or attachments";

/// What is written.
#[derive(Clone, Copy)]
enum Form {
    Manifests,
    Kustomize,
    Mermaid,
    Svg,
    Addresses(addresses::Form),
}

impl Form {
    fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "manifests" => Ok(Self::Manifests),
            "kustomize" => Ok(Self::Kustomize),
            "mermaid" => Ok(Self::Mermaid),
            "svg" => Ok(Self::Svg),
            other => addresses::Form::named(other)
                .map(Self::Addresses)
                .ok_or_else(|| format!("--to takes {FORMS}, not {other}")),
        }
    }

    /// What is written; into a folder the files that the page holds are written as they came in.
    fn files(self, snapshot: &Snapshot, input: &Path, is_folder: bool) -> Result<Vec<File>, Failure> {
        match self {
            Self::Manifests => manifest_files(snapshot, input, is_folder),
            Self::Kustomize => kustomize_files(snapshot, input),
            Self::Mermaid => Ok(charts(snapshot)),
            Self::Svg => Ok(pictures(snapshot)),
            Self::Addresses(form) => {
                let mut problems = Vec::new();
                let files = form.files(&snapshot.model, &mut problems);
                tell(snapshot, input, problems);
                files.map_err(|error| error.to_string())
            }
        }
    }
}

/// The objects of the page as they stand, then those that the drawing asks for.
fn manifest_files(snapshot: &Snapshot, input: &Path, is_folder: bool) -> Result<Vec<File>, Failure> {
    let own = own(snapshot, input);
    let generated = generated(snapshot, input)?;
    let is_file = |part: &&export::OwnPart| is_folder && part.file.is_some();
    let in_stream = own.parts.iter().filter(|part| !is_file(part)).map(|part| part.objects.as_str());
    let text = export::stream(in_stream.chain([generated.as_str()]));
    let mut files: Vec<File> = own.files().filter(|_| is_folder).cloned().collect();
    if files.is_empty() || !text.is_empty() {
        files.push(File { path: "manifests.yaml".to_owned(), text });
    }
    number_same_paths(&mut files);
    Ok(files)
}

/// Gives files that have the path of an earlier one another: `web-2.yaml`.
fn number_same_paths(files: &mut [File]) {
    let mut taken = BTreeSet::new();
    for file in files {
        let (stem, extension) = file.path.rsplit_once('.').unwrap_or((file.path.as_str(), "yaml"));
        let numbered = (2..).map(|number| format!("{stem}-{number}.{extension}"));
        let path = std::iter::once(file.path.clone()).chain(numbered).find(|path| !taken.contains(path));
        file.path = path.unwrap_or_default();
        taken.insert(file.path.clone());
    }
}

/// A kustomization of the objects of the page and of those that the drawing asks for.
fn kustomize_files(snapshot: &Snapshot, input: &Path) -> Result<Vec<File>, Failure> {
    let own = own(snapshot, input);
    // Kustomize takes no kustomization among the objects that it puts together.
    let objects = own.parts.iter().filter(|part| !part.is_kustomization).map(|part| part.objects.as_str());
    export::folder(&manifests(snapshot, input), &export::stream(objects)).map_err(|error| error.to_string())
}

fn generated(snapshot: &Snapshot, input: &Path) -> Result<String, Failure> {
    let objects = manifests(snapshot, input);
    if objects.is_empty() {
        return Ok(String::new());
    }
    export::to_yaml(&objects).map_err(|error| error.to_string())
}

/// What the page holds of manifests; what of it is no object is said on standard error.
fn own(snapshot: &Snapshot, input: &Path) -> export::Own {
    let own = export::own(&snapshot.text, &snapshot.document);
    for left in &own.left {
        let line = snapshot.lines.line(left.span.start as usize) + 1;
        eprintln!("{}:{line}: {left}", input.display());
    }
    own
}

/// The objects that the drawing asks for; what is missing among them is said on standard error.
fn manifests(snapshot: &Snapshot, input: &Path) -> Vec<export::Object> {
    let export::Manifests { objects, problems } = export::manifests(&snapshot.model);
    tell(snapshot, input, problems);
    objects
}

fn tell(snapshot: &Snapshot, input: &Path, problems: Vec<Problem>) {
    let lines = LineIndex::new(&snapshot.text);
    for problem in problems {
        let line = lines.line(problem.span.start as usize) + 1;
        eprintln!("{}:{line}: {} [{}]", input.display(), problem.message, problem.rule.code);
    }
}

/// Each view as a chart of its own, which any mermaid viewer draws.
fn charts(snapshot: &Snapshot) -> Vec<File> {
    let document = Document::read(&snapshot.text);
    let views = document.flowcharts().enumerate();
    views
        .map(|(index, block)| {
            let mut text = block.content.slice(&snapshot.text).to_owned();
            if !text.ends_with('\n') {
                text.push('\n');
            }
            File { path: format!("view-{}.mmd", index + 1), text }
        })
        .collect()
}

/// Each view as a picture, which follows light and dark.
fn pictures(snapshot: &Snapshot) -> Vec<File> {
    let views = snapshot.views.iter().enumerate();
    views
        .map(|(index, view)| File {
            path: format!("view-{}.svg", index + 1),
            text: svg::file(&view.scene, svg::FileColors::Both),
        })
        .collect()
}

fn print(files: &[File]) -> Result<(), Failure> {
    match files {
        [] => Err("there is nothing to write".to_owned()),
        [file] => {
            out!("{}", file.text)?;
            Ok(())
        }
        _ => Err(format!("this makes {} files: name a folder with --out", files.len())),
    }
}

fn write_all(folder: &Path, files: &[File]) -> Result<(), Failure> {
    for file in files {
        let relative = Path::new(&file.path);
        // Names come from the document: none of them may lead out of the folder.
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(format!("{} is not a path below {}", file.path, folder.display()));
        }
        let path = folder.join(relative);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        std::fs::write(&path, &file.text).map_err(|error| format!("{}: {error}", path.display()))?;
        outln!("{}", path.display())?;
    }
    Ok(())
}
