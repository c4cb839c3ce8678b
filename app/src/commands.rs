//! Everything that can be done by name: one table, from which come shortcuts, menus, the palette and the help.

use crate::canvas::CanvasRequest;
use crate::manifests;
use crate::page::{Page, Pane, Panel};
use crate::platform::listen::listen_on_window;
use crate::text_pane::TextRequest;
use crate::ui::menu::MenuItem;
use crate::{
    designer::file_actions,
    workspace::{Selection, Target},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Where a command is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// Documents.
    File,
    /// Changes.
    Edit,
    /// What is shown.
    View,
    /// About the page.
    Help,
}

/// Something that can be done.
#[derive(Debug)]
pub struct Command {
    /// Stable name.
    pub id: &'static str,
    /// As a menu says it.
    pub title: &'static str,
    /// Where it is listed.
    pub section: Section,
    /// Keys such as `Mod+Shift+Z`; `Mod` is Command on a Mac, else Control. Empty for none.
    pub keys: &'static str,
    /// Whether it can be done now.
    pub enabled: fn(Page) -> bool,
    /// Does it.
    pub run: fn(Page),
}

fn always(_: Page) -> bool {
    true
}

/// The table.
pub static COMMANDS: &[Command] = &[
    Command {
        id: "new",
        title: "New",
        section: Section::File,
        keys: "",
        enabled: always,
        run: |page| page.workspace.open("", None),
    },
    Command {
        id: "open",
        title: "Open…",
        section: Section::File,
        keys: "Mod+O",
        enabled: always,
        run: file_actions::open,
    },
    Command {
        id: "import-manifests",
        title: "Import a folder of manifests…",
        section: Section::File,
        keys: "",
        enabled: always,
        run: manifests::choose_folder,
    },
    Command {
        id: "import-addresses",
        title: "Import addresses…",
        section: Section::File,
        keys: "",
        enabled: always,
        run: |page| {
            page.show_address_sheet();
            page.address_import.set(true);
        },
    },
    Command {
        id: "save",
        title: "Save…",
        section: Section::File,
        keys: "Mod+S",
        enabled: always,
        run: file_actions::save,
    },
    Command {
        id: "examples",
        title: "Examples…",
        section: Section::File,
        keys: "",
        enabled: always,
        run: |page| page.examples.set(true),
    },
    Command {
        id: "share",
        title: "Share…",
        section: Section::File,
        keys: "",
        enabled: always,
        run: |page| page.share.set(true),
    },
    Command {
        id: "compare",
        title: "Compare with another version…",
        section: Section::File,
        keys: "Alt+0",
        enabled: always,
        run: |page| page.compare.set(true),
    },
    Command {
        id: "undo",
        title: "Undo",
        section: Section::Edit,
        keys: "Mod+Z",
        enabled: |page| page.workspace.can_undo(),
        run: |page| page.workspace.undo(),
    },
    Command {
        id: "redo",
        title: "Redo",
        section: Section::Edit,
        keys: "Mod+Shift+Z",
        enabled: |page| page.workspace.can_redo(),
        run: |page| page.workspace.redo(),
    },
    Command {
        id: "redo-y",
        title: "Redo",
        section: Section::Edit,
        keys: "Mod+Y",
        enabled: |page| page.workspace.can_redo(),
        run: |page| page.workspace.redo(),
    },
    Command {
        id: "find",
        title: "Find in the text…",
        section: Section::Edit,
        keys: "Mod+F",
        enabled: always,
        run: |page| {
            show_pane(page, Pane::Text);
            page.text_requests.send(&TextRequest::Find);
        },
    },
    Command {
        id: "fit-clusters",
        title: "Find addresses for new clusters…",
        section: Section::Edit,
        keys: "",
        enabled: |page| page.workspace.with_settled(|snapshot| !snapshot.model.plan.is_empty()),
        run: |page| {
            page.show_address_sheet();
            page.address_fit.set(true);
        },
    },
    Command {
        id: "deselect",
        title: "Select nothing",
        section: Section::Edit,
        keys: "",
        enabled: |page| !page.workspace.selection.with(Selection::is_empty),
        run: |page| page.workspace.selection.set(Selection::default()),
    },
    Command {
        id: "fit",
        title: "Show the whole picture",
        section: Section::View,
        keys: "Shift+1",
        enabled: always,
        run: |page| page.canvas_requests.send(&CanvasRequest::Fit),
    },
    Command {
        id: "zoom-in",
        title: "Zoom in",
        section: Section::View,
        keys: "",
        enabled: always,
        run: |page| page.canvas_requests.send(&CanvasRequest::ZoomIn),
    },
    Command {
        id: "zoom-out",
        title: "Zoom out",
        section: Section::View,
        keys: "",
        enabled: always,
        run: |page| page.canvas_requests.send(&CanvasRequest::ZoomOut),
    },
    Command {
        id: "actual-size",
        title: "Actual size",
        section: Section::View,
        keys: "Shift+0",
        enabled: always,
        run: |page| page.canvas_requests.send(&CanvasRequest::ActualSize),
    },
    Command {
        id: "text-pane",
        title: "Go to the text",
        section: Section::View,
        keys: "Alt+1",
        enabled: always,
        run: |page| {
            show_pane(page, Pane::Text);
            page.text_requests.send(&TextRequest::Focus);
        },
    },
    Command {
        id: "picture-pane",
        title: "Go to the picture",
        section: Section::View,
        keys: "Alt+2",
        enabled: always,
        run: |page| {
            show_pane(page, Pane::Picture);
            page.canvas_requests.send(&CanvasRequest::Focus);
        },
    },
    Command {
        id: "inspector",
        title: "Go to the inspector",
        section: Section::View,
        keys: "Alt+3",
        enabled: always,
        run: |page| show_and_focus_panel(page, Panel::Inspector),
    },
    Command {
        id: "problems",
        title: "Go to the problems",
        section: Section::View,
        keys: "Alt+4",
        enabled: always,
        run: |page| show_and_focus_panel(page, Panel::Problems),
    },
    Command {
        id: "addresses",
        title: "Go to the address plan",
        section: Section::View,
        keys: "Alt+5",
        enabled: always,
        run: |page| show_and_focus_panel(page, Panel::Addresses),
    },
    Command {
        id: "address-sheet",
        title: "Open or close the address plan as a sheet",
        section: Section::View,
        keys: "Alt+7",
        enabled: always,
        run: |page| {
            page.panes.address_sheet.update(|open| *open = !*open);
            page.matrix.set(false);
            page.panes.narrow.set(Pane::Picture);
        },
    },
    Command {
        id: "matrix",
        title: "Open or close who may talk to whom",
        section: Section::View,
        keys: "Alt+8",
        enabled: always,
        run: |page| {
            page.matrix.update(|open| *open = !*open);
            page.panes.address_sheet.set(false);
            page.panes.narrow.set(Pane::Picture);
        },
    },
    Command {
        id: "lens",
        title: "Lens: what reaches the selection, and what it reaches",
        section: Section::View,
        keys: "Alt+L",
        enabled: always,
        run: |page| {
            page.lens.update(|open| *open = !*open);
            page.panes.narrow.set(Pane::Picture);
        },
    },
    Command {
        id: "export",
        title: "Go to the export",
        section: Section::View,
        keys: "Alt+6",
        enabled: always,
        run: |page| show_and_focus_panel(page, Panel::Export),
    },
    Command {
        id: "trace",
        title: "Follow a request",
        section: Section::View,
        keys: "Alt+9",
        enabled: always,
        run: |page| show_and_focus_panel(page, Panel::Trace),
    },
    Command {
        id: "trace-from-here",
        title: "Follow a request from here",
        section: Section::View,
        keys: "",
        enabled: |page| page.workspace.selection.with(|selection| selection.primary().is_some()),
        run: follow_from_selection,
    },
    Command {
        id: "fold-text",
        title: "Fold or unfold the text",
        section: Section::View,
        keys: "Mod+B",
        enabled: always,
        run: |page| page.panes.text_folded.update(|folded| *folded = !*folded),
    },
    Command {
        id: "fold-side",
        title: "Fold or unfold the side panel",
        section: Section::View,
        keys: "Mod+Alt+B",
        enabled: always,
        run: |page| page.panes.side_folded.update(|folded| *folded = !*folded),
    },
    Command {
        id: "theme",
        title: "Change between light and dark",
        section: Section::View,
        keys: "",
        enabled: always,
        run: |page| page.theme.toggle(),
    },
    Command {
        id: "palette",
        title: "All commands…",
        section: Section::Help,
        keys: "Mod+K",
        enabled: always,
        run: |page| page.palette.set(true),
    },
    Command {
        id: "help",
        title: "Help",
        section: Section::Help,
        keys: "F1",
        enabled: always,
        run: |page| page.help.set(true),
    },
];

/// The command with this id, for buttons.
pub fn run(page: Page, id: &str) {
    if let Some(command) = COMMANDS.iter().find(|command| command.id == id)
        && untrack(|| (command.enabled)(page))
    {
        (command.run)(page);
    }
}

/// Whether a command can be carried out now; tracked.
pub fn is_enabled(page: Page, id: &str) -> bool {
    COMMANDS.iter().any(|command| command.id == id && (command.enabled)(page))
}

/// The commands of a section as a menu.
pub fn menu(page: Page, section: Section) -> Vec<MenuItem> {
    let listed = COMMANDS.iter().filter(|command| command.section == section && command.id != "redo-y");
    listed
        .map(|command| MenuItem {
            title: command.title.to_owned(),
            detail: shown_keys(command.keys),
            enabled: (command.enabled)(page),
            run: Callback::new(move |()| (command.run)(page)),
        })
        .collect()
}

/// A command's title with its keys, as a button's tooltip says it.
pub fn tooltip(id: &str) -> String {
    let Some(command) = COMMANDS.iter().find(|command| command.id == id) else { return String::new() };
    match shown_keys(command.keys) {
        keys if keys.is_empty() => command.title.to_owned(),
        keys => format!("{} ({keys})", command.title),
    }
}

fn show_pane(page: Page, pane: Pane) {
    page.panes.narrow.set(pane);
    if pane == Pane::Text {
        page.panes.text_folded.set(false);
    }
}

/// Follows a request from the selected node, or along the selected link.
fn follow_from_selection(page: Page) {
    let Some(target) = page.workspace.selection.with_untracked(|selection| selection.primary().cloned())
    else {
        return;
    };
    match target {
        Target::Node(id) | Target::Group(id) => page.trace_from.set(id),
        Target::Link(id) => {
            let view = untrack(|| page.workspace.shown_view());
            let ends = page.workspace.peek(|snapshot| {
                let links = &snapshot.views.get(view)?.chart.graph.links;
                let at = links.iter().position(|link| link.id == id)?;
                let link = snapshot.model.links.iter().find(|link| (link.view, link.link) == (view, at))?;
                let host = link.hosts.first().map(|host| format!("https://{}/", host.value));
                Some((link.from.clone(), host.unwrap_or_else(|| link.to.clone())))
            });
            if let Some((from, to)) = ends {
                page.trace_from.set(from);
                page.trace_to.set(to);
            }
        }
    }
    show_and_focus_panel(page, Panel::Trace);
}

fn show_and_focus_panel(page: Page, panel: Panel) {
    page.show_panel(panel);
    crate::platform::frames::before_paint(|| {
        crate::platform::focus::on_first("[role=tab][aria-selected=true]");
    });
}

/// Runs the commands whose keys are pressed, unless what has the focus used the keys itself.
pub fn listen_for_keys(page: Page) {
    listen_on_window("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let pressed = Keys::pressed(event);
        let typing = Typing::of(event);
        let found = COMMANDS.iter().find(|command| {
            !command.keys.is_empty()
                && Keys::read(command.keys) == pressed
                && typing.leaves(command, &pressed)
        });
        let Some(command) = found else { return };
        // A dialog has the page's keys to itself.
        if dialog_is_open() {
            return;
        }
        event.prevent_default();
        if untrack(|| (command.enabled)(page)) {
            (command.run)(page);
        }
    });
}

fn dialog_is_open() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document
        .is_some_and(|document| document.query_selector("dialog[open]").is_ok_and(|found| found.is_some()))
}

/// What the focus is in, as far as it matters to shortcuts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typing {
    /// Nothing that takes text.
    No,
    /// The text editor, which leaves undo to the page.
    Editor,
    /// A field with its own undo.
    Field,
}

impl Typing {
    fn of(event: &KeyboardEvent) -> Self {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return Self::No;
        };
        match target.tag_name().to_ascii_lowercase().as_str() {
            // A search field inside the editor has no undo worth keeping apart.
            "netplat-text" => Self::Editor,
            "input" | "textarea" | "select" => Self::Field,
            _ => Self::No,
        }
    }

    /// Whether the keys are not text or the field's own here.
    fn leaves(self, command: &Command, keys: &Keys) -> bool {
        match self {
            Self::No => true,
            Self::Editor => keys.modifier || keys.alt || keys.key.len() > 1,
            Self::Field => {
                (keys.modifier || keys.alt || keys.key.len() > 1) && command.section != Section::Edit
            }
        }
    }
}

/// A key with its modifiers.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Keys {
    modifier: bool,
    alt: bool,
    shift: bool,
    key: String,
}

impl Keys {
    /// Reads `Mod+Shift+Z`.
    fn read(written: &str) -> Self {
        let (modifiers, key) = written.rsplit_once('+').unwrap_or(("", written));
        let has = |name: &str| modifiers.split('+').any(|word| word == name);
        Self { modifier: has("Mod"), alt: has("Alt"), shift: has("Shift"), key: key.to_lowercase() }
    }

    fn pressed(event: &KeyboardEvent) -> Self {
        let modifier = if on_mac() { event.meta_key() } else { event.ctrl_key() };
        let key = match event.code().as_str() {
            // With Shift or Alt, a digit's key says another character on most keyboards.
            code if code.starts_with("Digit") && (event.shift_key() || event.alt_key()) => {
                code[5..].to_owned()
            }
            code if code.starts_with("Key") && event.alt_key() => code[3..].to_lowercase(),
            _ => event.key().to_lowercase(),
        };
        Self { modifier, alt: event.alt_key(), shift: event.shift_key(), key }
    }
}

fn on_mac() -> bool {
    web_sys::window()
        .and_then(|window| window.navigator().platform().ok())
        .is_some_and(|name| name.starts_with("Mac"))
}

/// Keys as this machine's keyboard has them.
pub fn shown_keys(keys: &str) -> String {
    if keys.is_empty() {
        return String::new();
    }
    let (modifier, alt, shift, plus) =
        if on_mac() { ("⌘", "⌥", "⇧", "") } else { ("Ctrl", "Alt", "Shift", "+") };
    let word = |word: &str| match word {
        "Mod" => modifier.to_owned(),
        "Alt" => alt.to_owned(),
        "Shift" => shift.to_owned(),
        other => other.to_owned(),
    };
    keys.split('+').map(word).collect::<Vec<_>>().join(plus)
}
