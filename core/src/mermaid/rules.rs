//! What can be wrong with a flowchart: the cases in which mermaid refuses to draw it.

use crate::diagnostic::{Rule, Severity};

const GRAMMAR: &str = "https://mermaid.js.org/syntax/flowchart.html";

/// The chart does not say that it is one.
pub static MISSING_HEADER: Rule = Rule {
    code: "MM001",
    name: "missing-header",
    severity: Severity::Error,
    why: "A flowchart begins with `graph` or `flowchart` and a direction; without them mermaid draws nothing.",
    source: GRAMMAR,
};

/// Something stands where the grammar has no place for it.
pub static UNEXPECTED_TEXT: Rule = Rule {
    code: "MM002",
    name: "unexpected-text",
    severity: Severity::Error,
    why: "Mermaid refuses the whole chart for one statement that it cannot read.",
    source: GRAMMAR,
};

/// A quote or bracket opens and nothing closes it.
pub static UNCLOSED_TEXT: Rule = Rule {
    code: "MM003",
    name: "unclosed-text",
    severity: Severity::Error,
    why: "All that follows is taken for the text, up to the next bracket or quote.",
    source: GRAMMAR,
};

/// A subgraph without `end`, or an `end` without subgraph.
pub static UNBALANCED_SUBGRAPH: Rule = Rule {
    code: "MM004",
    name: "unbalanced-subgraph",
    severity: Severity::Error,
    why: "Each `subgraph` needs one `end`; mermaid refuses the chart otherwise.",
    source: GRAMMAR,
};

/// `@{ shape: … }` names no shape.
pub static UNKNOWN_SHAPE: Rule = Rule {
    code: "MM005",
    name: "unknown-shape",
    severity: Severity::Error,
    why: "Mermaid refuses the whole chart for one shape that it does not know.",
    source: "https://mermaid.js.org/syntax/flowchart.html#complete-list-of-new-shapes",
};

/// `linkStyle` counts further than there are links.
pub static UNKNOWN_LINK: Rule = Rule {
    code: "MM006",
    name: "unknown-link",
    severity: Severity::Error,
    why: "`linkStyle` counts the links before it from 0; mermaid refuses a chart that counts further.",
    source: "https://mermaid.js.org/syntax/flowchart.html#styling-links",
};

/// `@{ … }` or the front matter is not YAML.
pub static INVALID_YAML: Rule = Rule {
    code: "MM007",
    name: "invalid-yaml",
    severity: Severity::Error,
    why: "The braces of `@{ }` and the lines between `---` hold YAML; mermaid refuses a chart in which it is broken.",
    source: GRAMMAR,
};

/// `&` or a list of ids makes more than anyone can draw.
pub static EXCESSIVE_EXPANSION: Rule = Rule {
    code: "MM008",
    name: "excessive-expansion",
    severity: Severity::Error,
    why: "`a & b --> c & d` multiplies: a short text can ask for millions of links.",
    source: GRAMMAR,
};

/// More links than mermaid draws without being told to.
pub static TOO_MANY_LINKS: Rule = Rule {
    code: "MM009",
    name: "too-many-links",
    severity: Severity::Warning,
    why: "Mermaid refuses a chart with more than 500 links unless the page that shows it raises `maxEdges`.",
    source: "https://mermaid.js.org/config/schema-docs/config.html#maxedges",
};

/// The text is taken for another kind of diagram.
pub static OTHER_DIAGRAM: Rule = Rule {
    code: "MM010",
    name: "other-diagram",
    severity: Severity::Error,
    why: "Mermaid looks for `C4Container` and its like anywhere in the text and then reads it as a C4 diagram.",
    source: "https://mermaid.js.org/syntax/c4.html",
};

/// Subgraphs in subgraphs without end.
pub static DEEP_NESTING: Rule = Rule {
    code: "MM011",
    name: "deep-nesting",
    severity: Severity::Warning,
    why: "Nobody can see a hundred boxes inside each other; deeper ones are drawn beside each other.",
    source: GRAMMAR,
};

/// All of them, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &MISSING_HEADER,
    &UNEXPECTED_TEXT,
    &UNCLOSED_TEXT,
    &UNBALANCED_SUBGRAPH,
    &UNKNOWN_SHAPE,
    &UNKNOWN_LINK,
    &INVALID_YAML,
    &EXCESSIVE_EXPANSION,
    &TOO_MANY_LINKS,
    &OTHER_DIAGRAM,
    &DEEP_NESTING,
];
