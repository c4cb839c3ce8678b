//! The shapes of `@{ shape: … }`: their names and aliases in mermaid 11.17.

/// A shape that mermaid draws.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KnownShape {
    /// The short name, as completion offers it.
    pub name: &'static str,
    /// Other names for the same outline.
    pub aliases: &'static [&'static str],
    /// What it looks like and stands for, in words.
    pub title: &'static str,
}

/// Whether mermaid accepts `name` in `@{ shape: name }`. Bracket types such as `lean_right` are not accepted there.
pub fn is_known(name: &str) -> bool {
    canonical(name).is_some() || UNDOCUMENTED.contains(&name)
}

/// The short name of the shape that `name` is or stands for: `cyl` for `database`.
pub fn canonical(name: &str) -> Option<&'static str> {
    let shape = SHAPES.iter().find(|shape| shape.name == name || shape.aliases.contains(&name))?;
    Some(shape.name)
}

/// The known name that is most like `name`, if one is like it at all.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let wanted: String = name.chars().take(40).collect::<String>().to_lowercase().replace('_', "-");
    let names = SHAPES.iter().flat_map(|shape| std::iter::once(&shape.name).chain(shape.aliases));
    let (distance, near) = names.map(|&known| (distance(&wanted, known), known)).min()?;
    (distance <= 2 && distance < near.len()).then_some(near)
}

/// How many characters to insert, remove or replace to get from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (at, left) in a.chars().enumerate() {
        let mut diagonal = at;
        let mut before = at + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(b.chars()) {
            let cost = (diagonal + usize::from(left != right)).min(before + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, cost);
            before = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Names that mermaid accepts and does not document.
const UNDOCUMENTED: [&str; 6] = ["state", "choice", "note", "composite", "icon", "anchor"];

/// Every documented shape, in the order of mermaid's documentation.
pub static SHAPES: &[KnownShape] = &[
    KnownShape { name: "rect", aliases: &["proc", "process", "rectangle"], title: "Rectangle (process)" },
    KnownShape { name: "rounded", aliases: &["event"], title: "Rounded rectangle (event)" },
    KnownShape { name: "stadium", aliases: &["terminal", "pill"], title: "Stadium (terminal point)" },
    KnownShape {
        name: "fr-rect",
        aliases: &["subprocess", "subproc", "framed-rectangle", "subroutine"],
        title: "Framed rectangle (subprocess)",
    },
    KnownShape { name: "cyl", aliases: &["db", "database", "cylinder"], title: "Cylinder (database)" },
    KnownShape { name: "datastore", aliases: &["data-store"], title: "Data store" },
    KnownShape { name: "folder", aliases: &["directory"], title: "Folder" },
    KnownShape { name: "bucket", aliases: &[], title: "Bucket" },
    KnownShape { name: "console", aliases: &[], title: "Console (terminal window) (console)" },
    KnownShape { name: "browser", aliases: &[], title: "Browser" },
    KnownShape { name: "person", aliases: &[], title: "Person" },
    KnownShape { name: "circle", aliases: &["circ"], title: "Circle (start)" },
    KnownShape { name: "bang", aliases: &[], title: "Bang" },
    KnownShape { name: "cloud", aliases: &[], title: "Cloud" },
    KnownShape { name: "diam", aliases: &["decision", "diamond", "question"], title: "Diamond (decision)" },
    KnownShape { name: "hex", aliases: &["hexagon", "prepare"], title: "Hexagon (prepare conditional)" },
    KnownShape {
        name: "lean-r",
        aliases: &["lean-right", "in-out"],
        title: "Lean right (data input/output)",
    },
    KnownShape { name: "lean-l", aliases: &["lean-left", "out-in"], title: "Lean left (data input/output)" },
    KnownShape {
        name: "trap-b",
        aliases: &["priority", "trapezoid-bottom", "trapezoid"],
        title: "Trapezoid base bottom (priority action)",
    },
    KnownShape {
        name: "trap-t",
        aliases: &["manual", "trapezoid-top", "inv-trapezoid"],
        title: "Trapezoid base top (manual operation)",
    },
    KnownShape {
        name: "dbl-circ",
        aliases: &["double-circle", "doublecircle"],
        title: "Double circle (stop)",
    },
    KnownShape { name: "text", aliases: &[], title: "Text block" },
    KnownShape {
        name: "notch-rect",
        aliases: &["card", "notched-rectangle"],
        title: "Notched rectangle (card)",
    },
    KnownShape {
        name: "lin-rect",
        aliases: &["lined-rectangle", "lined-process", "lin-proc", "shaded-process"],
        title: "Lined rectangle (lined/shaded process)",
    },
    KnownShape { name: "sm-circ", aliases: &["start", "small-circle"], title: "Small circle (start)" },
    KnownShape { name: "fr-circ", aliases: &["stop", "framed-circle"], title: "Framed circle (stop)" },
    KnownShape { name: "fork", aliases: &["join"], title: "Filled rectangle (fork/join)" },
    KnownShape { name: "hourglass", aliases: &["collate"], title: "Hourglass (collate)" },
    KnownShape { name: "brace", aliases: &["comment", "brace-l"], title: "Curly brace (comment)" },
    KnownShape { name: "brace-r", aliases: &[], title: "Curly brace (comment right)" },
    KnownShape { name: "braces", aliases: &[], title: "Curly braces (comment with braces on both sides)" },
    KnownShape { name: "bolt", aliases: &["com-link", "lightning-bolt"], title: "Lightning bolt (com link)" },
    KnownShape { name: "doc", aliases: &["document"], title: "Document" },
    KnownShape {
        name: "delay",
        aliases: &["half-rounded-rectangle"],
        title: "Half-rounded rectangle (delay)",
    },
    KnownShape {
        name: "h-cyl",
        aliases: &["das", "horizontal-cylinder"],
        title: "Horizontal cylinder (direct access storage)",
    },
    KnownShape {
        name: "lin-cyl",
        aliases: &["disk", "lined-cylinder"],
        title: "Lined cylinder (disk storage)",
    },
    KnownShape {
        name: "curv-trap",
        aliases: &["curved-trapezoid", "display"],
        title: "Curved trapezoid (display)",
    },
    KnownShape {
        name: "div-rect",
        aliases: &["div-proc", "divided-rectangle", "divided-process"],
        title: "Divided rectangle (divided process)",
    },
    KnownShape { name: "tri", aliases: &["extract", "triangle"], title: "Triangle (extract)" },
    KnownShape {
        name: "win-pane",
        aliases: &["internal-storage", "window-pane"],
        title: "Window pane (internal storage)",
    },
    KnownShape { name: "f-circ", aliases: &["junction", "filled-circle"], title: "Filled circle (junction)" },
    KnownShape {
        name: "notch-pent",
        aliases: &["loop-limit", "notched-pentagon"],
        title: "Trapezoidal pentagon (loop limit)",
    },
    KnownShape {
        name: "flip-tri",
        aliases: &["manual-file", "flipped-triangle"],
        title: "Flipped triangle (manual file)",
    },
    KnownShape {
        name: "sl-rect",
        aliases: &["manual-input", "sloped-rectangle"],
        title: "Sloped rectangle (manual input)",
    },
    KnownShape {
        name: "docs",
        aliases: &["documents", "st-doc", "stacked-document"],
        title: "Stacked document (multi-document)",
    },
    KnownShape {
        name: "st-rect",
        aliases: &["procs", "processes", "stacked-rectangle"],
        title: "Stacked rectangle (multi-process)",
    },
    KnownShape {
        name: "bow-rect",
        aliases: &["stored-data", "bow-tie-rectangle"],
        title: "Bow tie rectangle (stored data)",
    },
    KnownShape {
        name: "cross-circ",
        aliases: &["summary", "crossed-circle"],
        title: "Crossed circle (summary)",
    },
    KnownShape { name: "tag-doc", aliases: &["tagged-document"], title: "Tagged document" },
    KnownShape {
        name: "tag-rect",
        aliases: &["tagged-rectangle", "tag-proc", "tagged-process"],
        title: "Tagged rectangle (tagged process)",
    },
    KnownShape { name: "flag", aliases: &["paper-tape"], title: "Flag (paper tape)" },
    KnownShape { name: "odd", aliases: &[], title: "Odd" },
    KnownShape { name: "lin-doc", aliases: &["lined-document"], title: "Lined document" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_slip_is_near_its_shape() {
        assert_eq!(nearest("cilinder"), Some("cylinder"));
        assert_eq!(nearest("lean_right"), Some("lean-right"));
        assert_eq!(nearest("spaceship"), None);
    }
}
