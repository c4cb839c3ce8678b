//! The session: history, and a snapshot that is the same however it was reached.

#![allow(clippy::unwrap_used)]

use netplat_core::check;
use netplat_core::document::{BlockKind, Document};
use netplat_core::mermaid;
use netplat_core::model;
use netplat_core::plan::{AddressPlan, capacities};
use netplat_core::render::{Drawing, Kinds, WidthTable};
use netplat_core::session::{Merge, Session, Snapshot, Subject};
use netplat_core::text::{Edit, Span, Splice};
use proptest::prelude::*;
use std::sync::Arc;

const SHOP: &str = "# Shop\n\n```mermaid\nflowchart LR\n  subgraph shop\n    web[Web] --> db[(Orders)]\n  end\n```\n\n\
                    ## Traffic\n\n```mermaid\ngraph TD\n  web --> cache\n```\n";

/// Everything that a document can hold: facts, two charts, tables, YAML and prose between them.
const PLATFORM: &str = "\
---
title: Platform
netplat:
  cluster: { cni: flannel }
  addresses:
    - { cidr: 10.0.0.0/8, name: pods, role: pods, nodeMask: 24 }
  nodes:
    edge: { kind: ingress-controller }
    gone: { kind: Job }
  links:
    edge --> web: { hosts: [a.example] }
---
# Traffic

Words.

```mermaid
flowchart LR
  out((Internet)) --> edge[Traefik] -->|HTTPS| web[Web]
  subgraph ns [Namespace shop]
    web --> db[(Orders)]
  end
  style web fill:#f9f
```

| CIDR | Name |
|---|---|
| 10.1.0.0/16 | nodes |
| 10.1.2.3/16 | odd |

More words.

## Policies

```mermaid
graph TD
  deny[Default deny] -.-> ns
  webb --> db
```

```yaml
kind: NetworkPolicy
metadata: { name: deny }
```

```yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
```

The end.
";

fn type_in(session: &mut Session, mut at: usize, text: &str) {
    for character in text.chars() {
        session.apply(&Edit::insert(at, character), Merge::WithTyping).unwrap();
        at += character.len_utf8();
    }
}

#[test]
fn typing_that_goes_on_is_one_step_of_undo() {
    let mut session = Session::new("flowchart LR\n");
    type_in(&mut session, 13, "a --> bü");
    session.apply(&Edit::delete(Span::new(20, 22)), Merge::WithTyping).unwrap();
    assert_eq!(&*session.snapshot().text, "flowchart LR\na --> b");
    assert_eq!(session.undo(), Some(Edit::delete(Span::new(13, 20))));
    assert_eq!(&*session.snapshot().text, "flowchart LR\n");
    assert_eq!(session.undo(), None);
    session.redo();
    assert_eq!(&*session.snapshot().text, "flowchart LR\na --> b");
}

#[test]
fn typing_elsewhere_and_gestures_are_steps_of_their_own() {
    let mut session = Session::new("flowchart LR\n\n\n");
    type_in(&mut session, 13, "a");
    type_in(&mut session, 15, "b");
    session.apply(&Edit::insert(16, "c"), Merge::Never).unwrap();
    type_in(&mut session, 17, "d");
    let steps: Vec<bool> = (0..5).map(|_| session.undo().is_some()).collect();
    assert_eq!(steps, [true, true, true, true, false]);
}

#[test]
fn a_change_after_undo_forgets_what_was_undone() {
    let mut session = Session::new("");
    session.apply(&Edit::insert(0, "a"), Merge::Never).unwrap();
    session.undo();
    session.apply(&Edit::insert(0, "b"), Merge::Never).unwrap();
    assert_eq!(session.redo(), None);
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing() {
    let mut session = Session::new("é");
    assert!(session.apply(&Edit::insert(1, "a"), Merge::Never).is_err());
    assert_eq!(&*session.snapshot().text, "é");
    assert_eq!(session.undo(), None);
}

#[test]
fn views_are_named_by_their_headings() {
    let names: Vec<String> = Snapshot::new(SHOP).views.into_iter().map(|view| view.name).collect();
    assert_eq!(names, ["Shop", "Traffic"]);
}

#[test]
fn a_chart_that_the_change_does_not_touch_is_not_read_again() {
    let mut session = Session::new(SHOP);
    let before = Arc::clone(&session.snapshot().views[0].chart);
    session.apply(&Edit::insert(SHOP.len() - 4, "  cache --> web\n"), Merge::Never).unwrap();
    assert!(Arc::ptr_eq(&before, &session.snapshot().views[0].chart));
    assert_eq!(session.snapshot().views[1].chart.graph.links.len(), 2);
}

#[test]
fn a_chart_that_only_moved_is_not_drawn_again_and_words_change_no_model() {
    let mut session = Session::new(PLATFORM);
    let before = session.snapshot().clone();
    type_in(&mut session, PLATFORM.find("Words").unwrap(), "Many ");
    let after = session.snapshot();
    assert!(before.views.iter().zip(&after.views).all(|(old, new)| Arc::ptr_eq(&old.scene, &new.scene)));
    let web = &after.views[0].chart.graph.nodes[2];
    assert_eq!(web.definition.slice(&after.text), "web[Web]");
    let model = Arc::clone(&after.model);
    type_in(&mut session, PLATFORM.len() + 5, "Really.");
    assert!(Arc::ptr_eq(&model, &session.snapshot().model));
}

#[test]
fn a_half_typed_line_leaves_the_rest() {
    let snapshot = Snapshot::new("flowchart LR\n--[\n a --> b\n c --\n d[x\n");
    let ids: Vec<&str> = snapshot.views[0].chart.graph.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
    assert!(!snapshot.problems.is_empty());
}

#[test]
fn what_stands_at_a_place_is_found_and_leads_back_to_it() {
    let snapshot = Snapshot::new(SHOP);
    let at = |needle: &str| snapshot.subject_at(SHOP.find(needle).unwrap() + 1).unwrap();
    assert_eq!(at("Orders"), (0, Subject::Node("db".to_owned())));
    assert_eq!(at("--> db"), (0, Subject::Link("L_web_db_0".to_owned())));
    assert_eq!(at("subgraph"), (0, Subject::Group("shop".to_owned())));
    assert_eq!(at("cache"), (1, Subject::Node("cache".to_owned())));
    let (view, web) = at("web[");
    let places: Vec<&str> = snapshot.places_of(view, &web).iter().map(|span| span.slice(SHOP)).collect();
    assert_eq!(places, ["web[Web]"]);
    assert_eq!(snapshot.subject_at(2), None);
}

/// What is offered where `^` stands in a chart that has nodes `web`, `web-2`, a group `shop` and a class `hot`.
fn offered(line: &str) -> Vec<String> {
    let chart = "flowchart LR\n  web[Web shop] --> web-2\n  subgraph shop\n  end\n  classDef hot fill:red\n";
    let text = format!("{chart}{line}\n");
    let at = text.find('^').unwrap();
    let completions = Snapshot::new(&text.replace('^', "")).complete(at);
    let typed = text[completions.from..at].to_owned();
    let fits = |label: &String| label.starts_with(&typed);
    completions.items.into_iter().map(|item| item.label).filter(fits).collect()
}

#[test]
fn what_can_be_written_is_offered_where_it_fits() {
    assert_eq!(offered("  x --> w^"), ["web", "web-2"]);
    assert_eq!(offered("  x -->^"), ["web", "web-2", "x", "shop"]);
    assert_eq!(offered("  web-^"), ["web-2"]);
    assert_eq!(offered("  web:::^"), ["hot"]);
    assert_eq!(offered("  class web h^"), ["hot"]);
    assert_eq!(offered("  web@{ shape: cyli^"), ["cylinder"]);
    assert_eq!(offered("  direction ^"), ["LR", "TB", "RL", "BT"]);
    assert_eq!(offered("  sub^"), ["subgraph"]);
    assert_eq!(offered("  web[w^"), Vec::<String>::new());
    assert_eq!(offered("  web -->|w^"), Vec::<String>::new());
}

#[test]
fn keys_values_and_ids_are_offered_in_the_front_matter() {
    let offered = |facts: &str| {
        let text = format!("---\n{facts}\n---\nflowchart LR\n  web --> db\n");
        let at = text.find('^').unwrap();
        let completions = Snapshot::new(&text.replace('^', "")).complete(at);
        let typed = text[completions.from..at].to_owned();
        completions
            .items
            .into_iter()
            .map(|item| item.label)
            .filter(|label| label.starts_with(&typed))
            .collect::<Vec<_>>()
    };
    assert_eq!(offered("netplat:\n  cluster:\n    ro^"), ["routes"]);
    assert_eq!(offered("netplat:\n  cluster: { cni: cilium, ro^ }"), ["routes"]);
    assert_eq!(offered("netplat:\n  cluster:\n    routes: g^"), ["gateway-api"]);
    assert_eq!(offered("netplat:\n  nodes:\n    w^"), ["web"]);
    assert_eq!(offered("netplat:\n  nodes:\n    web: { kind: StatefulS^ }"), ["StatefulSet"]);
    assert_eq!(offered("netplat:\n  links:\n    w^"), ["web --> db"]);
}

/// A chart of namespaces of ten nodes, 1.3 links a node.
fn namespaces(nodes: usize) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for index in 0..nodes {
        if index % 10 == 0 {
            text += &format!("  subgraph ns{} [Namespace {}]\n", index / 10, index / 10);
        }
        text += &format!("    n{index}[Service {index}]\n");
        if index % 10 == 9 {
            text += "  end\n";
        }
    }
    for index in 1..nodes {
        text += &format!("  n{} --> n{index}\n", (index - 1) / 2);
        if index % 3 == 0 {
            text += &format!("  n{index} -->|TCP 80| n{}\n", (index * 7) % nodes);
        }
    }
    text
}

#[test]
fn typing_beside_a_large_chart_does_not_draw_it_again() {
    let text = format!("Intro.\n\n```mermaid\n{}```\n\nOutro.\n", namespaces(200));
    let mut session = Session::new(&text);
    let scene = Arc::clone(&session.snapshot().views[0].scene);
    type_in(&mut session, text.len(), "more words");
    assert!(Arc::ptr_eq(&scene, &session.snapshot().views[0].scene));
}

/// Prints what a keystroke costs: `cargo test --release -p netplat-core --test session keystroke -- --ignored --nocapture`.
#[test]
#[ignore = "prints figures"]
fn keystroke_costs() {
    let chart = namespaces(200);
    let text = format!("Intro.\n\n```mermaid\n{chart}```\n\nOutro.\n");
    let in_label = text.find("Service 100").unwrap() + 11;
    for (place, at) in [("prose above", 6), ("a label", in_label), ("prose below", text.len())] {
        let mut session = Session::new(&text);
        let mut times: Vec<f64> = (0..40)
            .map(|index| {
                let start = std::time::Instant::now();
                session.apply(&Edit::insert(at + index, "x"), Merge::WithTyping).unwrap();
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("a keystroke in {place}: median {:.2} ms, slowest {:.2} ms", times[20], times[39]);
    }
}

/// Prints what each stage of a snapshot costs by itself, at its fastest.
#[test]
#[ignore = "prints figures"]
fn stage_costs() {
    let text = format!("Intro.\n\n```mermaid\n{}```\n\nOutro.\n", namespaces(200));
    let document = Document::read(&text);
    let content = document.flowcharts().next().unwrap().content;
    let charts = [Arc::new(mermaid::read(content.slice(&text), content.start as usize))];
    let graph = &charts[0].graph;
    let (model, _) = model::build(&text, &document, &charts);
    let kinds = Kinds::of(&model);
    let drawing = Drawing::new(graph, &kinds, &WidthTable);
    fastest("blocks", || Document::read(&text));
    fastest("lines", || netplat_core::text::LineIndex::new(&text));
    fastest("chart", || mermaid::read(content.slice(&text), content.start as usize));
    fastest("chart moved", || charts[0].moved(1));
    fastest("model", || model::build(&text, &document, &charts));
    let readings = std::cell::RefCell::new(model::Readings::default());
    fastest("model again", || model::build_again(&text, &document, &charts, &mut readings.borrow_mut()));
    fastest("checks", || check::run(&text, &document, &charts, &model));
    fastest("kinds", || Kinds::of(&model));
    fastest("drawing again, nothing resized", || drawing.redraw(graph, &kinds, &WidthTable));
    fastest("drawing", || Drawing::new(graph, &kinds, &WidthTable));
    fastest("comparing scenes", || drawing == drawing.clone());
}

fn fastest<T>(stage: &str, work: impl Fn() -> T) {
    let time = |_| {
        let start = std::time::Instant::now();
        let made = std::hint::black_box(work());
        let time = start.elapsed().as_secs_f64() * 1000.0;
        drop(made);
        time
    };
    let best = (0..40).map(time).min_by(f64::total_cmp).unwrap();
    println!("{stage:32} {best:.2} ms");
}

/// What changes put into a text, beside letters: what makes other blocks and charts of it.
const PIECES: &[&str] = &[
    "",
    "\n",
    "```\n",
    "\n```mermaid\ngraph LR\n",
    "---\n",
    "# H\n",
    " TLS ",
    "10.0.0.0/8",
    "| a |\n",
    "end\n",
];

fn insertion() -> impl Strategy<Value = String> {
    prop_oneof!["[ab\\n`\\-> \\[\\]:#]{0,8}", prop::sample::select(PIECES).prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_snapshot_is_the_same_however_it_was_reached(
        is_plan in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, insertion(), any::<bool>()), 1..12)
    ) {
        let start = if is_plan { sixty_prefixes() } else { PLATFORM.to_owned() };
        let mut session = Session::new(&start);
        for (at, length, insert, typing) in &changes {
            let start = at.index(session.snapshot().text.len() + 1);
            let end = (start + length).min(session.snapshot().text.len());
            let edit = Edit::new(vec![Splice { span: Span::new(start, end), insert: insert.clone() }]).unwrap();
            let merge = if *typing { Merge::WithTyping } else { Merge::Never };
            session.apply(&edit, merge).unwrap();
            let fresh = Snapshot::new(&session.snapshot().text);
            let (expected, found) = (format!("{fresh:#?}"), format!("{:#?}", session.snapshot()));
            let apart = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
            let around = |text: &str| {
                let lines = text.lines().skip(apart.unwrap_or_default().saturating_sub(6)).take(9);
                lines.collect::<Vec<_>>().join("\n")
            };
            prop_assert!(expected == found, "from scratch:\n{}\nafter changes:\n{}", around(&expected), around(&found));
        }
        let end = session.snapshot().text.to_string();
        while session.undo().is_some() {}
        prop_assert_eq!(&*session.snapshot().text, &start);
        while session.redo().is_some() {}
        prop_assert_eq!(&*session.snapshot().text, &end);
    }
}

/// A chart whose facts are long enough to be read in parts.
fn sixty_prefixes() -> String {
    let item = |number: usize| match number % 3 {
        0 => format!("    - {{ cidr: 10.{number}.0.0/16, name: n{number}, role: nodes }}\n"),
        1 => format!("    - cidr: 10.{number}.0.0/16\n      name: n{number} # why\n"),
        _ => format!("    - {{ range: 10.{number}.0.1-10.{number}.0.9, owner: team {number} }}\n"),
    };
    let items: String = (0..60).map(item).collect();
    format!(
        "---\ntitle: plan\nnetplat:\n  addresses:\n{items}  cluster: {{ cni: cilium }}\n---\nflowchart LR\n  web --> db\n"
    )
}

/// Facts with this many prefixes: regions, each with its subnets, of two families.
fn ten_thousand_prefixes() -> String {
    let mut text =
        String::from("---\nnetplat:\n  addresses:\n    - { cidr: 10.0.0.0/8, name: corp, role: site }\n");
    for region in 0..100 {
        text += &format!(
            "    - {{ cidr: 10.{region}.0.0/16, name: region {region}, role: vpc, zone: zone-{region} }}\n"
        );
        for subnet in 0..99 {
            text += &format!(
                "    - {{ cidr: 10.{region}.{subnet}.0/24, name: subnet {region}-{subnet}, owner: team {subnet}, status: active }}\n"
            );
        }
    }
    text + "---\nflowchart LR\n  internet((Internet)) --> edge[Traefik] --> web[Web shop]\n"
}

/// Prints what a plan of ten thousand prefixes costs, stage by stage:
/// `cargo test --release -p netplat-core --test session ten_thousand -- --ignored --nocapture`.
#[test]
#[ignore = "prints figures"]
fn ten_thousand_prefixes_cost_as_much() {
    let facts = ten_thousand_prefixes();
    let table = {
        let rows = facts.lines().filter_map(|line| line.trim().strip_prefix("- { cidr: ")).map(|line| {
            let mut parts = line.split([',', '}']).map(|part| part.split(": ").last().unwrap_or("").trim());
            format!(
                "| {} | {} | {} |\n",
                parts.next().unwrap(),
                parts.next().unwrap(),
                parts.next().unwrap_or("")
            )
        });
        format!("# Plan\n\n| CIDR | Name | Owner |\n|---|---|---|\n{}", rows.collect::<String>())
    };
    for (what, text) in [("facts", facts), ("a table", table)] {
        println!("{what}, {} bytes", text.len());
        let document = Document::read(&text);
        let charts: Vec<_> = document
            .flowcharts()
            .map(|block| Arc::new(mermaid::read(block.content.slice(&text), block.content.start as usize)))
            .collect();
        let (model, _) = model::build(&text, &document, &charts);
        assert_eq!(model.plan.len(), 10_001);
        let plan = AddressPlan::of(&model);
        fastest("blocks", || Document::read(&text));
        if let Some(front) = document.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter) {
            fastest("YAML", || {
                netplat_core::yaml::read(front.content.slice(&text), front.content.start as usize)
            });
        }
        fastest("facts", || model::facts::read(&text, &document));
        fastest("model", || model::build(&text, &document, &charts));
        fastest("tree", || AddressPlan::of(&model));
        fastest("capacity", || capacities(&model, &plan));
        fastest("free blocks of all", || plan.in_order().map(|index| plan.free(index).len()).sum::<usize>());
        fastest("checks", || netplat_core::check::run(&text, &document, &charts, &model));
        let mut session = Session::unchecked(&text);
        let at = text.rfind("subnet 7-7").unwrap();
        let mut longer = false;
        let mut type_letter = || {
            let edit = if longer { Edit::delete(Span::new(at, at + 1)) } else { Edit::insert(at, "x") };
            longer = !longer;
            session.apply(&edit, Merge::WithTyping).unwrap();
        };
        let mut best = f64::INFINITY;
        for _ in 0..10 {
            let start = std::time::Instant::now();
            type_letter();
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        }
        println!("{:32} {best:.2} ms", "a letter in an entry, unchecked");
    }
}
