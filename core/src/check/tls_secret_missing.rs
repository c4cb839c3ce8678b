use super::Subject;
use super::routing_view::is_open;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Object, Placed};
use crate::yaml::Node;
use std::collections::BTreeSet;

/// An Ingress or Gateway takes its certificate from a secret that nothing on the page makes.
pub static RULE: Rule = Rule {
    code: "RT006",
    name: "tls-secret-missing",
    severity: Severity::Info,
    why: "Without its secret, a listener of a Gateway is not programmed, and an Ingress is served with the controller's \
          own certificate, which no browser trusts.",
    source: "Kubernetes documentation, \"Ingress: TLS\"; Gateway API, \"TLS Configuration\"",
};

/// Secrets are often kept elsewhere: looks only where certificates or secrets for TLS are shown, and where nothing else
/// brings some.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let objects = &subject.model.objects.objects;
    let made: BTreeSet<(&str, &str)> = objects.iter().filter_map(makes).collect();
    if !objects.iter().any(is_about_certificates) || !subject.cluster.shown.is_everything() {
        return;
    }
    for ingress in &subject.routing.ingresses {
        let secrets = ingress.tls.iter().filter_map(|tls| tls.secret.as_ref());
        for secret in secrets {
            problems.extend(judge(subject, ingress.object, &made, &ingress.namespace, secret));
        }
    }
    for gateway in &subject.routing.gateways {
        let certificates = gateway.listeners.iter().filter_map(|listener| listener.tls.as_ref());
        for reference in certificates.flat_map(|tls| &tls.certificates) {
            if reference.kind == "Secret" {
                let namespace = reference.namespace.as_deref().unwrap_or(&gateway.namespace);
                problems.extend(judge(subject, gateway.object, &made, namespace, &reference.name));
            }
        }
    }
}

fn judge(
    subject: &Subject<'_>,
    object: usize,
    made: &BTreeSet<(&str, &str)>,
    namespace: &str,
    secret: &Placed<String>,
) -> Option<Problem> {
    let object = subject.object(object)?;
    if made.contains(&(namespace, secret.as_str())) || is_open(secret.as_str()) || has_issuer(object) {
        return None;
    }
    let message =
        format!("{object} takes its certificate from the secret `{secret}`, which nothing here makes");
    Some(Problem::new(&RULE, secret.span, message).with_help(format!(
        "write a Certificate with `secretName: {secret}` in `{namespace}`, or name an issuer in an annotation"
    )))
}

/// Whether cert-manager makes the secrets that `object` names.
fn has_issuer(object: &Object) -> bool {
    ["cert-manager.io/issuer", "cert-manager.io/cluster-issuer", "kubernetes.io/tls-acme"]
        .iter()
        .any(|key| object.annotation(key).is_some())
}

/// The namespace and name of the secret that `object` is, or that is made of it.
fn makes(object: &Object) -> Option<(&str, &str)> {
    let text = |path: &[&str]| object.at(path).and_then(Node::text);
    let name = match object.kind.as_str() {
        "Secret" | "SealedSecret" => &object.name,
        "Certificate" => text(&["spec", "secretName"])?,
        "ExternalSecret" => text(&["spec", "target", "name"]).unwrap_or(&object.name),
        _ => return None,
    };
    Some((object.namespace_or_default(), name))
}

fn is_about_certificates(object: &Object) -> bool {
    let is_tls = || object.at(&["type"]).and_then(Node::text) == Some("kubernetes.io/tls");
    match object.kind.as_str() {
        "Certificate" => object.group() == "cert-manager.io",
        "Secret" => is_tls(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_secret_is_made_by_something() {
        let page = |secret: &str, annotations: &str| {
            format!(
                "```yaml\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {{ name: web }}\nspec: {{ secretName: web-tls }}\n---\n\
                 apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web{annotations} }}\nspec: {{ tls: [{{ secretName: {secret} }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("wbe-tls", ""),
            "info `wbe-tls` Ingress web takes its certificate from the secret `wbe-tls`, which nothing here makes",
        );
        check(&RULE, &page("web-tls", ""), "");
        check(&RULE, &page("wbe-tls", ", annotations: { cert-manager.io/issuer: ca }"), "");
    }
}
