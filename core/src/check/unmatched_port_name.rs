use super::Subject;
use super::written_in::entry_within;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Pod, Policy, Ports, Rule as PolicyRule};

/// A rule that allows a port by a name that no pod which it is about has.
pub static RULE: Rule = Rule {
    code: "PO004",
    name: "unmatched-port-name",
    severity: Severity::Warning,
    why: "A port is looked up by its name, and its protocol, in the pod that is reached. A name that this pod does not \
          have is accepted by the API server, and allows nothing.",
    source: "Kubernetes API: NetworkPolicyPort, `port`",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for policy in &subject.resources.policies {
        // What goes out is looked up in whatever is reached, of which not all may be shown.
        let mut rules = policy.ingress.iter().flatten().filter(|rule| names_a_port(rule)).peekable();
        if rules.peek().is_none() {
            continue;
        }
        let namespaces = subject.resources.namespaces.keys().map(String::as_str);
        let is_subject = |name: &&str| subject.resources.selects_namespace(&policy.subject.namespaces, name);
        let selected: Vec<&Pod> = namespaces
            .filter(is_subject)
            .filter(|namespace| subject.cluster.shown.all_pods(namespace).is_some())
            .flat_map(|namespace| subject.cluster.shown.selected(namespace, &policy.subject.pods))
            .collect();
        for rule in rules {
            find(subject, policy, rule, &selected, problems);
        }
    }
}

fn names_a_port(rule: &PolicyRule) -> bool {
    rule.ports.iter().flatten().any(|port| matches!(port.ports, Ports::Named(_)))
}

fn find(
    subject: &Subject<'_>,
    policy: &Policy,
    rule: &PolicyRule,
    pods: &[&Pod],
    problems: &mut Vec<Problem>,
) {
    // Pods that declare no port at all say nothing of their names.
    if pods.iter().all(|pod| pod.ports.is_empty()) {
        return;
    }
    for port in rule.ports.iter().flatten() {
        let Ports::Named(name) = &port.ports else { continue };
        let by_name = || pods.iter().flat_map(|pod| &pod.ports).filter(|it| it.name.as_ref() == Some(name));
        if by_name().any(|it| port.protocol.is_none_or(|protocol| protocol == it.protocol)) {
            continue;
        }
        let written = subject.object(policy.object).and_then(|object| {
            entry_within(&object.tree, rule.span, &mut |entry| {
                entry.key.to_lowercase().ends_with("port") && entry.value.text() == Some(name)
            })
        });
        let span = written.map_or(rule.span, |entry| entry.value.span);
        let message = match by_name().next() {
            Some(other) => {
                format!("the port `{name}` of the pods that {policy} selects is {}", other.protocol)
            }
            None => format!("no pod that {policy} selects has a port `{name}`"),
        };
        problems.push(
            Problem::new(&RULE, span, message).with_help("name the container's port so, or write its number"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(port: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: web, labels: {{ app: web }} }}\n\
             spec: {{ containers: [{{ name: web, image: web, ports: [{{ name: http, containerPort: 80 }}] }}] }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: web }}\n\
             spec:\n  podSelector: {{}}\n  ingress: [{{ ports: [{port}] }}]\n```\n"
        )
    }

    #[test]
    fn a_name_that_no_pod_has_is_reported() {
        check(
            &RULE,
            &page("{ port: web }"),
            "warning `web` no pod that NetworkPolicy default/web selects has a port `web`",
        );
        check(
            &RULE,
            &page("{ port: http, protocol: UDP }"),
            "warning `http` the port `http` of the pods that NetworkPolicy default/web selects is TCP",
        );
        check(&RULE, &page("{ port: http }, { port: 81 }"), "");
    }
}
