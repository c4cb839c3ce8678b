use super::Subject;
use super::shown::CANDIDATES;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::DEFAULT_NAMESPACE;
use crate::text::Edit;
use crate::yaml::{nearest, written};

/// A StatefulSet names a Service that does not exist.
pub static RULE: Rule = Rule {
    code: "SV012",
    name: "governing-service-missing",
    severity: Severity::Info,
    why: "The pods of a StatefulSet get their names in the DNS from the headless Service that `serviceName` names. The \
          API server does not ask whether it exists; without it, the pods have no names of their own.",
    source: "Kubernetes documentation, \"StatefulSets: Limitations\" and \"Stable Network ID\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for object in &subject.model.objects.objects {
        if (object.group(), object.kind.as_str()) != ("apps", "StatefulSet") {
            continue;
        }
        let namespace = object.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        let Some(node) = object.at(&["spec", "serviceName"]) else { continue };
        let Some(name) = node.text().filter(|name| !name.is_empty()) else { continue };
        let Some(services) = subject.cluster.shown.all_services(namespace) else { continue };
        if subject.cluster.shown.service(namespace, name).is_some() {
            continue;
        }
        let message = format!("{object} names the Service `{name}`, and `{namespace}` has none of that name");
        let problem = Problem::new(&RULE, node.span, message);
        problems.push(match nearest(name, services.take(CANDIDATES)) {
            Some(meant) => problem
                .with_severity(Severity::Warning)
                .with_help(format!("did you mean `{meant}`?"))
                .with_fix(format!("Write {meant}"), Edit::replace(node.span, written(meant)), false),
            None => problem.with_help("write a Service of that name with `clusterIP: None`"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn the_service_of_a_stateful_set_exists() {
        let page = |name: &str| {
            format!(
                "```yaml\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{ name: db }}\nspec:\n  serviceName: {name}\n  \
                 selector: {{ matchLabels: {{ app: db }} }}\n  template: {{ metadata: {{ labels: {{ app: db }} }}, spec: {{ containers: [] }} }}\n---\n\
                 apiVersion: v1\nkind: Service\nmetadata: {{ name: database }}\nspec: {{ clusterIP: None, selector: {{ app: db }} }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("databse"),
            "warning `databse` StatefulSet db names the Service `databse`, and `default` has none of that name",
        );
        assert!(fixed(&RULE, &page("databse")).contains("serviceName: database\n"));
        check(&RULE, &page("database"), "");
    }
}
