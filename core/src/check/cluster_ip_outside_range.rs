use super::Subject;
use super::cover::Cover;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::Role;
use crate::net::AddressRange;

/// A Service asks for a cluster address that lies in no service range.
pub static RULE: Rule = Rule {
    code: "SV011",
    name: "cluster-ip-outside-range",
    severity: Severity::Error,
    why: "The API server gives out cluster addresses of the cluster's service ranges and refuses all others: \"the \
          provided IP is not in the valid range\".",
    source: "Kubernetes documentation, \"Service ClusterIP allocation\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let is_declared =
        |role: &crate::model::Known<Role>| role.value == Role::Services && role.evidence.is_declared();
    let declared: Vec<_> = subject.model.plan.iter().filter(|entry| is_declared(&entry.role)).collect();
    let Some(first) = declared.first() else { return };
    let cover = Cover::new(declared.iter().enumerate().map(|(index, entry)| (index, &entry.range)));
    for service in subject.cluster.shown.services() {
        let Some(object) = subject.object(service.object) else { continue };
        for asked in &service.cluster_ips {
            let Ok(address) = asked.value.parse() else { continue };
            let Some(range) = AddressRange::new(address, address) else { continue };
            let has_family = declared.iter().any(|entry| entry.range.family() == range.family());
            if has_family && cover.around(&range).is_none() {
                let message =
                    format!("{object} asks for {address}, which lies in no range of service addresses");
                problems.push(
                    Problem::new(&RULE, asked.span, message)
                        .with_related(first.range_span, "the service addresses are here"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_cluster_address_lies_in_a_service_range() {
        let page = |address: &str| {
            format!(
                "---\nnetplat:\n  addresses: [{{ cidr: 10.96.0.0/16, role: services }}]\n---\n# A\n\n```yaml\n\
                 apiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\nspec: {{ clusterIP: {address} }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("10.97.0.4"),
            "error `10.97.0.4` Service web asks for 10.97.0.4, which lies in no range of service addresses",
        );
        check(&RULE, &page("10.96.0.4"), "");
        check(&RULE, &page("None"), "");
    }
}
