use super::step::kubernetes;
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::yaml::Node;

/// A Service with addresses under `externalIPs`.
pub static RULE: Rule = Rule {
    code: "VE012",
    name: "service-external-ips",
    severity: Severity::Warning,
    why: "Whoever may write a Service can take any address with `externalIPs` and receive what is meant for it. Kubernetes \
          advises to forbid the field, and has deprecated it in 1.36.",
    source: "CVE-2020-8554; KEP-5707 (Deprecate service.spec.externalIPs)",
};

/// There is no fix: what announces the address instead depends on the cluster.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let is_deprecated = kubernetes(subject).is_none_or(|said| said >= (1, 36));
    for object in
        subject.model.objects.objects.iter().filter(|it| it.api_version == "v1" && it.kind == "Service")
    {
        let Some(spec) = object.at(&["spec"]).and_then(Node::mapping) else { continue };
        let said = spec.entry("externalIPs").filter(|entry| !entry.value.items().is_empty());
        if let Some(entry) = said {
            let message = format!("{object} takes addresses with externalIPs");
            let problem = Problem::new(&RULE, entry.key_span, message).with_help(
                "make it a Service of type LoadBalancer with an address from a pool, or expose it through a Gateway",
            );
            problems.push(if is_deprecated { problem } else { problem.with_severity(Severity::Info) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn only_addresses_are_reported() {
        let service = |ips: &str| {
            format!(
                "```yaml\napiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\nspec: {{ externalIPs: {ips} }}\n```\n"
            )
        };
        check(
            &RULE,
            &service("[192.0.2.7]"),
            "warning `externalIPs` Service web takes addresses with externalIPs",
        );
        check(&RULE, &service("[]"), "");
    }
}
