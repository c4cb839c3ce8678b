use crate::k8s::{Action, Policy, Resources};
use crate::reach::{Asked, Because, Chain, Direction, Outcome, Part};
use crate::text::Span;

/// Why connections may pass or not, as one sentence about one direction.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Reason {
    /// In words: "NetworkPolicy shop/db selects shop/db and has no rule that lets this come in".
    pub words: String,
    /// The policies and rules that the words are about, where they stand.
    pub places: Vec<Span>,
}

/// What decides about a part of a verdict between two ends: in the source's direction, then in the destination's. What
/// may not pass is explained by what denies it alone.
pub fn reasons(resources: &Resources, part: &Part, from: Asked, to: Asked) -> Vec<Reason> {
    let speaker = Speaker { resources };
    let sides = [(&part.egress, Direction::Egress, from), (&part.ingress, Direction::Ingress, to)];
    let deciding =
        sides.into_iter().filter_map(|(chain, direction, end)| Some((chain.as_ref()?, direction, end)));
    let denying = |chain: &Chain| match chain.because {
        Because::Rule { action, .. } => action == Action::Deny,
        Because::NoRule { .. } => true,
        Because::Default => false,
    };
    let is_denied = part.outcome == Outcome::Deny;
    deciding
        .filter(|(chain, _, _)| !is_denied || denying(chain))
        .map(|(chain, direction, end)| speaker.chain(chain, direction, &name(resources, end)))
        .collect()
}

/// How an end is called: `shop/web`, an address, or that it is not shown.
pub(super) fn name(resources: &Resources, end: Asked) -> String {
    match end {
        Asked::Pod(index) => resources
            .pods
            .get(index)
            .map(|pod| format!("{}/{}", pod.namespace, pod.owner.name))
            .unwrap_or_default(),
        Asked::Address(address) => address.to_string(),
        Asked::Unknown => "a pod that is not shown".to_owned(),
    }
}

struct Speaker<'a> {
    resources: &'a Resources,
}

impl Speaker<'_> {
    fn chain(&self, chain: &Chain, direction: Direction, pod: &str) -> Reason {
        let said: Vec<Reason> =
            chain.passed.iter().chain([&chain.because]).map(|it| self.because(it, direction, pod)).collect();
        let words: Vec<&str> = said.iter().map(|it| it.words.as_str()).collect();
        Reason {
            words: words.join(", then "),
            places: said.iter().flat_map(|it| it.places.clone()).collect(),
        }
    }

    fn because(&self, because: &Because, direction: Direction, pod: &str) -> Reason {
        let policy = |index: usize| self.resources.policies.get(index);
        let (goes, lets) = match direction {
            Direction::Egress => ("goes out of", "lets this go out"),
            Direction::Ingress => ("comes in to", "lets this come in"),
        };
        match because {
            Because::Default => {
                Reason { words: format!("no policy decides what {goes} {pod}"), places: Vec::new() }
            }
            Because::Rule { policy: index, rule: number, action } => {
                let Some(policy) = policy(*index) else {
                    return Reason { words: String::new(), places: Vec::new() };
                };
                let rule = direction.rules(policy).and_then(|rules| rules.get(*number));
                let does = match action {
                    Action::Allow => "allows",
                    Action::Deny => "denies",
                    Action::Pass => "passes on",
                };
                let own = rule.and_then(|rule| rule.name.clone()).map(|name| format!(" “{name}”"));
                let called = own.unwrap_or_else(|| format!(" {}", number + 1));
                let place = rule.map_or(policy.span, |rule| rule.span);
                Reason {
                    words: format!("rule{called} of {policy} {does} what {goes} {pod}"),
                    places: vec![place],
                }
            }
            Because::NoRule { policies } => {
                let known: Vec<&Policy> = policies.iter().filter_map(|&index| policy(index)).collect();
                let names: Vec<String> = known.iter().map(ToString::to_string).collect();
                let words = match names.as_slice() {
                    [one] => format!("{one} selects {pod} and has no rule that {lets}"),
                    [first, second] => {
                        format!("{first} and {second} select {pod}, and neither has a rule that {lets}")
                    }
                    all => format!("{} select {pod}, and none has a rule that {lets}", all.join(", ")),
                };
                Reason { words, places: known.iter().map(|policy| policy.span).collect() }
            }
        }
    }
}
