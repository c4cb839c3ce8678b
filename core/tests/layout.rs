//! What every picture must keep, whatever the chart: on random nested charts.
#![allow(clippy::unwrap_used)]

use netplat_core::layout::{
    GroupBox, LaidOut, Layout, LinkEnd, LinkLine, NodeBox, Point, Rect, Request, Route, Segment, Size,
    lay_out,
};
use netplat_core::mermaid::Direction;
use proptest::prelude::*;

/// Slack for rounding.
const TINY: f64 = 0.01;

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Down), Just(Direction::Up), Just(Direction::Right), Just(Direction::Left)]
}

/// A chart of up to `nodes` nodes in up to `groups` groups, nested at will.
fn request(nodes: usize, groups: usize) -> impl Strategy<Value = Request> {
    let node = (20.0..220.0f64, 20.0..80.0f64, 0..=groups, 0.3..1.0f64);
    let group = (0..=groups, proptest::option::weighted(0.3, direction()), 0.0..160.0f64);
    let link =
        (0..nodes + groups, 0..nodes + groups, 1..4u32, proptest::option::weighted(0.3, 20.0..120.0f64));
    (
        direction(),
        proptest::collection::vec(node, 1..=nodes),
        proptest::collection::vec(group, 0..=groups),
        proptest::collection::vec(link, 0..nodes * 2),
    )
        .prop_map(|(direction, nodes, groups, links)| {
            let (node_count, group_count) = (nodes.len(), groups.len());
            let end = |index: usize| {
                let index = index % (node_count + group_count);
                if index < node_count { LinkEnd::Node(index) } else { LinkEnd::Group(index - node_count) }
            };
            Request {
                direction,
                nodes: nodes
                    .into_iter()
                    .map(|(width, height, parent, port_share)| NodeBox {
                        size: Size { width, height },
                        parent: (parent < group_count).then_some(parent),
                        port_share,
                    })
                    .collect(),
                groups: groups
                    .into_iter()
                    .enumerate()
                    // Some parents point nowhere, some round in a circle.
                    .map(|(index, (parent, direction, title))| GroupBox {
                        parent: (parent != index && parent < group_count + 1).then_some(parent),
                        direction,
                        title: Size { width: title, height: if title > 30.0 { 18.0 } else { 0.0 } },
                    })
                    .collect(),
                links: links
                    .into_iter()
                    .map(|(from, to, length, label)| LinkLine {
                        from: end(from),
                        to: end(to),
                        length,
                        label: label.map_or(Size::default(), |width| Size { width, height: 18.0 }),
                    })
                    .collect(),
            }
        })
}

/// The groups around a node or group, from the inside out, as the layout sees them.
fn around(request: &Request, end: LinkEnd) -> Vec<usize> {
    let parents = parents(request);
    let mut next = match end {
        LinkEnd::Node(node) => request.nodes[node].parent.filter(|&parent| parent < request.groups.len()),
        LinkEnd::Group(group) => parents[group],
    };
    let mut groups = Vec::new();
    while let Some(group) = next {
        groups.push(group);
        next = parents[group];
    }
    groups
}

/// Parents without those that close a circle.
fn parents(request: &Request) -> Vec<Option<usize>> {
    let count = request.groups.len();
    let mut parents: Vec<Option<usize>> =
        request.groups.iter().map(|group| group.parent.filter(|&parent| parent < count)).collect();
    for start in 0..count {
        let mut seen = vec![false; count];
        let mut group = start;
        seen[group] = true;
        while let Some(parent) = parents[group] {
            if seen[parent] {
                parents[group] = None;
                break;
            }
            seen[parent] = true;
            group = parent;
        }
    }
    parents
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x + TINY < b.x + b.width
        && b.x + TINY < a.x + a.width
        && a.y + TINY < b.y + b.height
        && b.y + TINY < a.y + a.height
}

fn within(inner: Rect, outer: Rect) -> bool {
    inner.x + TINY >= outer.x
        && inner.y + TINY >= outer.y
        && inner.x + inner.width <= outer.x + outer.width + TINY
        && inner.y + inner.height <= outer.y + outer.height + TINY
}

/// The route as points close to each other.
fn flatten(route: &Route) -> Vec<Point> {
    let mut points = vec![route.start];
    let mut from = route.start;
    for segment in &route.segments {
        let (a, b, to) = match *segment {
            Segment::Line(to) => (from, to, to),
            Segment::Curve(a, b, to) => (a, b, to),
        };
        for step in 1..=24 {
            let t = f64::from(step) / 24.0;
            let u = 1.0 - t;
            let mix = |from: f64, a: f64, b: f64, to: f64| {
                u * u * u * from + 3.0 * u * u * t * a + 3.0 * u * t * t * b + t * t * t * to
            };
            points.push(Point { x: mix(from.x, a.x, b.x, to.x), y: mix(from.y, a.y, b.y, to.y) });
        }
        from = to;
    }
    points
}

/// Whether any piece comes into the interior of `rect`, by clipping it at each side (Liang and Barsky).
fn touches(points: &[Point], rect: Rect) -> bool {
    let (left, top) = (rect.x + TINY, rect.y + TINY);
    let (right, bottom) = (rect.x + rect.width - TINY, rect.y + rect.height - TINY);
    left < right
        && top < bottom
        && points.windows(2).any(|pair| {
            let (a, b) = (pair[0], pair[1]);
            let (mut first, mut last) = (0.0f64, 1.0f64);
            let sides = [
                (a.x - b.x, a.x - left),
                (b.x - a.x, right - a.x),
                (a.y - b.y, a.y - top),
                (b.y - a.y, bottom - a.y),
            ];
            for (step, room) in sides {
                if step == 0.0 && room <= 0.0 {
                    return false;
                } else if step < 0.0 {
                    first = first.max(room / step);
                } else if step > 0.0 {
                    last = last.min(room / step);
                }
            }
            first < last
        })
}

fn rect_of(layout: &Layout, end: LinkEnd) -> Rect {
    match end {
        LinkEnd::Node(node) => layout.nodes[node],
        LinkEnd::Group(group) => layout.groups[group].rect,
    }
}

/// Whether a route's end lies on a side of `rect` and meets it at a right angle, coming from `next`.
fn meets(rect: Rect, end: Point, next: Point) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < TINY;
    let on_x = end.x >= rect.x - TINY && end.x <= rect.x + rect.width + TINY;
    let on_y = end.y >= rect.y - TINY && end.y <= rect.y + rect.height + TINY;
    let upright = on_x && (near(end.y, rect.y) || near(end.y, rect.y + rect.height)) && near(end.x, next.x);
    let level = on_y && (near(end.x, rect.x) || near(end.x, rect.x + rect.width)) && near(end.y, next.y);
    upright || level
}

/// The first point that the route heads for.
fn heading(route: &Route) -> (Point, Point) {
    let first = match route.segments[0] {
        Segment::Line(to) => to,
        Segment::Curve(a, _, _) => a,
    };
    let mut from = route.start;
    let mut last = from;
    for segment in &route.segments {
        last = match *segment {
            Segment::Line(_) => from,
            Segment::Curve(_, b, _) => b,
        };
        from = match *segment {
            Segment::Line(to) | Segment::Curve(_, _, to) => to,
        };
    }
    (first, last)
}

fn check(request: &Request) -> Result<(), TestCaseError> {
    let layout = lay_out(request);
    let parent_of = |end: LinkEnd| around(request, end).first().copied();
    let ends: Vec<LinkEnd> = (0..request.nodes.len())
        .map(LinkEnd::Node)
        .chain((0..request.groups.len()).map(LinkEnd::Group))
        .collect();
    let picture = Rect { x: 0.0, y: 0.0, width: layout.size.width, height: layout.size.height };
    for (index, &a) in ends.iter().enumerate() {
        let outer = parent_of(a).map_or(picture, |group| layout.groups[group].rect);
        prop_assert!(within(rect_of(&layout, a), outer), "{a:?} leaves {outer:?}");
        for &b in &ends[index + 1..] {
            if parent_of(a) == parent_of(b) {
                prop_assert!(!overlap(rect_of(&layout, a), rect_of(&layout, b)), "{a:?} overlaps {b:?}");
            }
        }
    }
    for (group, frame) in layout.groups.iter().enumerate() {
        let Some(title) = frame.title else { continue };
        prop_assert!(within(title, frame.rect), "title of {group} leaves it");
        for &end in ends.iter().filter(|&&end| parent_of(end) == Some(group)) {
            prop_assert!(!overlap(title, rect_of(&layout, end)), "title of {group} covered by {end:?}");
        }
    }
    for (index, link) in request.links.iter().enumerate() {
        let route = &layout.links[index];
        let points = flatten(route);
        let mut own = around(request, link.from);
        own.extend(around(request, link.to));
        for point in &points {
            prop_assert!(point.x.is_finite() && point.y.is_finite());
            let dot = Rect { x: point.x, y: point.y, width: 0.0, height: 0.0 };
            prop_assert!(within(dot, picture), "link {} leaves the picture", index);
        }
        for &end in &ends {
            let is_own = end == link.from || end == link.to;
            let holds = matches!(end, LinkEnd::Group(group) if own.contains(&group));
            if !is_own && !holds {
                prop_assert!(!touches(&points, rect_of(&layout, end)), "link {index} runs through {end:?}");
            }
        }
        for (group, frame) in layout.groups.iter().enumerate() {
            if let Some(title) = frame.title {
                prop_assert!(!touches(&points, title), "link {index} runs through the title of {group}");
            }
        }
        let (first, last) = heading(route);
        let stop = *points.last().unwrap();
        prop_assert!(
            meets(rect_of(&layout, link.from), route.start, first),
            "link {index} starts askew: {route:?}"
        );
        prop_assert!(meets(rect_of(&layout, link.to), stop, last), "link {index} ends askew: {route:?}");
        prop_assert_eq!(route.label.is_some(), link.label.width > 0.0);
        if let Some(label) = route.label {
            prop_assert!(touches(&points, label), "label of {index} is off its link");
            prop_assert!(within(label, picture));
            for &end in &ends {
                let holds = matches!(end, LinkEnd::Group(group)
                    if own.contains(&group) || end == link.from || end == link.to);
                prop_assert!(
                    holds || !overlap(label, rect_of(&layout, end)),
                    "label of {index} under {end:?}"
                );
            }
            for (group, frame) in layout.groups.iter().enumerate() {
                let title = frame.title.unwrap_or_default();
                prop_assert!(!overlap(label, title), "label of {index} under the title of {group}");
            }
            for (other, foreign) in layout.links.iter().enumerate().filter(|&(other, _)| other != index) {
                prop_assert!(
                    !touches(&flatten(foreign), label),
                    "link {other} runs through label of {index}"
                );
                let covered = foreign.label.is_some_and(|foreign| overlap(foreign, label));
                prop_assert!(!covered, "labels of {index} and {other} overlap");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_or_runs_through_what_it_does_not_belong_to(request in request(14, 5)) {
        check(&request)?;
    }

    #[test]
    fn a_chart_without_groups_keeps_the_same_rules(request in request(24, 0)) {
        check(&request)?;
    }

    #[test]
    fn what_is_taken_over_from_the_last_layout_changes_no_place(
        before in request(12, 4),
        other in request(12, 4),
        widths in proptest::collection::vec(0.0..300.0f64, 12),
    ) {
        let mut wider = before.clone();
        for (node, width) in wider.nodes.iter_mut().zip(&widths) {
            node.size.width = *width;
        }
        for (link, width) in wider.links.iter_mut().zip(&widths) {
            // Some links win or lose their label.
            link.label.width = *width - 20.0;
        }
        let mut laid_out = LaidOut::new(before.clone());
        for next in [wider, other, before] {
            laid_out = laid_out.again(next.clone());
            prop_assert_eq!(&*laid_out.layout, &lay_out(&next));
        }
    }

    #[test]
    fn the_same_request_gives_the_same_layout(request in request(12, 4)) {
        prop_assert_eq!(lay_out(&request), lay_out(&request));
    }
}

/// Groups of ten in a chain, with links within and to anywhere, as large designs have them.
fn namespaces(nodes: usize, links: usize) -> Request {
    let mut dice = 12345u64;
    let mut below = |limit: usize| {
        dice = dice.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (dice >> 33) as usize % limit
    };
    Request {
        direction: Direction::Down,
        nodes: (0..nodes)
            .map(|node| NodeBox {
                size: Size { width: 80.0 + below(80) as f64, height: 40.0 },
                parent: Some(node / 10),
                port_share: 1.0,
            })
            .collect(),
        groups: (0..nodes.div_ceil(10))
            .map(|_| GroupBox { parent: None, direction: None, title: Size { width: 90.0, height: 18.0 } })
            .collect(),
        links: (0..links)
            .map(|link| {
                let from = below(nodes);
                let near = from / 10 * 10 + below(10);
                let to = if link % 10 < 7 { near } else { below(nodes) };
                LinkLine {
                    from: LinkEnd::Node(from),
                    to: LinkEnd::Node(to.min(nodes - 1)),
                    length: 1,
                    label: Size::default(),
                }
            })
            .collect(),
    }
}

#[test]
fn large_charts_are_laid_out_in_time() {
    // Far above what a release build takes, so that only a lost order of magnitude fails.
    for (nodes, links, seconds) in [(200, 260, 2.0), (1_000, 1_300, 20.0)] {
        let request = namespaces(nodes, links);
        let begin = std::time::Instant::now();
        assert!(lay_out(&request).size.width > 0.0);
        let took = begin.elapsed().as_secs_f64();
        assert!(took < seconds, "{nodes} nodes took {took} s");
    }
}

#[test]
fn deep_nesting_needs_no_deep_stack() {
    // The page's stack is 1 MB.
    let depth = 400;
    let group = |index: usize| GroupBox {
        parent: index.checked_sub(1),
        direction: index.is_multiple_of(3).then_some(Direction::Right),
        title: Size { width: 60.0, height: 18.0 },
    };
    let request = Request {
        direction: Direction::Down,
        nodes: (0..depth)
            .map(|index| NodeBox {
                size: Size { width: 60.0, height: 40.0 },
                parent: Some(index),
                port_share: 1.0,
            })
            .collect(),
        groups: (0..depth).map(group).collect(),
        links: (0..depth)
            .map(|index| LinkLine {
                from: LinkEnd::Node(index),
                to: LinkEnd::Node((index * 7 + 3) % depth),
                length: 1,
                label: Size::default(),
            })
            .collect(),
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(move || lay_out(&request)).unwrap();
    assert!(thread.join().unwrap().size.width > 0.0);
}

#[test]
fn sizes_that_are_no_numbers_give_places_that_are() {
    let size = |width, height| Size { width, height };
    let request = Request {
        direction: Direction::Left,
        nodes: [size(f64::NAN, 40.0), size(f64::INFINITY, -3.0), size(0.0, 0.0)]
            .into_iter()
            .map(|size| NodeBox { size, parent: Some(7), port_share: f64::NAN })
            .collect(),
        groups: vec![GroupBox { parent: Some(0), direction: None, title: size(f64::NAN, 18.0) }],
        links: vec![
            LinkLine {
                from: LinkEnd::Node(0),
                to: LinkEnd::Node(2),
                length: u32::MAX,
                label: size(f64::NAN, 9.0),
            },
            LinkLine { from: LinkEnd::Node(0), to: LinkEnd::Node(9), length: 0, label: size(9.0, 9.0) },
            LinkLine {
                from: LinkEnd::Group(0),
                to: LinkEnd::Group(0),
                length: 1,
                label: size(9.0, f64::NAN),
            },
        ],
    };
    let layout = lay_out(&request);
    assert!(layout.size.width.is_finite() && layout.size.height.is_finite());
    assert!(
        layout.nodes.iter().all(|rect| rect.x.is_finite() && rect.y.is_finite() && rect.width.is_finite())
    );
    assert!(layout.links[1].segments.is_empty(), "a link to nowhere is left out");
}

/// The nodes of each group from left to right and from top to bottom.
fn orders(layout: &Layout, count: usize) -> [Vec<usize>; 2] {
    let sorted = |key: fn(Rect) -> f64| {
        let mut nodes: Vec<usize> = (0..count).collect();
        nodes.sort_by(|&a, &b| key(layout.nodes[a]).total_cmp(&key(layout.nodes[b])).then(a.cmp(&b)));
        nodes
    };
    [sorted(|rect| rect.x + rect.width / 2.0), sorted(|rect| rect.y)]
}

/// Pairs of nodes side by side, low one first: those that share some height.
fn neighbours(layout: &Layout, count: usize) -> Vec<(usize, usize)> {
    let [across, _] = orders(layout, count);
    let mut pairs = Vec::new();
    for (place, &a) in across.iter().enumerate() {
        for &b in &across[place + 1..] {
            let (a_rect, b_rect) = (layout.nodes[a], layout.nodes[b]);
            if a_rect.y < b_rect.y + b_rect.height && b_rect.y < a_rect.y + a_rect.height {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

#[test]
fn leaves_that_are_added_leave_the_order_of_nearly_all_others() {
    let (mut swapped, mut pairs) = (0, 0);
    for seed in 0..40 {
        let mut request = namespaces(12 + seed % 5, 14 + seed % 7);
        request.groups.clear();
        request.links.rotate_left(seed % 11);
        let count = request.nodes.len();
        let before = neighbours(&lay_out(&request), count);
        request.nodes.push(request.nodes[0].clone());
        request.links.push(LinkLine { to: LinkEnd::Node(count), ..request.links[seed % 14].clone() });
        let after = neighbours(&lay_out(&request), count);
        swapped += before.iter().filter(|&&(a, b)| after.contains(&(b, a))).count();
        pairs += before.len();
    }
    assert!(pairs > 100 && swapped * 10 <= pairs, "{swapped} of {pairs} pairs swapped");
}
