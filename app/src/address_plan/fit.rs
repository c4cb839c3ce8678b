//! Room for new clusters: what they need is asked, what the core finds for them is shown, and added when it is wanted.

use super::desk::Desk;
use crate::platform::{focus, frames};
use crate::ui::dialog::Dialog;
use leptos::prelude::*;
use netplat_core::edit::Plan;
use netplat_core::edit::address_plan::{AddedAll, NewEntry, add_all};
use netplat_core::model::Role;
use netplat_core::net::Family;
use netplat_core::plan::{Fit, FitRequest, Missing, Placed, fit};

/// Entries that are offered to look inside, of each family.
const MOST_OFFERED: usize = 200;

/// What is asked: the key as [`FitRequest`] reads it, the question, and the answer to begin with.
const QUESTIONS: [(&str, &str, &str); 5] = [
    ("clusters", "Clusters", "1"),
    ("nodes", "Nodes in each", "50"),
    ("maxPods", "Pods on a node", ""),
    ("services", "Services in each", "1000"),
    ("loadBalancers", "Load balancer addresses in each", "0"),
];

/// The dialog.
#[component]
pub fn FitDialog(desk: Desk) -> impl IntoView {
    view! {
        <Dialog open=desk.page.address_fit title="Addresses for new clusters" class="wide">
            <Form desk />
        </Dialog>
    }
}

/// In which entries room is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Inside {
    /// Clusters get no addresses of this family.
    None,
    /// Every entry that no other holds.
    Roots,
    /// This one.
    Entry(usize),
}

impl Inside {
    fn read(text: &str) -> Self {
        match text {
            "roots" => Self::Roots,
            other => other.parse().map_or(Self::None, Self::Entry),
        }
    }

    fn written(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Roots => "roots".to_owned(),
            Self::Entry(entry) => entry.to_string(),
        }
    }
}

#[component]
fn Form(desk: Desk) -> impl IntoView {
    let answers = QUESTIONS.map(|(_, _, answer)| RwSignal::new(answer.to_owned()));
    let inside = [Family::V4, Family::V6].map(|family| RwSignal::new(untrack(|| usual(desk, family))));
    let found = Memo::new(move |_| {
        let written = QUESTIONS.iter().zip(answers).map(|((key, ..), answer)| (*key, answer.get()));
        let said = written.filter(|(_, answer)| !answer.trim().is_empty());
        let request: Vec<String> = said.map(|(key, answer)| format!("{key}={answer}")).collect();
        let request: FitRequest = request.join(",").parse()?;
        look(desk, inside.map(|inside| inside.get()), &request)
    });
    let question = |((_, question, _), answer): ((&str, &'static str, &str), RwSignal<String>)| {
        view! {
            <label>
                <span>{question}</span>
                <input
                    class="field"
                    type="number"
                    min="0"
                    placeholder=if answer.with_untracked(String::is_empty) { "as the network does" } else { "" }
                    prop:value=move || answer.get()
                    on:input=move |event| answer.set(event_target_value(&event))
                />
            </label>
        }
    };
    let add = move |_| {
        if let Ok(found) = found.get_untracked() {
            add(desk, &found.placed);
        }
    };
    let add_says = move || {
        found.with(|found| match found {
            Ok(found) if !found.missing.is_empty() => "Add what fits to the plan",
            _ => "Add to the plan",
        })
    };
    let has_none = move || found.with(|found| found.as_ref().map_or(true, |found| found.placed.is_empty()));
    view! {
        <form class="fit-form" on:submit=move |event| event.prevent_default()>
            {QUESTIONS.into_iter().zip(answers).map(question).collect_view()}
            <Where desk family=Family::V4 inside=inside[0] />
            <Where desk family=Family::V6 inside=inside[1] />
        </form>
        {move || match found.get() {
            Ok(found) => view! { <Answer found /> }.into_any(),
            Err(sentence) => view! { <p class="dialog-complaint" role="status">{sentence}</p> }.into_any(),
        }}
        <div class="dialog-actions">
            <button type="button" class="button primary" disabled=has_none on:click=add>{add_says}</button>
        </div>
    }
}

#[component]
fn Where(desk: Desk, family: Family, inside: RwSignal<Inside>) -> impl IntoView {
    let question = match family {
        Family::V4 => "IPv4 inside",
        Family::V6 => "IPv6 inside",
    };
    let none = match family {
        Family::V4 => "no IPv4",
        Family::V6 => "no IPv6: one family",
    };
    let offered = untrack(|| offered(desk, family));
    let has_some = !offered.is_empty();
    let option = |inside: Inside, words: String, now: Inside| {
        view! { <option value=inside.written() selected=inside == now>{words}</option> }
    };
    let now = inside.get_untracked();
    view! {
        <label>
            <span>{question}</span>
            <select class="select" on:change=move |event| inside.set(Inside::read(&event_target_value(&event)))>
                {option(Inside::None, none.to_owned(), now)}
                {has_some.then(|| option(Inside::Roots, "all roots".to_owned(), now))}
                {offered
                    .into_iter()
                    .map(|(entry, words)| option(Inside::Entry(entry), words, now))
                    .collect_view()}
            </select>
        </label>
    }
}

#[component]
fn Answer(found: Fit) -> impl IntoView {
    let Fit { placed, missing } = found;
    let sum = match (placed.len(), missing.len()) {
        (0, 0) => "Choose where to look.".to_owned(),
        (_, 0) => "All of it fits.".to_owned(),
        (0, _) => "None of it fits.".to_owned(),
        (_, missing) => format!("{missing} of {} prefixes have no place.", placed.len() + missing),
    };
    let row = |placed: Placed| {
        let Placed { name, role, cidr, room, .. } = placed;
        let room = room.map(|room| format!("up to {room}")).unwrap_or_default();
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td><code>{cidr.to_string()}</code></td>
                <td>{role.name()}</td>
                <td>{room}</td>
            </tr>
        }
    };
    let has_table = !placed.is_empty();
    view! {
        <p role="status">{sum}</p>
        {(!missing.is_empty()).then(|| {
            let line = |Missing { name, why, .. }: Missing| view! { <li>{format!("{name}: {why}")}</li> };
            view! { <ul class="fit-missing">{missing.into_iter().map(line).collect_view()}</ul> }
        })}
        {has_table.then(|| {
            view! {
                <div class="fit-placed" tabindex="0" role="region" aria-label="Found addresses">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"Name"</th>
                                <th scope="col">"Addresses"</th>
                                <th scope="col">"Role"</th>
                                <th scope="col">"Can grow"</th>
                            </tr>
                        </thead>
                        <tbody>{placed.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
        })}
    }
}

/// Asks the core.
fn look(desk: Desk, inside: [Inside; 2], request: &FitRequest) -> Result<Fit, String> {
    let plan = desk.plan.get();
    let families = [Family::V4, Family::V6];
    let of_family =
        |entry: usize, family: Family| plan.range(entry).is_some_and(|range| range.family() == family);
    let roots = families.into_iter().zip(inside).flat_map(|(family, inside)| {
        let roots: Vec<usize> = match inside {
            Inside::None => Vec::new(),
            Inside::Roots => plan.roots().filter(|&root| of_family(root, family)).collect(),
            Inside::Entry(entry) => vec![entry],
        };
        roots
    });
    let roots: Vec<usize> = roots.collect();
    if roots.is_empty() {
        return Err("Choose where to look: the plan needs a prefix with free space.".to_owned());
    }
    Ok(desk.page.workspace.with_settled(|snapshot| fit(&snapshot.model, &plan, &roots, request)))
}

/// Where room is looked for at first: in what is chosen, else in all roots; IPv6 only where IPv6 is chosen.
fn usual(desk: Desk, family: Family) -> Inside {
    let offered = offered(desk, family);
    match desk.chosen_entry().filter(|chosen| offered.iter().any(|(entry, _)| entry == chosen)) {
        Some(entry) => Inside::Entry(entry),
        None if offered.is_empty() || family == Family::V6 => Inside::None,
        None => Inside::Roots,
    }
}

/// What can hold clusters, with its name: what is chosen, roots, sites, networks, subnets, and what says nothing.
fn offered(desk: Desk, family: Family) -> Vec<(usize, String)> {
    let (plan, chosen) = (desk.plan.get_untracked(), desk.chosen_entry());
    desk.page.workspace.peek(|snapshot| {
        let entries = &snapshot.model.plan;
        let holds = |&index: &usize| {
            let is_root = plan.node(index).is_some_and(|node| node.parent.is_none());
            entries.get(index).is_some_and(|entry| {
                let role = entry.role.value;
                let is_wide = matches!(role, Role::Site | Role::Vpc | Role::Subnet | Role::Unknown);
                entry.range.family() == family && (is_root || is_wide || Some(index) == chosen)
            })
        };
        let named = |index: usize| {
            let entry = entries.get(index)?;
            Some((index, format!("{} {}", entry.range, entry.name).trim().to_owned()))
        };
        plan.in_order().filter(holds).take(MOST_OFFERED).filter_map(named).collect()
    })
}

/// Adds what was found, by one step that can be undone.
fn add(desk: Desk, placed: &[Placed]) {
    let new: Vec<NewEntry> = placed.iter().map(NewEntry::from).collect();
    let is_added = desk.page.workspace.command(|snapshot| {
        let AddedAll { edit, .. } = add_all(snapshot, &new)?;
        Ok(Plan::from(edit))
    });
    if is_added {
        desk.page.address_fit.set(false);
        frames::before_paint(|| focus::on_first(".plan-table"));
    }
}
