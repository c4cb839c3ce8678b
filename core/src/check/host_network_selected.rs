use super::cluster::{Cluster, Found};
use super::subject::Subject;
use super::words::listed;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Policy;
use std::collections::BTreeSet;

/// A policy whose selector is about pods in their nodes' network.
pub static RULE: Rule = Rule {
    code: "PO037",
    name: "policy-about-host-network",
    severity: Severity::Info,
    why: "A pod in its node's network has the node's address, by which most network plugins cannot tell it from the \
          node: what a policy says of such a pod is left undefined, and mostly does not hold.",
    source: "Kubernetes: Network Policies, \"NetworkPolicy and hostNetwork pods\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let in_host: Vec<_> = cluster.resources.pods.iter().filter(|pod| pod.host_network).collect();
    let mut judged = BTreeSet::new();
    let mut found = Vec::new();
    for policy in cluster.resources.policies.iter().filter(|policy| judged.insert(policy.object)) {
        let selected = in_host.iter().filter(|pod| cluster.resources.assumes(&policy.subject, pod));
        let names: BTreeSet<String> = selected.map(|pod| format!("`{}`", pod.owner.name)).collect();
        let names: Vec<String> = names.into_iter().collect();
        if !names.is_empty() {
            found.push((policy.object, problem(cluster, policy, &names)));
        }
    }
    found
}

fn problem(cluster: &Cluster<'_>, policy: &Policy, names: &[String]) -> Problem {
    let (its, do_) = if names.len() == 1 { ("its node's", "uses") } else { ("their nodes'", "use") };
    let message =
        format!("{policy} selects {}, which {do_} {its} network: it need not hold there", listed(names));
    Problem::new(&RULE, cluster.place(policy.object, &[]), message)
        .with_help("guard nodes by what guards nodes: host policies of the network plugin, or a firewall")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn policies_are_held_against_pods_in_their_nodes_network() {
        let page = |network: &str, label: &str| {
            format!(
                "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: agent, labels: {{ app: agent }} }}\nspec: {{ hostNetwork: {network}, containers: [] }}\n---\n\
                 apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p }}\nspec: {{ podSelector: {{ matchLabels: {{ app: {label} }} }} }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("true", "agent"),
            "info `p` NetworkPolicy default/p selects `agent`, which uses its node's network: it need not hold there",
        );
        check(&RULE, &page("false", "agent"), "");
        check(&RULE, &page("true", "web"), "");
    }
}
