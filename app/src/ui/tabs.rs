//! Tabs: one panel of several, with the keys of the ARIA tabs pattern.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab<K> {
    /// What it stands for.
    pub key: K,
    /// Its title.
    pub title: &'static str,
    /// A short remark beside the title, such as a number; empty for none.
    pub badge: Signal<String>,
}

/// A row of tabs over `panel`, which is made for the chosen tab alone.
#[component]
pub fn Tabs<K>(
    /// The group's name.
    label: &'static str,
    tabs: Vec<Tab<K>>,
    chosen: RwSignal<K>,
    panel: Callback<K, AnyView>,
) -> impl IntoView
where
    K: Copy + PartialEq + Send + Sync + std::fmt::Debug + 'static,
{
    let keys: Vec<K> = tabs.iter().map(|tab| tab.key).collect();
    let on_key = move |event: KeyboardEvent| {
        let at = keys.iter().position(|key| *key == chosen.get_untracked()).unwrap_or(0);
        let count = keys.len();
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        let Some(key) = keys.get(next) else { return };
        chosen.set(*key);
        focus_tab(&event, next);
    };
    let id = move |part: &str, key: K| format!("{part}-{key:?}").to_lowercase();
    let row = tabs
        .into_iter()
        .map(|tab| {
            let key = tab.key;
            let is_chosen = move || chosen.get() == key;
            view! {
                <button
                    type="button"
                    role="tab"
                    id=id("tab", key)
                    aria-selected=move || is_chosen().to_string()
                    aria-controls=move || is_chosen().then(|| id("panel", key))
                    tabindex=move || if is_chosen() { "0" } else { "-1" }
                    on:click=move |_| chosen.set(key)
                >
                    {tab.title}
                    <Show when=move || !tab.badge.get().is_empty()>
                        <span class="badge">{move || tab.badge.get()}</span>
                    </Show>
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {row}
        </div>
        {move || {
            let key = chosen.get();
            view! {
                <div class="tab-panel" role="tabpanel" id=id("panel", key) aria-labelledby=id("tab", key) tabindex="0">
                    {panel.run(key)}
                </div>
            }
        }}
    }
}

fn focus_tab(event: &KeyboardEvent, index: usize) {
    let row = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let tab = row.and_then(|row| row.children().item(index as u32)?.dyn_into::<HtmlElement>().ok());
    if let Some(tab) = tab {
        // Focus fails only on what is not in the page.
        let _ = tab.focus();
    }
}
