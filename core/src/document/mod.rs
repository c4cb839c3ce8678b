//! A file as blocks: front matter, flowcharts, Kubernetes YAML, tables, and prose that is left alone.
//!
//! Every byte belongs to exactly one block; the blocks in order are the file.

use crate::text::Span;

/// Texts above this are refused before anything reads them.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What a block is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// YAML between `---` lines at the top of the file.
    FrontMatter,
    /// A flowchart: a fence of a Markdown file, or the whole body of a `.mmd` file.
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
    /// What the fence holds; all of `span` for a table, for prose and for a bare flowchart.
    pub content: Span,
    /// The nearest heading above, for naming a view.
    pub heading: Option<String>,
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
        let _ = text;
        Self::default()
    }

    /// The flowchart blocks, in order: the views.
    pub fn flowcharts(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind == BlockKind::Flowchart)
    }
}
