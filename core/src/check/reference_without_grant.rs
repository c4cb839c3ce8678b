use super::Subject;
use super::append_objects::append_objects;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::export::Object as Written;
use crate::k8s::Referent;
use crate::net::to_dns_label;
use crate::text::Span;
use serde_json::json;

/// Something of the Gateway API refers into another namespace that does not let it.
pub static RULE: Rule = Rule {
    code: "RT013",
    name: "reference-without-grant",
    severity: Severity::Warning,
    why: "A route may lead to Services of its own namespace, a Gateway take certificates of its own. Into another \
          namespace they may refer only where a ReferenceGrant there says so; otherwise requests are answered with an \
          error, and a listener has no certificate.",
    source: "Gateway API, \"ReferenceGrant\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (lead, _) in subject.routing.leads() {
        let Some(kind) = lead.route else { continue };
        let to = Referent { group: "", kind: "Service", namespace: lead.namespace, name: lead.name.as_str() };
        problems.extend(judge(subject, lead.object, (kind, lead.home), &to, lead.span));
    }
    let resources = subject.resources;
    let gateways =
        subject.routing.gateways.iter().map(|it| ("Gateway", it.object, &it.namespace, &it.listeners));
    let sets =
        resources.listener_sets.iter().map(|it| ("ListenerSet", it.object, &it.namespace, &it.listeners));
    for (kind, object, home, listeners) in gateways.chain(sets) {
        let certificates = listeners.iter().filter_map(|listener| listener.tls.as_ref());
        for it in certificates.flat_map(|tls| &tls.certificates) {
            let namespace = it.namespace.as_deref().unwrap_or(home);
            let to = Referent { group: &it.group, kind: &it.kind, namespace, name: it.name.as_str() };
            problems.extend(judge(subject, object, (kind, home), &to, it.span));
        }
    }
}

fn judge(
    subject: &Subject<'_>,
    index: usize,
    (kind, home): (&str, &str),
    to: &Referent<'_>,
    span: Span,
) -> Option<Problem> {
    if subject.routing.attachments.may_refer(kind, home, to) {
        return None;
    }
    // What names no namespace may be put into any, also into that one.
    let object = subject.object(index).filter(|object| object.namespace.is_some())?;
    let Referent { namespace, name, .. } = to;
    let message = format!("{object} refers to {} {namespace}/{name}, and no ReferenceGrant lets it", to.kind);
    let problem = Problem::new(&RULE, span, message).with_help(format!(
        "write a ReferenceGrant in `{namespace}`: `from` {kind} of `{home}`, `to` {} `{name}`",
        to.kind
    ));
    Some(match append_objects(subject, &[(grant((kind, home), to)?, Some(index))]) {
        Some(edit) => problem.with_fix(format!("Write a ReferenceGrant in {namespace}"), edit, false),
        None => problem,
    })
}

/// The grant that is missing, for this one object.
fn grant((kind, home): (&str, &str), to: &Referent<'_>) -> Option<Written> {
    const GROUP: &str = "gateway.networking.k8s.io";
    let name = to_dns_label(&format!("{home}-{kind}-to-{}", to.name))?;
    let spec = json!({
        "from": [{ "group": GROUP, "kind": kind, "namespace": home }],
        "to": [{ "group": to.group, "kind": to.kind, "name": to.name }],
    });
    Some(
        Written::new("gateway.networking.k8s.io/v1beta1", "ReferenceGrant", name)
            .in_namespace(to.namespace)
            .with_spec(spec),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: edge, namespace: infra }\n\
        spec: { listeners: [{ name: web, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: web-tls, namespace: certs }] } }] }\n";

    #[test]
    fn a_certificate_of_another_namespace_needs_a_grant() {
        let grant = |kind: &str| {
            format!(
                "---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{ name: edge, namespace: certs }}\n\
                 spec: {{ from: [{{ group: gateway.networking.k8s.io, kind: {kind}, namespace: infra }}], to: [{{ group: \"\", kind: Secret }}] }}\n"
            )
        };
        let expect = "warning `{ name: web-tls, namespace: certs }` Gateway infra/edge refers to Secret certs/web-tls, and no ReferenceGrant lets it";
        check(&RULE, &format!("```yaml\n{GATEWAY}```\n"), expect);
        check(&RULE, &format!("```yaml\n{GATEWAY}{}```\n", grant("HTTPRoute")), expect);
        check(&RULE, &fixed(&RULE, &format!("```yaml\n{GATEWAY}```\n")), "");
        check(&RULE, &format!("```yaml\n{GATEWAY}{}```\n", grant("Gateway")), "");
    }

    #[test]
    fn a_backend_of_another_namespace_needs_a_grant() {
        let page = |namespace: &str| {
            format!(
                "```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: web, namespace: shop }}\n\
                 spec: {{ rules: [{{ backendRefs: [{{ name: api, namespace: {namespace}, port: 80 }}] }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("bank"),
            "warning `{ name: api, namespace: bank, port: 80 }` HTTPRoute shop/web refers to Service bank/api, and no ReferenceGrant lets it",
        );
        check(&RULE, &page("shop"), "");
    }
}
