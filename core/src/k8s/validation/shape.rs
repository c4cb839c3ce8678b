//! What the fields of a kind may hold, as data.

use super::super::fields::Fields;
use crate::diagnostic::Severity;
use crate::yaml::{Format, Node};

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Anything: it is not described.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number between two others, both included.
    Integer { least: i64, most: i64 },
    /// A text of a format, with a number of characters between two others.
    Text { format: &'static Format, least: u16, most: u16 },
    /// One of some words.
    Choice(&'static [&'static str]),
    /// A prefix of addresses, and how much bits behind its length matter.
    Prefix(Severity),
    /// The number of a port, or its name.
    Port,
    /// Values that are alike.
    List { items: &'static Shape, least: u16, most: u16, unique: Unique },
    /// Values that are alike, by keys of a format.
    Map { keys: &'static Format, values: &'static Shape, most: u16 },
    /// Known fields.
    Section(&'static Section),
}

/// By what the items of a list differ.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unique {
    /// By nothing.
    No,
    /// By what they are.
    Items,
    /// By some fields, each with the value that it has where it is not written. An item without one that has no such
    /// value is not compared.
    By(&'static [(&'static str, Option<&'static str>)]),
}

/// A mapping with known fields.
#[derive(Debug)]
pub(super) struct Section {
    /// The fields.
    pub fields: &'static [Field],
    /// What must hold between them.
    pub constraints: &'static [Constraint],
    /// Whether it has further fields, which are not described.
    pub is_open: bool,
}

/// A field of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// As it is written.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether it must be written.
    pub is_required: bool,
    /// Whether an empty text stands for none, as it does where Go leaves it out.
    pub may_be_empty: bool,
}

/// What must hold between the fields of a section.
#[derive(Debug)]
pub(super) enum Constraint {
    /// Exactly one of these is written.
    One(&'static [&'static str]),
    /// One of these is written at most.
    AtMostOne(&'static [&'static str]),
    /// A field says by its word which one of the others is written: pairs of word and field.
    Union(&'static str, &'static [(&'static str, &'static str)]),
    /// What takes more words: a function that reports what is wrong with the section.
    Holds(fn(&mut Fields, &Node)),
}

/// A field that may be left out.
pub(super) const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_required: false, may_be_empty: false }
}

/// A field that must be there.
pub(super) const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_required: true, may_be_empty: false }
}

impl Field {
    /// The same field, which an empty text leaves out.
    pub const fn or_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }
}

/// A section with these fields and no others.
pub(super) const fn section(fields: &'static [Field]) -> Section {
    Section { fields, constraints: &[], is_open: false }
}

impl Section {
    /// The same section, of which not all fields are described.
    pub const fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    /// The same section, in which something must hold.
    pub const fn with(mut self, constraints: &'static [Constraint]) -> Self {
        self.constraints = constraints;
        self
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Any text.
pub(super) const TEXT: Shape = text(&Format { name: "a text", read: |_| Ok(()), pattern: None });

/// The number of a port.
pub(super) const PORT_NUMBER: Shape = integer(1, 65_535);

/// A whole number that is not negative.
pub(super) const COUNT: Shape = integer(0, i32::MAX as i64);

/// A whole number between two others, both included.
pub(super) const fn integer(least: i64, most: i64) -> Shape {
    Shape::Integer { least, most }
}

/// A text of this format.
pub(super) const fn text(format: &'static Format) -> Shape {
    Shape::Text { format, least: 0, most: u16::MAX }
}

/// A list of these.
pub(super) const fn list(items: &'static Shape) -> Shape {
    Shape::List { items, least: 0, most: u16::MAX, unique: Unique::No }
}

/// A mapping from texts of a format to these.
pub(super) const fn map(keys: &'static Format, values: &'static Shape) -> Shape {
    Shape::Map { keys, values, most: u16::MAX }
}

impl Shape {
    /// The same text or list with at least so many characters or items.
    pub const fn at_least(self, least: u16) -> Self {
        match self {
            Self::Text { format, most, .. } => Self::Text { format, least, most },
            Self::List { items, most, unique, .. } => Self::List { items, least, most, unique },
            other => other,
        }
    }

    /// The same text, list or mapping with at most so many characters, items or keys.
    pub const fn at_most(self, most: u16) -> Self {
        match self {
            Self::Text { format, least, .. } => Self::Text { format, least, most },
            Self::List { items, least, unique, .. } => Self::List { items, least, most, unique },
            Self::Map { keys, values, .. } => Self::Map { keys, values, most },
            other => other,
        }
    }

    /// The same list, in which nothing stands twice.
    pub const fn distinct(self) -> Self {
        self.unique(Unique::Items)
    }

    /// The same list, whose items differ by these fields.
    pub const fn by(self, fields: &'static [(&'static str, Option<&'static str>)]) -> Self {
        self.unique(Unique::By(fields))
    }

    const fn unique(self, unique: Unique) -> Self {
        match self {
            Self::List { items, least, most, .. } => Self::List { items, least, most, unique },
            other => other,
        }
    }
}
