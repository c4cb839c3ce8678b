//! Objects written into a document: at the end of the fence that they belong to, or in a fence of their own.

use super::Subject;
use crate::document::{Block, BlockKind};
use crate::export::{Object, to_yaml};
use crate::text::{Edit, Splice};
use std::collections::BTreeMap;

/// The edit that writes each object into the fence of another one, by its index; where that one stands in none, or among
/// JSON, into a fence below everything.
pub(super) fn append_objects(subject: &Subject<'_>, objects: &[(Object, Option<usize>)]) -> Option<Edit> {
    let mut by_block: BTreeMap<Option<usize>, Vec<&Object>> = BTreeMap::new();
    for (object, beside) in objects {
        let beside = beside.and_then(|index| subject.model.objects.objects.get(index)?.block);
        by_block
            .entry(beside.or_else(|| first_fence(subject)).filter(|&block| takes(subject, block)))
            .or_default()
            .push(object);
    }
    let mut splices = Vec::new();
    for (block, objects) in by_block {
        let yaml = to_yaml(objects).ok()?;
        splices.push(match block.and_then(|block| subject.document.blocks.get(block)) {
            Some(block) => at_end_of(subject.text, block, &yaml),
            None => in_new_fence(subject.text, &yaml),
        });
    }
    Edit::new(splices).ok()
}

fn first_fence(subject: &Subject<'_>) -> Option<usize> {
    subject.model.objects.objects.iter().find_map(|object| object.block)
}

/// Whether a fence holds YAML that goes on by lines.
fn takes(subject: &Subject<'_>, block: usize) -> bool {
    let Some(block) = subject.document.blocks.get(block).filter(|block| block.kind == BlockKind::Yaml) else {
        return false;
    };
    let content = block.content.slice(subject.text);
    !content.trim_start().starts_with(['{', '[']) && content.ends_with('\n')
}

fn at_end_of(text: &str, block: &Block, yaml: &str) -> Splice {
    let content = block.content.slice(text);
    let newline = newline(text);
    // The fence's own column; what it holds begins there.
    let opening = text[..block.content.start as usize].trim_end_matches(['\n', '\r']);
    let line = opening.rsplit('\n').next().unwrap_or_default();
    let column = line.chars().take_while(|it| !matches!(it, '`' | '~')).count();
    let indentation = " ".repeat(column);
    let is_open = content.trim_end().ends_with("---") || content.trim().is_empty();
    let separator = if is_open { "" } else { "---\n" };
    let lines = format!("{separator}{yaml}");
    let added: String = lines
        .lines()
        .map(
            |line| if line.is_empty() { newline.to_owned() } else { format!("{indentation}{line}{newline}") },
        )
        .collect();
    Splice { span: crate::text::Span::at(block.content.end as usize), insert: added }
}

fn in_new_fence(text: &str, yaml: &str) -> Splice {
    let newline = newline(text);
    let gap = if text.ends_with('\n') { newline.to_owned() } else { newline.repeat(2) };
    let added = format!("{gap}```yaml\n{yaml}```\n").replace('\n', newline).replace("\r\r\n", "\r\n");
    Splice { span: crate::text::Span::at(text.len()), insert: added }
}

fn newline(text: &str) -> &'static str {
    let first = text.find('\n');
    if first.is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}
