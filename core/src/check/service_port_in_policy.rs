use super::Subject;
use super::written_in::entry_within;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{
    Action, Namespaces, PeerKind, Pod, PodSelection, Policy, Ports, Rule as PolicyRule, Service,
};
use crate::net::Protocol;
use crate::text::Edit;
use std::collections::{BTreeMap, BTreeSet};

/// A policy allows the port of a Service and not that of the pods behind it.
pub static RULE: Rule = Rule {
    code: "PO006",
    name: "service-port-in-policy",
    severity: Severity::Warning,
    why: "Policies are asked about the port on which a pod is reached: the target port. A Service's own port is gone by \
          then, so that a rule about it matches nothing, and the traffic that was meant is denied.",
    source: "Kubernetes documentation, \"Network Policies: Behavior of to and from selectors\"; Kubernetes API: \
             NetworkPolicyPort, `port` (\"the port on the given protocol\" of the pod)",
};

/// Certain is only what the pods declare: each of those that are meant has ports, none has this one, and a Service leads
/// from it to one of theirs.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let renaming = Renaming::of(subject);
    if renaming.services.is_empty() {
        return;
    }
    for policy in &subject.resources.policies {
        let allows = |rule: &&PolicyRule| rule.action == Action::Allow;
        for rule in policy.ingress.iter().flatten().filter(allows) {
            let own = rule.subject.as_ref().unwrap_or(&policy.subject);
            find(subject, &renaming, policy, rule, std::slice::from_ref(own), problems);
        }
        for rule in policy.egress.iter().flatten().filter(allows) {
            let Some(peers) = &rule.peers else { continue };
            let pods = |kind: &PeerKind| match kind {
                PeerKind::Pods(selection) => Some(selection.clone()),
                _ => None,
            };
            // Where a rule names addresses as well, the port may be theirs.
            if let Some(selections) = peers.iter().map(|peer| pods(&peer.kind)).collect::<Option<Vec<_>>>() {
                find(subject, &renaming, policy, rule, &selections, problems);
            }
        }
    }
}

/// The Services that lead from one port to another, by the port that they lead from.
struct Renaming<'a> {
    services: BTreeMap<(u16, Protocol), Vec<&'a Service>>,
}

impl<'a> Renaming<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let mut services: BTreeMap<_, Vec<&Service>> = BTreeMap::new();
        for service in
            subject.cluster.shown.services().filter(|service| !subject.cluster.shown.has_twin(service.object))
        {
            let renamed = service
                .ports
                .iter()
                .filter(|port| port.target != crate::k8s::PortReference::Number(port.port));
            for port in renamed {
                services.entry((port.port, port.protocol)).or_default().push(service);
            }
        }
        Self { services }
    }

    /// The port of `pods` that a Service leads to from `port`, with that Service.
    fn target(&self, port: u16, protocol: Protocol, pods: &[&Pod]) -> Option<(&'a Service, u16)> {
        self.services.get(&(port, protocol))?.iter().find_map(|service| {
            let own = service.ports.iter().find(|it| it.port == port && it.protocol == protocol)?;
            let pod = pods.iter().find(|pod| service.selects(pod))?;
            let target = own.of(pod)?;
            let declared = pod.ports.iter().any(|it| it.port == target && it.protocol == protocol);
            declared.then_some((*service, target))
        })
    }
}

fn find(
    subject: &Subject<'_>,
    renaming: &Renaming<'_>,
    policy: &Policy,
    rule: &PolicyRule,
    selections: &[PodSelection],
    problems: &mut Vec<Problem>,
) {
    let allowed: Vec<(u16, Protocol)> = rule
        .ports
        .iter()
        .flatten()
        .filter_map(|port| match port.ports {
            Ports::Range(first, last) if first == last => Some((first, port.protocol?)),
            _ => None,
        })
        .collect();
    let suspects: Vec<_> = allowed.iter().filter(|port| renaming.services.contains_key(port)).collect();
    if suspects.is_empty() {
        return;
    }
    let pods = pods_of(subject, selections);
    for &&(port, protocol) in &suspects {
        let lacks = |pod: &&Pod| {
            !pod.ports.is_empty() && !pod.ports.iter().any(|it| it.port == port && it.protocol == protocol)
        };
        if pods.is_empty() || !pods.iter().all(lacks) {
            continue;
        }
        let Some((service, target)) = renaming.target(port, protocol, &pods) else { continue };
        // Both are allowed, so that nothing is denied that was meant.
        if !allowed.contains(&(target, protocol)) {
            problems.extend(problem(subject, policy, rule, service, (port, target)));
        }
    }
}

/// The pods that are selected, each once.
fn pods_of<'a>(subject: &Subject<'a>, selections: &[PodSelection]) -> Vec<&'a Pod> {
    let mut seen = BTreeSet::new();
    let mut pods = Vec::new();
    for selection in selections {
        let namespaces: Vec<&str> = match &selection.namespaces {
            Namespaces::Named(name) => vec![name],
            matching @ Namespaces::Matching(_) => {
                let names = subject.resources.namespaces.keys().map(String::as_str);
                names.filter(|name| subject.resources.selects_namespace(matching, name)).collect()
            }
        };
        for pod in namespaces.iter().flat_map(|name| subject.cluster.shown.selected(name, &selection.pods)) {
            if seen.insert((pod.object, pod.name.as_str())) {
                pods.push(pod);
            }
        }
    }
    pods
}

fn problem(
    subject: &Subject<'_>,
    policy: &Policy,
    rule: &PolicyRule,
    service: &Service,
    (port, target): (u16, u16),
) -> Option<Problem> {
    let object = subject.object(policy.object)?;
    let service = subject.object(service.object)?;
    let written = entry_within(&object.tree, rule.span, &mut |entry| {
        entry.key == "port" && entry.value.text().and_then(|text| text.parse().ok()) == Some(port)
    });
    let span = written.map_or(rule.span, |entry| entry.value.span);
    let message = format!("{policy} allows the port {port} of {service}, whose pods are reached on {target}");
    let problem = Problem::new(&RULE, span, message).with_related(service.name_span(), "the Service is here");
    Some(match written {
        Some(entry) => {
            // A port in quotes stays so, as Cilium wants it.
            let text = entry.value.span.slice(subject.text).replace(&port.to_string(), &target.to_string());
            problem.with_fix(format!("Write {target}"), Edit::replace(entry.value.span, text), true)
        }
        None => problem.with_help(format!("allow the port {target}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(policy: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: web, labels: {{ app: web }} }}\n\
             spec: {{ containers: [{{ name: web, image: web, ports: [{{ containerPort: 8080 }}] }}] }}\n---\n\
             apiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\n\
             spec: {{ selector: {{ app: web }}, ports: [{{ port: 80, targetPort: 8080 }}] }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: web }}\nspec: {policy}\n```\n"
        )
    }

    #[test]
    fn the_port_of_the_service_is_not_the_one_that_a_policy_sees() {
        let ingress =
            page("{ podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 80 }] }] }");
        let expect = "warning `80` NetworkPolicy default/web allows the port 80 of Service web, whose pods are reached on 8080";
        check(&RULE, &ingress, expect);
        assert!(fixed(&RULE, &ingress).contains("ports: [{ port: 8080 }]"));
        let egress =
            "egress: [{ to: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 80 }] }]";
        check(&RULE, &page(&format!("{{ podSelector: {{}}, policyTypes: [Egress], {egress} }}")), expect);
    }

    #[test]
    fn other_ports_and_ports_that_pods_may_have_are_left_alone() {
        for ports in
            ["{ port: 8080 }", "{ port: 443 }", "{ port: 80 }, { port: 8080 }", "{ port: 80, endPort: 90 }"]
        {
            check(&RULE, &page(&format!("{{ podSelector: {{}}, ingress: [{{ ports: [{ports}] }}] }}")), "");
        }
        let address = "{ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 80 }] }] }";
        check(&RULE, &page(address), "");
    }
}
