use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::yaml::Node;

/// A rule of a NetworkPolicy has a list of peers without a peer.
pub static RULE: Rule = Rule {
    code: "PO011",
    name: "empty-peers-allow-all",
    severity: Severity::Info,
    why: "An empty `from` or `to` does not stand for nobody: it allows everybody, as if the key were left out. So does \
          an empty `ports` for all ports.",
    source: "Kubernetes API: NetworkPolicyIngressRule and NetworkPolicyEgressRule (\"if this field is empty or missing\")",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for object in &subject.model.objects.objects {
        if object.kind != "NetworkPolicy" || object.group() != "networking.k8s.io" || !object.is_whole {
            continue;
        }
        for (rules, key, whom) in [("ingress", "from", "everybody in"), ("egress", "to", "everywhere out")] {
            let rules = object.at(&["spec", rules]).map(Node::items).unwrap_or_default();
            let all = rules.iter().filter_map(|rule| rule.mapping());
            for entry in all.filter_map(|rule| rule.entry(key)) {
                let is_empty =
                    entry.value.is_null() || entry.value.sequence().is_some_and(|list| list.items.is_empty());
                if is_empty {
                    let message = format!("{object} lets {whom} with an empty `{key}`");
                    problems.push(Problem::new(&RULE, entry.key_span, message).with_help(format!(
                        "name the peers; leave `{key}` out where all are meant, or the rule where nobody is"
                    )));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn an_empty_list_of_peers_is_everybody() {
        let page = |rule: &str| {
            format!(
                "```yaml\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: web }}\n\
                 spec: {{ podSelector: {{}}, ingress: [{rule}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("{ from: [], ports: [{ port: 80 }] }"),
            "info `from` NetworkPolicy web lets everybody in with an empty `from`",
        );
        check(&RULE, &page("{ ports: [{ port: 80 }] }"), "");
        check(&RULE, &page(""), "");
    }
}
