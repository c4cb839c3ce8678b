use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::yaml::Node;
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
    for object in subject.shown.services().filter_map(|service| subject.object(service.object)) {
        let text = |key: &str| object.at(&["spec", key]).and_then(Node::text);
        let Some(node) = object.at(&["spec", "externalName"]) else { continue };
        if text("type") == Some("ExternalName")
            && node.text().is_some_and(|name| name.parse::<IpAddr>().is_ok())
        {
            let message = format!(
                "{object} leads to the address {} as if it were a name",
                node.span.slice(subject.text)
            );
            problems.push(Problem::new(&RULE, node.span, message).with_help(
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
