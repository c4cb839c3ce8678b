//! What is done with the plan: adding, splitting, joining, moving, deleting, and looking for entries.

use super::desk::Desk;
use crate::commands;
use crate::page::Panel;
use crate::platform::focus;
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
/// Of how many sizes an entry is offered free blocks.
const SIZES_OFFERED: usize = 13;

/// The row of controls above the table. What a narrow sheet has no room for is in one menu.
#[component]
pub fn Toolbar(desk: Desk) -> impl IntoView {
    view! {
        <div class="plan-tools" role="toolbar" aria-label="Address plan tools">
            <NewEntryField desk />
            <div class="plan-wide">
                <Menu label="Add inside" items=Callback::new(move |()| free_blocks(desk)) />
                <Menu label="Split" items=Callback::new(move |()| ways_to_split(desk)) />
                <Menu label="More" items=Callback::new(move |()| further(desk)) />
            </div>
            <input
                class="field plan-filter"
                type="search"
                aria-label="Filter by words, an address or a prefix"
                placeholder="Filter: words, 10.1.2.3"
                on:input=move |event| {
                    desk.view.update(|view| view.filter = PlanFilter::read(&event_target_value(&event)));
                }
            />
            <div class="plan-narrow">
                <Menu label="Actions" icon=Icon::Menu items=Callback::new(move |()| everything(desk)) />
            </div>
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

/// Where an entry is added by writing it. Escape goes back to the table.
#[component]
fn NewEntryField(desk: Desk) -> impl IntoView {
    let written = RwSignal::new(String::new());
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            let line = written.get_untracked();
            if !line.trim().is_empty() && add_line(desk, &line) {
                written.set(String::new());
            }
        }
        "Escape" => focus::on_first(".plan-table"),
        _ => {}
    };
    view! {
        <input
            class="field plan-new"
            aria-label="Add: addresses, then a name"
            placeholder="Add: 10.1.0.0/16 office"
            prop:value=move || written.get()
            on:input=move |event| written.set(event_target_value(&event))
            on:keydown=on_key
        />
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

/// For each size the first block that is free in the chosen entry, the widest first.
fn free_blocks(desk: Desk) -> Vec<MenuItem> {
    let Some(entry) = untrack(|| desk.chosen_entry()) else { return vec![nothing_chosen()] };
    let plan = desk.plan.get_untracked();
    let Some(range) = plan.range(entry) else { return Vec::new() };
    // All of an entry would be the entry once more.
    let widest = range.prefix().map_or(0, |own| own.saturating_add(1));
    let item = |block: Cidr| MenuItem {
        title: format!("/{}", block.length()),
        detail: block.to_string(),
        enabled: true,
        run: Callback::new(move |()| {
            add_entry(desk, block.into(), "");
        }),
    };
    let blocks = (widest..=range.family().bits()).filter_map(|length| plan.first_free(entry, length));
    let items: Vec<MenuItem> = blocks.take(SIZES_OFFERED).map(item).collect();
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

/// What else is done with the chosen entry, and with the plan.
fn further(desk: Desk) -> Vec<MenuItem> {
    let has_chosen = untrack(|| desk.chosen_entry()).is_some();
    let of_chosen = |title: &str, keys: &str, run: fn(Desk)| MenuItem {
        title: title.to_owned(),
        detail: keys.to_owned(),
        enabled: has_chosen,
        run: Callback::new(move |()| run(desk)),
    };
    let of_plan = |title: &str, run: fn(Desk)| MenuItem {
        title: title.to_owned(),
        detail: String::new(),
        enabled: true,
        run: Callback::new(move |()| run(desk)),
    };
    vec![
        of_chosen("Join with the next", "", join_with_next),
        of_chosen("Move to free space", "", |desk| {
            desk.command(move_to_next_free);
        }),
        of_chosen("Delete", "Delete", delete),
        of_plan("Addresses for new clusters…", |desk| commands::run(desk.page, "fit-clusters")),
        of_plan("Import…", |desk| commands::run(desk.page, "import-addresses")),
        of_plan("Export…", |desk| {
            desk.page.show_panel(Panel::Export);
            focus::on_first_to_come(".export-plan select");
        }),
        of_plan("Print…", |_| print()),
    ]
}

/// All of it, for a sheet with room for one menu.
fn everything(desk: Desk) -> Vec<MenuItem> {
    let titled = |said: &'static str, items: Vec<MenuItem>| {
        items
            .into_iter()
            .filter(|item| item.enabled)
            .map(move |item| MenuItem { title: format!("{said} {}", item.title.to_lowercase()), ..item })
    };
    let mut items = further(desk);
    items.extend(titled("Add inside:", free_blocks(desk)));
    items.extend(titled("Split", ways_to_split(desk)));
    items
}

fn print() {
    if let Some(window) = web_sys::window() {
        // A browser that cannot print says so itself.
        let _ = window.print();
    }
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
