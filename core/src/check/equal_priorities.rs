use super::cluster::{Cluster, Found};
use super::subject::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Policy, Tier};
use crate::reach::Direction;
use std::collections::BTreeSet;

/// Two policies of the cluster with one priority, about the same pods.
pub static RULE: Rule = Rule {
    code: "PO033",
    name: "equal-priorities",
    severity: Severity::Warning,
    why: "Which of two policies of equal priority is asked first is left to the network plugin: what they say of the \
          same connection may change with the next version, or the next restart.",
    source: "Network Policy API: AdminNetworkPolicySpec, `priority`",
};

/// With how many of the same priority a policy is held against: whoever gives all the same one is told of the first.
const NEIGHBOURS: usize = 64;

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let mut ordered: Vec<&Policy> = cluster.resources.policies.iter().collect();
    ordered.retain(|policy| matches!(policy.tier, Tier::Admin | Tier::Baseline));
    ordered.sort_by_key(|policy| (policy.tier, policy.order, policy.object));
    let mut found = Vec::new();
    let pods = |policy: &Policy| -> BTreeSet<usize> {
        let all = cluster.resources.pods.iter().enumerate();
        all.filter(|(_, pod)| cluster.resources.assumes(&policy.subject, pod))
            .map(|(index, _)| index)
            .collect()
    };
    for equal in ordered.chunk_by(|a, b| (a.tier, a.order) == (b.tier, b.order)).filter(|it| it.len() > 1) {
        let with_pods: Vec<(&Policy, BTreeSet<usize>)> =
            equal.iter().map(|&policy| (policy, pods(policy))).collect();
        for (index, (policy, own)) in with_pods.iter().enumerate() {
            let mut before = with_pods.iter().take(index).rev().take(NEIGHBOURS);
            let meets = |(other, others): &&(&Policy, BTreeSet<usize>)| {
                differ(other, policy) && (other.subject == policy.subject || !own.is_disjoint(others))
            };
            if let Some((other, _)) = before.find(meets) {
                let message =
                    format!("{policy} has the priority of {other}, and both are about the same pods");
                let place = cluster.place(policy.object, &["spec", "priority"]);
                found.push((
                    policy.object,
                    Problem::new(&RULE, place, message).with_help("give each a priority of its own"),
                ));
            }
        }
    }
    found
}

/// Whether both say something of the same direction, and not the same thing.
fn differ(a: &Policy, b: &Policy) -> bool {
    [Direction::Ingress, Direction::Egress].iter().any(|direction| {
        let actions = |policy| direction.rules(policy).unwrap_or_default().iter().map(|rule| rule.action);
        actions(a).any(|one| actions(b).any(|other| one != other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn equal_priorities_matter_where_policies_meet_and_differ() {
        let admin = |name: &str, priority: u16, subject: &str, action: &str| {
            format!(
                "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{ name: {name} }}\n\
                 spec: {{ priority: {priority}, subject: {{ namespaces: {subject} }}, ingress: [{{ action: {action}, from: [{{ namespaces: {{}} }}] }}] }}\n---\n"
            )
        };
        let page = |a: String, b: String| format!("```yaml\n{a}{b}```\n");
        check(
            &RULE,
            &page(admin("a", 7, "{}", "Deny"), admin("b", 7, "{}", "Allow")),
            "warning `7` AdminNetworkPolicy b has the priority of AdminNetworkPolicy a, and both are about the same pods",
        );
        check(&RULE, &page(admin("a", 7, "{}", "Deny"), admin("b", 8, "{}", "Allow")), "");
        check(&RULE, &page(admin("a", 7, "{}", "Deny"), admin("b", 7, "{}", "Deny")), "");
        check(
            &RULE,
            &page(admin("a", 7, "{}", "Deny"), admin("b", 7, "{ matchLabels: { a: b } }", "Allow")),
            "",
        );
    }
}
