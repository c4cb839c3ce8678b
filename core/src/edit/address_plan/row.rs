//! Entries that are rows of a Markdown table.

use super::all;
use super::target::{Target, named};
use crate::document::{Row, Table};
use crate::edit::Refusal;
use crate::model::NewEntry;
use crate::model::{EntrySource, PlanEntry, PlanField, Role, RowSource};
use crate::net::AddressRange;
use crate::text::{Edit, Span};
use std::collections::HashSet;

pub(super) fn set_range(
    target: &Target<'_>,
    source: &RowSource,
    range: AddressRange,
) -> Result<Edit, Refusal> {
    let text = &*target.snapshot.text;
    let place = target.entry.range_span;
    let cell = source.cell_of(PlanField::Cidr).filter(|cell| cell.contains(place));
    let cell = cell.ok_or_else(|| no_column(target, PlanField::Cidr))?;
    if places_in_row(target, source).len() > 1 {
        return Ok(Edit::replace(place, range.to_string()));
    }
    // Marks around the addresses stay.
    let marked = [
        Span::new(cell.start as usize, place.start as usize).slice(text),
        &range.to_string(),
        Span::new(place.end as usize, cell.end as usize).slice(text),
    ];
    set_cell(target, source, PlanField::Cidr, &marked.concat())
}

pub(super) fn set(
    target: &Target<'_>,
    source: &RowSource,
    field: PlanField,
    words: Option<&str>,
) -> Result<Edit, Refusal> {
    match words {
        None if source.cell_of(field).is_none() => Ok(Edit::none()),
        _ => set_cell(target, source, field, words.unwrap_or_default()),
    }
}

pub(super) fn insert_after(
    target: &Target<'_>,
    source: &RowSource,
    new: &[NewEntry],
) -> Result<Edit, Refusal> {
    let row = row(target.entry, source);
    all(new.iter().map(|new| {
        let cells = cells(target, source, new);
        Table::insert_row(&target.snapshot.text, &row, &cells)
    }))
}

/// Whether a row like that of `source` can say all that `new` says.
pub(super) fn can_hold(source: &RowSource, new: &NewEntry) -> bool {
    new.fields().iter().all(|(field, _)| match field {
        PlanField::Cidr | PlanField::Range => true,
        PlanField::Role if source.columns.column(PlanField::Role).is_none() => {
            let guessed = Role::inferred(&new.name, Span::default()).value;
            new.role.is_none_or(|role| role == guessed)
        }
        field => source.columns.column(*field).is_some(),
    })
}

pub(super) fn remove(gone: &[(Target<'_>, &RowSource)]) -> Result<Edit, Refusal> {
    let places_gone: HashSet<Span> = gone.iter().map(|(target, _)| target.entry.range_span).collect();
    let is_gone = |place: &Span| places_gone.contains(place);
    let mut seen = HashSet::new();
    let mut edits = Vec::new();
    for (target, source) in gone {
        if !seen.insert(target.entry.span) {
            continue;
        }
        let places = places_in_row(target, source);
        let Some(kept) = places.iter().position(|place| !is_gone(place)) else {
            edits.push(Table::remove_row(&row(target.entry, source)));
            continue;
        };
        // What stands before the first that stays goes up to it; each later one with what separates it.
        if let (Some(first), Some(stays)) = (places.first(), places.get(kept)) {
            edits.push(Edit::delete(Span::new(first.start as usize, stays.start as usize)));
        }
        for pair in places.get(kept..).unwrap_or_default().windows(2) {
            if let [before, place] = pair
                && is_gone(place)
            {
                edits.push(Edit::delete(Span::new(before.end as usize, place.end as usize)));
            }
        }
    }
    all(edits)
}

/// The places of all addresses of the row, in order. Entries of one row stand side by side in the plan.
fn places_in_row(target: &Target<'_>, source: &RowSource) -> Vec<Span> {
    let entries = &target.snapshot.model.plan;
    let is_same = |entry: &&PlanEntry| match &entry.source {
        EntrySource::Row(other) => other.block == source.block && other.row == source.row,
        _ => false,
    };
    let before = entries.iter().take(target.index).rev().take_while(is_same).count();
    let in_row = entries.iter().skip(target.index - before).take_while(is_same);
    in_row.map(|entry| entry.range_span).collect()
}

fn row(entry: &PlanEntry, source: &RowSource) -> Row {
    Row { span: entry.span, cells: source.cells.clone() }
}

fn set_cell(target: &Target<'_>, source: &RowSource, field: PlanField, words: &str) -> Result<Edit, Refusal> {
    let (text, document) = (&target.snapshot.text, &target.snapshot.document);
    let column = source.columns.column(field).ok_or_else(|| no_column(target, field))?;
    let block = document.blocks.get(source.block).ok_or_else(|| no_column(target, field))?;
    let table = Table::read_header(text, block.content);
    let edit = table.set_cell(text, &row(target.entry, source), column, words);
    edit.ok_or_else(|| no_column(target, field))
}

/// The cells of a new row: what is said as `target` says it is written as there.
fn cells(target: &Target<'_>, source: &RowSource, new: &NewEntry) -> Vec<String> {
    let (text, entry) = (&*target.snapshot.text, target.entry);
    let like = NewEntry::like(entry, entry.range, entry.name.clone()).fields();
    let fields = new.fields();
    let columns = source.columns.fields().iter();
    columns
        .map(|column| {
            let held = |field: PlanField| match field {
                PlanField::Range => *column == Some(PlanField::Cidr),
                field => *column == Some(field),
            };
            let Some((field, words)) = fields.iter().find(|(field, _)| held(*field)) else {
                return String::new();
            };
            let is_same = like.iter().any(|(other, said)| other == field && said == words);
            let there = source.cell_of(*field).filter(|cell| is_same && !cell.is_empty());
            if matches!(field, PlanField::Cidr | PlanField::Range) {
                return with_marks(text, source, entry.range_span, words);
            }
            there.map_or_else(|| words.clone(), |cell| cell.slice(text).to_owned())
        })
        .collect()
}

/// `words` with the marks that stand right around the addresses at `place`.
fn with_marks(text: &str, source: &RowSource, place: Span, words: &str) -> String {
    let Some(cell) = source.cell_of(PlanField::Cidr).filter(|cell| cell.contains(place)) else {
        return words.to_owned();
    };
    let is_mark = |it: char| matches!(it, '`' | '*' | '_');
    let before = Span::new(cell.start as usize, place.start as usize).slice(text);
    let after = Span::new(place.end as usize, cell.end as usize).slice(text);
    let opening = before.get(before.trim_end_matches(is_mark).len()..).unwrap_or_default();
    let closing = after.get(..after.len() - after.trim_start_matches(is_mark).len()).unwrap_or_default();
    format!("{opening}{words}{closing}")
}

fn no_column(target: &Target<'_>, field: PlanField) -> Refusal {
    let name = named(target.entry);
    Refusal::new(format!("The table that says {name} has no column for this ({}).", field.key()))
}
