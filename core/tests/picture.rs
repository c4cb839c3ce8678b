//! The picture: what any chart is drawn as, and what must never get into it.
#![allow(clippy::unwrap_used)]

use netplat_core::mermaid;
use netplat_core::render::svg::{FileColors, file, group_markup, label_markup, link_markup, node_markup};
use netplat_core::render::{Drawing, Kinds, Scene, SceneReport, Theme, WidthTable};
use proptest::prelude::*;
use std::sync::Arc;

mod xml;

fn draw(text: &str) -> Arc<Scene> {
    Drawing::new(&mermaid::read(text, 0).graph, &Kinds::none(), &WidthTable).scene
}

/// All that is ever written of a scene.
fn markups(scene: &Scene) -> Vec<String> {
    let mut markups = vec![file(scene, FileColors::Both), file(scene, FileColors::Theme(Theme::Dark))];
    markups.extend(scene.nodes.iter().map(node_markup));
    markups.extend(scene.groups.iter().map(group_markup));
    markups.extend(scene.links.iter().map(link_markup));
    markups.extend(scene.links.iter().filter_map(label_markup));
    markups
}

const ELEMENTS: &[&str] = &["svg", "g", "a", "path", "rect", "text", "tspan", "title", "desc", "style"];

const ATTRIBUTES: &[&str] = &[
    "xmlns",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "d",
    "rx",
    "id",
    "class",
    "data-id",
    "transform",
    "fill",
    "stroke",
    "fill-opacity",
    "stroke-opacity",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-linecap",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
    "role",
    "aria-label",
    "aria-roledescription",
    "href",
    "target",
    "rel",
];

/// Holds markup against what we write: known elements and attributes only, no address but a safe one.
fn assert_harmless(markup: &str) {
    let elements = xml::read(markup).unwrap_or_else(|error| panic!("{error}\n{markup}"));
    for element in &elements {
        assert!(ELEMENTS.contains(&element.name.as_str()), "<{}> in {markup}", element.name);
        for (name, value) in &element.attributes {
            assert!(ATTRIBUTES.contains(&name.as_str()), "{name}={value:?} in {markup}");
            if name == "href" {
                let safe = ["http://", "https://", "mailto:"];
                assert!(safe.iter().any(|start| value.to_ascii_lowercase().starts_with(start)), "{value}");
            } else if name != "xmlns" && name != "aria-label" && name != "data-id" {
                assert!(!value.contains("url(") && !value.contains("script"), "{name}={value:?}");
            }
        }
        if element.name == "style" {
            assert!(element.text.starts_with("@media(prefers-color-scheme:dark){"), "{}", element.text);
        }
    }
}

const HOSTILE: &str = r#"---
title: "<script>alert(1)</script>"
---
flowchart LR
  accTitle: </title><script>alert(1)</script>
  accDescr: "]]><img src=x onerror=alert(1)>
  subgraph s ["</g><foreignObject><b onclick='x'>t</b>"]
    a["<script>alert(1)</script> ]]> &lt;svg onload=alert(1)&gt; #lt;b#gt;"] -->|"<img src=x onerror=alert(1)>"| b
  end
  b["<a href='javascript:alert(1)'>x</a>"] --> c("`<b onclick=alert(1)>**x**</b>`")
  click a href "javascript:alert(1)" "\"><script>"
  click b href "https://example.com/?a=1&b=%22%3E" "tip <b>"
  click c href "data:text/html,<script>alert(1)</script>"
  style a fill:url(javascript:alert(1)),stroke:"><script>,stroke-width:expression(alert(1))
  classDef x fill:red;}</style><script>alert(1)</script>,color:#fff
  class b x
  linkStyle 0 stroke:url(https://example.com/x)
"#;

#[test]
fn a_hostile_chart_is_only_ever_text() {
    let scene = draw(HOSTILE);
    assert!(scene.nodes.len() >= 3);
    for markup in markups(&scene) {
        assert_harmless(&markup);
    }
    assert!(file(&scene, FileColors::Both).contains("&lt;script&gt;alert(1)"));
    let addresses: Vec<_> = scene.nodes.iter().filter_map(|node| node.href.as_deref()).collect();
    assert_eq!(addresses, ["https://example.com/?a=1&b=%22%3E"]);
}

/// A chart whose texts, styles and addresses are anything at all.
fn any_chart() -> impl Strategy<Value = mermaid::Graph> {
    let evil = prop_oneof![
        any::<String>(),
        "[<>\"'&;:/#() a-z=\u{0}-\u{1f}\u{fffe}]{0,40}",
        Just("</text></g><script>".to_owned())
    ];
    proptest::collection::vec(evil, 12).prop_map(|texts| {
        let mut graph = mermaid::read(HOSTILE, 0).graph;
        let mut texts = texts.into_iter().cycle();
        let mut next = || texts.next().unwrap();
        for node in &mut graph.nodes {
            (node.id, node.label.text) = (next(), next());
            node.styles = vec![next(), format!("fill:{}", next())];
            if let Some(click) = &mut node.href {
                (click.address, click.tooltip) = (format!("https://{}", next()), Some(next()));
            }
        }
        for group in &mut graph.groups {
            (group.id, group.label.text) = (next(), next());
        }
        for link in &mut graph.links {
            (link.id, link.styles) = (next(), vec![format!("stroke-dasharray:{}", next())]);
        }
        (graph.title, graph.accessible_description) = (Some(next()), Some(next()));
        graph
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_the_texts_are_the_picture_is_well_formed_and_harmless(graph in any_chart()) {
        let scene = Drawing::new(&graph, &Kinds::none(), &WidthTable).scene;
        for markup in markups(&scene) {
            assert_harmless(&markup);
        }
    }
}

#[test]
fn links_end_on_the_outline_and_not_on_its_box() {
    let scene = draw("flowchart TB\n a --> d{A question} --> c((Circle))");
    let report = serde_json::to_value(SceneReport::of(&scene)).unwrap();
    let diamond = &report["nodes"][1];
    let middle = diamond["x"].as_f64().unwrap() + diamond["width"].as_f64().unwrap() / 2.0;
    let (top, bottom) = (
        diamond["y"].as_f64().unwrap(),
        diamond["y"].as_f64().unwrap() + diamond["height"].as_f64().unwrap(),
    );
    let arrives = report["links"][0]["points"].as_array().unwrap().last().unwrap();
    let leaves = &report["links"][1]["points"][0];
    for (end, side) in [(arrives, top), (leaves, bottom)] {
        let (x, y) = (end[0].as_f64().unwrap(), end[1].as_f64().unwrap());
        // The rounded corner takes a pixel or two of the point; away from the middle the outline falls away.
        let expected = (x - middle).abs() / diamond["width"].as_f64().unwrap() * (bottom - top);
        assert!(((y - side).abs() - expected).abs() < 3.0, "{x} {y} {diamond}");
    }
}

#[test]
fn the_scene_is_printed_with_null_for_what_is_not_there() {
    let scene = draw(
        "flowchart LR\n subgraph g[Title]\n a -->|says| b\n end\n subgraph h[\" \"]\n c\n end\n b --> c ~~~ a",
    );
    let report = serde_json::to_value(SceneReport::of(&scene)).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&report), ["width", "height", "nodes", "groups", "links"]);
    assert_eq!(keys(&report["nodes"][0]), ["id", "x", "y", "width", "height"]);
    assert_eq!(keys(&report["groups"][0]), ["id", "x", "y", "width", "height", "title"]);
    assert_eq!(keys(&report["links"][0]), ["id", "from", "to", "points", "label"]);
    let titles: Vec<bool> =
        report["groups"].as_array().unwrap().iter().map(|group| group["title"].is_null()).collect();
    assert_eq!(titles.iter().filter(|null| **null).count(), 1);
    // The invisible link is not drawn and not reported.
    assert_eq!(report["links"].as_array().unwrap().len(), 2);
    assert!(report["links"][0]["label"].is_object() && report["links"][1]["label"].is_null());
}

#[test]
fn a_title_stands_above_everything() {
    let with = draw("---\ntitle: Shop\n---\nflowchart LR\n a --> b");
    let without = draw("flowchart LR\n a --> b");
    let heading = with.heading.as_ref().unwrap();
    assert!(with.nodes.iter().all(|node| node.rect.y > heading.rect.y + heading.rect.height));
    assert!(with.size.height > without.size.height);
}

#[test]
fn a_chart_drawn_again_is_drawn_the_same() {
    let texts = [
        "flowchart LR\n a[One] --> b",
        "flowchart LR\n a[Two longer] --> b",
        "flowchart LR\n a[Two longer] --> b\n style a fill:red",
        "",
        "flowchart LR\n a[One] --> b",
    ];
    let draw = |text: &str| Drawing::new(&mermaid::read(text, 0).graph, &Kinds::none(), &WidthTable);
    let mut drawing = draw("");
    for text in texts {
        drawing = drawing.redraw(&mermaid::read(text, 0).graph, &Kinds::none(), &WidthTable);
        assert_eq!(drawing, draw(text));
    }
}
