//! A file as blocks: front matter, flowcharts, Kubernetes YAML, tables, and prose that is left alone.
//!
//! Every byte belongs to exactly one block; the blocks in order are the file. What a file is, one flowchart or
//! Markdown, is decided by what it says: this module never sees a file's name. It finds where charts and YAML
//! stand and does not read them.
//!
//! ```
//! use netplat_core::document::{BlockKind, Document};
//! let document = Document::read("# Shop\n\n```mermaid\nflowchart LR\n  web --> db\n```\n");
//! let view = document.flowcharts().next().unwrap();
//! assert_eq!(view.heading.as_deref(), Some("Shop"));
//! assert_eq!(document.blocks[0].kind, BlockKind::Prose);
//! ```

mod diagram;
mod fence;
mod file_fence;
mod front_matter;
mod heading;
mod lines;
mod list;
mod markdown;
mod pasted;
mod table;
mod table_edit;

pub use file_fence::file_fence;
pub use table::{Row, Table};

use crate::text::Span;

/// Texts above this are refused before anything reads them.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What a block is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// YAML between `---` lines at the top of the file.
    FrontMatter,
    /// A flowchart: a fence of a Markdown file, a chart that stands in it without a fence, or the whole body of
    /// a `.mmd` file.
    Flowchart,
    /// A mermaid fence with another kind of diagram. Kept.
    OtherDiagram {
        /// The first word: `sequenceDiagram`.
        kind: String,
    },
    /// A ` ```yaml ` fence.
    Yaml,
    /// A fence in any other language. Kept.
    OtherFence {
        /// The info string's first word, possibly empty.
        language: String,
    },
    /// A Markdown table.
    Table,
    /// Everything else, headings included.
    Prose,
}

/// A stretch of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// All of it, fence lines included.
    pub span: Span,
    /// What the fence holds; all of `span` for a table, for prose and for a bare flowchart, but for a byte order mark.
    pub content: Span,
    /// The nearest heading above, for naming a view.
    pub heading: Option<String>,
}

impl Block {
    /// Whether it stands without a fence around it: all of it is content, but for a byte order mark.
    pub fn is_bare(&self) -> bool {
        self.content.end == self.span.end && self.content.len() + '\u{feff}'.len_utf8() >= self.span.len()
    }
}

/// A file as blocks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// In order; together they are the file.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Reads the blocks of `text`. Never fails.
    pub fn read(text: &str) -> Self {
        let mut blocks = Vec::new();
        let mut from = 0;
        if let Some(found) = front_matter::front_matter(text) {
            from = found.span.end as usize;
            let (span, content) = (found.span, found.content);
            blocks.push(Block { kind: BlockKind::FrontMatter, span, content, heading: None });
        }
        let body = &text[from..];
        if let Some(kind) = bare_diagram(body) {
            let byte_order_mark = body.len() - body.trim_start_matches('\u{feff}').len();
            let span = Span::new(from, text.len());
            let content = Span::new(from + byte_order_mark, text.len());
            blocks.push(Block { kind, span, content, heading: None });
        } else {
            blocks.extend(markdown::blocks(text, from));
        }
        Self { blocks }
    }

    /// The flowchart blocks, in order: the views.
    pub fn flowcharts(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind == BlockKind::Flowchart)
    }

    /// The text that mermaid reads for a flowchart block: its content, with the file's front matter before it when
    /// the file is that chart and nothing else.
    pub fn chart_span(&self, block: &Block) -> Span {
        match self.blocks.as_slice() {
            [front, chart] if front.kind == BlockKind::FrontMatter && chart == block && block.is_bare() => {
                front.span.cover(block.content)
            }
            _ => block.content,
        }
    }
}

/// The diagram that all of `body` is, if it is not Markdown.
fn bare_diagram(body: &str) -> Option<BlockKind> {
    if diagram::is_bare_flowchart(body) {
        return Some(BlockKind::Flowchart);
    }
    diagram::bare_other(body).map(|kind| BlockKind::OtherDiagram { kind: kind.to_owned() })
}
