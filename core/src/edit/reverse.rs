use super::chain::{Change, Fate, rewrite};
use super::chart::Chart;
use super::guard::guarded;
use super::{Plan, Planned};
use crate::session::Snapshot;

/// Lets a link start where it ended and end where it started. Its arrow, text and number stay.
///
/// # Errors
/// When there is no such link.
pub fn reverse(snapshot: &Snapshot, view: usize, link: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let index = chart.link(link)?;
    let fate = |other: usize| if other == index { Fate::Reverse } else { Fate::Keep };
    let (edits, _) = rewrite(&chart, &Change { is_gone: &|_, _| false, fate: &fate });
    guarded(snapshot, view, Plan::of(edits, &[])?, &[])
}
