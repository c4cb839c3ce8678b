//! Commands: what they write, and that they change what was meant and nothing else.

#![allow(clippy::unwrap_used)]

use netplat_core::edit::{self, LinkEnd, Members, NewNode, Planned};
use netplat_core::mermaid::{Direction, End, Graph};
use netplat_core::model::ThingKind;
use netplat_core::session::{Snapshot, Subject};
use proptest::prelude::*;

/// The text after a command on the chart `body`, which gets a header.
#[track_caller]
fn after(body: &str, command: impl FnOnce(&Snapshot) -> Planned) -> String {
    let text = format!("flowchart LR\n{body}");
    let changed = command(&Snapshot::new(&text)).unwrap().edit.apply(&text).unwrap();
    changed.strip_prefix("flowchart LR\n").unwrap_or(&changed).to_owned()
}

fn node(id: &str) -> Subject {
    Subject::Node(id.to_owned())
}

fn link(id: &str) -> Subject {
    Subject::Link(id.to_owned())
}

fn group(id: &str) -> Subject {
    Subject::Group(id.to_owned())
}

#[test]
fn a_new_node_goes_to_the_end_of_its_group_in_a_shape_that_fits() {
    let new = |group: Option<&str>| NewNode {
        kind: ThingKind::Database,
        text: "Orders (new)".to_owned(),
        group: group.map(str::to_owned),
    };
    let body = "    subgraph s\n        a\n    end\n    a --> b\n    style a fill:red\n";
    assert_eq!(
        after(body, |snapshot| edit::add_node(snapshot, 0, &new(Some("s")))),
        "    subgraph s\n        a\n        orders-new[(\"Orders (new)\")]\n    end\n    a --> b\n    style a fill:red\n"
    );
    assert_eq!(
        after(body, |snapshot| edit::add_node(snapshot, 0, &new(None))),
        "    subgraph s\n        a\n    end\n    a --> b\n    orders-new[(\"Orders (new)\")]\n    style a fill:red\n"
    );
    assert_eq!(
        after("  orders-new", |snapshot| edit::add_node(snapshot, 0, &new(None))),
        "  orders-new\n  orders-new-2[(\"Orders (new)\")]"
    );
}

#[test]
fn connecting_adds_a_line_in_the_group_of_both_ends_else_below_all_links() {
    let connect = |body| after(body, |snapshot| edit::connect(snapshot, 0, "a", "b"));
    assert_eq!(connect("  a; b\n\n  %% end\n"), "  a; b\n  a --> b\n\n  %% end\n");
    assert_eq!(connect("subgraph a\n b\nend"), "subgraph a\n b\nend\na --> b");
    assert_eq!(
        connect("subgraph s\n a --> c\n b\nend\nc --> d\n"),
        "subgraph s\n a --> c\n b\n a --> b\nend\nc --> d\n"
    );
    let counted = "subgraph s\n a --> c\n b\nend\nc --> d\nlinkStyle 1 stroke:red\n";
    assert_eq!(connect(counted), counted.replace("c --> d\n", "c --> d\na --> b\n"));
    let grouped = Snapshot::new("flowchart LR\nsubgraph s\n a\n b\nend\nc --> d\n");
    assert_eq!(edit::connect(&grouped, 0, "a", "b").unwrap().select, ["L_a_b_0"]);
    assert!(edit::connect(&Snapshot::new("graph TD\nsubgraph a\nb\n"), 0, "a", "b").is_err());
}

#[test]
fn a_text_is_changed_where_it_stands_and_quoted_only_when_needed() {
    let relabel = |body, text: &str| after(body, |snapshot| edit::relabel_node(snapshot, 0, "a", text));
    assert_eq!(relabel("  a --> b\n", "Web shop"), "  a[Web shop] --> b\n");
    assert_eq!(relabel("  a:::hot --> b\n", "Web (1)"), "  a[\"Web (1)\"]:::hot --> b\n");
    assert_eq!(relabel("  b --> a((old))\n", "new"), "  b --> a((new))\n");
    assert_eq!(relabel("  a[\"old\"]\n", "say \"hi\""), "  a[\"say #quot;hi#quot;\"]\n");
    assert_eq!(
        relabel("  a@{ shape: cyl, label: \"old\" }\n", "new"),
        "  a@{ shape: cyl, label: \"new\" }\n"
    );
    assert_eq!(relabel("  a@{ shape: cyl }\n", "new"), "  a@{ shape: cyl, label: \"new\" }\n");
}

#[test]
fn a_groups_title_changes_and_its_id_does_not() {
    let relabel = |body, id: &str| after(body, |snapshot| edit::relabel_group(snapshot, 0, id, "New"));
    assert_eq!(relabel("subgraph s\nend\n", "s"), "subgraph s [New]\nend\n");
    assert_eq!(relabel("subgraph s [Old]\nend\n", "s"), "subgraph s [New]\nend\n");
    assert_eq!(relabel("subgraph Old title\na\nend\n", "subGraph0"), "subgraph subGraph0 [New]\na\nend\n");
    assert_eq!(
        relabel("subgraph \"Old title\"\na\nend\n", "subGraph0"),
        "subgraph subGraph0 [New]\na\nend\n"
    );
}

#[test]
fn a_links_text_comes_changes_and_goes() {
    let relabel = |body, text: &str| after(body, |snapshot| edit::relabel_link(snapshot, 0, "L_a_b_0", text));
    assert_eq!(relabel("  a --> b\n", "TCP 80"), "  a -->|TCP 80| b\n");
    assert_eq!(relabel("  a -->|x| b\n", "(y)"), "  a -->|\"(y)\"| b\n");
    assert_eq!(relabel("  a -- x --> b\n", "y"), "  a -- y --> b\n");
    assert_eq!(relabel("  a <-- x --> b\n", ""), "  a <--> b\n");
    assert_eq!(relabel("  a -->|x| b\n", ""), "  a --> b\n");
    assert_eq!(relabel("  a --> b & c\n", "x"), "  a -->|x| b\n  a --> c\n");
}

#[test]
fn deleting_a_node_leaves_the_rest_of_its_chains() {
    let delete = |body| after(body, |snapshot| edit::delete(snapshot, 0, &[node("b")], Members::Keep));
    assert_eq!(delete("  a --> b --> c\n"), "  a\n  c\n");
    assert_eq!(delete("  x --> a & b --> c[C]\n"), "  x --> a --> c[C]\n");
    assert_eq!(delete("  a\n  %% why\n  b[B]\n  a --> b\n"), "  a\n  %% why\n");
    assert_eq!(
        delete("  a; b; c\n  class a,b hot\n  style b fill:red\n  click b \"https://x.org\"\n"),
        "  a; c\n  class a hot\n"
    );
    assert_eq!(
        delete("  a --> b\n  a --> c\n  c --> a\n  linkStyle 0,2 stroke:red\n  linkStyle 0 color:red\n"),
        "  a --> c\n  c --> a\n  linkStyle 1 stroke:red\n"
    );
}

#[test]
fn deleting_a_link_keeps_its_ends() {
    let delete =
        |body, id: &str| after(body, |snapshot| edit::delete(snapshot, 0, &[link(id)], Members::Keep));
    assert_eq!(delete("  a[A] --> b --> c\n", "L_a_b_0"), "  b --> c\n  a[A]\n");
    assert_eq!(delete("  a & b --> c\n", "L_a_c_0"), "  b --> c\n  a\n");
    assert_eq!(
        delete("  a e1@--> b\n  e1@{ animate: true }\n  b --> a\n  class e1 x\n", "e1"),
        "  b --> a\n"
    );
}

#[test]
fn deleting_a_group_can_keep_its_members() {
    let body = "  subgraph s [S]\n    direction TB\n    %% why\n    a --> b\n  end\n  b --> c\n  s --> c\n";
    let delete = |members| after(body, |snapshot| edit::delete(snapshot, 0, &[group("s")], members));
    assert_eq!(delete(Members::Keep), "    %% why\n    a --> b\n  b --> c\n");
    assert_eq!(delete(Members::Delete), "    %% why\n  c\n");
    assert!(edit::ungroup(&Snapshot::new(&format!("graph TD\n{body}")), 0, "s").is_err());
}

#[test]
fn a_link_is_reversed_or_reconnected_within_its_chain() {
    let reverse = |body| after(body, |snapshot| edit::reverse(snapshot, 0, "L_a_b_0"));
    assert_eq!(reverse("  a[A] -->|x| b\n"), "  b -->|x| a[A]\n");
    assert_eq!(reverse("  a --> b[B] --> c\n"), "  b[B] --> a\n  b --> c\n");
    let to = |body| after(body, |snapshot| edit::reconnect(snapshot, 0, "L_a_b_0", LinkEnd::To, "c"));
    assert_eq!(to("  a --> b[B]\n  c\n"), "  a --> c\n  b[B]\n  c\n");
    assert_eq!(
        to("  subgraph s\n    a --> b\n  end\n  c\n"),
        "  subgraph s\n    a\n    b\n  end\n  c\n  a --> c\n"
    );
}

#[test]
fn a_node_moves_with_its_definition_and_links_that_would_hold_it_back_move_out() {
    let to = |body, target| after(body, |snapshot| edit::move_to_group(snapshot, 0, &["a"], target));
    assert_eq!(
        to("  a[A]\n  %% note\n  subgraph s\n    b\n  end\n", Some("s")),
        "  %% note\n  subgraph s\n    b\n    a[A]\n  end\n"
    );
    assert_eq!(
        to("  subgraph s\n    a[A] --> b --> c\n  end\n  subgraph t\n    d\n  end\n", Some("t")),
        "  subgraph s\n    b --> c\n  end\n  subgraph t\n    d\n    a[A]\n  end\n  a --> b\n"
    );
    assert_eq!(to("  subgraph s\n    a\n    b\n  end\n", None), "  subgraph s\n    b\n  end\n  a\n");
}

#[test]
fn a_selection_is_wrapped_where_it_is() {
    let wrap =
        |body, ids: &[&str]| after(body, |snapshot| edit::group_selection(snapshot, 0, ids, "Two words"));
    assert_eq!(
        wrap("  a[A]\n  a --> b\n", &["a", "b"]),
        "  a --> b\n  subgraph two-words [Two words]\n    a[A]\n    b\n  end\n"
    );
    assert_eq!(
        wrap("  subgraph s\n    a --> b\n  end\n", &["a"]),
        "  subgraph s\n    a --> b\n    subgraph two-words [Two words]\n      a\n    end\n  end\n"
    );
}

#[test]
fn directions_and_shapes_are_set_in_place() {
    let view = |body| after(body, |snapshot| edit::set_direction(snapshot, 0, None, Direction::Up));
    assert_eq!(view("a\n"), "flowchart BT\na\n");
    let group = |body| after(body, |snapshot| edit::set_direction(snapshot, 0, Some("s"), Direction::Up));
    assert_eq!(group("subgraph s\n  direction LR\n  a\nend\n"), "subgraph s\n  direction BT\n  a\nend\n");
    assert_eq!(group("subgraph s\n  a\nend\n"), "subgraph s\n  direction BT\n  a\nend\n");
    let shape = |body, shape: &str| after(body, |snapshot| edit::set_shape(snapshot, 0, "a", shape));
    assert_eq!(shape("  a[\"A\"] --> b\n", "cyl"), "  a[(\"A\")] --> b\n");
    assert_eq!(shape("  a --> b\n", "diamond"), "  a{a} --> b\n");
    assert_eq!(shape("  a[A] --> b\n", "bolt"), "  a[A]@{ shape: bolt } --> b\n");
    assert_eq!(shape("  a@{ shape: bolt, label: x }\n", "cyl"), "  a@{ shape: cyl, label: x }\n");
}

#[test]
fn a_new_id_reaches_every_view_and_the_text_stays() {
    let text = "```mermaid\ngraph TD\n a --> b\n class a x\n```\n\n```mermaid\ngraph TD\n c --> a[A]\n```\n";
    let plan = edit::rename(&Snapshot::new(text), "a", "web").unwrap();
    assert_eq!(
        plan.edit.apply(text).unwrap(),
        "```mermaid\ngraph TD\n web[a] --> b\n class web x\n```\n\n```mermaid\ngraph TD\n c --> web[A]\n```\n"
    );
    assert!(edit::rename(&Snapshot::new(text), "a", "b").is_err());
    assert!(edit::rename(&Snapshot::new(text), "a", "end").is_err());
}

#[test]
fn facts_follow_what_they_are_about() {
    let facts = "---\nnetplat:\n  nodes:\n    web: { kind: Job }\n    db: { kind: Pod }\n  links:\n    web --> db: { ports: [80] }\n---\n";
    let text = format!("{facts}flowchart LR\n  web --> db\n");
    let renamed = edit::rename(&Snapshot::new(&text), "db", "store").unwrap().edit.apply(&text).unwrap();
    assert_eq!(
        renamed,
        text.replace("db: {", "store: {")
            .replace("--> db:", "--> store:")
            .replace("--> db\n", "--> store[db]\n")
    );
    let deleted = edit::delete(&Snapshot::new(&text), 0, &[node("db")], Members::Keep)
        .unwrap()
        .edit
        .apply(&text)
        .unwrap();
    assert!(!deleted.contains("    db: {"), "{deleted}");
    let kind =
        edit::set_kind(&Snapshot::new(&text), "db", ThingKind::Cache).unwrap().edit.apply(&text).unwrap();
    assert_eq!(kind, text.replace("kind: Pod", "kind: cache"));
}

#[test]
fn a_kind_that_would_not_be_guessed_is_declared() {
    let add = |kind, text: &str| {
        after("  a\n", |snapshot| {
            edit::add_node(snapshot, 0, &NewNode { kind, text: text.to_owned(), group: None })
        })
    };
    assert!(!add(ThingKind::Database, "Postgres").contains("netplat"));
    assert!(add(ThingKind::CertificateIssuer, "Thing").contains("thing: { kind: "));
}

/// Random charts of few ids, so that they meet often.
fn any_chart() -> impl Strategy<Value = String> {
    let id = || prop::sample::select(vec!["a", "b", "c", "d", "e"]);
    // A node is defined in one way only: which of several definitions wins depends on their order.
    let definition = |id: &str| match id {
        "a" => "[T]",
        "b" => "(\"q (x)\")",
        "c" => ":::hot",
        "d" => "@{ shape: cyl }",
        _ => "",
    };
    let mention = (id(), any::<bool>()).prop_map(move |(id, defines)| {
        if defines { format!("{id}{}", definition(id)) } else { id.to_owned() }
    });
    let rank = prop::collection::vec(mention, 1..3).prop_map(|rank| rank.join(" & "));
    let arrow =
        prop::sample::select(vec![" --> ", " -->|l| ", " -- l --> ", "-.->", " <==> ", " --- ", " ~~~ "]);
    let chain = (rank.clone(), prop::collection::vec((arrow, rank), 0..3))
        .prop_map(|(first, rest)| rest.into_iter().fold(first, |all, (arrow, rank)| all + arrow + &rank));
    let line = prop_oneof![
        6 => chain,
        1 => Just("%% a comment".to_owned()),
        1 => Just("".to_owned()),
        1 => (id(), id()).prop_map(|(a, b)| format!("class {a},{b} hot")),
        1 => id().prop_map(|a| format!("style {a} fill:red")),
    ];
    let lines = prop::collection::vec(line, 1..4);
    let inner = (prop::sample::select(vec!["s", "t [Title]", "u"]), lines.clone(), lines.clone());
    let newline = prop::sample::select(vec!["\n", "\r\n"]);
    (lines.clone(), prop::collection::vec(inner, 0..3), lines, newline, prop::option::of(0usize..2)).prop_map(
        |(before, groups, after, newline, style)| {
            let mut all = vec!["flowchart LR".to_owned()];
            all.extend(before.iter().map(|line| format!("  {line}")));
            let mut names = std::collections::HashSet::new();
            for (index, (name, lines, nested)) in groups.iter().enumerate() {
                if !names.insert(*name) {
                    continue;
                }
                all.push(format!("  subgraph {name}"));
                all.extend(lines.iter().map(|line| format!("    {line}")));
                if index == 1 {
                    all.push("    subgraph n".to_owned());
                    all.extend(nested.iter().map(|line| format!("      {line}")));
                    all.push("    end".to_owned());
                }
                all.push("  end".to_owned());
            }
            all.extend(after.iter().map(|line| format!("  {line}")));
            all.push("  classDef hot fill:red".to_owned());
            let text = all.join(newline);
            let links = Snapshot::new(&text).views[0].chart.graph.links.len();
            match style.filter(|style| *style < links) {
                Some(style) => format!("{text}{newline}  linkStyle {style} stroke:red{newline}"),
                None => text + newline,
            }
        },
    )
}

/// Id, text, shape, classes, styles and group.
type MeantNode = (String, String, String, Vec<String>, Vec<String>, Option<String>);

/// What a graph says, in an order that edits keep: nodes and groups by id, links by number.
#[derive(Clone, PartialEq, Debug)]
struct Meaning {
    nodes: Vec<MeantNode>,
    links: Vec<(String, String, String, String, String)>,
    groups: Vec<(String, String, Option<String>)>,
}

impl Meaning {
    fn of(snapshot: &Snapshot) -> Self {
        let graph: &Graph = &snapshot.views[0].chart.graph;
        let group = |index: Option<netplat_core::mermaid::GroupIndex>| {
            index.map(|index| graph.groups[index.0].id.clone())
        };
        let mut nodes: Vec<_> = graph
            .nodes
            .iter()
            .map(|node| {
                let mut classes = node.classes.clone();
                classes.sort();
                classes.dedup();
                (
                    node.id.clone(),
                    node.label.text.clone(),
                    node.shape.0.clone(),
                    classes,
                    node.styles.clone(),
                    group(node.group),
                )
            })
            .collect();
        nodes.sort();
        let links = graph.links.iter().map(|link| {
            let text = link.label.as_ref().map(|label| label.text.clone()).unwrap_or_default();
            let drawn = format!("{:?} {:?} {:?} {}", link.stroke, link.tail, link.head, link.length);
            (graph.id(link.from).to_owned(), graph.id(link.to).to_owned(), text, drawn, link.styles.join(";"))
        });
        let mut groups: Vec<_> = graph
            .groups
            .iter()
            .map(|each| (each.id.clone(), each.label.text.clone(), group(each.parent)))
            .collect();
        groups.sort();
        Self { nodes, links: links.collect(), groups }
    }

    fn sorted_links(mut self) -> Self {
        self.links.sort();
        self
    }
}

fn comments(text: &str) -> usize {
    text.lines().filter(|line| line.trim() == "%% a comment").count()
}

/// Carries out a command; none if it refuses. Holds what is true of every command.
fn carry_out(
    text: &str,
    command: impl FnOnce(&Snapshot) -> Planned,
) -> Result<Option<Meaning>, TestCaseError> {
    let before = Snapshot::new(text);
    let Ok(plan) = command(&before) else { return Ok(None) };
    let changed = plan.edit.apply(text).unwrap();
    prop_assert_eq!(plan.edit.inverse(text).unwrap().apply(&changed).unwrap(), text);
    let after = Snapshot::new(&changed);
    prop_assert_eq!(&after.views[0].chart.problems, &vec![], "{}\n=>\n{}", text, changed);
    prop_assert_eq!(comments(&changed), comments(text), "{}\n=>\n{}", text, changed);
    prop_assert_eq!(changed.contains("\r\n"), text.contains("\r\n"));
    Ok(Some(Meaning::of(&after)))
}

fn pick<T: Clone>(items: &[T], number: usize) -> Option<T> {
    (!items.is_empty()).then(|| items[number % items.len()].clone())
}

#[test]
fn a_text_for_a_node_that_only_a_style_names_changes_none_of_its_classes() {
    let body = "  class a,e hot\n  style e fill:red\n  classDef hot fill:red\n";
    let expected = "  class a,e hot\n  style e fill:red\n  e[Text]\n  classDef hot fill:red\n";
    assert_eq!(after(body, |snapshot| edit::relabel_node(snapshot, 0, "e", "Text")), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn reversing_changes_one_link(text in any_chart(), number in 0usize..20) {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        if let Some(link) = pick(&graph.links, number) {
            let mut expected = Meaning::of(&before);
            let index = number % graph.links.len();
            let (from, to, ..) = &mut expected.links[index];
            std::mem::swap(from, to);
            let found = carry_out(&text, |snapshot| edit::reverse(snapshot, 0, &link.id))?;
            prop_assert_eq!(found, Some(expected), "{}", text);
        }
    }

    #[test]
    fn reconnecting_changes_one_end(text in any_chart(), number in 0usize..20, other in 0usize..20) {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        if let (Some(link), Some(node)) = (pick(&graph.links, number), pick(&graph.nodes, other)) {
            let mut expected = Meaning::of(&before);
            expected.links[number % graph.links.len()].1.clone_from(&node.id);
            let found = carry_out(&text, |snapshot| edit::reconnect(snapshot, 0, &link.id, LinkEnd::To, &node.id))?;
            if let Some(found) = found {
                prop_assert_eq!(found.sorted_links(), expected.sorted_links(), "{}", text);
            }
        }
    }

    #[test]
    fn connecting_adds_one_link(text in any_chart(), from in 0usize..20, to in 0usize..20) {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        let ends: Vec<String> = graph.nodes.iter().map(|node| node.id.clone()).chain(graph.groups.iter().map(|group| group.id.clone())).collect();
        if let (Some(from), Some(to)) = (pick(&ends, from), pick(&ends, to)) {
            let mut expected = Meaning::of(&before);
            let drawn = "Normal None Arrow 1".to_owned();
            expected.links.push((from.clone(), to.clone(), String::new(), drawn, String::new()));
            let found = carry_out(&text, |snapshot| edit::connect(snapshot, 0, &from, &to))?;
            prop_assert_eq!(found.map(|found| found.sorted_links()), Some(expected.sorted_links()), "{}", text);
        }
    }

    #[test]
    fn deleting_takes_nodes_and_their_links_only(text in any_chart(), numbers in prop::collection::vec(0usize..20, 1..3)) {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        let ids: Vec<String> = numbers.iter().filter_map(|number| pick(&graph.nodes, *number)).map(|node| node.id).collect();
        let mut expected = Meaning::of(&before);
        expected.nodes.retain(|node| !ids.contains(&node.0));
        expected.links.retain(|link| !ids.contains(&link.0) && !ids.contains(&link.1));
        let subjects: Vec<Subject> = ids.iter().map(|id| node(id)).collect();
        let found = carry_out(&text, |snapshot| edit::delete(snapshot, 0, &subjects, Members::Keep))?;
        prop_assert_eq!(found, Some(expected), "{}", text);
    }

    #[test]
    fn deleting_takes_links_only(text in any_chart(), numbers in prop::collection::vec(0usize..20, 1..4)) {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        if !graph.links.is_empty() {
            let doomed: Vec<usize> = numbers.iter().map(|number| number % graph.links.len()).collect();
            let mut expected = Meaning::of(&before);
            let mut index = 0;
            expected.links.retain(|_| { index += 1; !doomed.contains(&(index - 1)) });
            let subjects: Vec<Subject> = doomed.iter().map(|index| link(&graph.links[*index].id)).collect();
            let found = carry_out(&text, |snapshot| edit::delete(snapshot, 0, &subjects, Members::Keep))?;
            prop_assert_eq!(found, Some(expected), "{}", text);
        }
    }

    #[test]
    fn relabelling_changes_one_text(text in any_chart(), number in 0usize..20, label in "[a-z #;\"`()%<&|\\[\\]]{1,12}") {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        let label = format!("x{label}y");
        if let Some(node) = pick(&graph.nodes, number) {
            let mut expected = Meaning::of(&before);
            for each in expected.nodes.iter_mut().filter(|each| each.0 == node.id) {
                each.1.clone_from(&label);
            }
            let found = carry_out(&text, |snapshot| edit::relabel_node(snapshot, 0, &node.id, &label))?;
            prop_assert_eq!(found, Some(expected), "{}", text);
        }
        if let Some(link) = pick(&graph.links, number) {
            let mut expected = Meaning::of(&before);
            expected.links[number % graph.links.len()].2.clone_from(&label);
            let found = carry_out(&text, |snapshot| edit::relabel_link(snapshot, 0, &link.id, &label))?;
            prop_assert_eq!(found, Some(expected), "{}", text);
        }
    }

    #[test]
    fn moving_changes_the_group_of_a_node(text in any_chart(), number in 0usize..20, target in 0usize..4) {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        let target = graph.groups.get(target).map(|group| group.id.clone());
        if let Some(node) = pick(&graph.nodes, number) {
            let mut expected = Meaning::of(&before);
            for each in expected.nodes.iter_mut().filter(|each| each.0 == node.id) {
                each.5.clone_from(&target);
            }
            let found = carry_out(&text, |snapshot| edit::move_to_group(snapshot, 0, &[&node.id], target.as_deref()))?;
            if let Some(found) = found {
                prop_assert_eq!(found.sorted_links(), expected.sorted_links(), "{}", text);
            }
        }
    }

    #[test]
    fn wrapping_puts_a_group_around_a_selection(text in any_chart(), numbers in prop::collection::vec(0usize..20, 1..3)) {
        let before = Snapshot::new(&text);
        let graph = &before.views[0].chart.graph;
        let ids: Vec<String> = numbers.iter().filter_map(|number| pick(&graph.nodes, *number)).map(|node| node.id).collect();
        prop_assume!(!ids.is_empty());
        let mut expected = Meaning::of(&before);
        let parents: Vec<_> = ids.iter().map(|id| expected.nodes.iter().find(|node| node.0 == *id).unwrap().5.clone()).collect();
        let parent = if parents.iter().all(|parent| *parent == parents[0]) { parents[0].clone() } else { None };
        expected.groups.push(("new".to_owned(), "New".to_owned(), parent));
        expected.groups.sort();
        for node in expected.nodes.iter_mut().filter(|node| ids.contains(&node.0)) {
            node.5 = Some("new".to_owned());
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = carry_out(&text, |snapshot| edit::group_selection(snapshot, 0, &ids, "New"))?;
        if let Some(found) = found {
            prop_assert_eq!(found.sorted_links(), expected.sorted_links(), "{}", text);
        }
    }

    #[test]
    fn renaming_changes_an_id_and_nothing_that_is_shown(text in any_chart(), number in 0usize..20) {
        let before = Snapshot::new(&text);
        if let Some(node) = pick(&before.views[0].chart.graph.nodes, number) {
            let mut expected = Meaning::of(&before);
            for each in expected.nodes.iter_mut().filter(|each| each.0 == node.id) {
                each.0 = "zz".to_owned();
            }
            for each in &mut expected.links {
                for end in [&mut each.0, &mut each.1] {
                    if *end == node.id {
                        *end = "zz".to_owned();
                    }
                }
            }
            expected.nodes.sort();
            let found = carry_out(&text, |snapshot| edit::rename(snapshot, &node.id, "zz"))?;
            prop_assert_eq!(found, Some(expected), "{}", text);
        }
    }

    #[test]
    fn commands_survive_any_text(text in "(?s)(flowchart|graph)( LR)?\\n[abx \\n;&\\-><\\[\\](){}@|:\"~.=%]{0,60}(subgraph|end|linkStyle 0 a:b)?\\n?[ab\\-> ]{0,9}") {
        let snapshot = Snapshot::new(&text);
        let graph = snapshot.views.first().map(|view| view.chart.graph.clone()).unwrap_or_default();
        let links: Vec<Subject> = graph.links.iter().map(|each| link(&each.id)).collect();
        let end = |end: End| graph.id(end).to_owned();
        let mut plans = vec![edit::delete(&snapshot, 0, &links, Members::Keep)];
        for each in &graph.links {
            plans.push(edit::reverse(&snapshot, 0, &each.id));
            plans.push(edit::relabel_link(&snapshot, 0, &each.id, "x"));
            plans.push(edit::reconnect(&snapshot, 0, &each.id, LinkEnd::From, &end(each.to)));
        }
        for each in &graph.nodes {
            plans.push(edit::delete(&snapshot, 0, &[node(&each.id)], Members::Delete));
            plans.push(edit::relabel_node(&snapshot, 0, &each.id, "x y"));
            plans.push(edit::set_shape(&snapshot, 0, &each.id, "cyl"));
            plans.push(edit::rename(&snapshot, &each.id, "zz"));
            plans.push(edit::group_selection(&snapshot, 0, &[&each.id], "g"));
            plans.push(edit::move_to_group(&snapshot, 0, &[&each.id], graph.groups.first().map(|group| group.id.as_str())));
        }
        for each in &graph.groups {
            plans.push(edit::ungroup(&snapshot, 0, &each.id));
            plans.push(edit::set_direction(&snapshot, 0, Some(&each.id), Direction::Left));
        }
        for plan in plans.into_iter().flatten() {
            prop_assert!(plan.edit.apply(&text).is_ok());
        }
    }
}
