//! What is drawn, held against what the policies permit: for each drawn flow whether it may pass and why, and the
//! flows that may pass and that no arrow shows.
//!
//! It judges only what stands for objects of the document: a drawing without manifests says nothing that could be
//! wrong. What the outside is, it knows as far as addresses are declared. It knows nothing of services' health, of names
//! or of routes; a request is followed elsewhere.
//!
//! ```
//! use netplat_core::drawn::{Answer, Drawn};
//! use netplat_core::reach::Reach;
//! use netplat_core::session::Snapshot;
//! let pod = |name: &str| format!(
//!     "apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name}, labels: {{ app: {name} }} }}\nspec: {{ containers: [{{ image: a }}] }}\n---\n"
//! );
//! let deny = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny }\nspec: { podSelector: { matchLabels: { app: db } } }\n";
//! let text = format!("```mermaid\nflowchart LR\n  web --> db\n```\n\n```yaml\n{}{}{deny}```\n", pod("web"), pod("db"));
//! let model = Snapshot::new(&text).model;
//! let drawn = Drawn::new(&model, &Reach::new(model.objects.resources()));
//! assert_eq!(drawn.flows[0].answer, Answer::Blocked);
//! assert_eq!(drawn.undrawn.len(), 1);
//! ```

mod ends;
mod flow;
mod lens;
mod outside;
mod reason;
mod undrawn;

#[cfg(test)]
mod tests;

pub use ends::{End, Ends};
pub use flow::{Answer, DrawnFlow, Witness};
pub use lens::Lens;
pub use reason::{Reason, reasons};
pub use undrawn::{Pair, Undrawn};

use crate::mermaid::Tip;
use crate::model::{LinkKind, LinkThing, Model};
use crate::reach::Reach;

/// What a drawing shows of what the policies permit.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Drawn {
    /// The drawn flows between ends that are known, in the order of the links.
    pub flows: Vec<DrawnFlow>,
    /// What may pass between drawn workloads and is not shown, grouped.
    pub undrawn: Vec<Undrawn>,
    shown: undrawn::Shown,
}

impl Drawn {
    /// Holds the links of `model` against `reach`, which was asked of the model's objects.
    ///
    /// It costs what asking for each link costs, and a look at each pair of classes of workloads; no pair of workloads is
    /// looked at that no link is about.
    pub fn new(model: &Model, reach: &Reach) -> Self {
        if reach.workloads().is_empty() {
            return Self::default();
        }
        let ends = Ends::new(model, reach);
        let mut flows = Vec::new();
        let mut shown = undrawn::Shown::default();
        for (index, link) in model.links.iter().enumerate() {
            for step in steps(link) {
                let (Some(from), Some(to)) = (ends.source(step.from, link.kind), ends.target(step.to)) else {
                    continue;
                };
                shown.add(&from, &to);
                flows.extend(flow::judge(&ends, index, &step, &from, &to, &link.ports));
            }
        }
        undrawn::follow_through(model, &ends, &mut shown);
        Self { flows, undrawn: undrawn::find(&ends, &shown), shown }
    }

    /// Whether an arrow shows that a workload opens connections to another.
    pub fn shows(&self, pair: Pair) -> bool {
        self.shown.has(pair)
    }
}

/// A link in a direction in which it carries connections.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Step<'a> {
    from: &'a str,
    to: &'a str,
    /// Whether it is the way back of `<-->`.
    is_back: bool,
}

/// The directions in which a link carries connections: `<-->` both, everything else from its start to its end.
fn steps(link: &LinkThing) -> impl Iterator<Item = Step<'_>> {
    let carries = matches!(link.kind, LinkKind::Flow | LinkKind::Request | LinkKind::Route);
    let both = link.tips == (Tip::Arrow, Tip::Arrow);
    let there = carries.then_some(Step { from: &link.from, to: &link.to, is_back: false });
    let back = (carries && both).then_some(Step { from: &link.to, to: &link.from, is_back: true });
    there.into_iter().chain(back)
}
