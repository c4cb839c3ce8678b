//! What is selected: what it is and why Netplat takes it for that, and what the document says about it.

mod facts;

use crate::canvas::changes;
use crate::late;
use crate::page::Page;
use crate::text_pane::TextRequest;
use crate::workspace::Target;
use facts::{About, Declaration, Fact, Withdrawal};
use leptos::prelude::*;
use netplat_core::model::{GroupKind, ThingKind};

/// The panel.
#[component]
pub fn Inspector() -> impl IntoView {
    let page = Page::here();
    let is_selected =
        Memo::new(move |_| page.workspace.selection.with(|selection| selection.primary().is_some()));
    view! {
        <Show when=move || is_selected.get() fallback=move || view! { <Overview page /> }>
            {late::show(late_selected(page))}
        </Show>
    }
}

late::part! {
    in tools;
    /// What is selected.
    fn late_selected(page: Page) -> AnyView {
        view! { <Selected page /> }.into_any()
    }
}

#[component]
fn Selected(page: Page) -> impl IntoView {
    let workspace = page.workspace;
    let about = Memo::new(move |_| {
        let target = workspace.selection.with(|selection| selection.primary().cloned())?;
        let view = workspace.shown_view();
        workspace.with_settled(|snapshot| facts::about(snapshot, view, &target))
    });
    let count = move || workspace.selection.with(|selection| selection.targets().len());
    view! {
        <Show when=move || about.with(Option::is_some) fallback=move || view! { <Overview page /> }>
            <Show when=move || { count() > 1 }>
                <p class="note">{move || format!("{} are selected; this is the last of them.", count())}</p>
            </Show>
            {move || about.get().map(|about| view! { <Card page about /> })}
        </Show>
    }
}

/// What the document holds, while nothing is selected.
#[component]
fn Overview(page: Page) -> impl IntoView {
    let sums = Memo::new(move |_| page.workspace.with_settled(facts::sums));
    view! {
        <div class="panel-empty">
            <p>"Select something in the picture or in the text to see what Netplat takes it for, and why."</p>
        </div>
        <Show when=move || sums.with(|sums| !sums.is_empty())>
            <h3>"Kinds in this design"</h3>
            <dl class="sums">
                {move || {
                    let row = |(kind, count): (&'static str, usize)| view! { <dt>{kind}</dt> <dd>{count}</dd> };
                    sums.get().into_iter().map(row).collect_view()
                }}
            </dl>
        </Show>
    }
}

#[component]
fn Card(page: Page, about: About) -> impl IntoView {
    let target = StoredValue::new(about.target.clone());
    let id = about.target.id().to_owned();
    let span = about.span;
    let (noun, label) = match about.target {
        Target::Node(_) => ("Node", "Text"),
        Target::Group(_) => ("Group", "Title"),
        Target::Link(_) => ("Link", "Label"),
    };
    let relabel = move |event| {
        let text = event_target_value(&event);
        target.with_value(|target| changes::relabel(page.workspace, target, &text));
    };
    view! {
        <article class="card">
            <header class="card-head">
                <h2>
                    <span class="card-noun">{noun}</span>
                    <code>{id}</code>
                </h2>
                <button
                    type="button"
                    class="button small quiet"
                    on:click=move |_| page.text_requests.send(&TextRequest::Reveal(span))
                >
                    "Show in text"
                </button>
            </header>
            <label class="card-text">
                <span>{label}</span>
                <input class="field" type="text" prop:value=about.text on:change=relabel />
            </label>
            {kinds(page, target)}
            {objects(page, target)}
            {lens(page, target)}
            <dl class="facts">
                {about.facts.into_iter().map(|fact| view! { <FactRow page target fact /> }).collect_view()}
            </dl>
        </article>
    }
}

/// A choice of kinds for what has one.
fn kinds(page: Page, target: StoredValue<Target>) -> Option<impl IntoView> {
    let (names, now): (Vec<&'static str>, Option<&'static str>) = target.with_value(|target| match target {
        Target::Node(id) => {
            let now =
                page.workspace.peek(|snapshot| snapshot.model.thing(id).map(|thing| thing.kind.value.name()));
            (ThingKind::ALL.iter().map(|kind| kind.name()).collect(), now)
        }
        Target::Group(id) => {
            let now =
                page.workspace.peek(|snapshot| snapshot.model.group(id).map(|group| group.kind.value.name()));
            (GroupKind::ALL.iter().map(|kind| kind.name()).collect(), now)
        }
        Target::Link(_) => (Vec::new(), None),
    });
    let now = now?;
    let choose = move |event| declare(page, target, &Declaration::word("kind", event_target_value(&event)));
    let option = |name: &'static str| view! { <option value=name selected=name == now>{name}</option> };
    Some(view! {
        <label class="card-text">
            <span>"Kind"</span>
            <select class="select" on:change=choose>
                {names.into_iter().map(option).collect_view()}
            </select>
        </label>
    })
}

/// A choice of the object that a node shows, where the document has objects.
fn objects(page: Page, target: StoredValue<Target>) -> Option<impl IntoView> {
    let is_node = target.with_value(|target| matches!(target, Target::Node(_)));
    let names = page.workspace.peek(facts::objects);
    if !is_node || names.is_empty() {
        return None;
    }
    let now = page.workspace.peek(|snapshot| {
        let id = target.with_value(|target| target.id().to_owned());
        let object = snapshot.model.thing(&id)?.objects.first().copied()?;
        snapshot.model.objects.objects.get(object).map(ToString::to_string)
    });
    let choose = move |event| {
        let name = event_target_value(&event);
        let declaration = match name.trim() {
            "" => Declaration::nothing("object"),
            name => Declaration::word("object", name),
        };
        declare(page, target, &declaration);
    };
    Some(view! {
        <label class="card-text">
            <span>"Object"</span>
            <input
                class="field"
                type="text"
                list="objects"
                placeholder="none"
                prop:value=now.unwrap_or_default()
                on:change=choose
            />
            <datalist id="objects">
                {names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
        </label>
    })
}

/// The way to what reaches a thing and what it reaches.
fn lens(page: Page, target: StoredValue<Target>) -> Option<impl IntoView> {
    let has_objects = page.workspace.peek(|snapshot| !snapshot.model.objects.objects.is_empty());
    let is_end = target.with_value(|target| !matches!(target, Target::Link(_)));
    (has_objects && is_end).then(|| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || page.lens.get().to_string()
                title=crate::commands::tooltip("lens")
                on:click=move |_| crate::commands::run(page, "lens")
            >
                "What reaches it, what it reaches"
            </button>
        }
    })
}

/// Writes a fact about what is shown.
fn declare(page: Page, target: StoredValue<Target>, declaration: &Declaration) {
    let workspace = page.workspace;
    let view = workspace.current_view();
    let edit =
        workspace.peek(|snapshot| target.with_value(|target| declaration.edit(snapshot, view, target)));
    match edit {
        Ok(edit) => workspace.apply(&edit),
        Err(sentence) => page.toasts.warn(sentence),
    }
}

/// Takes a fact about what is shown out of the front matter.
fn withdraw(page: Page, target: StoredValue<Target>, withdrawal: Withdrawal) {
    let workspace = page.workspace;
    let view = workspace.current_view();
    let edit = workspace.peek(|snapshot| target.with_value(|target| withdrawal.edit(snapshot, view, target)));
    match edit {
        Ok(edit) => workspace.apply(&edit),
        Err(sentence) => page.toasts.warn(sentence),
    }
}

#[component]
fn FactRow(page: Page, target: StoredValue<Target>, fact: Fact) -> impl IntoView {
    let place = fact.place;
    let take_away = fact.withdrawal.map(|withdrawal| {
        let name = format!("Take {} {} out of the front matter", fact.name, fact.value);
        view! {
            <button
                type="button"
                class="button small quiet"
                title=name.clone()
                aria-label=name
                on:click=move |_| withdraw(page, target, withdrawal)
            >
                "Take out"
            </button>
        }
    });
    let make_fact = fact.declaration.map(|declaration| {
        view! {
            <button
                type="button"
                class="button small"
                title="Write it into the front matter"
                on:click=move |_| declare(page, target, &declaration)
            >
                "Make it a fact"
            </button>
        }
    });
    let shown = fact.shown_at.map(|span| {
        let line = page.workspace.peek(|snapshot| snapshot.lines.line(span.start as usize) + 1);
        view! {
            <button
                type="button"
                class="link-button evidence"
                on:click=move |_| page.text_requests.send(&TextRequest::Reveal(span))
            >
                "line " {line}
            </button>
        }
    });
    view! {
        <dt>{fact.name}</dt>
        <dd>
            <strong>{fact.value}</strong>
            {shown}
            {match fact.clue {
                None => place
                    .map(|span| {
                        view! {
                            <button
                                type="button"
                                class="link-button evidence"
                                on:click=move |_| page.text_requests.send(&TextRequest::Reveal(span))
                            >
                                "declared"
                            </button>
                        }
                            .into_any()
                    }),
                Some(clue) => Some(view! { <span class="evidence">"guessed: " {clue}</span> }.into_any()),
            }}
            {make_fact} {take_away}
        </dd>
    }
}
