use super::{Failure, Outcome, read};
use crate::cli::output::{out, outln};
use crate::diagnostic::Problem;
use crate::document::Document;
use crate::export::{self, File, addresses};
use crate::render::svg;
use crate::session::{Session, Snapshot};
use crate::text::LineIndex;
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
    let files = form.files(session.snapshot(), &input)?;
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

    fn files(self, snapshot: &Snapshot, input: &Path) -> Result<Vec<File>, Failure> {
        match self {
            Self::Manifests => {
                let text = export::to_yaml(&manifests(snapshot, input)).map_err(|error| error.to_string())?;
                Ok(vec![File { path: "manifests.yaml".to_owned(), text }])
            }
            Self::Kustomize => export::folder(&manifests(snapshot, input)).map_err(|error| error.to_string()),
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

/// The objects; what is missing among them is said on standard error.
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
