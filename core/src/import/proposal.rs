use super::{Format, NOT_IMPORTED, TableShape};
use crate::diagnostic::{Problem, Severity};
use crate::model::{Evidence, Known, NewEntry, Role};
use crate::net::AddressRange;
use crate::text::Span;

/// Entries beyond this many are counted and not kept: a plan is worked on by people.
pub const MAX_ENTRIES: usize = 100_000;
/// Problems beyond this many are counted and not kept.
pub const MAX_PROBLEMS: usize = 1_000;

/// What was found in a foreign text.
#[derive(Clone, PartialEq, Debug)]
pub struct Proposal {
    /// What the text was taken for.
    pub format: Format,
    /// How its table was read, when it is one.
    pub table: Option<TableShape>,
    /// In the order of the text.
    pub entries: Vec<Proposed>,
    /// In the order of the text; spans are those of the foreign text.
    pub problems: Vec<Problem>,
    /// Problems that were counted and not kept.
    pub further_problems: usize,
    /// Entries that were counted and not kept.
    pub further_entries: usize,
}

/// An entry that is offered.
#[derive(Clone, PartialEq, Debug)]
pub struct Proposed {
    /// What it would say.
    pub entry: NewEntry,
    /// Why it has its role, or none: said, or guessed from a clue in words; the place is one of the foreign text.
    pub role_by: Evidence,
    /// Where it stands in the foreign text.
    pub place: Span,
    /// The words around it, in one line.
    pub words: String,
    /// Why it may not belong in a plan: it should not be accepted unasked then.
    pub doubt: Option<&'static str>,
}

impl Proposed {
    pub(super) fn new(range: AddressRange, role: Known<Role>, place: Span) -> Self {
        let doubt = doubt(&range);
        let entry = NewEntry { role: said(role.value), ..NewEntry::new(range) };
        Self { entry, role_by: role.evidence, place, words: String::new(), doubt }
    }

    /// Gives it another role.
    pub(super) fn set_role(&mut self, role: Known<Role>) {
        self.entry.role = said(role.value);
        self.role_by = role.evidence;
    }

    /// What it is for, said or guessed.
    pub fn role(&self) -> Role {
        self.entry.role.unwrap_or(Role::Unknown)
    }
}

impl From<&Proposed> for NewEntry {
    fn from(found: &Proposed) -> Self {
        found.entry.clone()
    }
}

fn said(role: Role) -> Option<Role> {
    Some(role).filter(|role| *role != Role::Unknown)
}

impl Proposal {
    pub(super) fn new(format: Format, table: Option<TableShape>) -> Self {
        let (entries, problems) = (Vec::new(), Vec::new());
        Self { format, table, entries, problems, further_problems: 0, further_entries: 0 }
    }

    pub(super) fn propose(&mut self, entry: Proposed) {
        if self.entries.len() < MAX_ENTRIES {
            self.entries.push(entry);
        } else {
            self.further_entries += 1;
        }
    }

    pub(super) fn report(&mut self, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.further_problems += 1;
        }
    }

    /// Says that something at `span` was not taken over.
    pub(super) fn complain(&mut self, span: Span, message: impl Into<String>) {
        self.report(Problem::new(&NOT_IMPORTED, span, message));
    }

    /// Says something that need not be wrong.
    pub(super) fn mention(&mut self, span: Span, message: impl Into<String>) {
        self.report(Problem::new(&NOT_IMPORTED, span, message).with_severity(Severity::Info));
    }
}

/// The role that `words`, at `span`, speak of: by its own name it is said, else guessed.
pub(super) fn role_of(words: &str, span: Span) -> Known<Role> {
    match Role::named(words.trim()) {
        Some(value) => Known { value, evidence: Evidence::Declared(span) },
        None => Role::inferred(&split_camel_case(words), span),
    }
}

/// `podSubnet` as `pod Subnet`.
pub(super) fn split_camel_case(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 4);
    let mut was_lower = false;
    for character in text.chars() {
        if was_lower && character.is_uppercase() {
            words.push(' ');
        }
        was_lower = character.is_lowercase();
        words.push(character);
    }
    words
}

fn doubt(range: &AddressRange) -> Option<&'static str> {
    match range.first() {
        _ if range.prefix() == Some(0) => Some("it means every address"),
        first if first.is_loopback() => Some("these addresses never leave a host"),
        first if first.is_multicast() => Some("these are multicast groups"),
        _ => None,
    }
}
