use super::{Format, NOT_IMPORTED, TableShape};
use crate::diagnostic::{Problem, Severity};
use crate::model::{Cloud, Evidence, Known, PlanField, Role, Status};
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
    /// The addresses.
    pub range: AddressRange,
    /// Its name; empty when nothing names it.
    pub name: String,
    /// What it is for, said or guessed; the clue is in words, its place in the foreign text.
    pub role: Known<Role>,
    /// The length of each node's block.
    pub node_mask: Option<u8>,
    /// The cluster.
    pub cluster: Option<String>,
    /// The cloud.
    pub cloud: Option<Cloud>,
    /// The zone, region or site.
    pub zone: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How far it is.
    pub status: Option<Status>,
    /// A note.
    pub note: Option<String>,
    /// Where it stands in the foreign text.
    pub place: Span,
    /// The words around it, in one line.
    pub words: String,
    /// Why it may not belong in a plan: it should not be accepted unasked then.
    pub doubt: Option<&'static str>,
}

impl Proposed {
    pub(super) fn new(range: AddressRange, role: Known<Role>, place: Span) -> Self {
        Self {
            range,
            name: String::new(),
            role,
            node_mask: None,
            cluster: None,
            cloud: None,
            zone: None,
            owner: None,
            status: None,
            note: None,
            place,
            words: String::new(),
            doubt: doubt(&range),
        }
    }

    /// What it says, as keys and values of an item of the facts, in the order in which an item is written.
    pub fn fields(&self) -> Vec<(PlanField, String)> {
        let text = |field, text: &Option<String>| Some((field, text.clone()?));
        let place = if self.range.prefix().is_some() { PlanField::Cidr } else { PlanField::Range };
        let name = Some(self.name.clone()).filter(|name| !name.is_empty());
        let role = Some(self.role.value).filter(|role| *role != Role::Unknown);
        [
            Some((place, self.range.to_string())),
            text(PlanField::Name, &name),
            role.map(|role| (PlanField::Role, role.name().to_owned())),
            self.node_mask.map(|mask| (PlanField::NodeMask, mask.to_string())),
            text(PlanField::Cluster, &self.cluster),
            self.cloud.map(|cloud| (PlanField::Cloud, cloud.name().to_owned())),
            text(PlanField::Zone, &self.zone),
            text(PlanField::Owner, &self.owner),
            self.status.map(|status| (PlanField::Status, status.name().to_owned())),
            text(PlanField::Note, &self.note),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
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
