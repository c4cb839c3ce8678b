//! Entries that Kubernetes objects say: their addresses can be written where the object says them.

use super::all;
use super::target::{Target, named};
use crate::edit::Refusal;
use crate::model::ObjectSource;
use crate::net::AddressRange;
use crate::text::{Edit, Span};

pub(super) fn set_range(
    target: &Target<'_>,
    source: &ObjectSource,
    range: AddressRange,
) -> Result<Edit, Refusal> {
    let edits = match source.places.as_slice() {
        [place] => written(target, *place, &range.to_string()).map(|edit| vec![edit]),
        [start, stop] => written(target, *start, &range.first().to_string())
            .zip(written(target, *stop, &range.last().to_string()))
            .map(|(start, stop)| vec![start, stop]),
        _ => None,
    };
    let fits = source.places.len() == 2 || range.prefix().is_some() == target.entry.range.prefix().is_some();
    match edits.filter(|_| fits) {
        Some(edits) => all(edits),
        None => {
            let name = named(target.entry);
            Err(Refusal::new(format!(
                "A Kubernetes object says {name} in a way that has no place for {range}."
            )))
        }
    }
}

/// `words` in place of the addresses at `place`, between the same quotes; none where something else stands there.
fn written(target: &Target<'_>, place: Span, words: &str) -> Option<Edit> {
    let there = place.slice(&target.snapshot.text);
    let inner = there.trim_matches(['"', '\'']);
    AddressRange::read(inner).ok()?;
    let start = place.start as usize + (there.len() - there.trim_start_matches(['"', '\'']).len());
    // An IPv6 address may need quotes that another did not.
    let is_bare = inner.len() == there.len();
    let words = if is_bare { crate::yaml::written(words) } else { words.to_owned() };
    Some(Edit::replace(Span::new(start, start + inner.len()), words))
}
