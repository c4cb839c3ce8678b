/// Something about a file that a reader of the design has to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The file.
    pub path: String,
    /// The line in it, from 1, where it is about one document among several.
    pub line: Option<u32>,
    /// What there is to know.
    pub why: Why,
}

/// Why a file, or a document in it, is kept without being understood, or left out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// Kept: it has no `apiVersion` and `kind`.
    NotAnObject,
    /// Kept: values that a chart is filled in with.
    Values,
    /// Kept: what a Helm chart says about itself.
    Chart,
    /// Kept: a program fills it in before it is YAML.
    Template,
    /// Kept: kustomize would put objects together by it.
    Kustomization,
    /// Kept: it cannot be read as YAML, for the reason in words.
    Broken(String),
    /// Kept, and says nothing.
    Empty,
    /// Left out: neither YAML nor JSON.
    OtherFormat,
    /// Left out: hidden.
    Hidden,
    /// Left out: not UTF-8.
    NotText,
    /// Left out: a symbolic link.
    Link,
    /// Left out: it would make the page larger than a page can be.
    DoesNotFit,
    /// Left out: it could not be opened or unpacked, for the reason in words.
    Unreadable(String),
}

impl Why {
    /// Whether the file is in the design.
    pub fn is_kept(&self) -> bool {
        use Why::*;
        matches!(self, NotAnObject | Values | Chart | Template | Kustomization | Broken(_) | Empty)
    }

    /// Whether something that may be an object is missing from the design or cannot be read in it.
    pub fn is_loss(&self) -> bool {
        matches!(self, Why::Broken(_) | Why::NotText | Why::Link | Why::DoesNotFit | Why::Unreadable(_))
    }
}

impl Why {
    /// How many documents or files it is about: `3 templates`.
    pub(super) fn counted(&self, number: usize) -> String {
        let (one, many) = match self {
            Why::NotAnObject => ("document that is no object", "documents that are no objects"),
            Why::Values => ("file of values for a chart", "files of values for charts"),
            Why::Chart => ("chart's description", "descriptions of charts"),
            Why::Template => ("template", "templates"),
            Why::Kustomization => ("kustomization", "kustomizations"),
            Why::Broken(_) => {
                ("document that cannot be read as YAML", "documents that cannot be read as YAML")
            }
            Why::Empty => ("file of nothing but comments", "files of nothing but comments"),
            Why::OtherFormat => ("neither YAML nor JSON", "neither YAML nor JSON"),
            Why::Hidden => ("hidden", "hidden"),
            Why::NotText => ("not UTF-8", "not UTF-8"),
            Why::Link => ("symbolic link", "symbolic links"),
            Why::DoesNotFit => ("too large for the page", "too large for the page"),
            Why::Unreadable(_) => ("that could not be opened", "that could not be opened"),
        };
        format!("{number} {}", if number == 1 { one } else { many })
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Why::NotAnObject => "no object: it has no apiVersion and kind",
            Why::Values => "values of a chart",
            Why::Chart => "what a chart says about itself",
            Why::Template => "a template, which a program fills in before it is YAML",
            Why::Kustomization => "a kustomization; the objects are read as they stand, without its changes",
            Why::Broken(reason) => return write!(formatter, "not readable as YAML: {reason}"),
            Why::Empty => "nothing but comments",
            Why::OtherFormat => "neither YAML nor JSON",
            Why::Hidden => "hidden",
            Why::NotText => "not UTF-8",
            Why::Link => "a symbolic link",
            Why::DoesNotFit => "a page of this size cannot hold it as well",
            Why::Unreadable(reason) => reason,
        })
    }
}

impl std::fmt::Display for Note {
    /// `charts/web/templates/web.yaml:12: kept: a template, …`
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        let verb = if self.why.is_kept() { "kept" } else { "left out" };
        write!(formatter, ": {verb}: {}", self.why)
    }
}
