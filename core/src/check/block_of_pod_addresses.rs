use super::Subject;
use super::cover::Cover;
use super::policy_block::blocks;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::Role;

/// A policy names pods by their addresses.
pub static RULE: Rule = Rule {
    code: "PO009",
    name: "block-of-pod-addresses",
    severity: Severity::Info,
    why: "Blocks of addresses are meant for what lies outside of the cluster. Pods get another address each time they \
          start, and Cilium never matches pods by address: a rule about a block of pod addresses matches nothing there.",
    source: "Kubernetes documentation, \"Network Policies: Behavior of to and from selectors\" (ipBlock); Cilium \
             documentation, \"Layer 3 Policies: CIDR-based\"",
};

/// Only a block that lies among the addresses of pods is meant for pods: a wider one holds others as well.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let blocks = blocks(subject);
    if blocks.is_empty() {
        return;
    }
    let is_pods = |role: &crate::model::Known<Role>| role.value == Role::Pods && role.evidence.is_declared();
    let pods: Vec<_> = subject.model.plan.iter().filter(|entry| is_pods(&entry.role)).collect();
    let cover = Cover::new(pods.iter().enumerate().map(|(index, entry)| (index, &entry.range)));
    let clusters = &subject.view.clusters;
    let is_cilium = !clusters.is_empty() && clusters.iter().all(|cluster| cluster.runs("cilium"));
    for block in blocks {
        let Some(entry) = cover.around(&block.range).and_then(|index| pods.get(index)) else { continue };
        let message = format!("{} names pods by their addresses, {}", block.policy, block.cidr);
        let problem = Problem::new(&RULE, block.span, message)
            .with_related(entry.range_span, "the addresses of pods are here")
            .with_help("select the pods by their labels");
        problems.push(if is_cilium { problem.with_severity(Severity::Warning) } else { problem });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn pods_are_not_named_by_their_addresses() {
        let page = |cni: &str, cidr: &str| {
            format!(
                "---\nnetplat:\n  cluster: {{ cni: {cni} }}\n  addresses: [{{ cidr: 10.244.0.0/16, role: pods }}]\n---\n# A\n\n```yaml\n\
                 apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: web }}\n\
                 spec: {{ podSelector: {{}}, ingress: [{{ from: [{{ ipBlock: {{ cidr: {cidr} }} }}] }}] }}\n```\n"
            )
        };
        let what = "`10.244.3.0/24` NetworkPolicy default/web names pods by their addresses, 10.244.3.0/24";
        check(&RULE, &page("calico", "10.244.3.0/24"), &format!("info {what}"));
        check(&RULE, &page("cilium", "10.244.3.0/24"), &format!("warning {what}"));
        check(&RULE, &page("cilium", "10.0.0.0/8"), "");
    }
}
