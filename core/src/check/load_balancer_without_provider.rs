use super::Subject;
use super::load_balancer::is_load_balancer;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::model::{Cloud, Role};

/// A Service of type LoadBalancer in a cluster of one's own without anything that gives it an address.
pub static RULE: Rule = Rule {
    code: "SV006",
    name: "load-balancer-without-provider",
    severity: Severity::Info,
    why: "Outside of a cloud nothing gives a Service of type LoadBalancer an address unless it is installed: Cilium's LB \
          IPAM, MetalLB, kube-vip, k3s' ServiceLB. Without one the Service stays pending.",
    source: "Kubernetes documentation, \"Service: type LoadBalancer\"; MetalLB documentation, \"Why?\"",
};

/// Looks only where the facts say that the cluster runs in no cloud.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let outside = |cloud: Option<Cloud>| cloud == Some(Cloud::None);
    let clusters = &subject.view.clusters;
    let has_pool = subject.model.plan.iter().any(|entry| entry.role.value == Role::LoadBalancers);
    if clusters.is_empty()
        || !clusters.iter().all(|cluster| outside(cluster.cloud()))
        || has_pool
        || subject.model.objects.objects.iter().any(gives_addresses)
    {
        return;
    }
    let services = subject.cluster.shown.services().filter(|service| is_load_balancer(service));
    let mut pending = services
        .filter_map(|service| subject.object(service.object))
        .filter(|object| object.at(&["spec", "loadBalancerClass"]).is_none());
    let Some(first) = pending.next() else { return };
    let others = pending.count();
    let more = if others == 0 { String::new() } else { format!(", as do {others} more") };
    let message = format!("{first} needs an address{more}, and nothing on the page gives it one");
    problems.push(
        Problem::new(&RULE, first.name_span(), message)
            .with_help("add a pool to the address plan (`role: load-balancers`), or the pool's manifest"),
    );
}

/// Whether an object belongs to something that gives addresses to load balancers.
fn gives_addresses(object: &Object) -> bool {
    object.group().starts_with("metallb.")
        || object.group() == "helm.toolkit.fluxcd.io"
        || ["kube-vip", "svclb", "cloud-controller-manager"].iter().any(|part| object.name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_load_balancer_of_a_bare_cluster_needs_a_pool() {
        let page = |facts: &str| {
            format!(
                "---\nnetplat:\n  {facts}\n---\n# A\n\n```yaml\napiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\n\
                 spec: {{ type: LoadBalancer, ports: [{{ port: 80 }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("cluster: { cloud: none }"),
            "info `web` Service web needs an address, and nothing on the page gives it one",
        );
        check(&RULE, &page("cluster: { cloud: aws }"), "");
        check(&RULE, &page("version: 1"), "");
        let pool =
            "cluster: { cloud: none }\n  addresses: [{ range: 10.0.0.5-10.0.0.9, role: load-balancers }]";
        check(&RULE, &page(pool), "");
    }
}
