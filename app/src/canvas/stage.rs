//! What the parts of the picture share: the camera, the gesture under way and what is being written in place.
//! All of it is view state; none of it is in the document.

use super::camera::Camera;
use crate::gesture::{Aim, Gesture, Outcome, Pointer, Preview, World};
use crate::workspace::{Selection, Target, Workspace};
use leptos::html::Div;
use leptos::prelude::*;
use netplat_core::layout::{Point, Rect, Size};
use netplat_core::render::Scene;
use std::sync::Arc;

/// A handle: copies are the same stage.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// The document.
    pub workspace: Workspace,
    /// Whether the picture can only be looked at.
    pub read_only: bool,
    /// The element that the picture fills.
    pub pane: NodeRef<Div>,
    /// Where the scene stands.
    pub camera: RwSignal<Camera>,
    /// What the overlay shows of the gesture or aim.
    pub preview: RwSignal<Preview>,
    /// The choice by keyboard that is under way.
    pub aim: RwSignal<Option<Aim>>,
    /// What is being relabelled in place.
    pub relabelled: RwSignal<Option<Target>>,
    /// Whether the palette of kinds is open.
    pub palette: RwSignal<bool>,
    gesture: StoredValue<Gesture>,
    /// The size of the pane as the browser last told it; none before it did.
    told_size: StoredValue<Option<Size>>,
}

impl Stage {
    /// A stage for the shown view of a document.
    pub fn new(workspace: Workspace, read_only: bool) -> Self {
        Self {
            workspace,
            read_only,
            pane: NodeRef::new(),
            camera: RwSignal::new(Camera::default()),
            preview: RwSignal::new(Preview::None),
            aim: RwSignal::new(None),
            relabelled: RwSignal::new(None),
            palette: RwSignal::new(false),
            gesture: StoredValue::new(Gesture::Idle),
            told_size: StoredValue::new(None),
        }
    }

    /// The scene that is shown, untracked; none when the text has no chart.
    pub fn scene(self) -> Option<Arc<Scene>> {
        let view = self.workspace.current_view();
        self.workspace.peek(|snapshot| snapshot.views.get(view).map(|view| Arc::clone(&view.scene)))
    }

    /// Looks at the scene as gestures see it.
    pub fn with_world<R>(self, look: impl FnOnce(World<'_>) -> R) -> Option<R> {
        let scene = self.scene()?;
        let scale = self.camera.get_untracked().scale;
        Some(
            self.workspace.selection.with_untracked(|selection| {
                look(World { scene: &scene, selected: selection.targets(), scale })
            }),
        )
    }

    /// The size of the pane. It is the browser that tells it: to ask for it would make the browser lay out the page in
    /// the middle of a change.
    pub fn pane_size(self) -> Size {
        self.told_size.get_value().unwrap_or_else(|| self.measured_size())
    }

    fn measured_size(self) -> Size {
        self.pane.get_untracked().map_or(Size { width: 1.0, height: 1.0 }, |pane| Size {
            width: f64::from(pane.client_width()).max(1.0),
            height: f64::from(pane.client_height()).max(1.0),
        })
    }

    /// Takes over the pane's size when the browser tells that it changed.
    pub fn pane_resized(self) {
        self.told_size.set_value(Some(self.measured_size()));
    }

    /// Whether the pane has been on the screen, so that its size is known.
    pub fn has_appeared(self) -> bool {
        self.told_size.get_value().is_some_and(|size| size.width > 1.0 && size.height > 1.0)
    }

    /// Shows all of the scene.
    pub fn fit(self) {
        if let Some(scene) = self.scene() {
            self.camera.set(Camera::fitting(scene.size, self.pane_size()));
        }
    }

    /// Shows a scene that was not there before: to be worked on, large enough to read; in another page, all of it.
    pub fn open(self) {
        let Some(scene) = self.scene() else { return };
        let size = self.pane_size();
        self.camera.set(if self.read_only {
            Camera::fitting(scene.size, size)
        } else {
            Camera::opening(scene.size, size, scene.nodes.first().map(|node| node.rect))
        });
    }

    /// Larger or smaller around the middle of the pane.
    pub fn zoom(self, factor: f64) {
        let size = self.pane_size();
        let middle = Point { x: size.width / 2.0, y: size.height / 2.0 };
        self.camera.update(|camera| *camera = camera.zoomed(middle, factor));
    }

    /// Brings a node, group or link into sight.
    pub fn reveal(self, target: &Target) {
        let Some(rect) = self.rect(target) else { return };
        let size = self.pane_size();
        let camera = self.camera.get_untracked();
        let moved = camera.showing(rect, size);
        if moved != camera {
            self.camera.set(moved);
        }
    }

    /// The box of a node, group or link in the scene.
    pub fn rect(self, target: &Target) -> Option<Rect> {
        let scene = self.scene()?;
        rect_in(&scene, target)
    }

    /// The gesture under way, for a change of it.
    pub fn take_gesture(self) -> Gesture {
        self.gesture.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Goes on with a gesture, and shows it.
    pub fn set_gesture(self, gesture: Gesture) {
        let preview = self.with_world(|world| gesture.preview(world)).unwrap_or(Preview::None);
        self.show(preview);
        self.gesture.set_value(gesture);
    }

    /// Whether a gesture is under way.
    pub fn is_idle(self) -> bool {
        self.gesture.with_value(Gesture::is_idle)
    }

    /// Ends whatever is under way without a trace.
    pub fn cancel(self) {
        self.gesture.set_value(Gesture::Idle);
        self.aim.set(None);
        self.show(Preview::None);
    }

    /// Starts, moves on or ends the choice by keyboard.
    pub fn set_aim(self, aim: Option<Aim>) {
        let preview = aim.as_ref().and_then(|aim| self.with_world(|world| aim.preview(world)));
        self.show(preview.unwrap_or(Preview::None));
        self.aim.set(aim);
    }

    fn show(self, preview: Preview) {
        if self.preview.with_untracked(|old| *old != preview) {
            self.preview.set(preview);
        }
    }

    /// A pointer at a place of the pane.
    pub fn pointer(self, on_screen: Point, extends: bool, is_touch: bool) -> Pointer {
        let in_scene = self.camera.get_untracked().to_scene(on_screen);
        Pointer { in_scene, on_screen, extends, is_touch }
    }

    /// Does what a gesture or aim asked for.
    pub fn carry_out(self, outcome: Outcome) {
        match outcome {
            Outcome::Select { target, extends } => self.select(target, extends),
            Outcome::SelectMany { targets, extends } => {
                let kept = if extends {
                    self.workspace.selection.get_untracked().targets().to_vec()
                } else {
                    Vec::new()
                };
                self.workspace.selection.set(Selection::of(kept.into_iter().chain(targets)));
            }
            Outcome::Pan(by) => self.camera.update(|camera| *camera = camera.panned(by)),
            change if !self.read_only => super::changes::carry_out(self.workspace, change),
            _ => {}
        }
    }

    fn select(self, target: Option<Target>, extends: bool) {
        let selection = self.workspace.selection;
        match target {
            Some(target) if extends => selection.update(|selection| selection.toggle(target)),
            Some(target) => selection.set(Selection::one(target)),
            None if extends => {}
            None => selection.set(Selection::default()),
        }
    }
}

/// The box of a node, group or link.
pub fn rect_in(scene: &Scene, target: &Target) -> Option<Rect> {
    match target {
        Target::Node(id) => scene.nodes.iter().find(|node| node.id == *id).map(|node| node.rect),
        Target::Group(id) => scene.groups.iter().find(|group| group.id == *id).map(|group| group.rect),
        Target::Link(id) => {
            let link = scene.links.iter().find(|link| link.id == *id)?;
            if let Some(label) = &link.label {
                return Some(label.rect);
            }
            let line = crate::gesture::flattened(&link.path);
            let middle = *line.get(line.len() / 2)?;
            Some(Rect { x: middle.x - 40.0, y: middle.y - 14.0, width: 80.0, height: 28.0 })
        }
    }
}
