use super::Subject;
use super::load_balancer::is_load_balancer;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::yaml::Node;

/// Cilium announces a Service's address on nodes that have none of its pods, and such nodes drop the traffic.
pub static RULE: Rule = Rule {
    code: "SV009",
    name: "local-traffic-with-l2-announcements",
    severity: Severity::Warning,
    why: "With `externalTrafficPolicy: Local` a node serves only the pods on it. Cilium's L2 announcements choose the node \
          that answers for an address without looking where the pods are, so that traffic may arrive where nobody \
          serves it.",
    source: "Cilium documentation, \"L2 Announcements: Limitations\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let announces = |object: &&Object| {
        object.kind == "CiliumL2AnnouncementPolicy"
            && object.at(&["spec", "loadBalancerIPs"]).and_then(Node::bool) == Some(true)
    };
    let policies: Vec<&Object> = subject.model.objects.objects.iter().filter(announces).collect();
    if policies.is_empty() {
        return;
    }
    for service in subject.cluster.shown.services().filter(|service| is_load_balancer(service)) {
        let Some(object) = subject.object(service.object) else { continue };
        let Some(node) = object.at(&["spec", "externalTrafficPolicy"]) else { continue };
        if node.text() != Some("Local") {
            continue;
        }
        let Some(policy) = policies.iter().find(|policy| selects(policy, object)) else { continue };
        let message =
            format!("{object} is served only where its pods run, and {} announces it anywhere", policy.name);
        problems.push(
            Problem::new(&RULE, node.span, message)
                .with_related(policy.name_span(), "the announcements are here")
                .with_help("announce the address over BGP, or take `externalTrafficPolicy: Cluster`"),
        );
    }
}

/// Whether the policy is about the Service for certain: it selects by nothing, or by labels that the Service has.
fn selects(policy: &Object, service: &Object) -> bool {
    let Some(selector) = policy.at(&["spec", "serviceSelector"]) else { return true };
    let labels = service.at(&["metadata", "labels"]);
    let has =
        |key: &str, value: Option<&str>| labels.and_then(|it| it.get(key)).and_then(Node::text) == value;
    let wanted = selector.get("matchLabels").map(Node::entries).unwrap_or_default();
    selector.get("matchExpressions").is_none()
        && wanted.iter().all(|entry| entry.value.text().is_some() && has(&entry.key, entry.value.text()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn local_traffic_is_not_announced_over_l2() {
        let page = |policy: &str, selector: &str| {
            format!(
                "```yaml\napiVersion: cilium.io/v2alpha1\nkind: CiliumL2AnnouncementPolicy\nmetadata: {{ name: lan }}\n\
                 spec: {{ loadBalancerIPs: true, serviceSelector: {selector} }}\n---\napiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\n\
                 spec: {{ type: LoadBalancer, externalTrafficPolicy: {policy} }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("Local", "{}"),
            "warning `Local` Service web is served only where its pods run, and lan announces it anywhere",
        );
        check(&RULE, &page("Cluster", "{}"), "");
        check(&RULE, &page("Local", "{ matchLabels: { edge: lan } }"), "");
    }
}
