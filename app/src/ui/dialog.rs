//! Modal dialogs on the browser's own `<dialog>`: it traps the focus, closes on Escape and gives the focus back.

use leptos::html;
use leptos::prelude::*;

/// A dialog that shows while `open` is true. Its content is made anew each time that it opens.
#[component]
pub fn Dialog(
    /// Whether it shows. Closing sets it to false.
    open: RwSignal<bool>,
    /// The heading.
    title: &'static str,
    /// A class for its size.
    #[prop(optional)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let id = format!("dialog-{}", title.to_lowercase().replace(' ', "-"));
    let heading_id = id.clone();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            // Refused only for a dialog that is open or not in the page; this one is closed and in it.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let close_on_backdrop = move |event: leptos::ev::MouseEvent| {
        let is_backdrop =
            element.get_untracked().is_some_and(|dialog| event.target().as_ref() == Some(dialog.as_ref()));
        if is_backdrop {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=element
            class=format!("dialog {class}")
            aria-labelledby=id
            on:close=move |_| open.set(false)
            on:mousedown=close_on_backdrop
        >
            <div class="dialog-body">
                <header class="dialog-header">
                    <h2 id=heading_id>{title}</h2>
                    <button type="button" class="icon-button" aria-label="Close" on:click=move |_| open.set(false)>
                        <super::icon::Glyph icon=super::icon::Icon::Close />
                    </button>
                </header>
                <Show when=move || open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
