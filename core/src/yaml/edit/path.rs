//! Values by the keys that lead to them, from the root on: what is missing on the way is made, what is left empty goes.

use super::remove::all;
use super::source::{Source, is_block};
use super::value::{NewValue, written};
use crate::text::{Edit, Span};
use crate::yaml::{Entry, Mapping, Node, Style};
use std::collections::HashSet;

/// Why something cannot be written, in words for the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cannot(pub String);

impl std::fmt::Display for Cannot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Cannot {}

/// What is written at the end of a path.
#[derive(Clone, Copy)]
pub enum Leaf<'a> {
    /// The value itself.
    Value(NewValue<'a>),
    /// A list with this item; or one more item where the list is there.
    Item(NewValue<'a>),
}

impl Leaf<'_> {
    /// Whether it takes lines of its own: a list of mappings is read by lines.
    fn is_by_lines(self) -> bool {
        matches!(self, Self::Item(NewValue::Mapping(_)))
    }

    fn inline(self) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::Item(item) => format!("[{item}]"),
        }
    }
}

/// `path` with `leaf`, as lines below each other from `indent` on. Names of single things stand between braces behind
/// their section unless `spread` asks for lines of their own.
pub fn block_entry(
    path: &[&str],
    leaf: Leaf<'_>,
    indent: &str,
    step: &str,
    line_break: &str,
    spread: bool,
) -> String {
    let mut lines = Vec::new();
    let mut at = indent.to_owned();
    let mut rest = path;
    while let Some((key, below)) = rest.split_first() {
        // `netplat:` and its sections are blocks; `cluster:` has nothing but values.
        let is_block = match below.len() {
            0 => leaf.is_by_lines(),
            1 => spread || leaf.is_by_lines(),
            _ => true,
        };
        if !is_block {
            lines.push(format!("{at}{}", flow_entry(rest, leaf)));
            return lines.join(line_break);
        }
        lines.push(format!("{at}{}:", written(key)));
        at.push_str(step);
        rest = below;
    }
    if let Leaf::Item(item) = leaf {
        lines.push(format!("{at}- {item}"));
    }
    lines.join(line_break)
}

/// `web: { kind: Job }`
fn flow_entry(path: &[&str], leaf: Leaf<'_>) -> String {
    match path.split_first() {
        Some((key, [])) => format!("{}: {}", written(key), leaf.inline()),
        Some((key, below)) => format!("{}: {{ {} }}", written(key), flow_entry(below, leaf)),
        None => String::new(),
    }
}

impl Source<'_> {
    /// Writes `leaf` at `path` below `root`.
    ///
    /// # Errors
    /// When something else than a mapping, or than the list, stands where it belongs.
    pub fn write_at(&self, root: Option<&Node>, path: &[&str], leaf: Leaf<'_>) -> Result<Edit, Cannot> {
        match root.filter(|root| !root.is_null()) {
            Some(root) => self.write_below(root, path, leaf),
            None => {
                let line_break = self.line_break();
                let entry = block_entry(path, leaf, "", "  ", line_break, false);
                Ok(Edit::insert(self.area().start as usize, format!("{entry}{line_break}")))
            }
        }
    }

    fn write_below(&self, node: &Node, path: &[&str], leaf: Leaf<'_>) -> Result<Edit, Cannot> {
        let Some((key, rest)) = path.split_first() else {
            return Err(Cannot("There is nothing to say.".to_owned()));
        };
        let Some(mapping) = node.mapping().filter(|_| !node.is_alias) else {
            let found = node.described();
            return Err(Cannot(format!("`{key}` belongs into a mapping, and {found} stands there.")));
        };
        let Some(entry) = mapping.entry(key).filter(|entry| !entry.is_merged) else {
            return Ok(self.add_path(node, mapping, path, leaf));
        };
        match leaf {
            Leaf::Value(value) if rest.is_empty() => Ok(self.replace(entry, value)),
            Leaf::Item(item) if rest.is_empty() && !entry.value.is_null() => {
                self.append(mapping, entry, item)
            }
            _ if entry.value.is_null() => Ok(self.fill(mapping, entry, rest, leaf)),
            _ => self.write_below(&entry.value, rest, leaf),
        }
    }

    /// Adds `item` to the list that `entry` has.
    fn append(&self, parent: &Mapping, entry: &Entry, item: NewValue<'_>) -> Result<Edit, Cannot> {
        let list = &entry.value;
        let odd = || Cannot(format!("The list `{}` is written in a way that cannot be added to.", entry.key));
        if list.sequence().is_none() || list.is_alias {
            return Err(Cannot(format!(
                "`{}` should be a list, and {} stands there.",
                entry.key,
                list.described()
            )));
        }
        match list.items().last() {
            Some(last) => self.insert_after(last, &[item]).ok_or_else(odd),
            None if parent.style == Style::Block && Leaf::Item(item).is_by_lines() => {
                let colon = self.after_colon(entry).ok_or_else(odd)?;
                let brackets = Edit::delete(Span::new(colon, list.span.end as usize));
                all([brackets, self.fill(parent, entry, &[], Leaf::Item(item))]).ok_or_else(odd)
            }
            None => self.fill_brackets(list, item).ok_or_else(odd),
        }
    }

    /// Gives an entry without a value the rest of the path.
    fn fill(&self, parent: &Mapping, entry: &Entry, rest: &[&str], leaf: Leaf<'_>) -> Edit {
        let has_value = !entry.value.span.is_empty();
        let is_inline = rest.len() < 2 && !leaf.is_by_lines() || parent.style == Style::Flow;
        if is_inline || (has_value && entry.value.is_null()) {
            let written =
                if rest.is_empty() { leaf.inline() } else { format!("{{ {} }}", flow_entry(rest, leaf)) };
            return match self.after_colon(entry) {
                Some(colon) if !has_value => Edit::insert(colon, format!(" {written}")),
                Some(_) => Edit::replace(entry.value.span, written),
                None => Edit::insert(entry.key_span.end as usize, format!(": {written}")),
            };
        }
        let line_break = self.line_break();
        let step = self.step(entry);
        let indent = format!("{}{step}", " ".repeat(self.column(entry.key_span.start as usize)));
        let lines = match leaf {
            Leaf::Item(item) if rest.is_empty() => format!("{indent}- {item}"),
            _ => block_entry(rest, leaf, &indent, &step, line_break, false),
        };
        Edit::insert(self.line_end(self.entry_end(entry)), format!("{line_break}{lines}"))
    }

    /// Adds an entry with the whole path to a mapping.
    fn add_path(&self, node: &Node, mapping: &Mapping, path: &[&str], leaf: Leaf<'_>) -> Edit {
        let last = mapping.entries.iter().rev().find(|entry| !entry.is_merged);
        let entry = match last {
            Some(last) if mapping.style == Style::Block => {
                let spread = last.value.mapping().is_some_and(|it| it.style == Style::Block);
                let indent = " ".repeat(self.column(last.key_span.start as usize));
                let lines = block_entry(path, leaf, &indent, &self.step(last), self.line_break(), spread);
                lines.trim_start_matches(' ').to_owned()
            }
            _ => flow_entry(path, leaf),
        };
        self.add_entries(node, mapping, &[entry])
    }

    /// How much deeper the entries below `entry` are indented: as they are, else two spaces.
    fn step(&self, entry: &Entry) -> String {
        let column = |at: u32| self.column(at as usize);
        let inner =
            entry.value.mapping().filter(|it| it.style == Style::Block).and_then(|it| it.entries.first());
        let deeper =
            inner.map(|inner| column(inner.key_span.start).saturating_sub(column(entry.key_span.start)));
        " ".repeat(deeper.filter(|&deeper| deeper > 0).unwrap_or(2))
    }

    /// Takes away what stands at `path` below `root`, and what is empty without it. Nothing when it is not there.
    ///
    /// # Errors
    /// When it stands behind an alias or a merge key: it would be taken from elsewhere, too.
    pub fn remove_at(&self, root: &Node, path: &[&str]) -> Result<Edit, Cannot> {
        let mut mappings = vec![root];
        for key in path {
            let Some(node) = mappings.last() else { break };
            let Some(entry) = node.mapping().and_then(|mapping| mapping.entry(key)) else {
                return Ok(Edit::none());
            };
            if node.is_alias || entry.is_merged {
                return Err(Cannot(format!(
                    "`{key}` is said in another place, too; it has to be changed there."
                )));
            }
            mappings.push(&entry.value);
        }
        let odd = || Cannot(format!("`{}` is written in a way that it cannot be taken out.", path.join(".")));
        let mut gone: Option<Edit> = None;
        for (node, key) in mappings.iter().zip(path).rev() {
            // What is left without entries goes as well, unless a comment would go with it.
            let removed = self.remove_keys(node, &[key]).ok_or_else(odd)?;
            if gone.as_ref().is_some_and(|gone| self.loses_comment(&removed, gone)) {
                break;
            }
            gone = Some(removed);
            if node.entries().len() > 1 {
                break;
            }
        }
        Ok(gone.unwrap_or_default())
    }

    /// Whether `wide` takes a comment away that `narrow` leaves.
    fn loses_comment(&self, wide: &Edit, narrow: &Edit) -> bool {
        let marks = |edit: &Edit| -> usize {
            let gone = edit.splices().iter().map(|splice| splice.span);
            gone.map(|span| self.slice(span.start as usize, span.end as usize).matches('#').count()).sum()
        };
        marks(wide) > marks(narrow)
    }

    /// Takes the items that stand at `spans` out of the list at `path`; the list as well when none is left.
    ///
    /// # Errors
    /// When one is no item of it, and as for [`Source::remove_at`].
    pub fn remove_items_at(&self, root: &Node, path: &[&str], spans: &[Span]) -> Result<Edit, Cannot> {
        let list = path.iter().try_fold(root, |node, key| node.get(key));
        let Some(list) = list else { return Ok(Edit::none()) };
        let known: HashSet<Span> = list.items().iter().map(|item| item.span).collect();
        if !spans.iter().all(|span| known.contains(span)) {
            return Err(Cannot(format!("The list `{}` has no such item any more.", path.join("."))));
        }
        if list.is_alias {
            return Err(Cannot(
                "The list is said in another place, too; it has to be changed there.".to_owned(),
            ));
        }
        if spans.len() == list.items().len() && !is_commented(self, list) {
            return self.remove_at(root, path);
        }
        let odd = || {
            Cannot(format!("The list `{}` is written in a way that cannot be taken from.", path.join(".")))
        };
        self.remove_items(spans).ok_or_else(odd)
    }
}

/// Whether comments stand in a list by lines.
fn is_commented(source: &Source<'_>, list: &Node) -> bool {
    is_block(list) && source.slice(list.span.start as usize, list.span.end as usize).contains('#')
}
