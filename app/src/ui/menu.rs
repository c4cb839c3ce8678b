//! A button that opens a list of actions, with the keys of the ARIA menu button pattern.

use crate::platform::listen::listen_on_window;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, Node};

/// An action in a menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// What it does.
    pub title: String,
    /// Said beside it: its keys, or a sentence.
    pub detail: String,
    /// Whether it can be chosen now.
    pub enabled: bool,
    /// Does it.
    pub run: Callback<()>,
}

/// A menu button. The items are asked for each time that it opens.
#[component]
pub fn Menu(
    /// The button's name.
    label: &'static str,
    /// Shown on the button; its label when nothing is given.
    #[prop(optional)]
    icon: Option<super::icon::Icon>,
    items: Callback<(), Vec<MenuItem>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    let close = move |and_focus: Focus| {
        open.set(false);
        if let (Focus::Button, Some(button)) = (and_focus, button.get_untracked()) {
            // Focus fails only on what is not in the page.
            let _ = button.focus();
        }
    };
    // The list is in the page one turn after `open` is set.
    Effect::new(move |_| {
        if open.get()
            && let Some(list) = list.get()
        {
            step(&list, Step::First);
        }
    });
    listen_on_window("pointerdown", move |event| {
        if !open.get_untracked() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside =
            |element: Option<&Node>| element.is_some_and(|element| element.contains(target.as_ref()));
        let in_list = list.get_untracked().is_some_and(|list| inside(Some(list.as_ref())));
        let in_button = button.get_untracked().is_some_and(|button| inside(Some(button.as_ref())));
        if !in_list && !in_button {
            open.set(false);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        match event.key().as_str() {
            "ArrowDown" => step(&list, Step::Next),
            "ArrowUp" => step(&list, Step::Previous),
            "Home" => step(&list, Step::First),
            "End" => step(&list, Step::Last),
            "Escape" => close(Focus::Button),
            "Tab" => return close(Focus::Stays),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let entry = move |item: MenuItem| {
        let run = item.run;
        view! {
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                disabled=!item.enabled
                on:click=move |_| {
                    close(Focus::Button);
                    run.run(());
                }
            >
                <span>{item.title}</span>
                <span class="menu-detail">{item.detail}</span>
            </button>
        }
    };
    view! {
        <div class="menu">
            <button
                node_ref=button
                type="button"
                class=if icon.is_some() { "icon-button" } else { "button quiet" }
                aria-haspopup="menu"
                aria-label=icon.map(|_| label)
                title=icon.map(|_| label)
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {match icon {
                    Some(icon) => view! { <super::icon::Glyph icon /> }.into_any(),
                    None => view! { <span>{label}</span> <span class="caret" aria-hidden="true"></span> }.into_any(),
                }}
            </button>
            <Show when=move || open.get()>
                <div node_ref=list class="menu-list" role="menu" aria-label=label on:keydown=on_key>
                    {items.run(()).into_iter().map(entry).collect_view()}
                </div>
            </Show>
        </div>
    }
}

/// Where the focus goes when a menu closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Focus {
    Button,
    Stays,
}

#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

/// Moves the focus among the enabled entries of `list`, around its ends.
fn step(list: &HtmlElement, step: Step) {
    let Ok(found) = list.query_selector_all("button:not(:disabled)") else { return };
    let entries: Vec<HtmlElement> =
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect();
    let focused =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let at = entries.iter().position(|entry| Some(entry.as_ref()) == focused.as_ref());
    let count = entries.len();
    if count == 0 {
        return;
    }
    let next = match (step, at) {
        (Step::First, _) | (Step::Next, None) => 0,
        (Step::Last, _) | (Step::Previous, None) => count - 1,
        (Step::Next, Some(at)) => (at + 1) % count,
        (Step::Previous, Some(at)) => (at + count - 1) % count,
    };
    if let Some(entry) = entries.get(next) {
        // Focus fails only on what is not in the page.
        let _ = entry.focus();
    }
}
