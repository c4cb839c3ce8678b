use super::connection_set::ConnectionSet;
use super::verdict::{Because, Chain, Outcome};
use crate::k8s::{Action, Rule};

/// What is decided in one direction about some connections.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Decided {
    pub connections: ConnectionSet,
    pub outcome: Outcome,
    pub because: Option<Chain>,
}

/// The tiers as they are gone through, for one pair.
pub(super) struct Tiers {
    decided: Vec<Decided>,
    /// What no rule has decided yet; no two share a connection.
    open: Vec<Open>,
    /// What rules of this tier have passed on to the next.
    passed: Vec<Open>,
}

/// Connections that are not decided yet, and by which rules they came to this tier.
struct Open {
    connections: ConnectionSet,
    passed: Vec<Because>,
}

impl Tiers {
    /// Before any rule is asked.
    pub fn new() -> Self {
        let all = Open { connections: ConnectionSet::all(), passed: Vec::new() };
        Self { decided: Vec::new(), open: vec![all], passed: Vec::new() }
    }

    /// Asks a rule of the present tier, which is about the connections that are `matched`.
    pub fn rule(&mut self, policy: usize, number: usize, rule: &Rule, matched: &ConnectionSet) {
        let because = Because::Rule { policy, rule: number, action: rule.action };
        for open in &mut self.open {
            let connections = open.connections.intersection(matched);
            if connections.is_empty() {
                continue;
            }
            open.connections = open.connections.without(&connections);
            let mut passed = open.passed.clone();
            let outcome = match rule.action {
                Action::Allow => Outcome::Allow,
                Action::Deny => Outcome::Deny,
                Action::Pass => {
                    passed.push(because.clone());
                    self.passed.push(Open { connections, passed });
                    continue;
                }
            };
            let because = Some(Chain { passed, because: because.clone() });
            self.decided.push(Decided { connections, outcome, because });
        }
        self.open.retain(|open| !open.connections.is_empty());
    }

    /// Ends a tier. Where `isolating` policies of it are about the pod, what none of its rules decided is denied.
    pub fn end_tier(&mut self, isolating: &[usize]) {
        if !isolating.is_empty() {
            for Open { connections, passed } in self.open.drain(..) {
                let because = Because::NoRule { policies: isolating.to_vec() };
                let because = Some(Chain { passed, because });
                self.decided.push(Decided { connections, outcome: Outcome::Deny, because });
            }
        }
        self.open.append(&mut self.passed);
    }

    /// What no tier decides may pass.
    pub fn finish(mut self) -> Vec<Decided> {
        for Open { connections, passed } in self.open.drain(..) {
            let because = Some(Chain { passed, because: Because::Default });
            self.decided.push(Decided { connections, outcome: Outcome::Allow, because });
        }
        self.decided
    }
}
