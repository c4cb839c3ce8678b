//! Entries that are items of `netplat.addresses`.

use super::target::{Target, named};
use crate::document::BlockKind;
use crate::edit::Refusal;
use crate::model::NewEntry;
use crate::model::facts::{self, About};
use crate::model::{EntrySource, FactSource, PlanField};
use crate::net::AddressRange;
use crate::session::Snapshot;
use crate::text::{Edit, Span};
use crate::yaml::{NewValue, Node, Source};

pub(super) fn set_range(
    target: &Target<'_>,
    item: &FactSource,
    range: AddressRange,
) -> Result<Edit, Refusal> {
    let key = [PlanField::Cidr, PlanField::Range].into_iter().find_map(|field| item.place_of(field));
    let key = key.ok_or_else(|| said_elsewhere(target))?;
    let edit = set(target, item, key.field, Some(&range.to_string()))?;
    // `range:` takes a prefix as well.
    if key.field == PlanField::Range || range.prefix().is_some() {
        return Ok(edit);
    }
    edit.and(Edit::replace(key.key, PlanField::Range.key())).map_err(|_| unwritable(target))
}

pub(super) fn set(
    target: &Target<'_>,
    item: &FactSource,
    field: PlanField,
    words: Option<&str>,
) -> Result<Edit, Refusal> {
    let (source, node) = read(target, item)?;
    let edit = match words {
        Some(words) => source.set_keys(&node, &[(field.key(), NewValue::Text(words))]),
        None if item.place_of(field).is_none() && target.entry.said(field) => {
            return Err(said_elsewhere(target));
        }
        None => source.remove_keys(&node, &[field.key()]),
    };
    edit.ok_or_else(|| unwritable(target))
}

pub(super) fn insert_after(
    target: &Target<'_>,
    item: &FactSource,
    new: &[NewEntry],
) -> Result<Edit, Refusal> {
    let (source, node) = read(target, item)?;
    let entries: Vec<Vec<(PlanField, String)>> = new.iter().map(|new| ordered(item, new.fields())).collect();
    let pairs: Vec<Vec<(&str, NewValue<'_>)>> = entries
        .iter()
        .map(|fields| fields.iter().map(|(field, words)| (field.key(), NewValue::Text(words))).collect())
        .collect();
    let values: Vec<NewValue<'_>> = pairs.iter().map(|pairs| NewValue::Mapping(pairs)).collect();
    source.insert_after(&node, &values).ok_or_else(|| unwritable(target))
}

/// The edit that writes `new` behind the items of the facts, or as the first ones.
pub(super) fn append(snapshot: &Snapshot, new: &[&NewEntry]) -> Result<Edit, Refusal> {
    let entries: Vec<Vec<(PlanField, String)>> = new.iter().map(|new| new.fields()).collect();
    let pairs: Vec<Vec<(&str, NewValue<'_>)>> = entries
        .iter()
        .map(|fields| fields.iter().map(|(field, words)| (field.key(), NewValue::Text(words))).collect())
        .collect();
    let items: Vec<NewValue<'_>> = pairs.iter().map(|pairs| NewValue::Mapping(pairs)).collect();
    facts::append_all(&snapshot.text, &snapshot.document, About::Design, "addresses", &items)
        .map_err(|cannot| Refusal(cannot.0))
}

pub(super) fn remove(snapshot: &Snapshot, gone: &[Target<'_>]) -> Result<Edit, Refusal> {
    let Some(first) = gone.first() else { return Ok(Edit::none()) };
    let is_fact = |source: &EntrySource| matches!(source, EntrySource::Fact(_));
    let all = snapshot.model.plan.iter().filter(|entry| is_fact(&entry.source)).count();
    let spans: Vec<Span> = gone.iter().map(|target| target.entry.span).collect();
    if gone.len() == all {
        // The list goes as well.
        return facts::remove_items(&snapshot.text, &snapshot.document, About::Design, "addresses", &spans)
            .map_err(|cannot| Refusal(cannot.0));
    }
    let source = front_matter(snapshot).ok_or_else(|| unwritable(first))?;
    source.remove_items(&spans).ok_or_else(|| unwritable(first))
}

/// The fields in the order in which `item` has them, those that it does not have last.
fn ordered(item: &FactSource, mut fields: Vec<(PlanField, String)>) -> Vec<(PlanField, String)> {
    let place = |field: PlanField| item.fields.iter().position(|place| place.field == field);
    fields.sort_by_key(|(field, _)| place(*field).unwrap_or(usize::MAX));
    fields
}

fn read<'a>(target: &Target<'a>, item: &FactSource) -> Result<(Source<'a>, Node), Refusal> {
    if item.is_alias {
        return Err(is_alias(target));
    }
    let source = front_matter(target.snapshot).ok_or_else(|| unwritable(target))?;
    let node = source.item(target.entry.span).ok_or_else(|| unwritable(target))?;
    Ok((source, node))
}

fn front_matter(snapshot: &Snapshot) -> Option<Source<'_>> {
    let block = snapshot.document.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter)?;
    Some(Source::new(&snapshot.text, block.content))
}

pub(super) fn is_alias(target: &Target<'_>) -> Refusal {
    let name = named(target.entry);
    Refusal::new(format!(
        "{name} is an alias of another entry: a change would change both. Write it out first."
    ))
}

fn said_elsewhere(target: &Target<'_>) -> Refusal {
    let name = named(target.entry);
    Refusal::new(format!("{name} has this from a merge key (`<<`): it has to be changed there."))
}

fn unwritable(target: &Target<'_>) -> Refusal {
    let name = named(target.entry);
    Refusal::new(format!("{name} is written in a way that cannot be changed here; change it in the text."))
}
