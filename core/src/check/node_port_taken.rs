use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::net::Protocol;
use crate::text::Span;
use std::collections::BTreeMap;

/// Two Services ask for one node port.
pub static RULE: Rule = Rule {
    code: "SV004",
    name: "node-port-taken",
    severity: Severity::Error,
    why: "A node port is opened on every node for one Service. The API server refuses the second one that asks for it: \
          \"provided port is already allocated\".",
    source: "Kubernetes documentation, \"Service: type NodePort: Choosing your own port\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    // Of several clusters it is not known which one a Service belongs to.
    if subject.view.clusters.len() > 1 {
        return;
    }
    let mut taken: BTreeMap<(Protocol, u16), (&Object, Span)> = BTreeMap::new();
    for service in subject.cluster.shown.services() {
        let Some(object) = subject.object(service.object) else { continue };
        for (port, asked) in service.ports.iter().filter_map(|port| Some((port, port.node_port?))) {
            let Some((other, place)) = taken.get(&(port.protocol, asked)) else {
                taken.insert((port.protocol, asked), (object, port.span));
                continue;
            };
            let message = format!("{object} asks for the node port {asked}, which {other} asks for as well");
            problems.push(
                Problem::new(&RULE, port.span, message)
                    .with_related(*place, "it is asked for here")
                    .with_help("leave the field out of one of them: a free one is chosen"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn one_node_port_serves_one_service_for_each_protocol() {
        let service = |name: &str, protocol: &str| {
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{ name: {name} }}\n\
                 spec: {{ type: NodePort, ports: [{{ port: 53, protocol: {protocol}, nodePort: 30053 }}] }}\n---\n"
            )
        };
        let page = |other: &str| format!("```yaml\n{}{other}```\n", service("dns", "UDP"));
        check(
            &RULE,
            &page(&service("more", "UDP")),
            "error `{ port: 53, protocol: UDP, nodePort: 30053 }` Service more asks for the node port 30053, which Service dns asks for as well",
        );
        check(&RULE, &page(&service("more", "TCP")), "");
        // The same Service twice is one.
        check(&RULE, &page(&service("dns", "UDP")), "");
    }
}
