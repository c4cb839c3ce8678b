use super::cover::{covers_rule, covers_selection};
use super::row::Direction;
use crate::k8s::{Action, Order, Pod, Policy, Resources, Rule, Tier};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// What could be left out without changing who may talk to whom, whatever pods are added. Policies and rules are given
/// by their indices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Redundant {
    /// Policies, each with those that say the same; with none where a policy says nothing.
    pub policies: Vec<(usize, Vec<usize>)>,
    /// Rules of other policies, each with the rule that covers it.
    pub rules: Vec<(RuleNumber, RuleNumber)>,
}

/// A rule by its policy, its direction and its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RuleNumber {
    /// In [`Resources::policies`].
    pub policy: usize,
    /// Of which of its two lists.
    pub direction: Direction,
    /// In that list.
    pub rule: usize,
}

/// How many pairs of rules are held against each other at most. Real clusters need a small part of it; beyond, nothing
/// more is found.
const MAX_PAIRS: u32 = 4_000_000;

/// Finds what could be left out. Of two that say the same it is the one that stands later in the text. Looks at pairs of
/// rules of the same namespace, a limited number of them.
pub fn redundant(resources: &Resources) -> Redundant {
    let mut search = Search::new(resources);
    let mut found = Redundant::default();
    for policy in (0..resources.policies.len()).rev() {
        if let Some(others) = search.policy(policy) {
            search.left_out_policies.insert(policy);
            found.policies.push((policy, others));
            continue;
        }
        for number in search.rules_of(policy).into_iter().rev() {
            if let Some(by) = search.covering(number, |other| other != number) {
                search.left_out_rules.insert(number);
                found.rules.push((number, by));
            }
        }
    }
    found.policies.reverse();
    found.rules.reverse();
    found
}

struct Search<'a> {
    resources: &'a Resources,
    /// Policies that may be about the pods of a namespace: those of the namespace, and under no name all others.
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    /// How many policies were read from each object.
    parts: BTreeMap<usize, usize>,
    left_out_policies: BTreeSet<usize>,
    left_out_rules: BTreeSet<RuleNumber>,
    /// How many more pairs may be looked at.
    pairs_left: Cell<u32>,
}

impl<'a> Search<'a> {
    fn new(resources: &'a Resources) -> Self {
        let mut by_namespace: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for (index, policy) in resources.policies.iter().enumerate() {
            by_namespace.entry(policy.namespace.as_deref().unwrap_or_default()).or_default().push(index);
            *parts.entry(policy.object).or_default() += 1;
        }
        let (left_out_policies, left_out_rules) = (BTreeSet::new(), BTreeSet::new());
        let pairs_left = Cell::new(MAX_PAIRS);
        Self { resources, by_namespace, parts, left_out_policies, left_out_rules, pairs_left }
    }

    /// The policies that make `index` say nothing of its own, if they do.
    fn policy(&self, index: usize) -> Option<Vec<usize>> {
        let policy = self.resources.policies.get(index)?;
        // Of an object that is read as several policies, no part can be left out by itself.
        if self.parts.get(&policy.object) != Some(&1) {
            return None;
        }
        let mut by = BTreeSet::new();
        for number in self.rules_of(index) {
            by.insert(self.covering(number, |other| other.policy != index)?.policy);
        }
        for direction in [Direction::Ingress, Direction::Egress] {
            if policy.isolates && direction.rules(policy).is_some() {
                by.insert(self.isolating(index, direction)?);
            }
        }
        Some(by.into_iter().collect())
    }

    /// Another policy that isolates the pods of `index` as well.
    fn isolating(&self, index: usize, direction: Direction) -> Option<usize> {
        let policy = self.resources.policies.get(index)?;
        self.others(policy).find(|&other| {
            other != index
                && self.resources.policies.get(other).is_some_and(|other| {
                    other.isolates
                        && other.tier == policy.tier
                        && direction.rules(other).is_some()
                        && covers_selection(self.resources, &other.subject, &policy.subject)
                })
        })
    }

    fn rules_of(&self, policy: usize) -> Vec<RuleNumber> {
        let known = self.resources.policies.get(policy);
        let of = |direction: Direction| {
            let count = known.and_then(|policy| direction.rules(policy)).map_or(0, <[Rule]>::len);
            (0..count).map(move |rule| RuleNumber { policy, direction, rule })
        };
        of(Direction::Ingress).chain(of(Direction::Egress)).collect()
    }

    fn rule(&self, number: RuleNumber) -> Option<(&'a Policy, &'a Rule)> {
        let policy = self.resources.policies.get(number.policy)?;
        Some((policy, number.direction.rules(policy)?.get(number.rule)?))
    }

    /// A rule among those that `may` cover it, which says all that this one says.
    fn covering(&self, number: RuleNumber, may: impl Fn(RuleNumber) -> bool) -> Option<RuleNumber> {
        let (policy, rule) = self.rule(number)?;
        // A rule about nothing is another matter.
        if rule.peers.as_ref().is_some_and(Vec::is_empty) || rule.ports.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        for other in self.others(policy) {
            self.pairs_left.set(self.pairs_left.get().checked_sub(1)?);
            let Some(wide) = self.resources.policies.get(other) else { continue };
            let in_direction = number.direction.rules(wide).unwrap_or_default();
            if in_direction.is_empty() || !covers_selection(self.resources, &wide.subject, &policy.subject) {
                continue;
            }
            for (index, candidate) in in_direction.iter().enumerate() {
                self.pairs_left.set(self.pairs_left.get().checked_sub(1)?);
                let at = RuleNumber { policy: other, rule: index, ..number };
                if at != number
                    && may(at)
                    && !self.left_out_rules.contains(&at)
                    && self.is_asked_instead(wide, at, policy, number)
                    && covers_rule(self.resources, candidate, rule)
                {
                    return Some(at);
                }
            }
        }
        None
    }

    /// Whether a rule leaves nothing to another that is about less: where all rules of a tier allow, whatever their
    /// order, else when it is asked first.
    fn is_asked_instead(&self, wide: &Policy, at: RuleNumber, policy: &Policy, number: RuleNumber) -> bool {
        if wide.tier != policy.tier {
            return false;
        }
        let is_before = at.policy == number.policy && at.rule < number.rule;
        let adds_up = |it: &Policy| it.tier == Tier::Namespace && it.order == Order::NETWORK_POLICY;
        is_before
            || wide.order < policy.order
            || (adds_up(wide) && adds_up(policy))
            || wide.tier == Tier::Deny
    }

    /// The policies that may be about pods that `policy` is about, but for those that are left out.
    fn others(&self, policy: &Policy) -> impl Iterator<Item = usize> + '_ {
        let own = policy.namespace.as_deref().filter(|namespace| !namespace.is_empty());
        let of_namespace = own.and_then(|namespace| self.by_namespace.get(namespace));
        let of_cluster = self.by_namespace.get("");
        let all = of_namespace.into_iter().chain(of_cluster).flatten().copied();
        all.filter(|index| !self.left_out_policies.contains(index))
    }
}

/// Policies that let everything pass to or from pods that nothing else holds back: they change nothing until another
/// policy comes.
pub fn open_to_all(resources: &Resources) -> Vec<usize> {
    let is_everything = |rule: &Rule| {
        rule.action == Action::Allow
            && rule.peers.is_none()
            && rule.ports.is_none()
            && rule.subject.is_none()
            && !rule.is_partial
    };
    let about = |policy: &Policy, direction: Direction| direction.rules(policy).is_some();
    let lets_all = |policy: &Policy, direction: Direction| {
        direction.rules(policy).is_none_or(|rules| rules.iter().any(is_everything))
    };
    let mut found = Vec::new();
    for (index, policy) in resources.policies.iter().enumerate() {
        let directions = [Direction::Ingress, Direction::Egress];
        if !policy.isolates || !directions.iter().all(|&direction| lets_all(policy, direction)) {
            continue;
        }
        let selects = |pod: &&Pod| resources.assumes(&policy.subject, pod);
        let pods: Vec<&Pod> = resources.pods.iter().filter(selects).collect();
        let holds_back = |other: &Policy| {
            directions.iter().any(|&it| about(policy, it) && about(other, it))
                && pods.iter().any(|pod| resources.assumes(&other.subject, pod))
        };
        let mut others = resources.policies.iter().enumerate().filter(|(other, _)| *other != index);
        if !pods.is_empty() && !others.any(|(_, other)| holds_back(other)) {
            found.push(index);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::read_manifest;

    fn policy(name: &str, spec: &str) -> String {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: {name} }}\nspec: {{ podSelector: {spec} }}\n---\n"
        )
    }

    /// What is found among policies, each as its name and the rule's number.
    #[track_caller]
    fn check(policies: &[String], expect: &[&str]) {
        let read = read_manifest(&policies.concat());
        let resources = read.resources();
        let name = |policy: usize| resources.policies[policy].name.clone();
        let found = redundant(resources);
        let whole = found.policies.iter().map(|(policy, by)| {
            format!("{} by {:?}", name(*policy), by.iter().map(|&it| name(it)).collect::<Vec<_>>())
        });
        let rules = found.rules.iter().map(|(rule, by)| {
            format!("{} {} by {} {}", name(rule.policy), rule.rule, name(by.policy), by.rule)
        });
        assert_eq!(whole.chain(rules).collect::<Vec<_>>(), expect, "{}", policies.concat());
    }

    const WEB: &str = "{ matchLabels: { app: web } }";

    #[test]
    fn a_rule_is_covered_by_one_about_more_ends_and_ports() {
        let narrow =
            "{ from: [{ podSelector: { matchLabels: { app: a, tier: b } } }], ports: [{ port: 80 }] }";
        let wide = "{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [a, c] }] } }], ports: [{ port: 79, endPort: 81 }] }";
        check(&[policy("p", &format!("{WEB}, ingress: [{narrow}, {wide}]"))], &["p 0 by p 1"]);
        check(&[policy("p", &format!("{WEB}, ingress: [{narrow}, {narrow}]"))], &["p 1 by p 0"]);
        let udp = "{ ports: [{ port: 80, protocol: UDP }] }";
        check(&[policy("p", &format!("{WEB}, ingress: [{narrow}, {udp}]"))], &[]);
        let block = |cidr: &str| format!("{{ from: [{{ ipBlock: {{ cidr: {cidr} }} }}] }}");
        check(
            &[policy("p", &format!("{WEB}, ingress: [{}, {}]", block("10.0.0.0/8"), block("10.1.0.0/16")))],
            &["p 1 by p 0"],
        );
        let but = block("10.0.0.0/8, except: [10.1.2.0/24]");
        check(&[policy("p", &format!("{WEB}, ingress: [{but}, {}]", block("10.1.0.0/16")))], &[]);
    }

    #[test]
    fn a_policy_is_covered_by_those_that_say_all_that_it_says() {
        let web = policy("web", &format!("{WEB}, ingress: [{{ ports: [{{ port: 80 }}] }}]"));
        let all = policy("all", "{}, ingress: [{ ports: [{ port: 80 }, { port: 81 }] }]");
        check(&[web.clone(), all.clone()], &["web by [\"all\"]"]);
        // Another direction is another matter.
        check(&[web.clone(), policy("all", "{}, policyTypes: [Egress], egress: [{}]")], &[]);
        // A default deny isolates pods to come.
        check(&[policy("deny", "{}"), web], &[]);
        check(&[policy("deny", "{}"), policy("again", "{}")], &["again by [\"deny\"]"]);
    }

    #[test]
    fn in_a_tier_with_an_order_only_what_is_asked_before_covers() {
        let admin = |name: &str, priority: u16, action: &str, ports: &str| {
            format!(
                "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{ name: {name} }}\n\
                 spec: {{ priority: {priority}, subject: {{ namespaces: {{}} }}, ingress: [{{ action: {action}, from: [{{ namespaces: {{}} }}]{ports} }}] }}\n---\n"
            )
        };
        let port = ", ports: [{ portNumber: { port: 80, protocol: TCP } }]";
        check(&[admin("a", 1, "Deny", ""), admin("b", 2, "Allow", port)], &["b by [\"a\"]"]);
        check(&[admin("a", 2, "Deny", ""), admin("b", 1, "Allow", port)], &[]);
        check(&[admin("a", 1, "Deny", ""), admin("b", 1, "Allow", port)], &[]);
    }

    #[test]
    fn letting_all_pass_changes_nothing_where_nothing_else_holds_back() {
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [] }\n---\n";
        let open = |more: &str| {
            let text = format!("{pod}{}{more}", policy("open", &format!("{WEB}, ingress: [{{}}]")));
            open_to_all(read_manifest(&text).resources())
        };
        assert_eq!(open(""), [0]);
        assert_eq!(open(&policy("deny", "{}")), [] as [usize; 0]);
        assert_eq!(open(&policy("out", "{}, policyTypes: [Egress]")), [0]);
    }
}
