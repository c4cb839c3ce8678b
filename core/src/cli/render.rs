//! `netplat render`: one view of a document as an SVG file, or as the flat scene in JSON.

use super::graph::charts;
use super::{Failure, Outcome, read};
use crate::cli::output::{out, outln};
use crate::document::Document;
use crate::mermaid::Flowchart;
use crate::model;
use crate::render::svg::{FileColors, file};
use crate::render::{Drawing, Kinds, SceneReport, Theme, WidthTable};
use lexopt::{Arg, ValueExt};
use std::ffi::OsString;
use std::str::FromStr;
use std::sync::Arc;

/// Runs `netplat render FILE [--view N] [--format svg|scene] [--theme light|dark]`. Views count from 1.
///
/// Without a theme the file is light, and dark where the reader prefers that. A chart with mistakes is drawn as far
/// as it can be read; what is wrong with it is for `netplat check` to say.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut path: Option<OsString> = None;
    let mut view = 1_usize;
    let mut format = Format::Svg;
    let mut colors = FileColors::Both;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Arg::Long("view") => view = value(&mut parser)?,
            Arg::Long("format") => format = value(&mut parser)?,
            Arg::Long("theme") => colors = FileColors::Theme(value(&mut parser)?),
            Arg::Value(value) if path.is_none() => path = Some(value),
            other => return Err(other.unexpected().to_string()),
        }
    }
    let path = path.ok_or("render needs a file")?;
    let text = read(path.as_ref())?;
    let charts: Vec<Arc<Flowchart>> = charts(&text).into_iter().map(Arc::new).collect();
    let Some(chart) = view.checked_sub(1).and_then(|index| charts.get(index)) else {
        return Err(format!("{}: no view {view}, there are {}", path.display(), charts.len()));
    };
    if !chart.problems.is_empty() {
        eprintln!("{}: the chart has mistakes and is drawn as far as it can be read", path.display());
    }
    let (model, _) = model::build(&text, &Document::read(&text), &charts);
    let scene = Drawing::new(&chart.graph, &Kinds::of(&model), &WidthTable).scene;
    match format {
        Format::Svg => out!("{}", file(&scene, colors))?,
        Format::Scene => {
            let report = serde_json::to_string(&SceneReport::of(&scene));
            outln!("{}", report.map_err(|error| error.to_string())?)?;
        }
    }
    Ok(Outcome::Clean)
}

/// What is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Svg,
    Scene,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "svg" => Ok(Self::Svg),
            "scene" => Ok(Self::Scene),
            other => Err(format!("--format is svg or scene, not {other}")),
        }
    }
}

impl FromStr for Theme {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            other => Err(format!("the theme is light or dark, not {other}")),
        }
    }
}

fn value<T: FromStr>(parser: &mut lexopt::Parser) -> Result<T, Failure>
where
    T::Err: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    parser.value().and_then(|value| value.parse()).map_err(|error| error.to_string())
}
