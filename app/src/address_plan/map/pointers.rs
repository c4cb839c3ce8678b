//! The pointers on the map: one chooses, moves the map, or drags an entry or its end; two pinch.

use super::MapView;
use super::reshape::{How, Reshape};
use leptos::prelude::*;
use netplat_core::plan::{Area, MapBlock};
use std::collections::BTreeMap;
use web_sys::{MouseEvent, PointerEvent, WheelEvent};

/// How much one notch of the wheel magnifies.
const STEP: f64 = 1.25;
/// A pointer that moves less than this, in pixels, has clicked.
const CLICK_PX: f64 = 4.0;
/// How far from the last corner of a block its end is grasped: with a mouse, and with a finger.
const REACH_PX: (f64, f64) = (9.0, 20.0);

type Point = (f64, f64);

/// What the pointers do.
#[derive(Clone, Copy, Debug, Default)]
enum Grip {
    #[default]
    Nothing,
    /// Pressed here, and not moved so far that it means more than a click.
    Pressed(Point, Grasped),
    /// Moving the map.
    Panning,
    /// Changing an entry.
    Dragging(usize, How),
}

/// What a press has got hold of.
#[derive(Clone, Copy, Debug)]
enum Grasped {
    Map,
    Entry(usize, How),
}

/// The pointers that are down. A handle: copies are the same pointers.
#[derive(Clone, Copy)]
pub struct Pointers {
    view: MapView,
    down: StoredValue<BTreeMap<i32, Point>>,
    grip: StoredValue<Grip>,
}

impl Pointers {
    /// The pointers of a map.
    pub fn new(view: MapView) -> Self {
        Self { view, down: StoredValue::new(BTreeMap::new()), grip: StoredValue::new(Grip::Nothing) }
    }

    /// A pointer goes down. Other buttons than the first are the browser's.
    pub fn pressed(self, event: &PointerEvent) {
        if event.button() > 0 {
            return;
        }
        let at = self.place(event);
        if let Some(pane) = self.view.pane.get_untracked() {
            // A pointer that is gone by now cannot be captured, which is as well.
            let _ = pane.set_pointer_capture(event.pointer_id());
        }
        self.down.update_value(|down| {
            down.insert(event.pointer_id(), at);
        });
        self.view.reshape.set(None);
        let is_alone = self.down.with_value(|down| down.len() == 1);
        let reach = if event.pointer_type() == "touch" { REACH_PX.1 } else { REACH_PX.0 };
        self.grip.set_value(if is_alone {
            Grip::Pressed(at, self.grasped(at, reach))
        } else {
            Grip::Nothing
        });
    }

    /// A pointer moves.
    pub fn moved(self, event: &PointerEvent) {
        let at = self.place(event);
        let before = self.down.with_value(|down| down.get(&event.pointer_id()).copied());
        let Some(before) = before else { return };
        let other = self.down.with_value(|down| {
            down.iter().find(|(id, _)| **id != event.pointer_id()).map(|(_, other)| *other)
        });
        self.down.update_value(|down| {
            down.insert(event.pointer_id(), at);
        });
        if let Some(other) = other {
            self.view.look(|lens, size| lens.pinched([before, other], [at, other], size));
            return;
        }
        if let Grip::Pressed(from, grasped) = self.grip.get_value()
            && (at.0 - from.0).hypot(at.1 - from.1) >= CLICK_PX
        {
            self.grip.set_value(match grasped {
                Grasped::Map => Grip::Panning,
                Grasped::Entry(entry, how) => Grip::Dragging(entry, how),
            });
        }
        match self.grip.get_value() {
            Grip::Panning => self.view.look(|lens, size| lens.moved(at.0 - before.0, at.1 - before.1, size)),
            Grip::Dragging(entry, how) => self.drag(entry, how, at),
            Grip::Nothing | Grip::Pressed(..) => {}
        }
    }

    /// A pointer goes up: what was dragged stays where it is, if it may.
    pub fn released(self, event: &PointerEvent) {
        self.down.update_value(|down| {
            down.remove(&event.pointer_id());
        });
        let grip = self.grip.get_value();
        self.grip.set_value(Grip::Nothing);
        match grip {
            Grip::Pressed(at, _) => {
                if let Some(entry) = self.entry_at(at) {
                    self.view.desk.choose(entry);
                }
            }
            Grip::Dragging(..) => self.view.carry_out(),
            Grip::Nothing | Grip::Panning => {}
        }
    }

    /// The browser took a pointer away, or Escape was pressed.
    pub fn cancelled(self) {
        self.down.update_value(BTreeMap::clear);
        self.grip.set_value(Grip::Nothing);
        self.view.reshape.set(None);
    }

    /// The wheel magnifies around the pointer.
    pub fn wheeled(self, event: &WheelEvent) {
        event.prevent_default();
        let by = if event.delta_y() < 0.0 { STEP } else { 1.0 / STEP };
        let at = self.place(event);
        self.view.look(|lens, size| lens.magnified(by, at, size));
    }

    fn drag(self, entry: usize, how: How, at: Point) {
        let next = self.view.with_map(|map| match how {
            How::Resized => {
                let to = map.resized(entry, at);
                (to, to.and_then(|to| map.place_of(entry, &to)))
            }
            How::Moved => {
                let blocks: Vec<MapBlock> =
                    self.view.blocks.with_untracked(|drawn| drawn.iter().map(|it| it.block).collect());
                map.free_at(entry, &blocks, at).unzip()
            }
        });
        let is_same = self.view.reshape.with_untracked(|reshape| {
            reshape.as_ref().is_some_and(|reshape| (reshape.to, reshape.area) == next)
        });
        if !is_same {
            let workspace = self.view.desk.page.workspace;
            let (to, area) = next;
            self.view
                .reshape
                .set(Some(workspace.peek(|snapshot| Reshape::of(snapshot, entry, how, to, area))));
        }
    }

    /// The end of what is chosen, what is chosen, or the map.
    fn grasped(self, at: Point, reach: f64) -> Grasped {
        let chosen = untrack(|| self.view.desk.chosen_entry());
        let Some(entry) = chosen else { return Grasped::Map };
        let corner = self.view.end_of_chosen.get_untracked();
        if corner.is_some_and(|(x, y)| (x - at.0).abs() <= reach && (y - at.1).abs() <= reach) {
            return Grasped::Entry(entry, How::Resized);
        }
        let is_prefix = self
            .view
            .desk
            .plan
            .with_untracked(|plan| plan.range(entry).is_some_and(|it| it.cidr().is_some()));
        if is_prefix && self.entry_at(at) == chosen {
            Grasped::Entry(entry, How::Moved)
        } else {
            Grasped::Map
        }
    }

    /// The innermost entry at a point: it is drawn last.
    fn entry_at(self, at: Point) -> Option<usize> {
        self.view.blocks.with_untracked(|blocks| {
            blocks.iter().rev().find_map(|drawn| drawn.entry.filter(|_| drawn.block.area.holds(at)))
        })
    }

    /// Where in the pane an event is.
    fn place(self, event: &MouseEvent) -> Point {
        let bounds = self.view.pane.get_untracked().map(|pane| pane.get_bounding_client_rect());
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        bounds.map_or((0.0, 0.0), |bounds| (x - bounds.left(), y - bounds.top()))
    }
}

/// The corner at which a block is grasped to resize it.
pub fn corner(area: Area) -> Point {
    (area.x + area.width, area.y + area.height)
}
