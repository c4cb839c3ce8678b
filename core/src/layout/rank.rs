//! Ranks by network simplex: each arc spans at least its length, and all of them together as little as can be.
//!
//! After Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed Graphs" (1993). Cut values come from
//! one sum over each subtree: what leaves a subtree less what enters it is the sum of its vertices' balances.

use super::lists::Lists;

/// A link between ranks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Arc {
    /// The upper end.
    pub tail: usize,
    /// The lower end.
    pub head: usize,
    /// The least difference of ranks.
    pub length: i64,
    /// How dear a longer one is.
    pub weight: i64,
}

/// How many steps over arcs the search may take: enough for the optimum on charts that people draw.
const EFFORT: usize = 6_000_000;

/// A rank for each vertex, the least of them 0. Arcs must not form a cycle.
///
/// ```text
/// a ─▶ b ─▶ c          ranks 0, 1, 2
///      d ─▶ c          rank of d: 1, not 0
/// ```
pub(super) fn rank(vertices: usize, arcs: &[Arc]) -> Vec<i64> {
    let mut simplex = Simplex::new(vertices, arcs);
    if vertices > 1 && !arcs.is_empty() {
        simplex.grow_tree();
        simplex.improve();
    }
    let least = simplex.rank.iter().copied().min().unwrap_or(0);
    simplex.rank.iter_mut().for_each(|rank| *rank -= least);
    simplex.rank
}

struct Simplex<'a> {
    arcs: &'a [Arc],
    at: Lists<usize>,
    rank: Vec<i64>,
    in_tree: Vec<bool>,
}

impl<'a> Simplex<'a> {
    fn new(vertices: usize, arcs: &'a [Arc]) -> Self {
        let ends: Vec<(usize, usize)> =
            arcs.iter().zip(0..).flat_map(|(arc, index)| [(arc.tail, index), (arc.head, index)]).collect();
        let at = Lists::of(vertices, &ends);
        let rank = longest_paths(vertices, arcs, &at);
        Self { arcs, at, rank, in_tree: vec![false; arcs.len()] }
    }

    fn slack(&self, arc: usize) -> i64 {
        let Arc { tail, head, length, .. } = self.arcs[arc];
        self.rank[head] - self.rank[tail] - length
    }

    fn other(&self, arc: usize, vertex: usize) -> usize {
        if self.arcs[arc].tail == vertex { self.arcs[arc].head } else { self.arcs[arc].tail }
    }

    /// A spanning tree of tight arcs for each connected part, shifting what has been reached towards what has not.
    fn grow_tree(&mut self) {
        let mut reached = vec![false; self.rank.len()];
        for start in 0..self.rank.len() {
            if reached[start] {
                continue;
            }
            let mut members = Vec::new();
            self.reach(start, &mut reached, &mut members);
            loop {
                // The border's loosest tie is pulled tight, which lets the tree grow by at least one.
                let mut nearest: Option<(i64, usize, usize)> = None;
                for &vertex in &members {
                    for &arc in self.at.at(vertex) {
                        let beyond = self.other(arc, vertex);
                        let slack = self.slack(arc);
                        if !reached[beyond] && nearest.is_none_or(|(least, _, _)| slack < least) {
                            nearest = Some((slack, arc, beyond));
                        }
                    }
                }
                let Some((slack, arc, beyond)) = nearest else { break };
                let shift = if self.arcs[arc].head == beyond { slack } else { -slack };
                for &vertex in &members {
                    self.rank[vertex] += shift;
                }
                self.in_tree[arc] = true;
                self.reach(beyond, &mut reached, &mut members);
            }
        }
    }

    /// Follows tight arcs from `start`.
    fn reach(&mut self, start: usize, reached: &mut [bool], members: &mut Vec<usize>) {
        reached[start] = true;
        let mut stack = vec![start];
        while let Some(vertex) = stack.pop() {
            members.push(vertex);
            for index in 0..self.at.at(vertex).len() {
                let arc = self.at.at(vertex)[index];
                let beyond = self.other(arc, vertex);
                if !reached[beyond] && self.slack(arc) == 0 {
                    reached[beyond] = true;
                    self.in_tree[arc] = true;
                    stack.push(beyond);
                }
            }
        }
    }

    /// Exchanges tree arcs of negative cut value until there is none.
    fn improve(&mut self) {
        let pivots = (EFFORT / (self.rank.len() + self.arcs.len() + 1)).min(4 * self.rank.len() + 50);
        let mut start = 0;
        for _ in 0..pivots {
            let forest = self.forest();
            let Some(leaving) = self.leaving(&forest, start) else { return };
            start = leaving.arc + 1;
            let Some(entering) = self.entering(&forest, &leaving) else { return };
            let slack = self.slack(entering);
            let shift = if leaving.points_up { -slack } else { slack };
            for &vertex in &forest.order[forest.first[leaving.below]..forest.last[leaving.below]] {
                self.rank[vertex] += shift;
            }
            self.in_tree[leaving.arc] = false;
            self.in_tree[entering] = true;
        }
    }

    /// The tree with its roots, its vertices in preorder, and each subtree's balance.
    fn forest(&self) -> Forest {
        let count = self.rank.len();
        let mut forest = Forest {
            order: Vec::with_capacity(count),
            first: vec![usize::MAX; count],
            last: vec![0; count],
            above: vec![usize::MAX; count],
            balance: vec![0; count],
        };
        let mut stack = Vec::new();
        for root in 0..count {
            if forest.first[root] != usize::MAX {
                continue;
            }
            stack.push((root, usize::MAX));
            while let Some((vertex, arc)) = stack.pop() {
                forest.first[vertex] = forest.order.len();
                forest.order.push(vertex);
                forest.above[vertex] = arc;
                for &next in self.at.at(vertex).iter().rev() {
                    if self.in_tree[next] && next != arc {
                        stack.push((self.other(next, vertex), next));
                    }
                }
            }
        }
        for arc in self.arcs {
            forest.balance[arc.tail] += arc.weight;
            forest.balance[arc.head] -= arc.weight;
        }
        for index in (0..count).rev() {
            let vertex = forest.order[index];
            forest.last[vertex] = forest.last[vertex].max(index + 1);
            let arc = forest.above[vertex];
            if arc != usize::MAX {
                let parent = self.other(arc, vertex);
                forest.balance[parent] += forest.balance[vertex];
                forest.last[parent] = forest.last[parent].max(forest.last[vertex]);
            }
        }
        forest
    }

    /// A tree arc of negative cut value, looked for round from `start`.
    fn leaving(&self, forest: &Forest, start: usize) -> Option<Leaving> {
        let mut best: Option<(bool, Leaving)> = None;
        for &below in &forest.order {
            let arc = forest.above[below];
            if arc == usize::MAX {
                continue;
            }
            let points_up = self.arcs[arc].tail == below;
            let cut = if points_up { forest.balance[below] } else { -forest.balance[below] };
            let before = arc < start;
            if cut < 0 && best.as_ref().is_none_or(|(late, held)| (before, arc) < (*late, held.arc)) {
                best = Some((before, Leaving { arc, below, points_up }));
            }
        }
        best.map(|(_, leaving)| leaving)
    }

    /// The tightest arc that reconnects the two halves the other way round.
    fn entering(&self, forest: &Forest, leaving: &Leaving) -> Option<usize> {
        let inside = |vertex: usize| {
            (forest.first[leaving.below]..forest.last[leaving.below]).contains(&forest.first[vertex])
        };
        (0..self.arcs.len())
            .filter(|&index| {
                let Arc { tail, head, .. } = self.arcs[index];
                let (tail, head) = (inside(tail), inside(head));
                !self.in_tree[index] && tail != head && tail != leaving.points_up
            })
            .min_by_key(|&index| (self.slack(index), index))
    }
}

struct Forest {
    order: Vec<usize>,
    first: Vec<usize>,
    last: Vec<usize>,
    above: Vec<usize>,
    balance: Vec<i64>,
}

struct Leaving {
    arc: usize,
    below: usize,
    points_up: bool,
}

/// Each vertex as far up as its arcs allow.
fn longest_paths(vertices: usize, arcs: &[Arc], at: &Lists<usize>) -> Vec<i64> {
    let mut rank = vec![0; vertices];
    let mut waiting = vec![0usize; vertices];
    for arc in arcs {
        waiting[arc.head] += 1;
    }
    let mut ready: Vec<usize> = (0..vertices).filter(|&vertex| waiting[vertex] == 0).collect();
    while let Some(vertex) = ready.pop() {
        for &index in at.at(vertex) {
            let arc = arcs[index];
            if arc.tail == vertex {
                rank[arc.head] = rank[arc.head].max(rank[vertex] + arc.length);
                waiting[arc.head] -= 1;
                if waiting[arc.head] == 0 {
                    ready.push(arc.head);
                }
            }
        }
    }
    rank
}
