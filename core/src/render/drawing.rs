//! From a chart to its scene: everything is measured, laid out, and put in its place.

use super::group::GroupPlate;
use super::label::Words;
use super::link::{LinkEnd, LinkPlate};
use super::measure::Measure;
use super::node::NodePlate;
use super::path::flatten;
use super::style::Look;
use super::wrap::{Setting, set};
use super::{Color, Kinds, Scene, TextBlock, Tone, group_badge, thing_badge};
use crate::layout::{self, GroupBox, LaidOut, Layout, LinkLine, NodeBox, Point, Rect, Request, Size};
use crate::mermaid::{End, Graph, Group, GroupIndex, Label, NodeIndex};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A chart as drawn, with what its places rest on: the next drawing takes over what still holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawing {
    /// What is drawn.
    pub scene: Arc<Scene>,
    laid_out: LaidOut,
}

impl Drawing {
    /// Draws a chart.
    pub fn new(graph: &Graph, kinds: &Kinds<'_>, measure: &dyn Measure) -> Self {
        let plates = Plates::new(graph, kinds, measure);
        let laid_out = LaidOut::new(plates.request(graph));
        Self::placed(graph, &plates, laid_out, measure)
    }

    /// Draws a chart that was drawn before. The result is that of [`Drawing::new`]; laying out, which takes most of
    /// the time, is spared as far as sizes and links are as they were.
    pub fn redraw(&self, graph: &Graph, kinds: &Kinds<'_>, measure: &dyn Measure) -> Self {
        let plates = Plates::new(graph, kinds, measure);
        let laid_out = self.laid_out.again(plates.request(graph));
        Self::placed(graph, &plates, laid_out, measure)
    }

    fn placed(graph: &Graph, plates: &Plates<'_>, laid_out: LaidOut, measure: &dyn Measure) -> Self {
        let scene = Arc::new(plates.place(graph, &laid_out.layout, heading(graph, measure)));
        Self { scene, laid_out }
    }
}

/// Everything measured, nothing placed, in the graph's order.
struct Plates<'a> {
    nodes: Vec<NodePlate<'a>>,
    groups: Vec<GroupPlate<'a>>,
    links: Vec<LinkPlate<'a>>,
}

impl<'a> Plates<'a> {
    fn new(graph: &'a Graph, kinds: &Kinds<'_>, measure: &dyn Measure) -> Self {
        let classes = Classes::of(graph);
        let directions = Directions::of(graph);
        let nodes = graph.nodes.iter().map(|node| {
            let badge = thing_badge(kinds.thing(&node.id));
            let look = classes.look(true, &node.classes, &node.styles);
            NodePlate::new(node, look, badge, directions.is_horizontal(node.group), measure)
        });
        let groups = graph.groups.iter().map(|group| {
            let badge = group_badge(kinds.group(&group.id));
            let look = classes.look(false, &group.classes, &group.styles);
            GroupPlate::new(group, look, badge, depth(graph, group), measure)
        });
        let default_link = Look::read(&graph.default_link_styles);
        let links = graph.links.iter().map(|link| {
            let mut look = default_link.clone();
            look.merge(&classes.look(false, &link.classes, &link.styles));
            LinkPlate::new(link, look, measure)
        });
        Self { nodes: nodes.collect(), groups: groups.collect(), links: links.collect() }
    }

    fn request(&self, graph: &Graph) -> Request {
        let group_of = |group: Option<GroupIndex>| group.map(|GroupIndex(index)| index);
        let nodes = graph.nodes.iter().zip(&self.nodes).map(|(node, plate)| NodeBox {
            size: plate.size,
            parent: group_of(node.group),
            port_share: plate.port_share(),
        });
        let groups = graph.groups.iter().zip(&self.groups).map(|(group, plate)| GroupBox {
            parent: group_of(group.parent),
            direction: group.direction,
            title: plate.title_size,
        });
        let links = graph.links.iter().zip(&self.links).map(|(link, plate)| LinkLine {
            from: layout_end(link.from),
            to: layout_end(link.to),
            length: link.length,
            label: plate.label_size,
        });
        Request {
            direction: graph.direction,
            nodes: nodes.collect(),
            groups: groups.collect(),
            links: links.collect(),
        }
    }

    fn place(&self, graph: &Graph, layout: &Layout, heading: Option<TextBlock>) -> Scene {
        let shift = Shift::below(heading.as_ref(), layout.size);
        let rects: Vec<Rect> = layout.nodes.iter().map(|rect| shift.rect(*rect)).collect();
        let outlines: Vec<Option<Vec<Vec<Point>>>> =
            self.nodes.iter().zip(&rects).map(|(plate, rect)| outline_in_picture(plate, *rect)).collect();
        let end = |end: End| match end {
            End::Node(NodeIndex(index)) => LinkEnd {
                id: graph.id(end),
                name: self.nodes.get(index).map_or("", NodePlate::name),
                outline: rects
                    .get(index)
                    .zip(outlines.get(index).and_then(Option::as_ref))
                    .map(|(rect, outline)| (*rect, outline.as_slice())),
            },
            End::Group(GroupIndex(index)) => LinkEnd {
                id: graph.id(end),
                name: self.groups.get(index).map_or("", GroupPlate::name),
                outline: None,
            },
        };
        let frames = layout.groups.iter().map(|frame| shift.frame(frame));
        let mut groups: Vec<_> =
            self.groups.iter().zip(frames).map(|(plate, frame)| plate.place(&frame)).collect();
        groups.sort_by_key(|group| group.depth);
        let links = graph.links.iter().zip(&self.links).zip(&layout.links);
        Scene {
            size: shift.size,
            groups,
            links: links
                .filter(|(_, route)| !route.segments.is_empty())
                .map(|((link, plate), route)| plate.place(&shift.route(route), end(link.from), end(link.to)))
                .collect(),
            nodes: self.nodes.iter().zip(&rects).map(|(plate, rect)| plate.place(*rect)).collect(),
            heading: heading.map(|heading| shift.heading(heading)),
            title: graph.accessible_title.clone().or_else(|| graph.title.clone()),
            description: graph.accessible_description.clone(),
        }
    }
}

fn layout_end(end: End) -> layout::LinkEnd {
    match end {
        End::Node(NodeIndex(index)) => layout::LinkEnd::Node(index),
        End::Group(GroupIndex(index)) => layout::LinkEnd::Group(index),
    }
}

/// The outline of a node as polylines in the picture; nothing where it is the box itself.
fn outline_in_picture(plate: &NodePlate<'_>, rect: Rect) -> Option<Vec<Vec<Point>>> {
    let line = plate.outline(Size { width: rect.width, height: rect.height })?;
    let mut outline = flatten(&line.path);
    for point in outline.iter_mut().flatten() {
        point.x += rect.x;
        point.y += rect.y;
    }
    Some(outline)
}

/// The number of groups around a group. A chart that holds itself, which no reader makes, counts as deep.
fn depth(graph: &Graph, group: &Group) -> usize {
    let parent = |group: &Group| group.parent.and_then(|GroupIndex(index)| graph.groups.get(index));
    std::iter::successors(parent(group), |group| parent(group)).take(graph.groups.len()).count()
}

/// What class definitions ask for, by name. A class that is defined twice has the declarations of both.
struct Classes<'a>(BTreeMap<&'a str, Look>);

impl<'a> Classes<'a> {
    fn of(graph: &'a Graph) -> Self {
        let mut classes: BTreeMap<&str, Look> = BTreeMap::new();
        for class in &graph.classes {
            classes.entry(class.name.as_str()).or_default().add(&class.styles);
        }
        Self(classes)
    }

    /// The look of something with these classes and styles. The class `default` is that of every node.
    fn look(&self, is_node: bool, classes: &[String], styles: &[String]) -> Look {
        let mut look = Look::default();
        let default = is_node.then_some("default");
        for class in default.into_iter().chain(classes.iter().map(String::as_str)) {
            if let Some(class) = self.0.get(class) {
                look.merge(class);
            }
        }
        look.add(styles);
        look
    }
}

/// In which direction each group's ranks grow.
struct Directions(Vec<bool>, bool);

impl Directions {
    fn of(graph: &Graph) -> Self {
        let own = |group: &Group| {
            let groups = std::iter::successors(Some(group), |group| {
                group.parent.and_then(|GroupIndex(index)| graph.groups.get(index))
            });
            groups.take(graph.groups.len()).find_map(|group| group.direction).unwrap_or(graph.direction)
        };
        let horizontal = graph.groups.iter().map(|group| own(group).is_horizontal()).collect();
        Self(horizontal, graph.direction.is_horizontal())
    }

    fn is_horizontal(&self, group: Option<GroupIndex>) -> bool {
        group.and_then(|GroupIndex(index)| self.0.get(index).copied()).unwrap_or(self.1)
    }
}

/// The chart's title, set but not placed.
fn heading(graph: &Graph, measure: &dyn Measure) -> Option<TextBlock> {
    let label = Label { text: graph.title.clone()?, ..Label::default() };
    let words = Words::read(&label);
    let setting = Setting {
        font_size: 17.0,
        line_height: 24.0,
        bold: true,
        italic: false,
        max_width: 640.0,
        centered: true,
        color: Color::Theme(Tone::Text),
    };
    (!words.is_blank()).then(|| set(&words, setting, measure))
}

/// Room around a heading.
const HEADING_AIR: f64 = 12.0;

/// Moves a layout down and to the middle, below a heading.
struct Shift {
    by: Point,
    size: Size,
}

impl Shift {
    fn below(heading: Option<&TextBlock>, size: Size) -> Self {
        let Some(heading) = heading else { return Self { by: Point::default(), size } };
        let width = size.width.max(heading.rect.width + 2.0 * HEADING_AIR);
        let down = heading.rect.height + HEADING_AIR;
        let by = Point { x: ((width - size.width) / 2.0).round(), y: down };
        Self { by, size: Size { width, height: size.height + down } }
    }

    fn point(&self, point: Point) -> Point {
        Point { x: point.x + self.by.x, y: point.y + self.by.y }
    }

    fn rect(&self, rect: Rect) -> Rect {
        Rect { x: rect.x + self.by.x, y: rect.y + self.by.y, ..rect }
    }

    fn frame(&self, frame: &layout::Frame) -> layout::Frame {
        layout::Frame { rect: self.rect(frame.rect), title: frame.title.map(|title| self.rect(title)) }
    }

    fn route(&self, route: &layout::Route) -> layout::Route {
        let segment = |segment: &layout::Segment| match *segment {
            layout::Segment::Line(to) => layout::Segment::Line(self.point(to)),
            layout::Segment::Curve(first, second, to) => {
                layout::Segment::Curve(self.point(first), self.point(second), self.point(to))
            }
        };
        layout::Route {
            start: self.point(route.start),
            segments: route.segments.iter().map(segment).collect(),
            label: route.label.map(|label| self.rect(label)),
        }
    }

    fn heading(&self, mut heading: TextBlock) -> TextBlock {
        heading.rect.x = (self.size.width - heading.rect.width) / 2.0;
        heading.rect.y = HEADING_AIR;
        heading
    }
}
