//! From the browser's pointer events to gestures: once a frame, captured, and cancelled without a trace.

use super::stage::Stage;
use crate::gesture::{Gesture, Hit, hit};
use crate::platform::frames;
use crate::workspace::{Selection, Target};
use leptos::prelude::*;
use netplat_core::layout::Point;
use std::collections::BTreeMap;
use web_sys::{MouseEvent, PointerEvent, WheelEvent};

/// The pointers that are down, for pinching, and the move that waits for its frame.
#[derive(Clone, Copy)]
pub struct PointerInput {
    stage: Stage,
    down: StoredValue<BTreeMap<i32, Point>>,
    waiting: StoredValue<Option<Move>>,
}

#[derive(Clone, Copy)]
struct Move {
    at: Point,
    extends: bool,
    is_touch: bool,
}

impl PointerInput {
    /// Input for a stage.
    pub fn new(stage: Stage) -> Self {
        Self { stage, down: StoredValue::new(BTreeMap::new()), waiting: StoredValue::new(None) }
    }

    /// A pointer goes down. The right button is the browser's.
    pub fn pressed(self, event: &PointerEvent) {
        if event.button() > 1 || self.stage.relabelled.with_untracked(Option::is_some) {
            return;
        }
        let Some(at) = self.place(event) else { return };
        if let Some(pane) = self.stage.pane.get_untracked() {
            // A pointer that is gone by now cannot be captured, which is as well.
            let _ = pane.set_pointer_capture(event.pointer_id());
            let _ = pane.focus();
        }
        self.down.update_value(|down| {
            down.insert(event.pointer_id(), at);
        });
        if self.down.with_value(BTreeMap::len) > 1 {
            self.stage.cancel();
            return;
        }
        let pointer = self.stage.pointer(at, extends(event), event.pointer_type() == "touch");
        let found = self.stage.with_world(|world| hit(pointer, world)).unwrap_or(Hit::Canvas);
        // The middle button moves the picture wherever it is pressed.
        let found = if event.button() == 1 { Hit::Canvas } else { found };
        let found = if self.stage.read_only { looked_at(found) } else { found };
        self.stage.set_aim(None);
        self.stage.set_gesture(Gesture::press(found, pointer));
    }

    /// A pointer moves: noted now, done once before the next frame.
    pub fn moved(self, event: &PointerEvent) {
        let Some(at) = self.place(event) else { return };
        if self.down.with_value(BTreeMap::len) == 2 {
            self.pinched(event.pointer_id(), at);
            return;
        }
        let next = Move { at, extends: extends(event), is_touch: event.pointer_type() == "touch" };
        let already = self.waiting.with_value(Option::is_some);
        self.waiting.set_value(Some(next));
        if !already {
            frames::before_paint(move || self.catch_up());
        }
    }

    fn catch_up(self) {
        let Some(Some(Move { at, extends, is_touch })) = self.waiting.try_update_value(Option::take) else {
            return;
        };
        if self.stage.is_idle() {
            self.hover(at);
            return;
        }
        let pointer = self.stage.pointer(at, extends, is_touch);
        let gesture = self.stage.take_gesture();
        let Some((gesture, outcome)) = self.stage.with_world(|world| gesture.moved(pointer, world)) else {
            return;
        };
        self.stage.set_gesture(gesture);
        if let Some(outcome) = outcome {
            self.stage.carry_out(outcome);
        }
    }

    /// Tells the style sheet what is under a resting pointer, for its cursor.
    fn hover(self, at: Point) {
        let pointer = self.stage.pointer(at, false, false);
        let Some(found) = self.stage.with_world(|world| hit(pointer, world)) else { return };
        let found = if self.stage.read_only { looked_at(found) } else { found };
        let name = match found {
            Hit::Target(Target::Node(_)) => "node",
            Hit::Target(Target::Link(_)) => "link",
            Hit::Target(Target::Group(_)) => "group",
            Hit::Handle(_) => "handle",
            Hit::End(..) => "end",
            Hit::Canvas => "canvas",
        };
        if let Some(pane) = self.stage.pane.get_untracked()
            && pane.get_attribute("data-hover").as_deref() != Some(name)
        {
            // Only a cursor depends on it.
            let _ = pane.set_attribute("data-hover", name);
        }
    }

    /// A pointer goes up: the gesture ends in its outcome.
    pub fn released(self, event: &PointerEvent) {
        let pinching = self.down.with_value(BTreeMap::len) > 1;
        self.down.update_value(|down| {
            down.remove(&event.pointer_id());
        });
        if pinching {
            return;
        }
        // A move of this very frame still counts.
        self.catch_up();
        let gesture = self.stage.take_gesture();
        let outcome = self.stage.with_world(|world| gesture.released(world)).flatten();
        self.stage.cancel();
        if let Some(outcome) = outcome {
            self.stage.carry_out(outcome);
        }
    }

    /// The browser took the pointer away.
    pub fn cancelled(self, event: &PointerEvent) {
        self.down.update_value(|down| {
            down.remove(&event.pointer_id());
        });
        self.waiting.set_value(None);
        self.stage.cancel();
    }

    /// A wheel or two fingers on a touchpad: moves the picture, and with Control zooms at the pointer.
    pub fn wheeled(self, event: &WheelEvent) {
        event.prevent_default();
        let Some(at) = self.place(event) else { return };
        // Some mice tell lines or pages instead of pixels.
        let unit = match event.delta_mode() {
            0 => 1.0,
            1 => 16.0,
            _ => 400.0,
        };
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        self.stage.camera.update(|camera| {
            *camera = if event.ctrl_key() || event.meta_key() {
                camera.zoomed(at, (-dy * 0.01).clamp(-0.5, 0.5).exp())
            } else {
                camera.panned(Point { x: -dx, y: -dy })
            };
        });
    }

    /// A double click writes in place.
    pub fn double_clicked(self, event: &MouseEvent) {
        if self.stage.read_only {
            return;
        }
        let Some(at) = self.place(event) else { return };
        let pointer = self.stage.pointer(at, false, false);
        if let Some(Hit::Target(target)) = self.stage.with_world(|world| hit(pointer, world)) {
            self.stage.workspace.selection.set(Selection::one(target.clone()));
            self.stage.relabelled.set(Some(target));
        }
    }

    /// Two fingers: the picture follows both.
    fn pinched(self, id: i32, at: Point) {
        let Some(Some((before, fixed))) = self.down.try_update_value(|down| {
            let fixed = down.iter().find(|(other, _)| **other != id).map(|(_, point)| *point)?;
            Some((down.insert(id, at)?, fixed))
        }) else {
            return;
        };
        let distance = |a: Point| (a.x - fixed.x).hypot(a.y - fixed.y).max(1.0);
        let factor = distance(at) / distance(before);
        let middle = Point { x: (at.x + fixed.x) / 2.0, y: (at.y + fixed.y) / 2.0 };
        let by = Point { x: (at.x - before.x) / 2.0, y: (at.y - before.y) / 2.0 };
        self.stage.camera.update(|camera| *camera = camera.panned(by).zoomed(middle, factor));
    }

    /// Where an event is in the pane.
    fn place(self, event: &MouseEvent) -> Option<Point> {
        let pane = self.stage.pane.get_untracked()?;
        let corner = pane.get_bounding_client_rect();
        Some(Point {
            x: f64::from(event.client_x()) - corner.left(),
            y: f64::from(event.client_y()) - corner.top(),
        })
    }
}

/// A picture that is only looked at has no handles, and nothing on it is dragged.
fn looked_at(found: Hit) -> Hit {
    match found {
        Hit::Handle(_) | Hit::End(..) => Hit::Canvas,
        other => other,
    }
}

fn extends(event: &MouseEvent) -> bool {
    event.shift_key() || event.ctrl_key() || event.meta_key()
}
