use super::{Side, Way};
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that a version says, by what it is known by.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// What makes it the same in both versions.
    pub key: String,
    /// What makes it the same where no key does: the addresses of an entry that was renamed.
    pub otherwise: Option<String>,
    /// As it is called.
    pub name: String,
    /// What it says, field by field, in the order in which they are shown.
    pub fields: Vec<(&'static str, String)>,
    /// Where it starts in the text.
    pub at: u32,
}

/// Something that came, went, or says something else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatementChange {
    /// Which of these.
    pub change: Way,
    /// As it is called; in the new version, where it is in both.
    pub name: String,
    /// What it says, or says otherwise.
    pub fields: Vec<FieldChange>,
    /// Its line in the old version, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_line: Option<u32>,
    /// Its line in the new version, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_line: Option<u32>,
}

/// What a field said and says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FieldChange {
    /// `cidr`
    pub field: &'static str,
    /// What it said, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it says, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl StatementChange {
    /// What it says, in one line: `cidr 10.0.0.0/16 → 10.1.0.0/16, role pods`.
    pub fn said(&self) -> String {
        let said: Vec<String> = self.fields.iter().map(ToString::to_string).collect();
        said.join(", ")
    }
}

impl std::fmt::Display for FieldChange {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(formatter, "{} {before} → {after}", self.field),
            (None, Some(only)) => write!(formatter, "{} {only}", self.field),
            (Some(only), None) => write!(formatter, "{} {only} → nothing", self.field),
            (None, None) => formatter.write_str(self.field),
        }
    }
}

/// What changed in what `statements` reads of both versions: in the order of the new one, then what is gone.
pub(super) fn compare(
    old: &Side<'_>,
    new: &Side<'_>,
    statements: fn(&Side<'_>) -> Vec<Statement>,
) -> Vec<StatementChange> {
    let (before, after) = (statements(old), statements(new));
    let partners = partners(&before, &after);
    let mut is_gone = vec![true; before.len()];
    let mut changes = Vec::new();
    for (statement, partner) in after.iter().zip(partners) {
        let was = partner.and_then(|index| before.get(index));
        if let Some(gone) = partner.and_then(|index| is_gone.get_mut(index)) {
            *gone = false;
        }
        let (change, fields) = match was {
            Some(was) => (Way::Changed, differing(was, statement)),
            None => (Way::New, said(statement)),
        };
        if was.is_none() || !fields.is_empty() {
            let (name, new_line) = (statement.name.clone(), new.line(statement.at));
            let old_line = was.and_then(|was| old.line(was.at));
            changes.push(StatementChange { change, name, fields, old_line, new_line });
        }
    }
    for (statement, _) in before.iter().zip(is_gone).filter(|(_, is_gone)| *is_gone) {
        let (name, old_line) = (statement.name.clone(), old.line(statement.at));
        let fields = said(statement);
        changes.push(StatementChange { change: Way::Gone, name, fields, old_line, new_line: None });
    }
    changes
}

/// All that a statement says.
fn said(statement: &Statement) -> Vec<FieldChange> {
    let fields = statement.fields.iter();
    fields.map(|(field, said)| FieldChange { field, before: None, after: Some(said.clone()) }).collect()
}

/// For each new statement the old one that it was. What stands several times is paired in order.
fn partners(before: &[Statement], after: &[Statement]) -> Vec<Option<usize>> {
    let mut partners = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    let keys: [fn(&Statement) -> Option<&str>; 2] =
        [|statement| Some(&statement.key), |statement| statement.otherwise.as_deref()];
    for key in keys {
        let mut open: BTreeMap<&str, std::collections::VecDeque<usize>> = BTreeMap::new();
        for (index, statement) in
            before.iter().enumerate().filter(|(index, _)| taken.get(*index) == Some(&false))
        {
            if let Some(key) = key(statement) {
                open.entry(key).or_default().push_back(index);
            }
        }
        for (statement, partner) in after.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            let next = key(statement).and_then(|key| open.get_mut(key)).and_then(|open| open.pop_front());
            if let Some(slot) = next.and_then(|index| taken.get_mut(index)) {
                *slot = true;
                *partner = next;
            }
        }
    }
    partners
}

/// The fields in which two statements differ, in the order of the new one, and those that are gone.
fn differing(before: &Statement, after: &Statement) -> Vec<FieldChange> {
    let of = |statement: &Statement, field: &str| {
        statement.fields.iter().find(|(known, _)| *known == field).map(|(_, said)| said.clone())
    };
    let gone = before.fields.iter().filter(|(field, _)| of(after, field).is_none());
    let mut changes = Vec::new();
    if before.name != after.name {
        let (before, after) = (Some(before.name.clone()), Some(after.name.clone()));
        changes.push(FieldChange { field: "name", before, after });
    }
    for (field, _) in after.fields.iter().chain(gone) {
        let (before, after) = (of(before, field), of(after, field));
        if before != after {
            changes.push(FieldChange { field, before, after });
        }
    }
    changes
}
