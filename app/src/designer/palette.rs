//! The list of all commands, found by typing.

use crate::commands::{COMMANDS, Command, shown_keys};
use crate::page::Page;
use crate::ui::dialog::Dialog;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// The palette.
#[component]
pub fn Palette() -> impl IntoView {
    let page = Page::here();
    view! {
        <Dialog open=page.palette title="All commands" class="command-palette">
            <Finder page />
        </Dialog>
    }
}

#[component]
fn Finder(page: Page) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let at = RwSignal::new(0usize);
    let found = Memo::new(move |_| {
        let query = query.get().to_lowercase();
        let mut indices: Vec<usize> = (0..COMMANDS.len()).collect();
        indices.retain(|&index| COMMANDS.get(index).is_some_and(|command| matches(command, &query, page)));
        indices
    });
    let run = move |index: usize| {
        page.palette.set(false);
        if let Some(command) = COMMANDS.get(index) {
            // After the dialog has closed and given the focus back.
            crate::platform::frames::before_paint(move || (command.run)(page));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = found.with(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                if let Some(index) = found.with(|found| found.get(at.get_untracked()).copied()) {
                    run(index);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let row = move |(place, index): (usize, usize)| {
        let command = COMMANDS.get(index)?;
        Some(view! {
            <li
                role="option"
                id=format!("command-{place}")
                aria-selected=move || (at.get() == place).to_string()
                on:click=move |_| run(index)
                on:pointermove=move |_| at.set(place)
            >
                <span>{command.title}</span>
                <kbd>{shown_keys(command.keys)}</kbd>
            </li>
        })
    };
    view! {
        <input
            type="text"
            role="combobox"
            class="field"
            autofocus
            aria-label="Find a command"
            aria-expanded="true"
            aria-controls="command-list"
            aria-activedescendant=move || format!("command-{}", at.get())
            placeholder="What do you want to do?"
            on:input=move |event| {
                query.set(event_target_value(&event));
                at.set(0);
            }
            on:keydown=on_key
        />
        <ul id="command-list" class="command-palette-list" role="listbox" aria-label="Commands">
            {move || found.get().into_iter().enumerate().filter_map(row).collect_view()}
        </ul>
    }
}

/// Whether each word of the query stands in the title, and the command can be done now.
fn matches(command: &Command, query: &str, page: Page) -> bool {
    let title = command.title.to_lowercase();
    command.id != "palette"
        && command.id != "redo-y"
        && query.split_whitespace().all(|word| title.contains(word))
        && (command.enabled)(page)
}
