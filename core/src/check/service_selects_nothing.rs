use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Selector, Service};

/// A Service whose selector selects none of the pods that the document shows.
pub static RULE: Rule = Rule {
    code: "SV001",
    name: "service-selects-nothing",
    severity: Severity::Warning,
    why: "A Service that selects no pod has no endpoints: connections to it are refused or time out. Most often a \
          label was renamed in the workload's template and not in the Service, or the other way round.",
    source: "Kubernetes documentation, \"Debug Services: Does the Service have any EndpointSlices?\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for service in subject.cluster.shown.services() {
        let Some(selector) = &service.selector else { continue };
        if subject.cluster.shown.selects_none(&service.namespace, selector) {
            problems.extend(problem(subject, service, selector));
        }
    }
}

fn problem(subject: &Subject<'_>, service: &Service, selector: &Selector) -> Option<Problem> {
    let object = subject.object(service.object)?;
    let span = service.selector_span.unwrap_or(object.name_span());
    let message =
        format!("{object} selects `{selector}`, and no pod of `{}` has these labels", service.namespace);
    let problem = Problem::new(&RULE, span, message)
        .with_severity(subject.cluster.shown.severity(&service.namespace, selector))
        .with_help("compare the labels with those of the workload's pod template");
    let nearest = subject.cluster.shown.nearest(&service.namespace, selector);
    let workload = nearest.and_then(|pod| Some((pod, subject.object(pod.object)?)));
    Some(match workload {
        Some((pod, workload)) => {
            let labels = Selector::having(&pod.labels);
            problem.with_related(workload.name_span(), format!("the pods of {workload} have `{labels}`"))
        }
        None => problem,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(namespace: &str, label: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: web, namespace: {namespace}, labels: {{ app: web, tier: front }} }}\n\
             spec: {{ containers: [{{ name: web, image: web }}] }}\n---\n\
             apiVersion: v1\nkind: Service\nmetadata: {{ name: web, namespace: shop }}\n\
             spec: {{ selector: {{ app: {label}, tier: front }}, ports: [{{ port: 80 }}] }}\n```\n"
        )
    }

    #[test]
    fn a_selector_without_a_pod_is_reported_where_the_pods_are_shown() {
        check(
            &RULE,
            &page("shop", "wbe"),
            "warning `{ app: wbe, tier: front }` Service shop/web selects `app=wbe,tier=front`, and no pod of `shop` has these labels",
        );
        check(&RULE, &page("shop", "web"), "");
        check(&RULE, &page("bank", "wbe"), "");
    }

    #[test]
    fn a_label_that_no_pod_has_may_be_given_at_run_time() {
        check(
            &RULE,
            &page("shop", "web, role: primary"),
            "info `{ app: web, role: primary, tier: front }` Service shop/web selects `app=web,role=primary,tier=front`, and no pod of `shop` has these labels",
        );
    }
}
