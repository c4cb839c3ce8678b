use super::Subject;
use super::cluster::{Cluster, Found};
use super::namespace_without_default_deny as default_deny;
use super::words::listed;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Action, Pod, Policy, Resources, Rule as PolicyRule};
use std::collections::{BTreeMap, BTreeSet};

/// Workloads of a namespace that accept connections from everywhere.
pub static RULE: Rule = Rule {
    code: "PO030",
    name: "unprotected-workloads",
    severity: Severity::Warning,
    why: "A pod that no policy selects for what comes in accepts connections from every pod of the cluster, and from \
          outside as far as that reaches it.",
    source: "Kubernetes: Network Policies, \"The two sorts of pod isolation\"",
};

/// Namespaces that are drawn are another rule's.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let drawn = default_deny::drawn_namespaces(subject.model);
    let found = in_namespaces(&subject.cluster, |namespace| !drawn.contains(namespace));
    problems.extend(found.into_iter().map(|(_, problem)| problem));
}

pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    in_namespaces(cluster, |_| true)
}

/// One problem for each namespace that is `wanted`: a hundred workloads lack the same policy.
fn in_namespaces(cluster: &Cluster<'_>, wanted: impl Fn(&str) -> bool) -> Vec<Found> {
    let protected = cluster.protected();
    let mut found = Vec::new();
    for (namespace, pods) in by_namespace(cluster.resources) {
        if default_deny::SYSTEM.contains(&namespace) || !wanted(namespace) {
            continue;
        }
        let open: Vec<&Pod> =
            pods.iter().filter(|(index, _)| !protected.contains(index)).map(|(_, pod)| *pod).collect();
        let Some(first) = open.first() else { continue };
        let names: BTreeSet<String> = open.iter().map(|pod| format!("`{}`", pod.owner.name)).collect();
        let all: BTreeSet<&str> = pods.iter().map(|(_, pod)| pod.owner.name.as_str()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let count = match (names.len(), all.len()) {
            (1, 1) => "the only workload".to_owned(),
            (open, all) if open == all => format!("all {all} workloads"),
            (open, all) => format!("{open} of {all} workloads"),
        };
        let message = format!(
            "{count} of namespace {namespace} accept{} connections from everywhere: {}",
            if names.len() == 1 { "s" } else { "" },
            listed(&names)
        );
        let problem = Problem::new(&RULE, cluster.place(first.object, &[]), message).with_help(
            "a NetworkPolicy with `podSelector: {}` and no rules denies what no other policy allows",
        );
        // Where no policy stands at all they may stand elsewhere.
        let sketch = cluster.resources.policies.is_empty();
        let problem = if sketch { problem.with_severity(Severity::Info) } else { problem };
        found.push((first.object, problem));
    }
    found
}

fn by_namespace(resources: &Resources) -> BTreeMap<&str, Vec<(usize, &Pod)>> {
    let mut by_namespace: BTreeMap<&str, Vec<(usize, &Pod)>> = BTreeMap::new();
    // A pod in its node's network is the node: no policy is about it.
    for (index, pod) in resources.pods.iter().enumerate().filter(|(_, pod)| !pod.host_network) {
        by_namespace.entry(&pod.namespace).or_default().push((index, pod));
    }
    by_namespace
}

/// Whether pods of `namespace` are shown, and policies keep something from coming in to each of them.
pub(super) fn is_all_protected(cluster: &Cluster<'_>, namespace: &str) -> bool {
    let protected = cluster.protected();
    let by_namespace = by_namespace(cluster.resources);
    by_namespace.get(namespace).is_some_and(|pods| pods.iter().all(|(index, _)| protected.contains(index)))
}

/// The pods, by their index, that some policy keeps something from reaching.
pub(super) fn protected(resources: &Resources) -> BTreeSet<usize> {
    let by_namespace = by_namespace(resources);
    let mut protected = BTreeSet::new();
    for policy in resources.policies.iter().filter(|policy| denies(policy)) {
        let namespaces = by_namespace
            .iter()
            .filter(|(name, _)| resources.selects_namespace(&policy.subject.namespaces, name));
        for (index, pod) in namespaces.flat_map(|(_, pods)| pods) {
            if resources.assumes(&policy.subject, pod) {
                protected.insert(*index);
            }
        }
    }
    protected
}

fn denies(policy: &Policy) -> bool {
    let denies = |rules: &Vec<PolicyRule>| rules.iter().any(|rule| rule.action == Action::Deny);
    policy.ingress.as_ref().is_some_and(|rules| policy.isolates || denies(rules))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn pod(namespace: &str, name: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name}, namespace: {namespace}, labels: {{ app: {name} }} }}\n\
             spec: {{ containers: [{{ name: a, image: a }}] }}\n---\n"
        )
    }

    fn policy(namespace: &str, spec: &str) -> String {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p, namespace: {namespace} }}\nspec: {spec}\n---\n"
        )
    }

    #[test]
    fn a_namespace_is_one_finding() {
        let pods: String = ["a", "b", "c", "d"].map(|name| pod("shop", name)).concat();
        let page = |more: &str| format!("```yaml\n{pods}{more}```\n");
        check(
            &RULE,
            &page(""),
            "info `a` all 4 workloads of namespace shop accept connections from everywhere: `a`, `b` and 2 more",
        );
        check(
            &RULE,
            &page(&policy("shop", "{ podSelector: { matchLabels: { app: a } } }")),
            "warning `b` 3 of 4 workloads of namespace shop accept connections from everywhere: `b`, `c` and `d`",
        );
        check(&RULE, &page(&policy("shop", "{ podSelector: {} }")), "");
        check(
            &RULE,
            &format!("```yaml\n{}{}```\n", pod("kube-system", "a"), policy("shop", "{ podSelector: {} }")),
            "",
        );
    }

    #[test]
    fn what_only_goes_out_is_no_protection() {
        check(
            &RULE,
            &format!(
                "```yaml\n{}{}```\n",
                pod("shop", "a"),
                policy("shop", "{ podSelector: {}, policyTypes: [Egress] }")
            ),
            "warning `a` the only workload of namespace shop accepts connections from everywhere: `a`",
        );
    }
}
