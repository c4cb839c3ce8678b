use super::scalar::{Resolved, Scalar};
use crate::text::Span;

/// A value with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Where it stands, without comments around it. Empty where no value is written; where an alias is written, the
    /// alias.
    pub span: Span,
    /// What stands there.
    pub value: Value,
    /// Whether an alias stands here: the places inside of `value` are then those of the anchor.
    pub is_alias: bool,
}

/// What a node is.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Text, number, truth or nothing.
    Scalar(Scalar),
    /// A list.
    Sequence(Sequence),
    /// Keys with values.
    Mapping(Mapping),
}

/// How a list or mapping is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Between brackets or braces.
    Flow,
    /// By indentation.
    Block,
}

/// A list.
#[derive(Clone, PartialEq, Debug)]
pub struct Sequence {
    /// How it is written.
    pub style: Style,
    /// In order.
    pub items: Vec<Node>,
}

/// Keys with values. No key stands twice: of duplicates the first is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Mapping {
    /// How it is written.
    pub style: Style,
    /// In order; those that a merge key (`<<`) brings come last.
    pub entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The key, as text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
    /// Whether a merge key brought it from elsewhere.
    pub is_merged: bool,
}

impl Entry {
    /// From the start of the key to the end of the value.
    pub fn span(&self) -> Span {
        if self.value.span.start < self.key_span.end {
            self.key_span
        } else {
            self.key_span.cover(self.value.span)
        }
    }
}

impl Mapping {
    /// The entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

impl Node {
    /// The mapping that it is.
    pub fn mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The list that it is.
    pub fn sequence(&self) -> Option<&Sequence> {
        match &self.value {
            Value::Sequence(sequence) => Some(sequence),
            _ => None,
        }
    }

    /// The entries of the mapping that it is; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        self.mapping().map_or(&[], |mapping| &mapping.entries)
    }

    /// The items of the list that it is; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(sequence) => &sequence.items,
            _ => &[],
        }
    }

    /// The value of `key`, when it is a mapping that has the key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.mapping()?.entry(key).map(|entry| &entry.value)
    }

    /// The scalar that it is.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Its text as written, also that of a number or truth; nothing for null, lists and mappings.
    pub fn text(&self) -> Option<&str> {
        self.scalar().filter(|scalar| !scalar.is_null()).map(|scalar| scalar.text.as_str())
    }

    /// The truth that it is.
    pub fn bool(&self) -> Option<bool> {
        match self.scalar()?.resolve() {
            Resolved::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number that it is.
    pub fn integer(&self) -> Option<i64> {
        match self.scalar()?.resolve() {
            Resolved::Integer(value) => Some(value),
            _ => None,
        }
    }

    /// Whether no value is written, or `null`.
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(Scalar::is_null)
    }

    /// What it is, for a message: "a list", "the number 3".
    pub fn described(&self) -> String {
        match &self.value {
            Value::Mapping(_) => "a mapping".to_owned(),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Scalar(scalar) => match scalar.resolve() {
                Resolved::Null => "nothing".to_owned(),
                Resolved::Bool(value) => format!("`{value}`"),
                Resolved::Integer(_) | Resolved::Float(_) => {
                    format!("the number {}", shortened(&scalar.text))
                }
                Resolved::Text(text) => format!("`{}`", shortened(text)),
            },
        }
    }
}

/// At most 40 characters of the first line.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    let cut = line.char_indices().nth(MOST).map_or(line.len(), |(at, _)| at);
    if cut < text.trim_end().len() { format!("{}…", &line[..cut]) } else { line.to_owned() }
}
