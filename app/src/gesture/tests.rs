//! A scene of two nodes side by side, the left one in a group, with a link between them, and a scripted pointer.

use super::*;
use netplat_core::layout::Size;
use netplat_core::mermaid::Stroke;
use netplat_core::render::{Color, Figure, Paint, SceneGroup, SceneLink, SceneNode, Step, TextBlock};

fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect { x, y, width, height }
}

fn paint() -> Paint {
    Paint { fill: Color::None, stroke: Color::None, stroke_width: 1.0, dash: Vec::new() }
}

fn node(id: &str, rect: Rect) -> SceneNode {
    let text = TextBlock {
        lines: Vec::new(),
        rect,
        font_size: 14.0,
        line_height: 18.0,
        color: Color::None,
        centered: true,
        bold: false,
    };
    SceneNode {
        id: id.to_owned(),
        rect,
        figures: Vec::new(),
        icon: None,
        text,
        href: None,
        tooltip: None,
        description: String::new(),
    }
}

fn scene() -> Scene {
    let at = |x: f64, y: f64| Point { x, y };
    let link = SceneLink {
        id: "L_a_b_0".to_owned(),
        from: "a".to_owned(),
        to: "b".to_owned(),
        path: vec![Step::Move(at(80.0, 50.0)), Step::Line(at(200.0, 50.0))],
        line: Vec::new(),
        stroke: Stroke::Normal,
        paint: paint(),
        tips: Vec::new(),
        label: None,
        description: String::new(),
    };
    let group = SceneGroup {
        id: "shop".to_owned(),
        rect: rect(0.0, 0.0, 100.0, 100.0),
        figure: Figure { path: Vec::new(), paint: paint() },
        depth: 0,
        title: None,
        icon: None,
        description: String::new(),
    };
    Scene {
        size: Size { width: 300.0, height: 100.0 },
        groups: vec![group],
        links: vec![link],
        nodes: vec![node("a", rect(20.0, 30.0, 60.0, 40.0)), node("b", rect(200.0, 30.0, 60.0, 40.0))],
        ..Scene::default()
    }
}

fn pointer(x: f64, y: f64) -> Pointer {
    let at = Point { x, y };
    Pointer { in_scene: at, on_screen: at, extends: false, is_touch: false }
}

/// Presses at the first place, moves over the others and lets go at the last.
fn play(selected: &[Target], places: &[(f64, f64)]) -> Option<Outcome> {
    let scene = scene();
    let world = World { scene: &scene, selected, scale: 1.0 };
    let (first, rest) = places.split_first().expect("a place to press at");
    let start = pointer(first.0, first.1);
    let mut gesture = Gesture::press(hit(start, world), start);
    for &(x, y) in rest {
        gesture = gesture.moved(pointer(x, y), world).0;
    }
    gesture.released(world)
}

fn selected_node(id: &str) -> [Target; 1] {
    [Target::Node(id.to_owned())]
}

#[test]
fn a_click_selects_the_node_before_the_group_around_it() {
    let select = |target| Some(Outcome::Select { target, extends: false });
    assert_eq!(play(&[], &[(50.0, 50.0)]), select(Some(Target::Node("a".to_owned()))));
    assert_eq!(play(&[], &[(5.0, 5.0)]), select(Some(Target::Group("shop".to_owned()))));
    assert_eq!(play(&[], &[(150.0, 52.0)]), select(Some(Target::Link("L_a_b_0".to_owned()))));
    assert_eq!(play(&[], &[(150.0, 90.0)]), select(None));
}

#[test]
fn a_trembling_hand_still_clicks() {
    let clicked = play(&[], &[(50.0, 50.0), (52.0, 51.0)]);
    assert!(matches!(clicked, Some(Outcome::Select { .. })), "{clicked:?}");
}

#[test]
fn dragging_a_handle_onto_a_node_links_the_two() {
    let drawn = play(&selected_node("a"), &[(92.0, 50.0), (150.0, 50.0), (230.0, 50.0)]);
    assert_eq!(drawn, Some(Outcome::Connect { from: "a".to_owned(), to: "b".to_owned() }));
}

#[test]
fn a_line_let_go_over_the_open_canvas_or_its_own_group_links_nothing() {
    assert_eq!(play(&selected_node("a"), &[(92.0, 50.0), (150.0, 90.0)]), None);
    assert_eq!(play(&selected_node("a"), &[(92.0, 50.0), (10.0, 90.0)]), None);
}

#[test]
fn a_node_dropped_into_a_group_moves_there_and_one_dropped_at_home_stays() {
    let moved = play(&[], &[(230.0, 50.0), (120.0, 50.0), (50.0, 90.0)]);
    assert_eq!(moved, Some(Outcome::MoveInto { ids: vec!["b".to_owned()], group: Some("shop".to_owned()) }));
    let out = play(&[], &[(50.0, 50.0), (150.0, 90.0)]);
    assert_eq!(out, Some(Outcome::MoveInto { ids: vec!["a".to_owned()], group: None }));
    assert_eq!(play(&[], &[(50.0, 50.0), (60.0, 60.0)]), None);
}

#[test]
fn a_selected_node_takes_the_rest_of_the_selection_along() {
    let both =
        [Target::Node("b".to_owned()), Target::Link("L_a_b_0".to_owned()), Target::Node("a".to_owned())];
    let moved = play(&both, &[(50.0, 50.0), (150.0, 90.0)]);
    assert_eq!(moved, Some(Outcome::MoveInto { ids: vec!["b".to_owned(), "a".to_owned()], group: None }));
}

#[test]
fn the_end_of_a_selected_link_can_be_moved() {
    let link = [Target::Link("L_a_b_0".to_owned())];
    let moved = play(&link, &[(200.0, 50.0), (150.0, 60.0), (50.0, 95.0)]);
    let expected =
        Outcome::Reconnect { link: "L_a_b_0".to_owned(), side: LinkEnd::To, to: "shop".to_owned() };
    assert_eq!(moved, Some(expected));
}

#[test]
fn dragging_the_canvas_moves_the_picture_and_with_shift_draws_a_box() {
    let scene = scene();
    let world = World { scene: &scene, selected: &[], scale: 1.0 };
    let start = pointer(150.0, 90.0);
    let (pan, first) = Gesture::press(Hit::Canvas, start).moved(pointer(160.0, 90.0), world);
    assert_eq!(first, Some(Outcome::Pan(Point { x: 10.0, y: 0.0 })));
    assert_eq!(pan.moved(pointer(165.0, 92.0), world).1, Some(Outcome::Pan(Point { x: 5.0, y: 2.0 })));

    let shift = |x, y| Pointer { extends: true, ..pointer(x, y) };
    let gesture = Gesture::press(Hit::Canvas, shift(190.0, 10.0)).moved(shift(280.0, 90.0), world).0;
    let expected = Outcome::SelectMany { targets: vec![Target::Node("b".to_owned())], extends: true };
    assert_eq!(gesture.released(world), Some(expected));
}

#[test]
fn arrow_keys_find_the_next_node_in_their_direction() {
    let scene = scene();
    let right = Point { x: 1.0, y: 0.0 };
    assert_eq!(nearest_node(&scene, Point { x: 50.0, y: 50.0 }, right), Some("b"));
    assert_eq!(nearest_node(&scene, Point { x: 230.0, y: 50.0 }, right), None);
}
