//! Which links run against the flow. Cycles are broken by a depth-first walk in document order: the link that closes
//! a cycle runs backwards, and goes on doing so when more is written below it.

use super::lift::Lifted;
use super::tree::{Child, Tree};

/// For each link, whether it runs against the flow of its container.
pub(super) fn against_flow(tree: &Tree, lifted: &[Lifted], nodes: usize) -> Vec<bool> {
    // One numbering for nodes and groups, so that one walk serves all containers.
    let number = |child: Child| match child {
        Child::Node(node) => node,
        Child::Group(group) => nodes + group,
    };
    let count = nodes + tree.root;
    let mut out: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
    for (link, lift) in lifted.iter().enumerate() {
        if let Lifted::Across { from, to, .. } = *lift {
            out[number(from)].push((number(to), link));
        }
    }
    let mut against = vec![false; lifted.len()];
    let mut state = vec![State::New; count];
    for children in &tree.children {
        for &child in children {
            walk(number(child), &out, &mut state, &mut against);
        }
    }
    against
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Walks from `start` with a stack of its own: charts may be deeper than the machine's stack.
fn walk(start: usize, out: &[Vec<(usize, usize)>], state: &mut [State], against: &mut [bool]) {
    if state[start] != State::New {
        return;
    }
    state[start] = State::Open;
    let mut stack = vec![(start, 0)];
    while let Some((vertex, next)) = stack.last_mut() {
        let Some(&(to, link)) = out[*vertex].get(*next) else {
            state[*vertex] = State::Done;
            stack.pop();
            continue;
        };
        *next += 1;
        match state[to] {
            State::Open => against[link] = true,
            State::New => {
                state[to] = State::Open;
                stack.push((to, 0));
            }
            State::Done => {}
        }
    }
}
