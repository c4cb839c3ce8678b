use super::{Outcome, Pointer, Preview, World, center, hit, rect_of};
use crate::workspace::Target;
use netplat_core::layout::{Point, Rect};
use netplat_core::render::SceneGroup;

/// Moving nodes and groups into a group or out of one. Places are the layout's, so the drop decides membership only.
#[derive(Clone, PartialEq, Debug)]
pub struct Drag {
    ids: Vec<String>,
    by: Point,
    from: Point,
    at: Point,
}

impl Drag {
    /// Takes what was pressed, with the rest of the selection if it is part of it.
    pub fn new(pressed: String, start: Pointer, pointer: Pointer, world: World<'_>) -> Self {
        let is_pressed = |target: &Target| !matches!(target, Target::Link(_)) && target.id() == pressed;
        let ids = if world.selected.iter().any(is_pressed) {
            let movable = world.selected.iter().filter(|target| !matches!(target, Target::Link(_)));
            movable.map(|target| target.id().to_owned()).collect()
        } else {
            vec![pressed]
        };
        let this = Self { ids, by: Point::default(), from: start.in_scene, at: start.in_scene };
        this.moved(pointer)
    }

    /// The ghosts follow.
    pub fn moved(self, pointer: Pointer) -> Self {
        let at = pointer.in_scene;
        Self { by: Point { x: at.x - self.from.x, y: at.y - self.from.y }, at, ..self }
    }

    /// The boxes that move, and the group that would take them.
    pub fn preview(&self, world: World<'_>) -> Preview {
        let moved = |rect: Rect| Rect { x: rect.x + self.by.x, y: rect.y + self.by.y, ..rect };
        let boxes = self.ids.iter().filter_map(|id| rect_of(world.scene, id)).map(moved).collect();
        let into = self.destination(world).flatten().and_then(|id| rect_of(world.scene, &id));
        Preview::Ghosts { boxes, into }
    }

    /// A drop where everything already is changes nothing.
    pub fn released(self, world: World<'_>) -> Option<Outcome> {
        let group = self.destination(world)?;
        Some(Outcome::MoveInto { ids: self.ids, group })
    }

    /// The group below the pointer, none for the open canvas; nothing when that is where everything is now.
    fn destination(&self, world: World<'_>) -> Option<Option<String>> {
        // A group cannot be dropped into itself or into what it holds.
        let own = |id: &str| self.ids.iter().any(|moved| moved == id || lies_in(world, id, moved));
        let below = |group: &&SceneGroup| hit::holds(group.rect, self.at) && !own(&group.id);
        let groups = world.scene.groups.iter().filter(below);
        let found = groups.max_by_key(|group| group.depth).map(|group| group.id.clone());
        let unchanged = self.ids.iter().all(|id| parent_of(world, id) == found);
        (!unchanged).then_some(found)
    }
}

/// The innermost group around a node or group, by its box.
fn parent_of(world: World<'_>, id: &str) -> Option<String> {
    let middle = center(rect_of(world.scene, id)?);
    let depth = world.scene.groups.iter().find(|group| group.id == id).map(|group| group.depth);
    match depth {
        None => hit::container_at(world.scene, middle).map(str::to_owned),
        Some(depth) => {
            let around =
                |group: &&SceneGroup| group.id != id && group.depth < depth && lies_in(world, id, &group.id);
            let groups = world.scene.groups.iter().filter(around);
            groups.max_by_key(|group| group.depth).map(|group| group.id.clone())
        }
    }
}

/// Whether the box of `inner` lies in that of `outer`.
fn lies_in(world: World<'_>, inner: &str, outer: &str) -> bool {
    let (Some(inner), Some(outer)) = (rect_of(world.scene, inner), rect_of(world.scene, outer)) else {
        return false;
    };
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.x + inner.width <= outer.x + outer.width
        && inner.y + inner.height <= outer.y + outer.height
}
