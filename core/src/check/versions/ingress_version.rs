use super::rewrite::{Moved, Rewrite, Under};
use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::{NewValue, Node, Resolved};

/// An Ingress of a version that no cluster takes any more.
pub static RULE: Rule = Rule {
    code: "VE001",
    name: "removed-ingress-version",
    severity: Severity::Error,
    why: "The API server refuses the object, so the route does not exist. The version that is left names backends in \
          another way and wants each path to say how it is matched.",
    source: "Kubernetes, \"Deprecated API Migration Guide\", v1.22: Ingress",
};

static STEPS: &[Step] = &[Step {
    from: &["extensions/v1beta1", "networking.k8s.io/v1beta1"],
    kinds: &["Ingress"],
    to: "networking.k8s.io/v1",
    removed_in: Some((1, 22)),
}];

/// The fix writes `ImplementationSpecific` for a path that says no type: what the old versions meant.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let problem = step.problem(&RULE, subject, object).with_help(
            "name backends under `service`, call `spec.backend` `defaultBackend`, and give each path a `pathType`",
        );
        problems.push(step.with_fix(problem, subject, object, changes(subject, object), true));
    }
}

fn changes(subject: &Subject<'_>, object: &Object) -> Option<Vec<Edit>> {
    let rewrite = Rewrite::new(subject, object);
    let mut edits = Vec::new();
    if let Some(spec) = object.at(&["spec"]).and_then(Node::mapping)
        && let Some(entry) = spec.entry("backend")
    {
        edits.push(Rewrite::rename(entry, "defaultBackend"));
        edits.extend(backend(&rewrite, &entry.value)?);
    }
    for rule in object.at(&["spec", "rules"]).map_or(&[][..], Node::items) {
        let paths = rule.get("http").and_then(|http| http.get("paths"));
        for path in paths.map_or(&[][..], Node::items) {
            if let Some(node) = path.get("backend") {
                edits.extend(backend(&rewrite, node)?);
            }
            if path.get("pathType").is_none() {
                edits.push(rewrite.add(path, &[("pathType", NewValue::Text("ImplementationSpecific"))])?);
            }
        }
    }
    Some(edits)
}

/// `serviceName` and `servicePort` as `service`; a backend that is another resource stays.
fn backend(rewrite: &Rewrite<'_>, node: &Node) -> Option<Vec<Edit>> {
    let mapping = node.mapping()?;
    let Some(port) = mapping.entry("servicePort") else {
        return mapping.entry("serviceName").is_none().then(Vec::new);
    };
    let by = match port.value.scalar()?.resolve() {
        Resolved::Integer(_) => "number",
        // A port that is called like a number can be meant either way.
        Resolved::Text(name) if name.parse::<u16>().is_err() => "name",
        _ => return None,
    };
    let name = Moved { from: "serviceName", below: &[], to: "name" };
    let port = Moved { from: "servicePort", below: &["port"], to: by };
    rewrite.nest(mapping, &[name, port], &Under { key: "service", first: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    const OLD: &str = "```yaml\napiVersion: extensions/v1beta1 # old\nkind: Ingress\nmetadata: { name: web }\nspec:\n  backend: { serviceName: none, servicePort: http }\n  \
        rules:\n  - http:\n      paths:\n      - path: / # all\n        backend:\n          serviceName: web # the shop\n          servicePort: 80\n      \
        - backend: # api\n          servicePort: \"grpc\"\n          serviceName: api\n        path: /api\n        pathType: Prefix\n```\n";

    #[test]
    fn backends_and_path_types_are_written_anew_and_comments_stay() {
        check(
            &RULE,
            OLD,
            "error `extensions/v1beta1` Ingress web is written for extensions/v1beta1, which Kubernetes 1.22 removed",
        );
        let expected = "```yaml\napiVersion: networking.k8s.io/v1 # old\nkind: Ingress\nmetadata: { name: web }\nspec:\n  \
            defaultBackend: { service: { name: none, port: { name: http } } }\n  rules:\n  - http:\n      paths:\n      - path: / # all\n        \
            backend:\n          service:\n            name: web # the shop\n            port:\n              number: 80\n        pathType: ImplementationSpecific\n      \
            - backend: # api\n          service:\n            port:\n              name: \"grpc\"\n            name: api\n        path: /api\n        pathType: Prefix\n```\n";
        assert_eq!(fixed(&RULE, OLD), expected);
        check(&RULE, expected, "");
    }

    #[test]
    fn a_cluster_that_is_older_is_warned() {
        let text = format!("---\nnetplat: {{ cluster: {{ kubernetes: \"1.20\" }} }}\n---\n\n{OLD}");
        check(
            &RULE,
            &text,
            "warning `extensions/v1beta1` Ingress web is written for extensions/v1beta1, which Kubernetes 1.22 removed",
        );
    }
}
