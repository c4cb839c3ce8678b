use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::yaml::Node;
use std::ops::RangeInclusive;

/// A Service asks for a node port that the API server does not give out.
pub static RULE: Rule = Rule {
    code: "AP016",
    name: "node-port-range",
    severity: Severity::Error,
    why: "The API server gives out node ports from one range, 30000–32767 unless `--service-node-port-range` says \
          another one, and refuses a Service that asks for a port outside of it.",
    source: "Kubernetes documentation, \"Service\" (type: NodePort); kube-apiserver --service-node-port-range",
};

const DEFAULT: RangeInclusive<i64> = 30000..=32767;
const FLAG: &str = "service-node-port-range";

/// Services in the page's YAML. kubeadm's configuration on the page may set another range.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let objects = &subject.model.objects.objects;
    let mut flags = objects.iter().filter_map(node_port_flag);
    let range = match flags.next().map(read_range) {
        None => DEFAULT,
        Some(Some(range)) if flags.next().is_none() => range,
        // It cannot be read, or it is not known which cluster a Service belongs to.
        Some(_) => return,
    };
    for object in objects.iter().filter(|object| object.group().is_empty() && object.kind == "Service") {
        let ports = object.at(&["spec", "ports"]).map_or(&[][..], Node::items);
        let asked = ports.iter().filter_map(|port| port.get("nodePort"));
        for node in asked.chain(object.at(&["spec", "healthCheckNodePort"])) {
            // Zero lets the API server choose.
            let Some(port) = node.integer().filter(|port| *port != 0 && !range.contains(port)) else {
                continue;
            };
            let message = format!(
                "{object} asks for the node port {port}; the API server gives out {} to {}",
                range.start(),
                range.end()
            );
            problems.push(
                Problem::new(&RULE, node.span, message)
                    .with_help("take a port of the range, or leave the field out: a free one is chosen"),
            );
        }
    }
}

/// The flag in kubeadm's ClusterConfiguration: a mapping up to v1beta3, a list of names and values since.
fn node_port_flag(object: &Object) -> Option<&str> {
    if (object.group(), object.kind.as_str()) != ("kubeadm.k8s.io", "ClusterConfiguration") {
        return None;
    }
    let flags = object.at(&["apiServer", "extraArgs"])?;
    let listed = flags.items().iter().find(|flag| flag.get("name").and_then(Node::text) == Some(FLAG));
    flags.get(FLAG).or_else(|| listed?.get("value"))?.text()
}

/// `30000-32767`; none where it is written in another way.
fn read_range(text: &str) -> Option<RangeInclusive<i64>> {
    let (first, last) = text.split_once('-')?;
    Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(objects: &str) -> String {
        format!("# A\n\n```yaml\n{objects}```\n")
    }

    fn service(port: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\nspec: {{ type: NodePort, ports: [{{ port: 80, nodePort: {port} }}] }}\n"
        )
    }

    #[test]
    fn a_port_outside_of_the_range_is_refused() {
        check(
            &RULE,
            &page(&service("8080")),
            "error `8080` Service web asks for the node port 8080; the API server gives out 30000 to 32767",
        );
        for port in ["30000", "32767", "0", "null", "http"] {
            check(&RULE, &page(&service(port)), "");
        }
    }

    #[test]
    fn kubeadms_configuration_sets_another_range() {
        let configured = |args: &str| {
            let kubeadm = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:";
            page(&format!("{kubeadm} {{ extraArgs: {args} }}\n---\n{}", service("8080")))
        };
        check(&RULE, &configured("[{ name: service-node-port-range, value: 8000-9000 }]"), "");
        check(
            &RULE,
            &configured("{ service-node-port-range: 9000-9999 }"),
            "error `8080` Service web asks for the node port 8080; the API server gives out 9000 to 9999",
        );
    }
}
