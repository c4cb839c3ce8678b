use super::step::{Outcome, Stage, Step};
use super::words;
use crate::k8s::{Action, Namespaces, PeerKind, Policy, Resources};
use crate::net::Protocol;
use crate::reach::{self, Asked, Because, Chain, Direction, verdict};
use crate::text::Span;

/// What the policies say of one connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Judged {
    pub outcome: Outcome,
    pub text: String,
    pub change: Option<String>,
    places: Vec<(Span, String)>,
    objects: Vec<usize>,
    /// Whether no policy is about either end.
    pub is_untouched: bool,
}

impl Judged {
    /// As a step.
    pub fn step(self) -> Step {
        self.step_of(Stage::Policies)
    }

    /// As a step of another stage.
    pub fn step_of(self, stage: Stage) -> Step {
        let mut step = Step::new(stage, self.text).outcome(self.outcome);
        step.change = self.change;
        for (span, what) in self.places {
            step = step.at(span, what);
        }
        self.objects.into_iter().fold(step, Step::object)
    }
}

/// Asks the policies of `resources` about a connection between two ends, each with its name.
pub(super) fn judge(
    resources: &Resources,
    from: (Asked, &str),
    to: (Asked, &str),
    protocol: Protocol,
    port: u16,
) -> Judged {
    let asking = Asking { resources, from, to, protocol, port };
    let verdict = verdict(resources, from.0, to.0);
    let part = verdict.parts.iter().find(|part| part.connections.contains(protocol, port));
    let Some(part) = part else { return asking.untouched() };
    let chains = [(Direction::Egress, part.egress.as_ref()), (Direction::Ingress, part.ingress.as_ref())];
    let chains: Vec<(Direction, &Chain)> =
        chains.into_iter().filter_map(|(direction, chain)| Some((direction, chain?))).collect();
    if from.0 == to.0 && matches!(from.0, Asked::Pod(_)) {
        return Judged {
            text: format!("{} reaches itself whatever policies say", from.1),
            ..asking.untouched()
        };
    }
    match part.outcome {
        reach::Outcome::Allow => asking.allowed(&chains),
        reach::Outcome::Deny => asking.denied(&chains),
        reach::Outcome::Depends(condition) => {
            let mut judged = asking.allowed(&chains);
            judged.outcome = Outcome::Depends;
            judged.text = format!("{}: it depends on {condition}", judged.text);
            judged.is_untouched = false;
            judged
        }
    }
}

/// One connection that is asked about.
struct Asking<'a> {
    resources: &'a Resources,
    from: (Asked, &'a str),
    to: (Asked, &'a str),
    protocol: Protocol,
    port: u16,
}

impl<'a> Asking<'a> {
    fn connection(&self) -> String {
        format!("from {} to {} on {} {}", self.from.1, self.to.1, self.protocol, self.port)
    }

    fn untouched(&self) -> Judged {
        Judged {
            outcome: Outcome::Passes,
            text: format!("no policy is about the way {}", self.connection()),
            change: None,
            places: Vec::new(),
            objects: Vec::new(),
            is_untouched: true,
        }
    }

    fn allowed(&self, chains: &[(Direction, &Chain)]) -> Judged {
        let mut judged = self.untouched();
        let mut said = Vec::new();
        for (direction, chain) in chains {
            if chain.because == Because::Default && chain.passed.is_empty() {
                continue;
            }
            said.push(self.in_words(*direction, &chain.because));
            self.add_places(chain, *direction, &mut judged);
        }
        if !said.is_empty() {
            judged.is_untouched = false;
            judged.text = format!("the way {} is open: {}", self.connection(), said.join("; "));
        }
        judged
    }

    fn denied(&self, chains: &[(Direction, &Chain)]) -> Judged {
        let mut judged = self.untouched();
        judged.outcome = Outcome::Fails;
        judged.is_untouched = false;
        let mut said = Vec::new();
        let mut changes = Vec::new();
        for (direction, chain) in chains.iter().filter(|(_, chain)| denies(chain)) {
            said.push(self.in_words(*direction, &chain.because));
            changes.extend(self.change(*direction, &chain.because));
            self.add_places(chain, *direction, &mut judged);
            // The end at which it stops.
            let end = if *direction == Direction::Egress { self.from.0 } else { self.to.0 };
            if let Asked::Pod(pod) = end {
                judged.objects.extend(self.resources.pods.get(pod).map(|pod| pod.object));
            }
        }
        judged.text = format!("the way {} is closed: {}", self.connection(), said.join("; "));
        judged.change = Some(changes.join("; "));
        if let Some(where_to) = self.possible_namespace(chains) {
            judged.outcome = Outcome::Depends;
            judged.text = format!(
                "whether the way {} is open depends on where {} runs, which is not shown: {where_to}",
                self.connection(),
                self.from.1
            );
        }
        judged
    }

    /// Where the sender's pods are not shown: which pods they would have to be to be let in, if a rule names some.
    fn possible_namespace(&self, chains: &[(Direction, &Chain)]) -> Option<String> {
        if self.from.0 != Asked::Unknown {
            return None;
        }
        let (_, chain) = chains.iter().find(|(direction, _)| *direction == Direction::Ingress)?;
        let Because::NoRule { policies } = &chain.because else { return None };
        let Asked::Pod(target) = self.to.0 else { return None };
        let target = self.resources.pods.get(target)?;
        let mut found = Vec::new();
        for policy in policies.iter().filter_map(|&index| self.resources.policies.get(index)) {
            for rule in policy.ingress.iter().flatten().filter(|rule| rule.action == Action::Allow) {
                if !has_port(rule, target, self.protocol, self.port) {
                    continue;
                }
                for peer in rule.peers.iter().flatten() {
                    if let PeerKind::Pods(selection) = &peer.kind {
                        // Its own namespace holds the backends; controllers live in one of their own.
                        let elsewhere = match &selection.namespaces {
                            Namespaces::Named(name) => {
                                Some(name.clone()).filter(|name| *name != target.namespace)
                            }
                            Namespaces::Matching(selector) => Some(selector.to_string()),
                        };
                        found.extend(elsewhere.map(|namespaces| {
                            format!(
                                "{policy} lets in pods with {} of namespaces with {namespaces}",
                                selection.pods
                            )
                        }));
                    }
                }
            }
        }
        found.sort();
        found.dedup();
        (!found.is_empty()).then(|| words::listed(&found))
    }

    fn add_places(&self, chain: &Chain, direction: Direction, judged: &mut Judged) {
        for because in chain.passed.iter().chain([&chain.because]) {
            match because {
                Because::Default => {}
                Because::Rule { policy, rule, .. } => {
                    let Some(policy) = self.resources.policies.get(*policy) else { continue };
                    let rule = direction.rules(policy).and_then(|rules| rules.get(*rule));
                    judged.places.push((rule.map_or(policy.span, |rule| rule.span), policy.to_string()));
                    judged.objects.push(policy.object);
                }
                Because::NoRule { policies } => {
                    for policy in policies.iter().filter_map(|&index| self.resources.policies.get(index)) {
                        judged.places.push((policy.span, policy.to_string()));
                        judged.objects.push(policy.object);
                    }
                }
            }
        }
    }

    fn in_words(&self, direction: Direction, because: &Because) -> String {
        let end = match direction {
            Direction::Egress => format!("goes out of {}", self.from.1),
            Direction::Ingress => format!("comes in to {}", self.to.1),
        };
        match because {
            Because::Default => format!("no policy decides what {end}"),
            Because::Rule { policy, rule, action } => {
                let Some(policy) = self.resources.policies.get(*policy) else { return String::new() };
                let does = match action {
                    Action::Allow => "allows",
                    Action::Deny => "denies",
                    Action::Pass => "passes on",
                };
                format!("{} of {policy} {does} what {end}", rule_name(policy, direction, *rule))
            }
            Because::NoRule { policies } => match self.named(policies).as_slice() {
                [one] => format!("{one} decides what {end}, and no rule of it allows this"),
                all => format!("{} decide what {end}, and no rule of theirs allows this", words::listed(all)),
            },
        }
    }

    fn change(&self, direction: Direction, because: &Because) -> Option<String> {
        let connection = self.connection();
        match because {
            Because::NoRule { policies } => {
                let policy = self.named(policies).into_iter().next()?;
                let rule = match direction {
                    Direction::Egress => "an egress rule",
                    Direction::Ingress => "an ingress rule",
                };
                Some(format!("add {rule} to {policy} for the way {connection}"))
            }
            Because::Rule { policy, rule, .. } => {
                let policy = self.resources.policies.get(*policy)?;
                let name = rule_name(policy, direction, *rule);
                Some(format!("narrow {name} of {policy} so that it leaves out the way {connection}"))
            }
            Because::Default => None,
        }
    }

    fn named(&self, policies: &[usize]) -> Vec<String> {
        policies
            .iter()
            .filter_map(|&index| self.resources.policies.get(index))
            .map(Policy::to_string)
            .collect()
    }
}

fn rule_name(policy: &Policy, direction: Direction, index: usize) -> String {
    let rule = direction.rules(policy).and_then(|rules| rules.get(index));
    match rule.and_then(|rule| rule.name.as_ref()) {
        Some(name) => format!("rule {name}"),
        None => format!("rule {}", index + 1),
    }
}

/// Whether what decides in this direction denies.
fn denies(chain: &Chain) -> bool {
    match &chain.because {
        Because::Default => false,
        Because::Rule { action, .. } => *action == Action::Deny,
        Because::NoRule { .. } => true,
    }
}

/// Whether a rule is about a port of `pod`.
fn has_port(rule: &crate::k8s::Rule, pod: &crate::k8s::Pod, protocol: Protocol, port: u16) -> bool {
    use crate::k8s::Ports;
    let Some(ports) = &rule.ports else { return true };
    ports.iter().any(|it| {
        it.protocol.is_none_or(|asked| asked == protocol)
            && match &it.ports {
                Ports::All => true,
                Ports::Range(first, last) => (*first..=*last).contains(&port),
                Ports::Named(name) => {
                    pod.ports.iter().any(|known| known.name.as_ref() == Some(name) && known.port == port)
                }
            }
    })
}
