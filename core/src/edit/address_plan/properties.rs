//! Any command on any plan: what it was not asked to change stays.

use super::*;
use crate::model::{PlanEntry, Role};
use crate::net::{AddressRange, Cidr};
use crate::plan::AddressPlan;
use crate::session::Snapshot;
use proptest::prelude::*;
use std::net::IpAddr;

/// A prefix among few, of both families, so that many meet.
fn any_prefix() -> impl Strategy<Value = AddressRange> {
    (any::<bool>(), 0u8..64, 2u8..8).prop_map(|(is_six, number, length)| {
        let first = if is_six {
            let bits = 0xfd00_u128 << 112 | u128::from(number) << 80;
            Cidr::containing(IpAddr::from(bits.to_be_bytes()), 40 + length)
        } else {
            Cidr::containing(IpAddr::from([10, 0, number * 4, 0]), 16 + length)
        };
        first.expect("a prefix").into()
    })
}

#[derive(Clone, Debug)]
struct Line {
    range: AddressRange,
    cluster: Option<&'static str>,
    note: bool,
    /// How it is written.
    form: u8,
    above: &'static str,
    behind: &'static str,
}

fn any_line() -> impl Strategy<Value = Line> {
    let above = prop_oneof![5 => Just(""), 1 => Just("    # above\n"), 1 => Just("\n")];
    let behind = prop_oneof![3 => Just(""), 1 => Just(" # behind")];
    let cluster = prop_oneof![2 => Just(None), 1 => Just(Some("west"))];
    (any_prefix(), cluster, any::<bool>(), 0u8..5, above, behind).prop_map(
        |(range, cluster, note, form, above, behind)| Line { range, cluster, note, form, above, behind },
    )
}

impl Line {
    fn as_item(&self, name: &str) -> String {
        let Self { range, above, behind, .. } = self;
        let cluster = self.cluster.map(|cluster| format!("cluster: {cluster}"));
        let note = self.note.then(|| "note: \"n, 1\"".to_owned());
        let rest: Vec<String> = [cluster, note].into_iter().flatten().collect();
        let item = match self.form {
            0 => {
                [vec![format!("{{ cidr: {range}"), format!("name: {name}")], rest].concat().join(", ") + " }"
            }
            1 => {
                [vec![format!("{{cidr: '{range}'"), format!("  name: {name}")], rest]
                    .concat()
                    .join(",")
                    .replace(",n", ", n")
                    .replace(",c", ", c")
                    + "}"
            }
            2 => [vec![format!("cidr: {range}{behind}"), format!("name: {name}")], rest]
                .concat()
                .join("\n      "),
            3 => [vec![format!("name: {name}")], rest, vec![format!("cidr: \"{range}\"")]]
                .concat()
                .join("\n      "),
            _ => {
                [vec![format!("{{ name: {name}"), format!("range: {range}")], rest].concat().join(",   ")
                    + " }"
            }
        };
        format!("{above}    - {item}{behind}\n")
    }

    fn as_row(&self, name: &str) -> String {
        let (cluster, note) = (self.cluster.unwrap_or_default(), if self.note { "n" } else { "" });
        match self.form {
            0 => format!("| {name} | {} | {cluster} | {note} |\n", self.range),
            1 => format!("| {name:8} | {:20} | {cluster:7} | {note:4} |\n", self.range),
            _ => format!("|{name}|`{}`|{cluster}|{note}|\n", self.range),
        }
    }
}

fn any_document() -> impl Strategy<Value = String> {
    let lines = || prop::collection::vec(any_line(), 0..6);
    (lines(), lines(), any::<bool>(), any::<bool>()).prop_map(|(facts, rows, in_brackets, is_windows)| {
        let mut text = String::from("---\ntitle: x\n");
        if !facts.is_empty() && in_brackets {
            let items: Vec<String> = facts
                .iter()
                .enumerate()
                .map(|(index, line)| {
                    let item =
                        Line { form: 0, above: "", behind: "", ..line.clone() }.as_item(&format!("f{index}"));
                    item.trim().trim_start_matches("- ").to_owned()
                })
                .collect();
            text += &format!("netplat:\n  addresses: [{}] # list\n", items.join(", "));
        } else if !facts.is_empty() {
            text += "netplat:\n  # plan\n  addresses:\n";
            text.extend(facts.iter().enumerate().map(|(index, line)| line.as_item(&format!("f{index}"))));
        }
        text += "---\n# Title\n\n";
        if !rows.is_empty() {
            text += "| Name     | CIDR                 | Cluster | Note |\n|---|---|---|---|\n";
            text.extend(rows.iter().enumerate().map(|(index, line)| line.as_row(&format!("r{index}"))));
        }
        text += "\nEnd.\n";
        if is_windows { text.replace('\n', "\r\n") } else { text }
    })
}

/// What is said of each entry that `is_kept` names, without places.
fn said(plan: &[PlanEntry], is_kept: impl Fn(usize, &PlanEntry) -> bool) -> Vec<String> {
    let kept = plan.iter().enumerate().filter(|(index, entry)| is_kept(*index, entry));
    let mut said: Vec<String> = kept
        .map(|(_, it)| format!("{} {} {:?} {:?} {:?}", it.name, it.range, it.cluster, it.note, it.role.value))
        .collect();
    said.sort();
    said
}

fn crossings(snapshot: &Snapshot) -> usize {
    AddressPlan::new(&snapshot.model.plan).overlaps().len()
}

/// Pairs of entries with the same addresses that are not of two clusters.
fn twins(plan: &[PlanEntry]) -> usize {
    let pairs = plan
        .iter()
        .enumerate()
        .flat_map(|(index, one)| plan.iter().skip(index + 1).map(move |other| (one, other)));
    pairs
        .filter(|(one, other)| {
            one.range.same_addresses(&other.range)
                && (one.cluster == other.cluster || one.cluster.is_none() || other.cluster.is_none())
        })
        .count()
}

/// The snapshot after `edit`, which brings no new collision, no new problem with the YAML, and can be undone.
fn after(before: &Snapshot, edit: &Edit) -> Snapshot {
    let text = edit.apply(&before.text).expect("it fits");
    let after = Snapshot::new(&text);
    assert!(crossings(&after) <= crossings(before), "{text}");
    assert!(twins(&after.model.plan) <= twins(&before.model.plan), "{text}");
    let broken = |snapshot: &Snapshot| {
        snapshot
            .problems
            .iter()
            .filter(|it| it.rule.code.starts_with("YA") || it.rule.code.starts_with("FA"))
            .count()
    };
    assert!(broken(&after) <= broken(before), "{text}\n{:?}", after.problems);
    assert_eq!(edit.inverse(&before.text).expect("it fits").apply(&text).as_deref(), Ok(&*before.text));
    let ends = |text: &str| text.matches('\n').count() == text.matches("\r\n").count();
    assert_eq!(ends(&text), ends(&before.text), "{text:?}");
    after
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn what_is_split_and_joined_again_is_as_before(text in any_document(), at in any::<prop::sample::Index>(), number in 2u32..6) {
        let before = Snapshot::new(&text);
        if before.model.plan.is_empty() {
            return Ok(());
        }
        let index = at.index(before.model.plan.len());
        let whole = before.model.plan[index].clone();
        for kept in [Whole::Replaced, Whole::Kept] {
            let Ok(edit) = split(&before, index, Parts::Number(number), kept) else { continue };
            let parted = after(&before, &edit);
            let is_other = |_: usize, entry: &PlanEntry| entry.name != whole.name && !entry.name.starts_with(&format!("{}-", whole.name));
            prop_assert_eq!(said(&parted.model.plan, is_other), said(&before.model.plan, is_other));
            let is_part = |entry: &PlanEntry| entry.name.starts_with(&format!("{}-", whole.name));
            let parts: Vec<usize> = (0..parted.model.plan.len()).filter(|&part| is_part(&parted.model.plan[part])).collect();
            prop_assert_eq!(parts.len(), number as usize, "{}", parted.text);
            let joined = after(&parted, &join(&parted, &parts).expect("they were one"));
            prop_assert_eq!(&*joined.text, text.as_str());
        }
    }

    #[test]
    fn a_command_changes_what_it_is_about(
        text in any_document(), at in any::<prop::sample::Index>(), to in any_prefix(), which in 0u8..9, word in "[a-z]{1,9}|no|it's, #1|a\\|b",
    ) {
        let before = Snapshot::new(&text);
        let plan = &before.model.plan;
        let new = NewEntry { name: word.clone(), role: Some(Role::Reserved), note: Some("x".to_owned()), ..NewEntry::new(to) };
        let index = if plan.is_empty() { 0 } else { at.index(plan.len()) };
        let (edit, changed) = match which {
            0 => (add(&before, &new), vec![]),
            1 => (resize(&before, index, to), vec![index]),
            2 => (move_to(&before, index, to.first()), room::within(plan, index).into_iter().chain([index]).collect()),
            3 => (move_to_next_free(&before, index), room::within(plan, index).into_iter().chain([index]).collect()),
            4 => (delete(&before, &[index], Children::Deleted), room::within(plan, index).into_iter().chain([index]).collect()),
            5 => (delete(&before, &[index], Children::Kept), vec![index]),
            6 => (describe(&before, index, Detail::Name(&word)), vec![index]),
            7 => (describe(&before, index, Detail::Note(if word.len() > 3 { &word } else { "" })), vec![index]),
            _ => (describe(&before, index, Detail::Cluster(&word)), vec![index]),
        };
        let Ok(edit) = edit else { return Ok(()) };
        // What lies in two entries with the same addresses stays in the one that stays.
        prop_assume!(which != 4 || twins(plan) == 0);
        // A cluster of its own may end a kinship that others have; that is what was asked for.
        let changed_snapshot = if which == 8 { Snapshot::new(&edit.apply(&text).expect("it fits")) } else { after(&before, &edit) };
        let was: Vec<String> = said(plan, |index, _| changed.contains(&index));
        let stayed = said(plan, |index, _| !changed.contains(&index));
        let mut now = said(&changed_snapshot.model.plan, |_, _| true);
        for line in &stayed {
            let place = now.iter().position(|it| it == line);
            prop_assert!(place.is_some(), "{} is gone from {}", line, changed_snapshot.text);
            now.remove(place.expect("a place"));
        }
        let expected = match which { 0 => 1, 4 | 5 => 0, _ => was.len() };
        prop_assert_eq!(now.len(), expected, "{:?} {}", now, changed_snapshot.text);
        if which == 0 {
            prop_assert!(now[0].starts_with(&format!("{word} {to} None Some(\"x\")")), "{} {}", now[0], changed_snapshot.text);
        }
        if which == 6 {
            prop_assert!(now[0].starts_with(&format!("{word} ")), "{} {}", now[0], changed_snapshot.text);
        }
    }
}
