//! What table, map and toolbar share: the plan, what is chosen in it, how it is looked at.

use super::table::Column;
use crate::page::Page;
use crate::text_pane::TextRequest;
use crate::workspace::Selection;
use leptos::prelude::*;
use netplat_core::edit::{Plan, Refusal};
use netplat_core::model::PlanEntry;
use netplat_core::net::AddressRange;
use netplat_core::plan::{AddressPlan, PlanRow, PlanView};
use netplat_core::session::Snapshot;
use netplat_core::text::Edit;
use std::collections::HashSet;
use std::sync::Arc;

/// A handle: copies are the same desk. All of it is view state.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The page around it.
    pub page: Page,
    /// The plan as a tree.
    pub plan: Memo<Arc<AddressPlan>>,
    /// The rows of the table.
    pub rows: Memo<Arc<Vec<PlanRow>>>,
    /// How the table is looked at.
    pub view: RwSignal<PlanView>,
    /// What is chosen.
    pub chosen: RwSignal<Option<Chosen>>,
    /// The column that the keyboard is in.
    pub column: RwSignal<Column>,
    /// What is being typed into the chosen cell.
    pub typing: RwSignal<Option<String>>,
    /// The entry that fills the map.
    pub map_root: RwSignal<Option<usize>>,
    folded: RwSignal<HashSet<(AddressRange, Option<String>)>>,
}

/// The chosen entry, so that it is found again when others come or go before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// Its place in the plan when it was chosen.
    pub entry: usize,
    range: AddressRange,
    name: String,
}

impl Desk {
    /// A desk for the page's document.
    pub fn new() -> Self {
        let page = Page::here();
        let workspace = page.workspace;
        let plan =
            Memo::new(move |_| workspace.with_settled(|snapshot| Arc::new(AddressPlan::of(&snapshot.model))));
        let view = RwSignal::new(PlanView::default());
        let folded = RwSignal::new(HashSet::new());
        let rows = Memo::new(move |_| {
            let plan = plan.get();
            workspace.with_settled(|snapshot| {
                let entries = &snapshot.model.plan;
                let is_folded = |index: usize| {
                    entries.get(index).is_some_and(|entry| folded.with(|folded| folded.contains(&key(entry))))
                };
                Arc::new(view.with(|view| view.rows(entries, &plan, is_folded)))
            })
        });
        let desk = Self {
            page,
            plan,
            rows,
            view,
            chosen: RwSignal::new(None),
            column: RwSignal::new(Column::Addresses),
            typing: RwSignal::new(None),
            map_root: RwSignal::new(None),
            folded,
        };
        desk.follow_text();
        desk.follow_picture();
        desk
    }

    /// The place of what is chosen in the plan; tracked.
    pub fn chosen_entry(self) -> Option<usize> {
        self.chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.entry))
    }

    /// Chooses an entry, and shows it in the text and in the picture.
    pub fn choose(self, entry: usize) {
        self.typing.set(None);
        let workspace = self.page.workspace;
        let found = workspace.peek(|snapshot| {
            let found = snapshot.model.plan.get(entry)?;
            Some((Chosen::of(entry, found), found.range_span, snapshot.subject_of_entry(entry)))
        });
        let Some((chosen, span, drawn)) = found else { return };
        self.chosen.set(Some(chosen));
        self.page.text_requests.send(&TextRequest::Show(span));
        if let Some((view, target)) = drawn {
            workspace.view.set(view);
            workspace.selection.set(Selection::one(target));
        }
    }

    /// What `column` says of an entry now; none when the entry has gone.
    pub fn says(self, entry: usize, column: Column) -> Option<String> {
        let plan = self.plan.get_untracked();
        let workspace = self.page.workspace;
        workspace.peek(|snapshot| Some(column.says(snapshot.model.plan.get(entry)?, &plan, entry)))
    }

    /// Folds or unfolds what lies in an entry.
    pub fn set_folded(self, entry: usize, is_folded: bool) {
        let key = self.page.workspace.peek(|snapshot| snapshot.model.plan.get(entry).map(key));
        let Some(key) = key else { return };
        self.folded.update(|folded| {
            if is_folded {
                folded.insert(key)
            } else {
                folded.remove(&key)
            };
        });
    }

    /// Carries out a command on the chosen entry, or says why not. Returns whether it was carried out.
    pub fn command(self, plan: impl FnOnce(&Snapshot, usize) -> Result<Edit, Refusal>) -> bool {
        let Some(entry) = untrack(|| self.chosen_entry()) else {
            self.page.toasts.warn("Choose an entry of the plan first.");
            return false;
        };
        self.page.workspace.command(|snapshot| plan(snapshot, entry).map(Plan::from))
    }

    /// Entries come, go and move with each change of the text: what was chosen stays chosen.
    fn follow_text(self) {
        let workspace = self.page.workspace;
        Effect::new(move |_| {
            let found = workspace.with_settled(|snapshot| {
                let chosen = self.chosen.get_untracked()?;
                let entry = chosen.find(&snapshot.model.plan)?;
                Some(Chosen::of(entry, snapshot.model.plan.get(entry)?))
            });
            if found != self.chosen.get_untracked() {
                self.chosen.set(found);
            }
        });
    }

    /// What is selected in the picture is chosen here.
    fn follow_picture(self) {
        let workspace = self.page.workspace;
        Effect::new(move |_| {
            let selected = workspace.selection.with(|selection| selection.primary().cloned());
            let Some(target) = selected else { return };
            let found = workspace.peek(|snapshot| {
                let entry = snapshot.entry_of_subject(&target)?;
                Some(Chosen::of(entry, snapshot.model.plan.get(entry)?))
            });
            if found.is_some() && found != self.chosen.get_untracked() {
                self.chosen.set(found);
            }
        });
    }
}

impl Chosen {
    fn of(entry: usize, found: &PlanEntry) -> Self {
        Self { entry, range: found.range, name: found.name.clone() }
    }

    /// The same entry after a change: the same addresses and name, else the same addresses, else the same place.
    fn find(&self, entries: &[PlanEntry]) -> Option<usize> {
        let here = |entry: &PlanEntry| entry.range.same_addresses(&self.range);
        let is_same = |entry: &PlanEntry| here(entry) && entry.name == self.name;
        if entries.get(self.entry).is_some_and(is_same) {
            return Some(self.entry);
        }
        let anywhere = entries.iter().position(is_same).or_else(|| entries.iter().position(here));
        anywhere.or_else(|| (self.entry < entries.len()).then_some(self.entry))
    }
}

/// By what an entry is remembered as folded.
fn key(entry: &PlanEntry) -> (AddressRange, Option<String>) {
    (entry.range, entry.cluster.clone())
}
