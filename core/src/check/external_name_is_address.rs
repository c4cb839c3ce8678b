use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::ServiceKind;
use std::net::IpAddr;

/// A Service of type ExternalName that names an address.
pub static RULE: Rule = Rule {
    code: "SV008",
    name: "external-name-is-address",
    severity: Severity::Error,
    why: "An external name becomes a CNAME record. An address is accepted and taken for a name made of digits, which no \
          DNS server resolves.",
    source: "Kubernetes documentation, \"Service: type ExternalName\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for service in
        subject.cluster.shown.services().filter(|service| service.kind.value == ServiceKind::ExternalName)
    {
        let (Some(object), Some(name)) = (subject.object(service.object), &service.external_name) else {
            continue;
        };
        if name.value.parse::<IpAddr>().is_ok() {
            let message = format!("{object} leads to the address {name} as if it were a name");
            problems.push(Problem::new(&RULE, name.span, message).with_help(
                "write a Service with `clusterIP: None` and no selector, and an EndpointSlice with the address",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn an_address_is_no_name() {
        let page = |name: &str| {
            format!(
                "```yaml\napiVersion: v1\nkind: Service\nmetadata: {{ name: nas }}\nspec: {{ type: ExternalName, externalName: {name} }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("192.168.1.4"),
            "error `192.168.1.4` Service nas leads to the address 192.168.1.4 as if it were a name",
        );
        check(&RULE, &page("nas.example.com"), "");
    }
}
