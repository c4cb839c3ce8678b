//! The scene in the page: layers of SVG, patched element by element.
//!
//! Each thing of the scene has a `<g>` of its own. A new scene is held against the one that is shown, and only what
//! differs is written anew: at most keystrokes, a label or nothing.

use super::stage::Stage;
use crate::workspace::Workspace;
use leptos::prelude::*;
use netplat_core::render::{Scene, SceneGroup, SceneLink, SceneNode, TextBlock, svg};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

/// The classes of the layers, from back to front.
const LAYERS: [&str; 5] = ["heading", "groups", "links", "nodes", "labels"];
const SVG: &str = "http://www.w3.org/2000/svg";

/// Draws the shown view into `layer`, and again at once whenever it changes. The picture's `data-revision` counts up
/// with every change of the text that was drawn.
pub fn keep_up(stage: Stage, picture: NodeRef<leptos::svg::Svg>, layer: NodeRef<leptos::svg::G>) {
    let drawn = StoredValue::new_local(None::<Drawn>);
    Effect::new(move |_| {
        let Some(layer) = layer.get() else { return };
        let revision = stage.workspace.revision();
        let scene = shown_scene(stage.workspace);
        drawn.update_value(|drawn| {
            let drawn = drawn.get_or_insert_with(|| Drawn::new(&layer));
            drawn.update(&scene);
        });
        if let Some(picture) = picture.get() {
            // A picture without its count is a picture still.
            let _ = picture.set_attribute("data-revision", &revision.to_string());
        }
    });
}

fn shown_scene(workspace: Workspace) -> Arc<Scene> {
    let view = workspace.shown_view();
    workspace
        .with(|snapshot| snapshot.views.get(view).map(|view| Arc::clone(&view.scene)))
        .unwrap_or_default()
}

/// What stands in the page.
struct Drawn {
    scene: Arc<Scene>,
    layers: [Layer; LAYERS.len()],
}

impl Drawn {
    fn new(parent: &Element) -> Self {
        parent.set_text_content(None);
        if let Some(definitions) = parent.owner_document().and_then(|document| part_of_svg(&document, "defs"))
        {
            definitions.set_inner_html(&svg::symbols());
            // Without its icons the picture still says everything.
            let _ = parent.append_child(&definitions);
        }
        Self { scene: Arc::default(), layers: LAYERS.map(|class| Layer::new(parent, class)) }
    }

    fn update(&mut self, scene: &Arc<Scene>) {
        if Arc::ptr_eq(&self.scene, scene) {
            return;
        }
        let pairs = parts(&self.scene).into_iter().zip(parts(scene));
        for (layer, (old, new)) in self.layers.iter_mut().zip(pairs) {
            layer.update(&old, &new);
        }
        self.scene = Arc::clone(scene);
    }
}

/// A part of the scene with an element of its own. One type for all, so that the patching below is compiled once.
#[derive(Clone, Copy, PartialEq)]
enum Part<'a> {
    /// The chart's title. There is one at most, so its key says nothing.
    Heading(&'a TextBlock),
    Group(&'a SceneGroup),
    Link(&'a SceneLink),
    Node(&'a SceneNode),
    /// A link's label, which lies above all lines and nodes.
    Label(LinkLabel<'a>),
}

impl<'a> Part<'a> {
    fn key(self) -> &'a str {
        match self {
            Self::Heading(_) => "heading",
            Self::Group(group) => &group.id,
            Self::Link(link) | Self::Label(LinkLabel(link)) => &link.id,
            Self::Node(node) => &node.id,
        }
    }

    fn markup(self) -> String {
        match self {
            Self::Heading(heading) => svg::heading_markup(heading),
            Self::Group(group) => svg::group_markup(group),
            Self::Link(link) => svg::link_markup(link),
            Self::Node(node) => svg::node_markup(node),
            Self::Label(LinkLabel(link)) => svg::label_markup(link).unwrap_or_default(),
        }
    }
}

/// A link of which only the label counts.
#[derive(Clone, Copy)]
struct LinkLabel<'a>(&'a SceneLink);

impl PartialEq for LinkLabel<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id && self.0.label == other.0.label
    }
}

/// The parts of each layer, from back to front.
fn parts(scene: &Scene) -> [Vec<Part<'_>>; LAYERS.len()] {
    let labelled = scene.links.iter().filter(|link| link.label.is_some());
    [
        scene.heading.iter().map(Part::Heading).collect(),
        scene.groups.iter().map(Part::Group).collect(),
        scene.links.iter().map(Part::Link).collect(),
        scene.nodes.iter().map(Part::Node).collect(),
        labelled.map(|link| Part::Label(LinkLabel(link))).collect(),
    ]
}

/// A `<g>` whose children are the parts, in order.
struct Layer {
    element: Option<Element>,
    parts: Vec<Element>,
}

impl Layer {
    fn new(parent: &Element, class: &str) -> Self {
        let element = parent.owner_document().and_then(|document| part_of_svg(&document, "g"));
        if let Some(element) = &element {
            let _ = element.set_attribute("class", class);
            let _ = parent.append_child(element);
        }
        Self { element, parts: Vec::new() }
    }

    fn update(&mut self, old: &[Part<'_>], new: &[Part<'_>]) {
        let Some(layer) = self.element.clone() else { return };
        let same_order = old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.key() == b.key());
        if same_order && self.parts.len() == new.len() {
            for ((element, before), after) in self.parts.iter().zip(old).zip(new) {
                if before != after {
                    element.set_inner_html(&after.markup());
                }
            }
        } else if old.is_empty() {
            self.write_all(&layer, new);
        } else {
            self.reorder(&layer, old, new);
        }
    }

    /// Everything at once, which the browser parses faster than pieces.
    fn write_all(&mut self, layer: &Element, new: &[Part<'_>]) {
        let mut markup = String::new();
        for part in new {
            markup.push_str("<g>");
            markup.push_str(&part.markup());
            markup.push_str("</g>");
        }
        layer.set_inner_html(&markup);
        let children = layer.children();
        self.parts = (0..children.length()).filter_map(|at| children.item(at)).collect();
    }

    /// Keeps the elements of what stays, takes out what is gone, and puts in what is new.
    fn reorder(&mut self, layer: &Element, old: &[Part<'_>], new: &[Part<'_>]) {
        let Some(document) = layer.owner_document() else { return };
        let mut known: BTreeMap<&str, (Part<'_>, Element)> = BTreeMap::new();
        let stays: BTreeSet<&str> = new.iter().map(|part| part.key()).collect();
        for (part, element) in old.iter().zip(self.parts.drain(..)) {
            // A key that stands twice keeps its last element only.
            if !stays.contains(part.key()) {
                element.remove();
            } else if let Some((_, twin)) = known.insert(part.key(), (*part, element)) {
                twin.remove();
            }
        }
        let mut next = layer.first_element_child();
        for part in new {
            let element = match known.remove(part.key()) {
                Some((before, element)) => {
                    if before != *part {
                        element.set_inner_html(&part.markup());
                    }
                    element
                }
                None => {
                    let Some(element) = part_of_svg(&document, "g") else { continue };
                    element.set_inner_html(&part.markup());
                    element
                }
            };
            if next.as_ref() == Some(&element) {
                next = element.next_element_sibling();
            } else {
                let before = next.as_ref().map(|next| next.unchecked_ref());
                // The reference is a child of the layer, so this cannot fail.
                let _ = layer.insert_before(&element, before);
            }
            self.parts.push(element);
        }
    }
}

fn part_of_svg(document: &Document, name: &str) -> Option<Element> {
    document.create_element_ns(Some(SVG), name).ok()
}
