use super::connection_set::ConnectionSet;
use super::verdict::{Because, Chain, Outcome};
use crate::k8s::{Action, Rule, Tier};
use std::collections::BTreeMap;

/// What is decided in one direction about some connections.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Decided {
    pub connections: ConnectionSet,
    pub outcome: Outcome,
    pub because: Option<Chain>,
}

/// The tiers as they are gone through, for one pair.
#[derive(Default)]
pub(super) struct Tiers {
    decided: Vec<Decided>,
    /// What an ordered tier has decided or passed on: none of its further rules is asked about it.
    settled: BTreeMap<u8, ConnectionSet>,
    /// What ordered tiers have decided for good.
    closed: ConnectionSet,
    /// The policies of the namespaces' tier that deny the rest.
    namespaced: Vec<usize>,
    /// What rules of that tier allow so far.
    added: ConnectionSet,
    /// What rules of ordered tiers have passed on, and whether the tier was the baseline.
    passed: Vec<(ConnectionSet, bool, Because)>,
}

impl Tiers {
    /// Before any rule is asked; `namespaced` are the policies of the namespaces' tier that deny the rest.
    pub fn new(namespaced: Vec<usize>) -> Self {
        Self { namespaced, ..Self::default() }
    }

    pub fn rule(&mut self, tier: Tier, policy: usize, number: usize, rule: &Rule, matched: &ConnectionSet) {
        let because = Because::Rule { policy, rule: number, action: rule.action };
        let is_open = matched.without(&self.closed);
        let (connections, outcome) = match tier {
            // Where none denies the rest, nothing has to be allowed.
            Tier::Namespace if self.namespaced.is_empty() => return,
            Tier::Namespace => {
                let connections = is_open.without(&self.added);
                self.added = self.added.union(&connections);
                (connections, Outcome::Allow)
            }
            // A NetworkPolicy that selects the pod decides everything: the baseline is not asked.
            Tier::Baseline(_) if !self.namespaced.is_empty() => return,
            Tier::Deny | Tier::Admin(_) | Tier::Baseline(_) => {
                let settled = self.settled.entry(u8::from(matches!(tier, Tier::Baseline(_)))).or_default();
                let connections = is_open.without(settled);
                *settled = settled.union(&connections);
                match rule.action {
                    Action::Pass => {
                        if !connections.is_empty() {
                            self.passed.push((connections, matches!(tier, Tier::Baseline(_)), because));
                        }
                        return;
                    }
                    Action::Allow => (connections, Outcome::Allow),
                    Action::Deny => (connections, Outcome::Deny),
                }
            }
        };
        if tier != Tier::Namespace {
            self.closed = self.closed.union(&connections);
        }
        self.decide(connections, outcome, because, tier);
    }

    /// Notes a decision, cut by what was passed on to the tier that makes it.
    fn decide(&mut self, mut connections: ConnectionSet, outcome: Outcome, because: Because, tier: Tier) {
        let is_passed_to = |baseline: &bool| match tier {
            Tier::Deny | Tier::Admin(_) => false,
            Tier::Namespace => true,
            Tier::Baseline(_) => !baseline,
        };
        for (passed, baseline, by) in &self.passed {
            let part = connections.intersection(passed);
            if is_passed_to(baseline) && !part.is_empty() {
                connections = connections.without(&part);
                let chain = Chain { passed: vec![by.clone()], because: because.clone() };
                self.decided.push(Decided { connections: part, outcome, because: Some(chain) });
            }
        }
        if !connections.is_empty() {
            let chain = Chain { passed: Vec::new(), because };
            self.decided.push(Decided { connections, outcome, because: Some(chain) });
        }
    }

    /// What no rule decides is denied where a NetworkPolicy selects the pod, else allowed.
    pub fn finish(mut self) -> Vec<Decided> {
        let rest = ConnectionSet::all().without(&self.closed).without(&self.added);
        if !rest.is_empty() {
            let (outcome, because) = if self.namespaced.is_empty() {
                (Outcome::Allow, Because::Default)
            } else {
                (Outcome::Deny, Because::NoRule { policies: std::mem::take(&mut self.namespaced) })
            };
            self.decide(rest, outcome, because, Tier::Namespace);
        }
        self.decided
    }
}
