use super::columns::TableShape;
use crate::document::{BlockKind, Document};

/// What a text can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Values separated by commas, semicolons or tabs: NetBox's CSV, too.
    Csv,
    /// JSON: of NetBox, of visualsubnetcalc, of `aws ec2 describe-subnets`, of Netplat, or with keys that say as much.
    Json,
    /// A prefix, range or address at the start of each line, with words behind it.
    List,
    /// A design: what its facts, tables and objects say, and nothing of its prose.
    Design,
    /// Any text: Markdown with tables, prose, configuration.
    Page,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Json, Self::List, Self::Design, Self::Page];

    /// As the program calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::List => "list",
            Self::Design => "design",
            Self::Page => "page",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// What a text is taken for. `table` can be changed before the text is read.
#[derive(Clone, PartialEq, Debug)]
pub struct Recognised {
    /// The format.
    pub format: Format,
    /// For [`Format::Csv`]: the separator, and what the columns hold.
    pub table: Option<TableShape>,
}

impl Recognised {
    /// `text` as `format`, whatever it looks like.
    pub fn as_format(text: &str, format: Format) -> Self {
        let table = (format == Format::Csv).then(|| TableShape::guess(text)).flatten();
        Self { format, table }
    }
}

/// What `text` is taken for, by what it says: names of files are not known here.
pub fn recognise(text: &str) -> Recognised {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with(['{', '[']) && start.trim_end().ends_with(['}', ']']) {
        return Recognised { format: Format::Json, table: None };
    }
    if is_design(text) {
        return Recognised { format: Format::Design, table: None };
    }
    let is_page = start.starts_with("---\n") || start.starts_with("---\r\n") || start.starts_with("# ");
    if let Some(table) = TableShape::guess(text).filter(|_| !is_page) {
        return Recognised { format: Format::Csv, table: Some(table) };
    }
    let format = if is_list(start) { Format::List } else { Format::Page };
    Recognised { format, table: None }
}

/// Whether it has facts.
fn is_design(text: &str) -> bool {
    let document = Document::read(text);
    let front = document.blocks.first().filter(|block| block.kind == BlockKind::FrontMatter);
    front.is_some_and(|front| front.content.slice(text).lines().any(|line| line.starts_with("netplat:")))
}

/// Whether most of the first lines start with an address.
fn is_list(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().take(50).map(str::trim).filter(|line| !line.is_empty()).collect();
    let starting = lines.iter().filter(|line| {
        let word = line.split([' ', '\t', ',']).next().unwrap_or_default();
        crate::net::AddressRange::read(word).is_ok()
    });
    starting.count() * 2 > lines.len()
}
