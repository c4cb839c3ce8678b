//! The palette of kinds: what a network is drawn of, to be added by a click or a key.

use super::changes;
use super::stage::Stage;
use leptos::html::Dialog;
use leptos::prelude::*;
use netplat_core::model::ThingKind;
use netplat_core::render::thing_badge;
use web_sys::KeyboardEvent;

/// What is offered, and how it is called.
static OFFERED: &[(ThingKind, &str)] = &[
    (ThingKind::Outside, "Internet"),
    (ThingKind::Dns, "DNS"),
    (ThingKind::Edge, "CDN"),
    (ThingKind::Firewall, "Firewall"),
    (ThingKind::Vpn, "VPN"),
    (ThingKind::LoadBalancer, "Load balancer"),
    (ThingKind::IngressController, "Ingress controller"),
    (ThingKind::Gateway, "Gateway"),
    (ThingKind::Service, "Service"),
    (ThingKind::Deployment, "Deployment"),
    (ThingKind::StatefulSet, "StatefulSet"),
    (ThingKind::CronJob, "CronJob"),
    (ThingKind::Database, "Database"),
    (ThingKind::Cache, "Cache"),
    (ThingKind::Queue, "Queue"),
    (ThingKind::Storage, "Storage"),
    (ThingKind::Policy, "Network policy"),
    (ThingKind::CertificateIssuer, "Certificate issuer"),
    (ThingKind::Observability, "Monitoring"),
    (ThingKind::Host, "Host"),
    (ThingKind::Network, "Subnet"),
    (ThingKind::External, "External system"),
];

/// The button, and the list that it opens.
#[component]
pub fn Palette(stage: Stage) -> impl IntoView {
    let list = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = list.get() else { return };
        if stage.palette.get() {
            if !dialog.open() {
                dialog.show();
                focus(&dialog, 0);
            }
        } else if dialog.open() {
            dialog.close();
            if let Some(pane) = stage.pane.get_untracked() {
                let _ = pane.focus();
            }
        }
    });
    let keys = move |event: KeyboardEvent| {
        let Some(dialog) = list.get_untracked() else { return };
        let step = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => 1,
            "ArrowUp" | "ArrowLeft" => -1,
            "Escape" => {
                stage.palette.set(false);
                0
            }
            _ => return event.stop_propagation(),
        };
        event.prevent_default();
        event.stop_propagation();
        if step != 0 {
            focus(&dialog, step);
        }
    };
    let entry = move |(kind, name): (ThingKind, &'static str)| {
        let path = thing_badge(kind).map(|badge| badge.icon.path());
        let add = move |_| {
            stage.palette.set(false);
            changes::add(stage.workspace, kind, name);
        };
        view! {
            <button type="button" class="palette-entry" on:click=add>
                <svg class="glyph" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                    <path d=path></path>
                </svg>
                {name}
            </button>
        }
    };
    view! {
        <dialog
            class="palette"
            node_ref=list
            aria-label="Add a node"
            on:keydown=keys
            on:pointerdown=|event| event.stop_propagation()
        >
            {OFFERED.iter().copied().map(entry).collect_view()}
        </dialog>
    }
}

/// Moves the focus among the entries: by `step` from the one that has it, to the first for 0.
fn focus(dialog: &web_sys::HtmlDialogElement, step: i32) {
    use wasm_bindgen::JsCast;
    let entries = dialog.children();
    let count = entries.length() as i32;
    let active =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let now = (0..count).find(|&at| entries.item(at as u32) == active);
    let next = if step == 0 { 0 } else { now.map_or(0, |now| (now + step).rem_euclid(count.max(1))) };
    if let Some(entry) =
        entries.item(next as u32).and_then(|entry| entry.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = entry.focus();
    }
}
