//! What is done with the plan: adding, splitting, joining, moving, deleting, and looking for entries.

use super::desk::Desk;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Menu, MenuItem};
use leptos::prelude::*;
use netplat_core::edit::address_plan::{
    Children, NewEntry, Parts, Whole, add, delete as remove, join, move_to_next_free, split,
};
use netplat_core::edit::{Plan, Refusal};
use netplat_core::net::{AddressRange, Cidr};
use netplat_core::plan::PlanFilter;
use web_sys::KeyboardEvent;

/// Numbers of parts that the menu offers.
const NUMBERS: [u32; 5] = [2, 3, 4, 8, 16];
/// How many prefix lengths below its own an entry is offered blocks of.
const LENGTHS_OFFERED: u8 = 12;

/// The row of controls above the table.
#[component]
pub fn Toolbar(desk: Desk) -> impl IntoView {
    let written = RwSignal::new(String::new());
    let add_written = move || {
        let line = written.get_untracked();
        if !line.trim().is_empty() && add_line(desk, &line) {
            written.set(String::new());
        }
    };
    let has_none = move || desk.chosen_entry().is_none();
    view! {
        <div class="plan-tools" role="toolbar" aria-label="Address plan tools">
            <input
                class="field plan-new"
                aria-label="Add: addresses, then a name"
                placeholder="Add: 10.1.0.0/16 office"
                prop:value=move || written.get()
                on:input=move |event| written.set(event_target_value(&event))
                on:keydown=move |event: KeyboardEvent| {
                    if event.key() == "Enter" {
                        add_written();
                    }
                }
            />
            <Menu label="Add inside" items=Callback::new(move |()| free_blocks(desk)) />
            <Menu label="Split" items=Callback::new(move |()| ways_to_split(desk)) />
            <button type="button" class="button quiet" disabled=has_none on:click=move |_| join_with_next(desk)>
                "Join with the next"
            </button>
            <button
                type="button"
                class="button quiet"
                disabled=has_none
                on:click=move |_| {
                    desk.command(move_to_next_free);
                }
            >
                "Move to free space"
            </button>
            <button type="button" class="button quiet" disabled=has_none on:click=move |_| delete(desk)>
                "Delete"
            </button>
            <input
                class="field plan-filter"
                type="search"
                aria-label="Filter by words, an address or a prefix"
                placeholder="Filter: words, 10.1.2.3"
                on:input=move |event| {
                    desk.view.update(|view| view.filter = PlanFilter::read(&event_target_value(&event)));
                }
            />
            <button
                type="button"
                class="icon-button"
                aria-label="Close the address plan"
                title="Close the address plan"
                on:click=move |_| desk.page.panes.address_sheet.set(false)
            >
                <Glyph icon=Icon::Close />
            </button>
        </div>
    }
}

/// Deletes the chosen entry; what lies inside it stays.
pub fn delete(desk: Desk) {
    desk.command(|snapshot, entry| remove(snapshot, &[entry], Children::Kept));
}

/// `10.1.0.0/16 office`: the addresses, then the name.
fn add_line(desk: Desk, line: &str) -> bool {
    let (addresses, name) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
    match AddressRange::read(addresses) {
        Ok(range) => add_entry(desk, range.value, name.trim()),
        Err(error) => {
            desk.page.toasts.warn(error.to_string());
            false
        }
    }
}

fn add_entry(desk: Desk, range: AddressRange, name: &str) -> bool {
    let new = NewEntry { name: name.to_owned(), ..NewEntry::new(range) };
    desk.page.workspace.command(|snapshot| add(snapshot, &new).map(Plan::from))
}

/// For each size the first block that is free in the chosen entry.
fn free_blocks(desk: Desk) -> Vec<MenuItem> {
    let Some(entry) = untrack(|| desk.chosen_entry()) else { return vec![nothing_chosen()] };
    let plan = desk.plan.get_untracked();
    let free = plan.free(entry);
    let Some(bits) = plan.range(entry).map(|range| range.family().bits()) else { return Vec::new() };
    let widest = free.iter().map(Cidr::length).min().unwrap_or(bits);
    let first_of = |length: u8| {
        let room = free.iter().find(|free| free.length() <= length)?;
        Cidr::containing(room.first(), length)
    };
    let lengths = widest..=bits.min(widest.saturating_add(LENGTHS_OFFERED));
    let item = |block: Cidr| MenuItem {
        title: format!("/{}", block.length()),
        detail: block.to_string(),
        enabled: true,
        run: Callback::new(move |()| {
            add_entry(desk, block.into(), "");
        }),
    };
    let items: Vec<MenuItem> = lengths.filter_map(first_of).map(item).collect();
    if items.is_empty() { vec![disabled("Nothing is free in it")] } else { items }
}

fn ways_to_split(desk: Desk) -> Vec<MenuItem> {
    if untrack(|| desk.chosen_entry()).is_none() {
        return vec![nothing_chosen()];
    }
    let item = |number: u32, whole: Whole| {
        let (title, detail) = match whole {
            Whole::Replaced => (format!("In {number}"), "in its place"),
            Whole::Kept => (format!("In {number}"), "inside it"),
        };
        MenuItem {
            title,
            detail: detail.to_owned(),
            enabled: true,
            run: Callback::new(move |()| {
                desk.command(|snapshot, entry| split(snapshot, entry, Parts::Number(number), whole));
            }),
        }
    };
    let kinds = [Whole::Replaced, Whole::Kept];
    kinds.into_iter().flat_map(|whole| NUMBERS.map(|number| item(number, whole))).collect()
}

/// Joins the chosen entry with the one that begins where it ends.
fn join_with_next(desk: Desk) {
    desk.command(|snapshot, entry| {
        let entries = &snapshot.model.plan;
        let next = entries.get(entry).and_then(|first| {
            let (family, _, last) = first.range.numbers();
            let after = last.checked_add(1)?;
            entries.iter().position(|other| {
                let (other_family, first, _) = other.range.numbers();
                (other_family, first) == (family, after)
            })
        });
        match next {
            Some(next) => join(snapshot, &[entry, next]),
            None => Err(Refusal("No entry begins where this one ends.".to_owned())),
        }
    });
}

fn nothing_chosen() -> MenuItem {
    disabled("Choose an entry first")
}

fn disabled(title: &str) -> MenuItem {
    MenuItem { title: title.to_owned(), detail: String::new(), enabled: false, run: Callback::new(|()| {}) }
}
