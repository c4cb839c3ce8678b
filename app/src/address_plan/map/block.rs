//! A block of the map as it is drawn: its ground, its role's pattern and its name.

use crate::address_plan::desk::Desk;
use leptos::prelude::*;
use leptos::svg;
use netplat_core::diagnostic::Severity;
use netplat_core::model::Role;
use netplat_core::plan::{BlockContent, MapBlock};
use netplat_core::session::Snapshot;

/// A block narrower than this has no name.
const NAMED_PX: f64 = 44.0;
/// The width of a letter of a name, and the room beside it, in pixels: names are cut, not measured.
const LETTER_PX: f64 = 6.2;

/// A block with what is written on it.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawn {
    /// Where it is and what it stands for.
    pub block: MapBlock,
    /// The entry; none for what is free.
    pub entry: Option<usize>,
    role: Option<Role>,
    words: String,
    is_wrong: bool,
}

impl Drawn {
    /// What is written on `block`; none when its entry has gone.
    pub fn of(snapshot: &Snapshot, block: &MapBlock) -> Option<Self> {
        let block = *block;
        match block.content {
            BlockContent::Free(prefix) => {
                let words = format!("free {prefix}");
                Some(Self { block, entry: None, role: None, words, is_wrong: false })
            }
            BlockContent::Entry(index) => {
                let entry = snapshot.model.plan.get(index)?;
                let more = if block.hidden > 0 { format!(" +{}", block.hidden) } else { String::new() };
                let words = if block.is_named {
                    format!("{} {}{more}", entry.range, entry.name)
                } else {
                    String::new()
                };
                let worst = snapshot.problem_of_entry(index);
                let is_wrong = worst.is_some_and(|problem| problem.severity != Severity::Info);
                Some(Self { block, entry: Some(index), role: Some(entry.role.value), words, is_wrong })
            }
        }
    }

    /// Equal for blocks that look alike.
    pub fn key(&self) -> String {
        format!("{self:?}")
    }
}

/// A block.
#[component]
pub fn Block(desk: Desk, block: Drawn) -> impl IntoView {
    let Drawn { block: MapBlock { area, content, .. }, entry, role, words, is_wrong } = block;
    let is_chosen = move || entry.is_some() && desk.chosen_entry() == entry;
    let class = match content {
        BlockContent::Free(_) => "plan-block free",
        BlockContent::Entry(_) if is_wrong => "plan-block wrong",
        BlockContent::Entry(_) => "plan-block",
    };
    let pattern = role.and_then(pattern_of).map(|pattern| {
        view! {
            <rect class="plan-pattern" x=area.x y=area.y width=area.width height=area.height fill=format!("url(#{pattern})") />
        }
    });
    let letters = ((area.width - 8.0) / LETTER_PX).max(0.0) as usize;
    let name = (area.width >= NAMED_PX && area.height >= 13.0 && !words.is_empty()).then(|| {
        let marked = if is_wrong { format!("⚠ {words}") } else { words.clone() };
        view! { <text x=area.x + 4.0 y=area.y + 12.5>{cut(&marked, letters)}</text> }
    });
    view! {
        <g class=class class:chosen=is_chosen data-role=role.map(Role::name)>
            <rect class="plan-ground" x=area.x y=area.y width=area.width height=area.height />
            {pattern}
            {name}
            {svg::title().child(words)}
        </g>
    }
}

/// Roles are told apart by their patterns as well as by their colours.
#[component]
pub fn Patterns() -> impl IntoView {
    let pattern = |id: &'static str, path: &'static str| {
        view! {
            <pattern id=id width="8" height="8" patternUnits="userSpaceOnUse">
                <path d=path></path>
            </pattern>
        }
    };
    view! {
        <defs class="plan-patterns">
            {pattern("plan-rising", "M0 8 8 0M-2 2 2-2M6 10 10 6")} {pattern("plan-falling", "M0 0 8 8M-2 6 2 10M6-2 10 2")}
            {pattern("plan-dots", "M2 2h.01M6 6h.01")} {pattern("plan-lines", "M0 4h8")} {pattern("plan-columns", "M4 0v8")}
            {pattern("plan-cross", "M0 8 8 0M0 0 8 8")} {pattern("plan-grid", "M0 4h8M4 0v8")}
        </defs>
    }
}

fn pattern_of(role: Role) -> Option<&'static str> {
    match role {
        Role::Pods => Some("plan-dots"),
        Role::Services => Some("plan-rising"),
        Role::Nodes => Some("plan-lines"),
        Role::LoadBalancers => Some("plan-falling"),
        Role::Attachment => Some("plan-columns"),
        Role::Vpn => Some("plan-grid"),
        Role::Reserved => Some("plan-cross"),
        Role::Site | Role::Vpc | Role::Subnet | Role::Unknown => None,
    }
}

/// As many letters as there is room for.
fn cut(words: &str, letters: usize) -> String {
    if words.chars().count() <= letters {
        return words.to_owned();
    }
    let kept: String = words.chars().take(letters.saturating_sub(1)).collect();
    format!("{kept}…")
}
