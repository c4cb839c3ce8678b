use crate::document::{BlockKind, Document};
use crate::text::{Edit, Span};

/// The edit that puts `fences` at the end of the design `text`, below a heading of their own. A design that is one
/// chart becomes a page with that chart in a fence.
///
/// ```
/// use netplat_core::import::manifests::add;
/// let edit = add("flowchart LR\n  a --> b", "```yaml\nkind: A\n```\n");
/// assert_eq!(
///     edit.apply("flowchart LR\n  a --> b").unwrap(),
///     "```mermaid\nflowchart LR\n  a --> b\n```\n\n## Manifests\n\n```yaml\nkind: A\n```\n"
/// );
/// ```
pub fn add(text: &str, fences: &str) -> Edit {
    let document = Document::read(text);
    let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let chart = document.blocks.last().filter(|block| {
        block.kind == BlockKind::Flowchart && block.is_bare() && !is_within_markdown(&document)
    });
    let end = text.len();
    match chart {
        Some(chart) => {
            let start = chart.content.start as usize;
            let body = chart.content.slice(text);
            let added = format!("{body}{line_end}```\n\n## Manifests\n\n{fences}");
            Edit::replace(Span::new(start, end), format!("```mermaid\n{added}"))
        }
        None => {
            let close = unclosed(text, &document).map(|fence| format!("{line_end}{fence}\n"));
            let before = close.unwrap_or_else(|| line_end.to_owned());
            let blank = if text.trim().is_empty() { "" } else { "\n" };
            Edit::insert(end, format!("{before}{blank}## Manifests\n\n{fences}"))
        }
    }
}

/// Whether the document is a page: its chart is not all that it has but front matter.
fn is_within_markdown(document: &Document) -> bool {
    document.blocks.iter().rev().skip(1).any(|block| block.kind != BlockKind::FrontMatter)
}

/// What closes the fence that is open at the end of the text: what is added must not be part of it.
fn unclosed(text: &str, document: &Document) -> Option<String> {
    let last =
        document.blocks.last().filter(|block| !block.is_bare() || block.content.start > block.span.start)?;
    if last.content.end != last.span.end || last.content.start == last.span.start {
        return None;
    }
    let opening = text.get(last.span.start as usize..last.content.start as usize)?.trim_start();
    let mark = opening.chars().next().filter(|mark| matches!(mark, '`' | '~' | ':'))?;
    Some(opening.chars().take_while(|&it| it == mark).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s;
    use proptest::prelude::*;

    const FENCES: &str =
        "```yaml title=\"a.yaml\"\napiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n```\n";

    proptest! {
        #[test]
        fn what_is_added_is_read_and_the_views_stay(
            text in "(---\n|title: x\n|flowchart LR\n|  a --> b\n|# A\n|```yaml\n|```mermaid\n|~~~\n|```\n|- x\n|\n|\\PC){0,8}",
        ) {
            let views = |text: &str| Document::read(text).flowcharts().count();
            let after = add(&text, FENCES).apply(&text).expect("it fits");
            let objects = k8s::read(&after, &Document::read(&after)).objects;
            prop_assert!(objects.iter().any(|object| object.name == "a"), "{}", after);
            prop_assert_eq!(views(&after), views(&text), "{}", after);
        }
    }
}
