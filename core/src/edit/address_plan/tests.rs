use super::*;
use crate::net::AddressRange;
use crate::session::Snapshot;

/// The document with facts and a table, each given by its lines.
fn document(facts: &str, rows: &str) -> String {
    let facts =
        if facts.is_empty() { String::new() } else { format!("---\nnetplat:\n  addresses:\n{facts}---\n") };
    let table = if rows.is_empty() { "" } else { "| Name | CIDR | Role | Owner |\n|---|---|---|---|\n" };
    format!("{facts}# Plan\n\n{table}{rows}\nEnd.\n")
}

fn range(text: &str) -> AddressRange {
    AddressRange::read(text).expect(text).value
}

/// What `command` makes of `text`, or why not.
fn changed(text: &str, command: impl FnOnce(&Snapshot) -> Result<Edit, Refusal>) -> String {
    match command(&Snapshot::new(text)) {
        Ok(edit) => edit.apply(text).expect("it fits"),
        Err(refusal) => refusal.to_string(),
    }
}

fn check(
    (facts, rows): (&str, &str),
    command: impl FnOnce(&Snapshot) -> Result<Edit, Refusal>,
    (new_facts, new_rows): (&str, &str),
) {
    assert_eq!(changed(&document(facts, rows), command), document(new_facts, new_rows));
}

fn refused(facts: &str, command: impl FnOnce(&Snapshot) -> Result<Edit, Refusal>, words: &str) {
    let refusal = command(&Snapshot::new(&document(facts, ""))).expect_err("a refusal");
    assert_eq!(refusal.to_string(), words);
}

#[test]
fn a_split_writes_its_parts_as_the_whole_was_written() {
    check(
        (
            "    - { cidr: 10.0.0.0/24, name: pods,   role: pods, note: old } # why\n    - { cidr: fd00::/8 }\n",
            "",
        ),
        |it| split(it, 0, Parts::Number(2), Whole::Replaced),
        (
            "    - { cidr: 10.0.0.0/25, name: pods-1,   role: pods, note: old } # why\n    - { cidr: 10.0.0.128/25, name: pods-2, role: pods }\n    - { cidr: fd00::/8 }\n",
            "",
        ),
    );
    check(
        ("    - cidr: \"10.0.0.0/24\" # a\n      name: pods\n      # b\n", ""),
        |it| split(it, 0, Parts::Number(3), Whole::Replaced),
        (
            "    - cidr: \"10.0.0.0/25\" # a\n      name: pods-1\n      # b\n    - cidr: 10.0.0.128/26\n      name: pods-2\n    - cidr: 10.0.0.192/26\n      name: pods-3\n",
            "",
        ),
    );
    check(
        ("", "| **pods** | `10.0.0.0/24` | Pod IPs | us |\n"),
        |it| split(it, 0, Parts::Length(25), Whole::Kept),
        (
            "",
            "| **pods** | `10.0.0.0/24` | Pod IPs | us |\n| pods-1   | `10.0.0.0/25` | Pod IPs | us |\n| pods-2   | `10.0.0.128/25` | Pod IPs | us |\n",
        ),
    );
}

#[test]
fn a_split_that_breaks_something_is_refused() {
    let facts = "    - { cidr: 10.0.0.0/24, name: all, nodeMask: 26 }\n    - { cidr: 10.0.0.64/26, name: in }\n    - { range: 10.1.0.1-10.1.0.5, name: r }\n";
    let cases = [
        (0, Parts::Number(8), "Each node takes a /26, more than the part 10.0.0.0/27 has."),
        (0, Parts::Length(26), "`in` (10.0.0.64/26) lies in it and would be cut, or be a part itself."),
        (0, Parts::Length(24), "The parts of `all` (10.0.0.0/24) need a prefix longer than /24; /24 is not."),
        (0, Parts::Length(33), "/33 is longer than an address of 32 bits."),
        (0, Parts::Number(1), "A split makes two parts or more."),
        (2, Parts::Number(2), "`r` (10.1.0.1-10.1.0.5) is no prefix: only a prefix can be split."),
        (9, Parts::Number(2), "The plan has no such entry any more."),
    ];
    for (index, parts, words) in cases {
        refused(facts, |it| split(it, index, parts, Whole::Replaced), words);
    }
}

#[test]
fn a_join_keeps_the_first_and_what_is_said_of_it() {
    check(
        (
            "    # two\n    - { cidr: 10.0.0.128/25, name: b } # b\n    - { cidr: 10.0.0.0/25, name: a, note: x } # a\n",
            "",
        ),
        |it| join(it, &[0, 1]),
        ("    # two\n    - { cidr: 10.0.0.0/24, name: a, note: x } # a\n", ""),
    );
    check(
        (
            "    - { cidr: 10.0.0.0/24, name: all }\n",
            "| a | 10.0.0.0/25, 10.0.0.128/25 | | |\n| c | fd00::/8 | | |\n",
        ),
        |it| join(it, &[1, 2]),
        ("    - { cidr: 10.0.0.0/24, name: all }\n", "| c | fd00::/8 | | |\n"),
    );
}

#[test]
fn a_join_over_something_else_is_refused() {
    let facts = "    - { cidr: 10.0.0.0/24, name: a }\n    - { cidr: 10.0.1.0/24, name: b }\n    - { cidr: 10.0.2.0/24, name: c }\n    - { cidr: 10.0.3.0/24, name: d, cluster: west }\n    - { cidr: 10.0.0.0/23, name: ab, cluster: west }\n";
    refused(
        facts,
        |it| join(it, &[0, 2]),
        "`a` (10.0.0.0/24) and `c` (10.0.2.0/24) do not lie side by side.",
    );
    refused(facts, |it| join(it, &[1, 2]), "Together they are 10.0.1.0-10.0.2.255, which is no prefix.");
    refused(
        facts,
        |it| join(it, &[2, 3]),
        "`c` (10.0.2.0/24) and `d` (10.0.3.0/24) differ in their cluster.",
    );
    refused(facts, |it| join(it, &[1]), "Two entries or more can be joined.");
}

#[test]
fn a_size_changes_where_nothing_is_in_the_way() {
    let facts = "    - { cidr: 10.0.0.0/16, name: all }\n    - { cidr: '10.0.1.0/24', name: a }\n    - { cidr: 10.0.1.128/25, name: in }\n    - { cidr: 10.0.2.0/24, name: b }\n";
    check(
        (facts, ""),
        |it| resize(it, 1, range("10.0.0.0/23")),
        (facts.replace("10.0.1.0/24", "10.0.0.0/23").as_str(), ""),
    );
    check(
        (facts, ""),
        |it| resize(it, 3, range("10.0.2.10-10.0.2.20")),
        (facts.replace("cidr: 10.0.2.0/24", "range: 10.0.2.10-10.0.2.20").as_str(), ""),
    );
    let cases = [
        (1, "10.0.1.0/25", "`in` (10.0.1.128/25) lies in it and would not any more."),
        (1, "10.0.0.0/22", "`b` (10.0.2.0/24) lies in 10.0.0.0/22."),
        (2, "10.0.1.0/24", "`a` (10.0.1.0/24) has the addresses 10.0.1.0/24 already."),
        (2, "10.0.0.0/15", "It would reach over `a` (10.0.1.0/24)."),
        (3, "10.9.0.0/24", "10.9.0.0/24 lies elsewhere: move `b` (10.0.2.0/24) instead."),
    ];
    for (index, to, words) in cases {
        refused(facts, |it| resize(it, index, range(to)), words);
    }
}

#[test]
fn what_lies_in_an_entry_moves_along() {
    let facts = "    - { cidr: 10.0.0.0/16, name: all, role: vpc }\n    - { cidr: 10.0.1.0/24, name: a }\n    - { cidr: 10.0.2.0/24, name: b }\n";
    let rows = "| in      | 10.0.1.128/25 | | |\n";
    check(
        (facts, rows),
        |it| move_to_next_free(it, 1),
        (facts.replace("10.0.1.0", "10.0.3.0").as_str(), rows.replace("10.0.1.128", "10.0.3.128").as_str()),
    );
    refused(
        facts,
        |it| move_to(it, 1, "10.0.2.0".parse().expect("ip")),
        "`b` (10.0.2.0/24) has the addresses 10.0.2.0/24 already.",
    );
    refused(
        facts,
        |it| move_to(it, 1, "10.0.3.128".parse().expect("ip")),
        "`a` (10.0.1.0/24) cannot begin at 10.0.3.128.",
    );
    refused(
        facts,
        |it| move_to(it, 1, "fd00::".parse().expect("ip")),
        "`a` (10.0.1.0/24) cannot begin at fd00::.",
    );
}

#[test]
fn details_come_and_go_in_place() {
    let facts = "    - { cidr: 10.0.0.0/16, name: 'a', role: pods, owner: us } # why\n";
    check(
        (facts, ""),
        |it| describe(it, 0, Detail::Name("it's")),
        (facts.replace("'a'", "'it''s'").as_str(), ""),
    );
    check(
        (facts, ""),
        |it| describe(it, 0, Detail::Owner("")),
        (facts.replace(", owner: us", "").as_str(), ""),
    );
    check(
        (facts, ""),
        |it| describe(it, 0, Detail::NodeMask(Some(24))),
        (facts.replace("us }", "us, nodeMask: 24 }").as_str(), ""),
    );
    let rows = "| a | 10.0.0.0/16 | Pod IPs | us |\n";
    check(
        ("", rows),
        |it| describe(it, 0, Detail::Role(crate::model::Role::Services)),
        ("", rows.replace("Pod IPs", "services").as_str()),
    );
    check(("", rows), |it| describe(it, 0, Detail::Owner("")), ("", rows.replace("us", "").as_str()));
    assert_eq!(
        changed(&document("", rows), |it| describe(it, 0, Detail::Zone("a"))),
        "The table that says `a` (10.0.0.0/16) has no column for this (zone)."
    );
    refused(
        facts,
        |it| describe(it, 0, Detail::NodeMask(Some(8))),
        "A block of /8 for each node does not fit into `a` (10.0.0.0/16).",
    );
}

#[test]
fn a_new_entry_stands_behind_the_one_before_it() {
    let new = NewEntry {
        name: "new".to_owned(),
        owner: Some("us".to_owned()),
        ..NewEntry::new(range("10.0.1.0/24"))
    };
    let facts = "    - { cidr: 10.0.0.0/16, name: all }\n    - { cidr: 10.0.2.0/24, name: b }\n    - { cidr: 10.0.0.0/24, name: a }\n    - { cidr: 10.1.0.0/16, name: c }\n";
    let line = "    - { cidr: 10.0.1.0/24, name: new, owner: us }\n";
    let after = facts.replace("name: a }\n", &format!("name: a }}\n{line}"));
    check((facts, ""), |it| add(it, &new), (&after, ""));
    let rows = "| a    | 10.0.0.0/24 | | |\n";
    check(("", rows), |it| add(it, &new), ("", &format!("{rows}| new  | 10.0.1.0/24 |  | us |\n")));
    assert!(
        changed("# Nothing\n", |it| add(it, &new))
            .starts_with(&format!("---\nnetplat:\n  addresses:\n{line}---\n"))
    );
    refused(
        facts,
        |it| add(it, &NewEntry::new(range("10.0.2.128-10.0.3.1"))),
        "10.0.2.128-10.0.3.1 would cross `b` (10.0.2.0/24).",
    );
    check(
        (facts, ""),
        |it| reserve(it, range("10.2.0.0/16"), ""),
        (&format!("{facts}    - {{ cidr: 10.2.0.0/16, role: reserved }}\n"), ""),
    );
}

#[test]
fn a_deleted_entry_takes_along_what_is_asked() {
    let facts = "    # all\n    - { cidr: 10.0.0.0/16, name: all }\n\n    - { cidr: fd00::/8 }\n";
    let rows = "| both | `10.0.0.0/24`, `fd01::/16` | | |\n| c | 10.2.0.0/24 | | |\n";
    let after = ("\n    - { cidr: fd00::/8 }\n", rows.replace("`10.0.0.0/24`, ", ""));
    check((facts, rows), |it| delete(it, &[0], Children::Deleted), (after.0, &after.1));
    check((facts, rows), |it| delete(it, &[0], Children::Kept), (after.0, rows));
    check((facts, rows), |it| delete(it, &[2, 3], Children::Refused), (facts, "| c | 10.2.0.0/24 | | |\n"));
    assert_eq!(
        changed(&document(facts, rows), |it| delete(it, &[0], Children::Refused)),
        "`both` (10.0.0.0/24) lies in it. Delete both, or keep it."
    );
}

#[test]
fn the_addresses_of_an_object_change_where_it_says_them() {
    let text = "```yaml\napiVersion: cilium.io/v2alpha1\nkind: CiliumLoadBalancerIPPool\nmetadata: { name: edge }\nspec:\n  blocks:\n    - cidr: \"10.0.8.0/24\" # a\n    - start: 10.0.9.1\n      stop: 10.0.9.9\n```\n";
    let moved = changed(text, |it| move_to(it, 0, "10.1.8.0".parse().expect("ip")));
    assert_eq!(moved, text.replace("10.0.8.0/24", "10.1.8.0/24"));
    let resized = changed(text, |it| resize(it, 1, range("10.0.9.1-10.0.9.20")));
    assert_eq!(resized, text.replace("10.0.9.9", "10.0.9.20"));
    let words = "A Kubernetes object says `edge` (10.0.8.0/24); it has no place for this.";
    assert_eq!(changed(text, |it| describe(it, 0, Detail::Name("x"))), words);
}

#[test]
fn many_entries_are_added_by_one_edit_and_known_ones_left_out() {
    let named = |cidr, name: &str| NewEntry { name: name.to_owned(), ..NewEntry::new(range(cidr)) };
    let west = NewEntry { cluster: Some("west".to_owned()), ..named("10.0.0.0/24", "same elsewhere") };
    let new = [named("10.0.0.0/24", "known"), west, named("10.0.0.128-10.0.1.9", "a: #b\n\"c\"")];
    let block = "{ cidr: 10.0.0.0/24, name: same elsewhere, cluster: west }\n    - { range: 10.0.0.128-10.0.1.9, name: \"a: #b\\n\\\"c\\\"\" }\n";
    let expected = [
        (document("    - { cidr: 10.0.0.0/24, name: pods } # a\n", ""), 1),
        (document("    - cidr: 10.0.0.0/24\n      name: pods\n", ""), 1),
        ("---\nnetplat: { addresses: [{ cidr: 10.0.0.0/24 }] }\n---\nflowchart LR\n".to_owned(), 1),
        ("---\nnetplat:\n  addresses: [] # none\n---\nflowchart LR\n".to_owned(), 0),
        (document("", "| a | 10.0.0.0/24 | Pod IPs | us |\n"), 1),
        ("flowchart LR\r\n  web\r\n".to_owned(), 0),
        (String::new(), 0),
    ];
    for (text, left_out) in expected {
        let before = Snapshot::new(text.as_str());
        let added = add_all(&before, &new).expect(&text);
        assert_eq!(added.left_out, left_out, "{text}");
        let after = added.edit.apply(&text).expect("it fits");
        let snapshot = Snapshot::new(after.as_str());
        let plan = &snapshot.model.plan;
        for entry in new.iter().skip(left_out) {
            let is_it =
                |it: &&crate::model::PlanEntry| it.range == entry.range && it.cluster == entry.cluster;
            assert_eq!(plan.iter().find(is_it).map(|it| &it.name), Some(&entry.name), "{after}");
        }
        assert_eq!(plan.len(), before.model.plan.len() + new.len() - left_out, "{after}");
        // Undone at once, and nothing of it is added again.
        let undone = added.edit.inverse(&text).and_then(|undo| undo.apply(&after));
        assert_eq!(undone.expect("it fits"), text);
        let again = add_all(&snapshot, &new).expect(&after);
        assert_eq!((again.edit.is_empty(), again.left_out), (true, new.len()), "{after}");
    }
    let text = document("    - { cidr: 10.0.0.0/24, name: pods } # a\n", "");
    let added = add_all(&Snapshot::new(text.as_str()), &new).expect("added");
    let facts = format!("    - {{ cidr: 10.0.0.0/24, name: pods }} # a\n    - {block}");
    assert_eq!(added.edit.apply(&text).expect("it fits"), document(&facts, ""));
}

#[test]
fn many_entries_are_not_added_to_facts_that_cannot_be_read() {
    let snapshot = Snapshot::new("---\nnetplat: 3\n---\nflowchart LR\n");
    assert!(add_all(&snapshot, &[NewEntry::new(range("10.0.0.0/24"))]).is_err());
}
