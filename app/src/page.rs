//! What the parts of the designer share, and the layout of its panes.

use crate::canvas::CanvasRequest;
use crate::manifests::Manifests;
use crate::platform::mailbox::Mailbox;
use crate::platform::storage;
use crate::platform::theme::ThemeChoice;
use crate::text_pane::TextRequest;
use crate::ui::toast::Toasts;
use crate::workspace::{Draft, Workspace};
use leptos::prelude::*;
use netplat_core::text::decimal;

/// The designer: a handle that its parts get by context.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The document.
    pub workspace: Workspace,
    /// The panes.
    pub panes: Panes,
    /// The open side panel.
    pub panel: RwSignal<Panel>,
    /// Whether the list of commands shows.
    pub palette: RwSignal<bool>,
    /// Whether the help shows.
    pub help: RwSignal<bool>,
    /// Whether the examples show.
    pub examples: RwSignal<bool>,
    /// A text of the last visit that ended the page, until the user decides about it.
    pub suspect: RwSignal<Option<String>>,
    /// Whether sharing shows.
    pub share: RwSignal<bool>,
    /// Whether the comparison with another version shows.
    pub compare: RwSignal<bool>,
    /// The import of manifests.
    pub manifests: Manifests,
    /// Whether the sheet of the address plan shows its import.
    pub address_import: RwSignal<bool>,
    /// Whether the sheet of the address plan looks for room for new clusters.
    pub address_fit: RwSignal<bool>,
    /// Where the request starts that is followed.
    pub trace_from: RwSignal<String>,
    /// What it asks for.
    pub trace_to: RwSignal<String>,
    /// Whether who may talk to whom lies over the picture as a sheet.
    pub matrix: RwSignal<bool>,
    /// Whether the picture shows only what the selected node may reach and be reached by.
    pub lens: RwSignal<bool>,
    /// Messages.
    pub toasts: Toasts,
    /// Light and dark.
    pub theme: ThemeChoice,
    /// To the text editor.
    pub text_requests: Mailbox<TextRequest>,
    /// To the picture.
    pub canvas_requests: Mailbox<CanvasRequest>,
}

/// A side panel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// What is selected.
    Inspector,
    /// What is wrong.
    Problems,
    /// The address plan.
    Addresses,
    /// What comes out.
    Export,
    /// One request followed.
    Trace,
}

/// A pane of the designer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pane {
    /// The text.
    Text,
    /// The picture.
    Picture,
    /// The side panel.
    Side,
}

impl Page {
    /// A page on `text`.
    pub fn new(text: &str) -> Self {
        let toasts = Toasts::default();
        Self {
            workspace: Workspace::new(text, Draft::kept(), toasts),
            panes: Panes::restore(),
            panel: RwSignal::new(Panel::Inspector),
            palette: RwSignal::new(false),
            help: RwSignal::new(false),
            examples: RwSignal::new(false),
            suspect: RwSignal::new(None),
            share: RwSignal::new(false),
            compare: RwSignal::new(false),
            manifests: Manifests::default(),
            address_import: RwSignal::new(false),
            address_fit: RwSignal::new(false),
            trace_from: RwSignal::new("internet".to_owned()),
            trace_to: RwSignal::new(String::new()),
            matrix: RwSignal::new(false),
            lens: RwSignal::new(false),
            toasts,
            theme: ThemeChoice::restore(),
            text_requests: Mailbox::default(),
            canvas_requests: Mailbox::default(),
        }
    }

    /// The page around the calling component.
    pub fn here() -> Self {
        expect_context()
    }

    /// Lays the address plan over the picture.
    pub fn show_address_sheet(self) {
        self.panes.address_sheet.set(true);
        self.panes.narrow.set(Pane::Picture);
    }

    /// Shows a side panel, unfolding its pane.
    pub fn show_panel(self, panel: Panel) {
        self.panel.set(panel);
        self.panes.side_folded.set(false);
        self.panes.narrow.set(Pane::Side);
    }
}

/// Widths and folds of the panes, and what lies over the picture. On a narrow screen one pane shows at a time.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// Of the text pane, in pixels.
    pub text_width: RwSignal<f64>,
    /// Whether the text pane is folded.
    pub text_folded: RwSignal<bool>,
    /// Of the side pane, in pixels.
    pub side_width: RwSignal<f64>,
    /// Whether the side pane is folded.
    pub side_folded: RwSignal<bool>,
    /// Whether the address plan lies over the picture as a sheet.
    pub address_sheet: RwSignal<bool>,
    /// The pane that a narrow screen shows.
    pub narrow: RwSignal<Pane>,
}

const PANES: &str = "netplat.panes";

impl Panes {
    /// Takes up what the last visit left, and keeps them from now on.
    fn restore() -> Self {
        let kept = storage::load(PANES).unwrap_or_default();
        let mut numbers = kept.split(' ').map(|word| decimal(word).filter(|number| number.is_finite()));
        let mut next = |default: f64| numbers.next().flatten().unwrap_or(default);
        let panes = Self {
            text_width: RwSignal::new(next(440.0).clamp(200.0, 4000.0)),
            text_folded: RwSignal::new(next(0.0) != 0.0),
            side_width: RwSignal::new(next(368.0).clamp(200.0, 4000.0)),
            side_folded: RwSignal::new(next(0.0) != 0.0),
            address_sheet: RwSignal::new(next(0.0) != 0.0),
            narrow: RwSignal::new(Pane::Picture),
        };
        Effect::new(move |_| {
            let flag = |flag: RwSignal<bool>| u8::from(flag.get());
            let line = format!(
                "{} {} {} {} {}",
                panes.text_width.get(),
                flag(panes.text_folded),
                panes.side_width.get(),
                flag(panes.side_folded),
                flag(panes.address_sheet)
            );
            // Widths that are not kept are asked for again by dragging.
            let _ = storage::save(PANES, &line);
        });
        panes
    }
}
