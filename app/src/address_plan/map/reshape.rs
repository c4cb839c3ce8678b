//! An entry on its way to other addresses, by the pointer or by keys: what it would become, and whether it may.

use crate::address_plan::grouped;
use leptos::prelude::*;
use netplat_core::edit::address_plan::{move_to, resize};
use netplat_core::edit::{Plan, Planned};
use netplat_core::net::Cidr;
use netplat_core::plan::Area;
use netplat_core::session::Snapshot;

/// How an entry changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// More or fewer addresses.
    Resized,
    /// As many elsewhere.
    Moved,
}

/// What an entry would become.
#[derive(Clone, PartialEq, Debug)]
pub struct Reshape {
    /// The entry.
    pub entry: usize,
    /// What would change.
    pub how: How,
    /// Its new addresses; none where nothing has room for it.
    pub to: Option<Cidr>,
    /// Where they are on the map, if it shows them.
    pub area: Option<Area>,
    /// Why it cannot be, in words.
    pub refusal: Option<String>,
}

impl Reshape {
    /// What becomes of `entry`.
    pub fn of(snapshot: &Snapshot, entry: usize, how: How, to: Option<Cidr>, area: Option<Area>) -> Self {
        let refusal = match to {
            Some(to) => planned(snapshot, entry, how, to).err().map(|refusal| refusal.to_string()),
            None => Some("Nothing here is free and as large.".to_owned()),
        };
        Self { entry, how, to, area, refusal }
    }

    /// The command that does it.
    pub fn planned(&self, snapshot: &Snapshot) -> Option<Planned> {
        self.to.map(|to| planned(snapshot, self.entry, self.how, to))
    }

    /// In words.
    pub fn says(&self) -> String {
        let to = self.to.map(|to| match self.how {
            How::Resized => format!("{to}, {} addresses", grouped(to.count().saturating())),
            How::Moved => format!("to {to}"),
        });
        match (to, &self.refusal) {
            (Some(to), None) => to,
            (Some(to), Some(refusal)) => format!("{to}: {refusal}"),
            (None, refusal) => refusal.clone().unwrap_or_default(),
        }
    }
}

fn planned(snapshot: &Snapshot, entry: usize, how: How, to: Cidr) -> Planned {
    let has_it = snapshot.model.plan.get(entry).is_some_and(|found| found.range.cidr() == Some(to));
    let edit = match how {
        // Back where it was: nothing is to be done.
        _ if has_it => return Ok(Plan::from(netplat_core::text::Edit::none())),
        How::Resized => resize(snapshot, entry, to.into()),
        How::Moved => move_to(snapshot, entry, to.first()),
    };
    edit.map(Plan::from)
}

/// What is drawn over the map meanwhile.
#[component]
pub fn Ghost(reshape: RwSignal<Option<Reshape>>) -> impl IntoView {
    move || {
        let Reshape { area, refusal, .. } = reshape.get()?;
        let Area { x, y, width, height } = area?;
        let is_refused = refusal.is_some();
        Some(view! { <rect class="plan-ghost" class:refused=is_refused x=x y=y width=width height=height /> })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_what_it_comes_to_and_why_it_cannot_be() {
        let text =
            "| Name | CIDR |\n|---|---|\n| all | 10.0.0.0/16 |\n| a | 10.0.0.0/24 |\n| b | 10.0.1.0/24 |\n";
        let snapshot = Snapshot::new(text);
        let resized = |to: &str| {
            let to = Cidr::read(to).expect("a prefix").value;
            Reshape::of(&snapshot, 1, How::Resized, Some(to), None)
        };
        assert_eq!(resized("10.0.0.0/25").says(), "10.0.0.0/25, 128 addresses");
        let refused = resized("10.0.0.0/23");
        assert!(refused.says().starts_with("10.0.0.0/23, 512 addresses: ") && refused.says().contains('b'));
        let back = resized("10.0.0.0/24").planned(&snapshot).expect("a prefix").expect("no refusal");
        assert!(back.edit.is_empty());
    }
}
