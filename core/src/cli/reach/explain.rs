use super::format::Line;
use super::{Call, is_meant};
use crate::k8s::{Action, Policy, Resources, Rule};
use crate::reach::{
    Asked, Because, Chain, ConnectionSet, Direction, Endpoint, Outcome, Part, Reach, Workload, verdict,
};
use crate::text::Span;
use serde::Serialize;

/// Why some connections of a pair may pass or not, in words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Reason {
    /// "allowed", "denied", or what it depends on.
    pub outcome: String,
    pub connections: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub egress: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ingress: Option<String>,
}

/// Says why.
pub(super) struct Explainer<'a, P: Fn(usize, Span) -> String> {
    pub resources: &'a Resources,
    pub reach: &'a Reach,
    /// Where a span of an object stands.
    pub places: &'a P,
}

impl<P: Fn(usize, Span) -> String> Explainer<'_, P> {
    /// The pairs that are asked for, with their reasons. Where both ends are named, also what is not allowed.
    pub fn lines(&self, call: &Call) -> Vec<Line> {
        let mut lines = Vec::new();
        if let (Some(from), Some(to)) = (&call.from, &call.to) {
            for source in self.ends(from) {
                for target in self.ends(to).into_iter().filter(|target| *target != source) {
                    lines.extend(self.line(call, source, target, true));
                }
            }
        } else {
            call.for_each_asked(self.reach, |from, to, connections| {
                if let Some(mut line) = self.line(call, End::Known(from), End::Known(to), false) {
                    if from == Endpoint::IngressController {
                        // Policies may let pass more than routes lead to.
                        line.connections = connections.to_string();
                    }
                    lines.push(line);
                }
            });
        }
        lines.sort_unstable();
        lines
    }

    /// The ends that `name` names.
    fn ends(&self, name: &str) -> Vec<End> {
        if let Ok(address) = name.parse() {
            return vec![End::Address(address)];
        }
        let workloads = (0..self.reach.workloads().len()).map(Endpoint::Workload);
        let all = workloads.chain([Endpoint::IngressController]);
        all.filter(|&end| is_meant(Some(name), self.reach, end)).map(End::Known).collect()
    }

    fn line(&self, call: &Call, from: End, to: End, with_denied: bool) -> Option<Line> {
        let verdict = verdict(self.resources, self.asked(from)?, self.asked(to)?);
        let within = |connections: &ConnectionSet| call.within(connections);
        let parts: Vec<Part> = verdict
            .parts
            .iter()
            .map(|part| Part { connections: within(&part.connections), ..part.clone() })
            .filter(|part| !part.connections.is_empty() && (with_denied || part.outcome != Outcome::Deny))
            .collect();
        let allowed = within(&verdict.connections(|outcome| outcome == Outcome::Allow));
        let (source, target) = (self.named(from), self.named(to));
        let because = parts.iter().map(|part| self.reason(part, &source, &target)).collect();
        Some(Line { from: source, to: target, connections: allowed.to_string(), because })
    }

    fn asked(&self, end: End) -> Option<Asked> {
        match end {
            End::Address(address) => Some(Asked::Address(address)),
            End::Known(Endpoint::Outside(range)) => range.range().map(|range| Asked::Address(range.first())),
            End::Known(Endpoint::IngressController) => Some(Asked::Unknown),
            // Its pods do not differ.
            End::Known(Endpoint::Workload(index)) => {
                self.reach.workloads().get(index).and_then(Workload::pod).map(Asked::Pod)
            }
        }
    }

    fn named(&self, end: End) -> String {
        match end {
            End::Address(address) => address.to_string(),
            End::Known(endpoint) => self.reach.name(endpoint),
        }
    }

    fn reason(&self, part: &Part, from: &str, to: &str) -> Reason {
        let in_words = |chain: &Chain, direction: Direction| {
            let links = chain.passed.iter().chain([&chain.because]);
            let links: Vec<String> = links.map(|link| self.in_words(link, direction, from, to)).collect();
            links.join(", then ")
        };
        Reason {
            outcome: match part.outcome {
                Outcome::Allow => "allowed".to_owned(),
                Outcome::Deny => "denied".to_owned(),
                Outcome::Depends(condition) => format!("depends on {condition}:"),
            },
            connections: part.connections.to_string(),
            egress: part.egress.as_ref().map(|chain| in_words(chain, Direction::Egress)),
            ingress: part.ingress.as_ref().map(|chain| in_words(chain, Direction::Ingress)),
        }
    }

    fn in_words(&self, because: &Because, direction: Direction, from: &str, to: &str) -> String {
        let policy = |index: usize| self.resources.policies.get(index);
        match because {
            Because::Default => match direction {
                Direction::Egress => format!("no policy decides what goes out of {from}"),
                Direction::Ingress => format!("no policy decides what comes in to {to}"),
            },
            Because::Rule { policy: index, rule: number, action } => {
                let Some(policy) = policy(*index) else { return String::new() };
                let rule = direction.rules(policy).and_then(|rules| rules.get(*number));
                let does = match action {
                    Action::Allow => "allows it",
                    Action::Deny => "denies it",
                    Action::Pass => "passes it on",
                };
                let name =
                    rule.and_then(|rule| rule.name.clone()).unwrap_or_else(|| format!("{}", number + 1));
                format!("rule {name} of {policy} {does} ({})", self.place(policy, rule))
            }
            Because::NoRule { policies } => {
                let known: Vec<&Policy> = policies.iter().filter_map(|&index| policy(index)).collect();
                let named: Vec<String> =
                    known.iter().map(|policy| format!("{policy} ({})", self.place(policy, None))).collect();
                match named.as_slice() {
                    [one] => format!("{one} selects it and has no rule that allows it"),
                    all => format!("{} select it, and none has a rule that allows it", all.join(", ")),
                }
            }
        }
    }

    /// Where a rule stands, or the start of its policy.
    fn place(&self, policy: &Policy, rule: Option<&Rule>) -> String {
        (self.places)(policy.object, rule.map_or(policy.span, |rule| rule.span))
    }
}

/// An end as it is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Known(Endpoint),
    Address(std::net::IpAddr),
}
