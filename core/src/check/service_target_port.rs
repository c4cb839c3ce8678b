use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Object, Pod, PortReference, Service, ServicePort};
use crate::text::Edit;
use crate::yaml::{Node, nearest, written};

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
    for service in subject.shown.services() {
        let (Some(selector), Some(object)) = (&service.selector, subject.object(service.object)) else {
            continue;
        };
        let pods = subject.shown.selected(&service.namespace, selector);
        if pods.is_empty() {
            continue;
        }
        for port in &service.ports {
            problems.extend(judge(object, service, port, &pods));
        }
    }
}

fn judge(object: &Object, service: &Service, port: &ServicePort, pods: &[&Pod]) -> Option<Problem> {
    let node = port_node(object, port)?;
    let declared = || pods.iter().flat_map(|pod| &pod.ports);
    match &port.target {
        PortReference::Name(name) => {
            // Proxies that are injected bring ports of their own.
            if pods.iter().any(|pod| port.of(pod).is_some()) || is_injected(name) {
                return None;
            }
            let same_name = declared().find(|it| it.name.as_deref() == Some(name));
            let message = match same_name {
                Some(other) => format!(
                    "{object} leads to the port `{name}` over {}, and in its pods that is {}",
                    port.protocol, other.protocol
                ),
                None => format!(
                    "{object} leads to the port `{name}`, and none of its pods has a port of that name"
                ),
            };
            let place = node.get("targetPort")?;
            let problem = Problem::new(&RULE, place.span, message);
            let names =
                declared().filter(|it| it.protocol == port.protocol).filter_map(|it| it.name.as_deref());
            Some(match nearest(name, names).filter(|_| same_name.is_none()) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")).with_fix(
                    format!("Write {meant}"),
                    Edit::replace(place.span, written(meant)),
                    false,
                ),
                None => problem.with_help("name the container's port so, or write its number"),
            })
        }
        PortReference::Number(number) => {
            let has_it = |pod: &&Pod| {
                pod.ports.is_empty()
                    || pod.ports.iter().any(|it| it.port == *number && it.protocol == port.protocol)
            };
            if pods.iter().any(has_it) {
                return None;
            }
            Some(undeclared(object, service, node, *number, declared().map(|it| it.port).collect()))
        }
    }
}

fn undeclared(
    object: &Object,
    service: &Service,
    node: &Node,
    number: u16,
    mut declared: Vec<u16>,
) -> Problem {
    declared.sort_unstable();
    declared.dedup();
    let is_written = node.get("targetPort").is_some();
    let place = node.get("targetPort").or_else(|| node.get("port")).unwrap_or(node);
    let which = if is_written { "" } else { ", its own one since it names no other," };
    let ports: Vec<String> = declared.iter().map(u16::to_string).collect();
    let message = format!(
        "{object} leads to the port {number}{which} and its pods declare {}",
        super::subject::listed(&ports)
    );
    // Clients of a headless Service connect to the pods, on whichever port they like.
    let severity = if service.is_headless() { Severity::Info } else { Severity::Warning };
    let problem = Problem::new(&RULE, place.span, message).with_severity(severity);
    match declared.as_slice() {
        [only] if is_written && service.ports.len() == 1 => {
            problem.with_fix(format!("Write {only}"), Edit::replace(place.span, only.to_string()), false)
        }
        _ => problem.with_help("write the container's port as `targetPort`, or declare it in the container"),
    }
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
        check(&RULE, &page("{ containerPort: 8080 }", "{ port: 80, targetPort: 8080 }"), "");
    }
}
