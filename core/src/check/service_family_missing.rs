use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::model::Role;
use crate::net::Family;
use crate::text::Span;
use crate::yaml::Node;

/// A Service asks for a family of addresses of which the cluster has no service addresses.
pub static RULE: Rule = Rule {
    code: "SV010",
    name: "service-family-missing",
    severity: Severity::Error,
    why: "The API server gives out service addresses only of the families that the cluster has service ranges of, and \
          refuses a Service that requires another one.",
    source: "Kubernetes documentation, \"IPv4/IPv6 dual-stack: Dual-stack options on new Services\"",
};

/// Looks only at a plan of one cluster in which service addresses are declared.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let [cluster] = subject.view.clusters.as_slice() else { return };
    let declared = cluster.declared(Role::Services);
    let Some(first) = declared.first() else { return };
    let has = |family: Family| declared.iter().any(|entry| entry.range.family() == family);
    for object in subject.cluster.shown.services().filter_map(|service| subject.object(service.object)) {
        for (span, family, what) in asked(object).into_iter().filter(|(_, family, _)| !has(*family)) {
            let message = format!("{object} {what}, and the plan has no {family} service addresses");
            problems.push(
                Problem::new(&RULE, span, message)
                    .with_related(first.range_span, "the service addresses are here"),
            );
        }
    }
}

/// The families that a Service needs.
fn asked(service: &Object) -> Vec<(Span, Family, &'static str)> {
    let families = service.at(&["spec", "ipFamilies"]).map(Node::items).unwrap_or_default();
    let family = |node: &Node| match node.text() {
        Some("IPv4") => Some((node.span, Family::V4, "asks for IPv4")),
        Some("IPv6") => Some((node.span, Family::V6, "asks for IPv6")),
        _ => None,
    };
    let mut asked: Vec<_> = families.iter().filter_map(family).collect();
    let policy = service.at(&["spec", "ipFamilyPolicy"]);
    if let Some(node) = policy.filter(|node| node.text() == Some("RequireDualStack")) {
        let missing =
            [Family::V4, Family::V6].into_iter().filter(|family| !asked.iter().any(|it| it.1 == *family));
        let missing: Vec<_> = missing.map(|family| (node.span, family, "requires both families")).collect();
        asked.extend(missing);
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_family_without_a_service_range_is_refused() {
        let page = |spec: &str| {
            format!(
                "---\nnetplat:\n  addresses: [{{ cidr: 10.96.0.0/16, role: services }}]\n---\n# A\n\n```yaml\n\
                 apiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\nspec: {spec}\n```\n"
            )
        };
        check(
            &RULE,
            &page("{ ipFamilies: [IPv4, IPv6] }"),
            "error `IPv6` Service web asks for IPv6, and the plan has no IPv6 service addresses",
        );
        check(
            &RULE,
            &page("{ ipFamilyPolicy: RequireDualStack }"),
            "error `RequireDualStack` Service web requires both families, and the plan has no IPv6 service addresses",
        );
        check(&RULE, &page("{ ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4] }"), "");
    }
}
