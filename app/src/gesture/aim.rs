use super::{Outcome, Preview, World, center, nearest_node, rect_of};
use netplat_core::edit::LinkEnd;
use netplat_core::layout::Point;

/// What a choice by keyboard is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The end of a new link from this node or group.
    Connect(String),
    /// The new end of a link.
    Reconnect(String, LinkEnd),
    /// The group that these move into.
    MoveInto(Vec<String>),
}

/// Choosing with the keys what a drag would end on. Accepting it gives the same outcome as the drag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Aim {
    purpose: Purpose,
    /// The node or group aimed at; for a move, none is the open canvas.
    at: Option<String>,
}

impl Aim {
    /// Starts at what is nearest to the purpose.
    pub fn new(purpose: Purpose, world: World<'_>) -> Self {
        let start = match &purpose {
            Purpose::Connect(from) => neighbour(from, world),
            Purpose::Reconnect(link, side) => {
                let link = world.scene.links.iter().find(|other| other.id == *link);
                link.map(|link| if *side == LinkEnd::From { link.from.clone() } else { link.to.clone() })
            }
            Purpose::MoveInto(ids) => groups(ids, world).first().cloned().flatten(),
        };
        Self { purpose, at: start }
    }

    /// An arrow key: the next node that way, or for a move the next group.
    pub fn moved(self, direction: Point, world: World<'_>) -> Self {
        let at = match &self.purpose {
            Purpose::MoveInto(ids) => {
                let all = groups(ids, world);
                let now = all.iter().position(|group| *group == self.at).unwrap_or_default();
                let step = if direction.x + direction.y > 0.0 { 1 } else { all.len().saturating_sub(1) };
                all.get((now + step) % all.len().max(1)).cloned().flatten()
            }
            Purpose::Connect(_) | Purpose::Reconnect(..) => {
                let from = self.at.as_deref().and_then(|id| rect_of(world.scene, id)).map(center);
                let next = from.and_then(|from| nearest_node(world.scene, from, direction));
                next.map(str::to_owned).or(self.at)
            }
        };
        Self { at, ..self }
    }

    /// What Enter asks for.
    pub fn accepted(self) -> Option<Outcome> {
        match (self.purpose, self.at) {
            (Purpose::Connect(from), Some(to)) => Some(Outcome::Connect { from, to }),
            (Purpose::Reconnect(link, side), Some(to)) => Some(Outcome::Reconnect { link, side, to }),
            (Purpose::MoveInto(ids), group) => Some(Outcome::MoveInto { ids, group }),
            (_, None) => None,
        }
    }

    /// What is aimed at, for the overlay.
    pub fn preview(&self, world: World<'_>) -> Preview {
        let onto = self.at.as_deref().and_then(|id| rect_of(world.scene, id));
        let fixed = match &self.purpose {
            Purpose::Connect(from) => rect_of(world.scene, from),
            Purpose::Reconnect(link, side) => {
                let link = world.scene.links.iter().find(|other| other.id == *link);
                let stays = link.map(|link| if *side == LinkEnd::From { &link.to } else { &link.from });
                stays.and_then(|id| rect_of(world.scene, id))
            }
            Purpose::MoveInto(_) => return Preview::Ghosts { boxes: Vec::new(), into: onto },
        };
        match (fixed.map(center), onto.map(center)) {
            (Some(from), Some(to)) => Preview::Line { from, to, onto },
            _ => Preview::None,
        }
    }

    /// In words, for those who do not see the overlay.
    pub fn description(&self) -> String {
        let at = self.at.as_deref();
        match &self.purpose {
            Purpose::Connect(from) => {
                format!("Link {from} to {}. Enter links, Escape cancels.", at.unwrap_or("nothing"))
            }
            Purpose::Reconnect(_, side) => {
                let end = if *side == LinkEnd::From { "start" } else { "end" };
                format!(
                    "Move the {end} of the link to {}. Enter moves it, Escape cancels.",
                    at.unwrap_or("nothing")
                )
            }
            Purpose::MoveInto(_) => {
                format!("Move into {}. Enter moves, Escape cancels.", at.unwrap_or("no group"))
            }
        }
    }
}

/// The node nearest to another in any direction, else the node itself.
fn neighbour(id: &str, world: World<'_>) -> Option<String> {
    let from = center(rect_of(world.scene, id)?);
    let away = |rect| {
        let at = center(rect);
        (at.x - from.x).hypot(at.y - from.y)
    };
    let others = world.scene.nodes.iter().filter(|node| node.id != id);
    let nearest = others.min_by(|a, b| away(a.rect).total_cmp(&away(b.rect)));
    Some(nearest.map_or_else(|| id.to_owned(), |node| node.id.clone()))
}

/// Where things may move: every group that is not among them, and the open canvas.
fn groups(ids: &[String], world: World<'_>) -> Vec<Option<String>> {
    let others = world.scene.groups.iter().filter(|group| !ids.contains(&group.id));
    others.map(|group| Some(group.id.clone())).chain([None]).collect()
}
