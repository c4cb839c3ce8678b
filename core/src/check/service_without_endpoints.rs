use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{DEFAULT_NAMESPACE, ServiceKind};
use std::collections::BTreeSet;

/// A Service without a selector for which nobody writes endpoints.
pub static RULE: Rule = Rule {
    code: "SV003",
    name: "service-without-endpoints",
    severity: Severity::Info,
    why: "Nothing finds the endpoints of a Service without a selector: they are written by hand, or by a controller \
          that knows it. Without them, connections to it are refused.",
    source: "Kubernetes documentation, \"Services without selectors\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let slices = subject.resources.endpoint_slices.iter();
    let written: BTreeSet<(&str, &str)> = slices
        .filter_map(|slice| Some((slice.namespace.as_str(), slice.service.as_ref()?.as_str())))
        .collect();
    for service in subject.cluster.shown.services().filter(|service| service.selector.is_none()) {
        let Some(object) = subject.object(service.object).filter(|object| object.is_whole) else { continue };
        let is_elsewhere = service.kind.value == ServiceKind::ExternalName;
        // The API server writes its own.
        let is_api_server = service.name == "kubernetes" && service.namespace == DEFAULT_NAMESPACE;
        let key = (service.namespace.as_str(), service.name.as_str());
        if is_elsewhere
            || is_api_server
            || written.contains(&key)
            || subject.cluster.shown.all_services(key.0).is_none()
        {
            continue;
        }
        let message = format!("{object} has no selector, and no EndpointSlice is its own");
        problems.push(Problem::new(&RULE, object.name_span(), message).with_help(format!(
            "give it a selector, or write an EndpointSlice with the label `{SERVICE_NAME}: {}`",
            service.name
        )));
    }
}

const SERVICE_NAME: &str = "kubernetes.io/service-name";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(spec: &str, more: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Service\nmetadata: {{ name: nas }}\nspec: {spec}\n---\n{more}```\n"
        )
    }

    #[test]
    fn a_service_without_selector_and_endpoints_is_worth_knowing() {
        let slice = "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: { name: nas-1, labels: { kubernetes.io/service-name: nas } }\n";
        check(
            &RULE,
            &page("{ ports: [{ port: 80 }] }", ""),
            "info `nas` Service nas has no selector, and no EndpointSlice is its own",
        );
        check(&RULE, &page("{ ports: [{ port: 80 }] }", slice), "");
        check(&RULE, &page("{ type: ExternalName, externalName: nas.example.com }", ""), "");
    }
}
