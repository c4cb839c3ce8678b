//! What each step of a layout costs. Prints figures, and checks nothing:
//!
//! ```text
//! cargo test --release -p netplat-core --lib layout::cost -- --ignored --nocapture
//! ```

use super::container::Places;
use super::draw::draw;
use super::lift::lift;
use super::order::order;
use super::pieces::cut;
use super::sheets::Sheets;
use super::tree::Tree;
use super::*;
use std::time::Instant;

/// The chart that `make bench` measures: groups of ten in a chain of nodes, and three links in ten with a label to
/// anywhere.
fn chain(nodes: usize) -> Request {
    let mut dice = order::dice::Dice::new();
    let mut links: Vec<LinkLine> = (1..nodes).map(|node| link(node - 1, node, 0.0)).collect();
    links.extend((0..nodes * 3 / 10).map(|_| {
        let from = dice.below(nodes);
        link(from, (from + 1 + dice.below(nodes - 1)) % nodes, 56.0)
    }));
    namespaces(Direction::Down, nodes, links)
}

/// A tree over groups of ten, and one link in four with a label across it.
fn tree(nodes: usize) -> Request {
    let mut links = Vec::new();
    for node in 1..nodes {
        links.push(link((node - 1) / 2, node, 0.0));
        if node % 3 == 0 {
            links.push(link(node, node * 7 % nodes, 48.0));
        }
    }
    namespaces(Direction::Right, nodes, links)
}

fn link(from: usize, to: usize, label: f64) -> LinkLine {
    let label = if label > 0.0 { Size { width: label, height: 18.0 } } else { Size::default() };
    LinkLine { from: LinkEnd::Node(from), to: LinkEnd::Node(to), length: 1, label }
}

fn namespaces(direction: Direction, nodes: usize, links: Vec<LinkLine>) -> Request {
    let node = |index| NodeBox {
        size: Size { width: 110.0, height: 42.0 },
        parent: Some(index / 10),
        port_share: 1.0,
    };
    let group = |_| GroupBox { parent: None, direction: None, title: Size { width: 96.0, height: 18.0 } };
    Request {
        direction,
        nodes: (0..nodes).map(node).collect(),
        groups: (0..nodes.div_ceil(10)).map(group).collect(),
        links,
    }
}

/// Milliseconds of each step, once.
fn steps(request: &Request) -> [f64; 6] {
    let mut marks = vec![Instant::now()];
    let mut mark = || marks.push(Instant::now());
    let mut tree = Tree::of(request);
    let lifted = lift(request, &tree);
    tree.flow_on(&lifted);
    let pieces = cut(request, &tree, &lifted);
    mark();
    let mut sheets = Sheets::build(&tree, &pieces);
    mark();
    order(&mut sheets, &pieces);
    mark();
    let places = Places::find(request, &tree, &lifted, &pieces, &sheets);
    mark();
    std::hint::black_box(draw(&places, &lifted));
    mark();
    let took = |from: usize, to: usize| (marks[to] - marks[from]).as_secs_f64() * 1000.0;
    [took(0, 1), took(1, 2), took(2, 3), took(3, 4), took(4, 5), took(0, 5)]
}

#[test]
#[ignore = "prints figures"]
fn steps_of_a_layout() {
    println!("{:<14}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}", "ms", "cut", "rank", "order", "place", "draw", "all");
    for (name, chart) in [("chain", chain as fn(usize) -> Request), ("tree", tree)] {
        for nodes in [20, 100, 200, 500, 5_000] {
            let request = chart(nodes);
            let rounds = if nodes > 1_000 { 1 } else { 15 };
            let mut all: Vec<[f64; 6]> = (0..rounds).map(|_| steps(&request)).collect();
            all.sort_by(|a, b| a[5].total_cmp(&b[5]));
            let figures: String = all[rounds / 2].iter().map(|ms| format!("{ms:>9.3}")).collect();
            println!("{:<14}{figures}", format!("{name} {nodes}"));
        }
    }
}
