//! What grid, toolbar and explanation share: the answer, how it is looked at, and what is chosen in it.

use super::asked::{Shared, asked};
use crate::page::Page;
use crate::text_pane::TextRequest;
use crate::workspace::{Selection, Target};
use leptos::prelude::*;
use netplat_core::net::Port;
use netplat_core::reach::{ConnectionSet, Entry, Matrix};
use std::collections::HashSet;
use std::sync::Arc;

/// With more workloads than this, namespaces begin folded.
const MOST_UNFOLDED: usize = 60;

/// A handle: copies are the same desk. All of it is view state.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The page around it.
    pub page: Page,
    /// The policies' answer.
    pub asked: Memo<Shared>,
    /// The square.
    pub square: Memo<Square>,
    /// What rows and columns must be called like.
    pub filter: RwSignal<String>,
    /// What must be able to pass, as it is typed.
    pub port: RwSignal<String>,
    /// The chosen cell: from, to.
    pub chosen: RwSignal<Option<(Entry, Entry)>>,
    /// Whether the chosen cell is explained.
    pub explains: RwSignal<bool>,
    /// Namespaces that are not as they begin.
    turned: RwSignal<HashSet<String>>,
}

/// The square with its rows, which are its columns, too.
#[derive(Clone, Debug)]
pub struct Square {
    /// What it says.
    pub matrix: Arc<Matrix>,
    /// Rows and columns, in order.
    pub entries: Arc<Vec<Entry>>,
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.matrix, &other.matrix) && self.entries == other.entries
    }
}

#[derive(Clone)]
struct SharedMatrix(Arc<Matrix>);

impl PartialEq for SharedMatrix {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Desk {
    /// A desk for the page's document.
    pub fn new() -> Self {
        let page = Page::here();
        let asked = asked(page);
        let (filter, port) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let turned = RwSignal::new(HashSet::<String>::new());
        let wanted = Memo::new(move |_| port.with(|port| connections(port)));
        let matrix =
            Memo::new(move |_| SharedMatrix(Arc::new(Matrix::new(&asked.get().reach, wanted.get()))));
        let square = Memo::new(move |_| {
            let (asked, matrix) = (asked.get(), matrix.get().0);
            let begins_folded = asked.reach.workloads().len() > MOST_UNFOLDED;
            let entries = turned.with(|turned| {
                let is_folded = |name: &str| begins_folded != turned.contains(name);
                filter.with(|filter| matrix.entries(&asked.reach, filter, is_folded))
            });
            Square { matrix, entries: Arc::new(entries) }
        });
        let desk = Self {
            page,
            asked,
            square,
            filter,
            port,
            chosen: RwSignal::new(None),
            explains: RwSignal::new(false),
            turned,
        };
        desk.follow_picture();
        desk.follow_text();
        desk
    }

    /// How a row or column is called.
    pub fn name(self, entry: Entry) -> String {
        self.square.with(|square| self.asked.with(|asked| square.matrix.name(&asked.reach, entry)))
    }

    /// Chooses a cell, and shows its ends in the picture and in the text.
    pub fn choose(self, from: Entry, to: Entry) {
        self.chosen.set(Some((from, to)));
        let asked = self.asked.get_untracked();
        let node = |entry: Entry| match entry {
            Entry::Workload(index) => asked.nodes.get(&index).cloned().map(Target::Node),
            Entry::Namespace(_) => {
                let name = self
                    .square
                    .with_untracked(|square| Some(square.matrix.namespace(entry)?.name.clone()))?;
                let mut groups = asked.model.groups.iter();
                let is_it = |name: &str, group: &netplat_core::model::GroupThing| {
                    group.kind.value == netplat_core::model::GroupKind::Namespace && group.name == name
                };
                groups.find(|group| is_it(&name, group)).map(|group| Target::Group(group.id.clone()))
            }
            Entry::Outside => None,
        };
        let targets: Vec<Target> = [to, from].into_iter().filter_map(node).collect();
        if !targets.is_empty() {
            self.page.workspace.selection.set(Selection::of(targets));
        }
        if let Entry::Workload(index) = from {
            let objects = &asked.model.objects;
            let pod = asked.reach.workloads().get(index).and_then(|workload| workload.pod());
            let pod = pod.and_then(|pod| objects.resources().pods.get(pod));
            if let Some(object) = pod.and_then(|pod| objects.objects.get(pod.object)) {
                self.page.text_requests.send(&TextRequest::Show(object.span));
            }
        }
    }

    /// Folds or unfolds the namespace that an entry is or lies in.
    pub fn turn(self, entry: Entry) {
        let name =
            self.square.with_untracked(|square| square.matrix.namespace(entry).map(|it| it.name.clone()));
        let Some(name) = name else { return };
        self.turned.update(|turned| {
            if !turned.remove(&name) {
                turned.insert(name.clone());
            }
        });
        // What is chosen stays in the same namespaces.
        let stays = |chosen: Entry| {
            let (asked, square) = (self.asked.get_untracked(), self.square.get_untracked());
            if square.entries.contains(&chosen) {
                return Some(chosen);
            }
            let of = square.matrix.namespace(chosen)?.clone();
            let same = |entry: &&Entry| square.matrix.namespace(**entry) == Some(&of);
            let _ = &asked;
            square.entries.iter().find(same).copied()
        };
        if let Some((from, to)) = self.chosen.get_untracked() {
            self.chosen.set(stays(from).zip(stays(to)));
        }
    }

    /// What is selected in the picture is chosen here: as a row, with the column that was chosen.
    fn follow_picture(self) {
        Effect::new(move |_| {
            let selected = self.page.workspace.selection.with(|selection| match selection.targets() {
                [Target::Node(id)] => Some(id.clone()),
                _ => None,
            });
            let Some(id) = selected else { return };
            let (asked, square) = (self.asked.get_untracked(), self.square.get_untracked());
            let Some(workload) = asked.workload(&id).map(Entry::Workload) else { return };
            let of = square.matrix.namespace(workload);
            let folded = || {
                square
                    .entries
                    .iter()
                    .copied()
                    .find(|entry| of.is_some() && square.matrix.namespace(*entry) == of)
            };
            let row = square.entries.contains(&workload).then_some(workload).or_else(folded);
            let to = self.chosen.get_untracked().map(|(_, to)| to);
            let column =
                to.filter(|to| square.entries.contains(to)).or_else(|| square.entries.first().copied());
            if let (Some(row), Some(column)) = (row, column)
                && self.chosen.get_untracked().map(|(from, _)| from) != Some(row)
            {
                self.chosen.set(Some((row, column)));
            }
        });
    }

    /// Workloads come and go with the text: a cell that is no longer there is not chosen.
    fn follow_text(self) {
        Effect::new(move |_| {
            let square = self.square.get();
            let is_gone =
                |(from, to): (Entry, Entry)| !square.entries.contains(&from) || !square.entries.contains(&to);
            if self.chosen.get_untracked().is_some_and(is_gone) {
                self.chosen.set(None);
            }
        });
    }
}

/// "443", "TCP 80", "53/UDP": what must be able to pass; nothing while it is no port.
pub fn connections(typed: &str) -> Option<ConnectionSet> {
    let typed = typed.trim();
    let written = match typed.split_once(' ') {
        Some((protocol, port)) if port.trim().starts_with(|it: char| it.is_ascii_digit()) => {
            format!("{}/{protocol}", port.trim())
        }
        _ => typed.to_owned(),
    };
    let port: Port = written.parse().ok()?;
    Some(ConnectionSet::ports(port.protocol(), port.first(), port.last()))
}

#[cfg(test)]
mod tests {
    use super::connections;

    #[test]
    fn ports_are_read_as_people_write_them() {
        let read = |typed: &str| connections(typed).map(|set| set.to_string());
        assert_eq!(read("443").as_deref(), Some("TCP 443"));
        assert_eq!(read("UDP 53").as_deref(), Some("UDP 53"));
        assert_eq!(read("53/udp").as_deref(), Some("UDP 53"));
        assert_eq!(read("https").as_deref(), Some("TCP 443"));
        assert_eq!(read("no port"), None);
    }
}
