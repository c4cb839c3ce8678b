use super::Subject;
use super::shown::CANDIDATES;
use super::words::listed;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Object, Pod, PortReference, Service, ServicePort};
use crate::text::Edit;
use crate::yaml::{Node, nearest, written};
use std::collections::BTreeSet;

/// A Service leads to a port that none of its pods has.
pub static RULE: Rule = Rule {
    code: "SV002",
    name: "target-port-without-container",
    severity: Severity::Error,
    why: "A target port by name is looked up among the ports that the containers declare, with its protocol; one that \
          is not found gives the Service no endpoints for that port. One by number works without being declared, but \
          where all pods declare ports and none declares this one, it is most often the wrong number: left out, the \
          target port is the Service's own port.",
    source: "Kubernetes documentation, \"Service: Port definitions\"; EndpointSlice controller (FindPort)",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let served: Vec<Served<'_>> =
        subject.cluster.shown.services().filter_map(|service| served(subject, service)).collect();
    // The ports of pods that some Service leads to.
    let mut reached: BTreeSet<(usize, u16)> = BTreeSet::new();
    for Served { service, pods, .. } in &served {
        let ports = |pod: &Pod| service.ports.iter().filter_map(|port| port.of(pod)).collect::<Vec<_>>();
        reached.extend(pods.iter().flat_map(|pod| ports(pod).into_iter().map(|port| (pod.object, port))));
    }
    for served in &served {
        for port in &served.service.ports {
            let Some(node) = port_node(served.object, port) else { continue };
            problems.extend(match &port.target {
                PortReference::Name(name) => unknown_name(served, port, name, node),
                PortReference::Number(number) => undeclared(served, port, *number, node, &reached),
            });
        }
    }
}

/// A Service with the pods that serve it.
struct Served<'a> {
    service: &'a Service,
    object: &'a Object,
    pods: Vec<&'a Pod>,
}

fn served<'a>(subject: &Subject<'a>, service: &'a Service) -> Option<Served<'a>> {
    let (selector, object) = (service.selector.as_ref()?, subject.object(service.object)?);
    let pods = subject.cluster.shown.selected(&service.namespace, selector);
    // Of a base and its overlays, one may have the port that another lacks.
    let has_twin = |pod: &&Pod| subject.cluster.shown.has_twin(pod.object);
    let is_certain =
        !pods.is_empty() && !subject.cluster.shown.has_twin(service.object) && !pods.iter().any(has_twin);
    is_certain.then_some(Served { service, object, pods })
}

fn unknown_name(served: &Served<'_>, port: &ServicePort, name: &str, node: &Node) -> Option<Problem> {
    let Served { object, pods, .. } = served;
    // Proxies that are injected bring ports of their own.
    if pods.iter().any(|pod| port.of(pod).is_some()) || is_injected(name) {
        return None;
    }
    let declared = || pods.iter().flat_map(|pod| &pod.ports);
    let same_name = declared().find(|it| it.name.as_deref() == Some(name));
    let message = match same_name {
        Some(other) => format!(
            "{object} leads to the port `{name}` over {}, and in its pods that is {}",
            port.protocol, other.protocol
        ),
        None => format!("{object} leads to the port `{name}`, and none of its pods has a port of that name"),
    };
    let place = node.get("targetPort")?;
    let problem = Problem::new(&RULE, place.span, message);
    let names = declared().filter(|it| it.protocol == port.protocol).filter_map(|it| it.name.as_deref());
    Some(match nearest(name, names.take(CANDIDATES)).filter(|_| same_name.is_none()) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")).with_fix(
            format!("Write {meant}"),
            Edit::replace(place.span, written(meant)),
            false,
        ),
        None => problem.with_help("name the container's port so, or write its number"),
    })
}

fn undeclared(
    served: &Served<'_>,
    port: &ServicePort,
    number: u16,
    node: &Node,
    reached: &BTreeSet<(usize, u16)>,
) -> Option<Problem> {
    let Served { service, object, pods } = served;
    let has_it = |pod: &&Pod| {
        pod.ports.is_empty() || pod.ports.iter().any(|it| it.port == number && it.protocol == port.protocol)
    };
    if pods.iter().any(has_it) {
        return None;
    }
    let declared: BTreeSet<u16> = pods.iter().flat_map(|pod| &pod.ports).map(|it| it.port).collect();
    // Beside a port that is declared, another one is often left undeclared; and clients of a headless Service connect
    // to the pods, on whichever port they like.
    let is_only = !pods.iter().any(|pod| pod.ports.iter().any(|it| reached.contains(&(pod.object, it.port))));
    let severity = if is_only && !service.is_headless() { Severity::Warning } else { Severity::Info };
    let is_written = node.get("targetPort").is_some();
    let place = node.get("targetPort").or_else(|| node.get("port")).unwrap_or(node);
    let which = if is_written { "" } else { ", its own one since it names no other," };
    let ports: Vec<String> = declared.iter().map(u16::to_string).collect();
    let message =
        format!("{object} leads to the port {number}{which} and its pods declare {}", listed(&ports));
    let problem = Problem::new(&RULE, place.span, message).with_severity(severity);
    Some(match ports.as_slice() {
        [only] if is_written && service.ports.len() == 1 => {
            problem.with_fix(format!("Write {only}"), Edit::replace(place.span, only), false)
        }
        _ => problem.with_help("write the container's port as `targetPort`, or declare it in the container"),
    })
}

fn is_injected(name: &str) -> bool {
    name == "http-envoy-prom" || name.starts_with("linkerd-")
}

/// Where the service writes `port`.
fn port_node<'o>(service: &'o Object, port: &ServicePort) -> Option<&'o Node> {
    service.at(&["spec", "ports"])?.items().iter().find(|node| node.span == port.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(container: &str, service: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: web, labels: {{ app: web }} }}\n\
             spec: {{ containers: [{{ name: web, image: web, ports: [{container}] }}] }}\n---\n\
             apiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\n\
             spec: {{ selector: {{ app: web }}, ports: [{service}] }}\n```\n"
        )
    }

    #[test]
    fn a_name_that_no_pod_has_is_an_error() {
        let wrong = page("{ name: http, containerPort: 8080 }", "{ port: 80, targetPort: htpp }");
        check(
            &RULE,
            &wrong,
            "error `htpp` Service web leads to the port `htpp`, and none of its pods has a port of that name",
        );
        assert!(fixed(&RULE, &wrong).contains("targetPort: http }"));
        check(
            &RULE,
            &page("{ name: dns, containerPort: 53 }", "{ port: 53, protocol: UDP, targetPort: dns }"),
            "error `dns` Service web leads to the port `dns` over UDP, and in its pods that is TCP",
        );
        check(&RULE, &page("{ name: http, containerPort: 8080 }", "{ port: 80, targetPort: http }"), "");
    }

    #[test]
    fn a_number_that_no_pod_declares_is_likely_wrong() {
        check(
            &RULE,
            &page("{ containerPort: 8080 }", "{ port: 80 }"),
            "warning `80` Service web leads to the port 80, its own one since it names no other, and its pods declare 8080",
        );
        let written = page("{ containerPort: 8080 }", "{ port: 80, targetPort: 8000 }");
        assert!(fixed(&RULE, &written).contains("targetPort: 8080 }"));
        check(&RULE, &page("", "{ port: 80 }"), "");
        check(
            &RULE,
            &page("{ containerPort: 8080 }", "{ name: http, port: 8080 }, { name: metrics, port: 9090 }"),
            "info `9090` Service web leads to the port 9090, its own one since it names no other, and its pods declare 8080",
        );
        check(&RULE, &page("{ containerPort: 8080 }", "{ port: 80, targetPort: 8080 }"), "");
    }
}
