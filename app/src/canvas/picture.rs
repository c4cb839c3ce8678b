//! The scene in the page: layers of SVG, patched element by element.
//!
//! Each thing of the scene has an element of its own. A new scene is held against the one that is shown, and only what
//! differs is written anew: at most keystrokes, a label or nothing. What is written is parsed by the browser in one go
//! for each layer, since starting its parser costs more than most elements do; what only moved is only moved.

use super::stage::Stage;
use crate::workspace::Workspace;
use leptos::prelude::*;
use netplat_core::layout::Rect;
use netplat_core::render::{Scene, SceneGroup, SceneLink, SceneNode, TextBlock, svg};
use std::collections::BTreeMap;
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

    /// The new place, if that is all that has changed.
    fn moved_from(self, before: Self) -> Option<Rect> {
        match (before, self) {
            (Self::Group(before), Self::Group(group)) if group.only_moved(before) => Some(group.rect),
            (Self::Node(before), Self::Node(node)) if node.only_moved(before) => Some(node.rect),
            _ => None,
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
        if self.parts.len() != old.len() || old.is_empty() {
            return self.write_all(&layer, new);
        }
        let shown: Vec<Option<Shown<'_>>> = if same_order {
            old.iter().copied().zip(self.parts.drain(..)).map(Some).collect()
        } else {
            self.find(old, new)
        };
        let is_kept = |(part, shown): (&Part<'_>, &Option<Shown<'_>>)| {
            shown.as_ref().is_some_and(|(before, _)| before == part || part.moved_from(*before).is_some())
        };
        let kept = new.iter().zip(&shown).filter(|&pair| is_kept(pair)).count();
        if kept < new.len() / 2 {
            return self.write_all(&layer, new);
        }
        self.patch(&layer, new, shown);
        if !same_order {
            self.put_in_order(&layer);
        }
    }

    /// Everything at once.
    fn write_all(&mut self, layer: &Element, new: &[Part<'_>]) {
        let markup: String = new.iter().map(|part| part.markup()).collect();
        layer.set_inner_html(&markup);
        self.parts = children(layer);
    }

    /// What is shown of each new part. The elements of the others are taken out.
    fn find<'a>(&mut self, old: &[Part<'a>], new: &[Part<'_>]) -> Vec<Option<Shown<'a>>> {
        let mut known: BTreeMap<&str, Shown<'a>> = BTreeMap::new();
        for (part, element) in old.iter().zip(self.parts.drain(..)) {
            // A key that stands twice keeps its last element only.
            if let Some((_, twin)) = known.insert(part.key(), (*part, element)) {
                twin.remove();
            }
        }
        let found = new.iter().map(|part| known.remove(part.key())).collect();
        for (_, gone) in known.into_values() {
            gone.remove();
        }
        found
    }

    /// Makes an element of each part from what is shown of it.
    fn patch(&mut self, layer: &Element, new: &[Part<'_>], shown: Vec<Option<Shown<'_>>>) {
        let mut markup = String::new();
        let mut written = Vec::new();
        for (part, shown) in new.iter().zip(shown) {
            let element = shown.map(|(before, element)| {
                let is_shown = match part.moved_from(before).filter(|_| before != *part) {
                    Some(rect) => element.set_attribute("transform", &svg::transform(rect)).is_ok(),
                    None => before == *part,
                };
                (element, is_shown)
            });
            match element {
                Some((element, true)) => self.parts.push(element),
                outdated => {
                    markup.push_str(&part.markup());
                    written.push((self.parts.len(), outdated.map(|(element, _)| element)));
                    // Its place is taken by what is written below.
                    self.parts.push(layer.clone());
                }
            }
        }
        if written.is_empty() {
            return;
        }
        let fresh = layer.owner_document().and_then(|document| part_of_svg(&document, "g")).map(|draft| {
            draft.set_inner_html(&markup);
            children(&draft)
        });
        for ((at, outdated), fresh) in written.into_iter().zip(fresh.unwrap_or_default()) {
            // Neither fails: an element that stands in the layer gives way to one that stands nowhere in the page.
            let _ = match outdated {
                Some(outdated) => outdated.replace_with_with_node_1(&fresh),
                None => layer.append_child(&fresh).map(drop),
            };
            if let Some(slot) = self.parts.get_mut(at) {
                *slot = fresh;
            }
        }
    }

    /// Brings the elements into the order of the parts, moving those that stand elsewhere.
    fn put_in_order(&self, layer: &Element) {
        let mut next = layer.first_element_child();
        for element in &self.parts {
            if next.as_ref() == Some(element) {
                next = element.next_element_sibling();
            } else {
                let before = next.as_ref().map(|next| next.unchecked_ref());
                // The reference is a child of the layer, so this cannot fail.
                let _ = layer.insert_before(element, before);
            }
        }
    }
}

/// A part as it stands in the page.
type Shown<'a> = (Part<'a>, Element);

fn children(parent: &Element) -> Vec<Element> {
    let children = parent.children();
    (0..children.length()).filter_map(|at| children.item(at)).collect()
}

fn part_of_svg(document: &Document, name: &str) -> Option<Element> {
    document.create_element_ns(Some(SVG), name).ok()
}
