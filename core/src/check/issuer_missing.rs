use super::Subject;
use super::routing_view::is_open;
use super::shown::CANDIDATES;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::{Edit, Span};
use crate::yaml::{Node, nearest, written};
use std::collections::BTreeSet;

/// A certificate is asked for from an issuer that does not exist.
pub static RULE: Rule = Rule {
    code: "RT007",
    name: "issuer-missing",
    severity: Severity::Warning,
    why: "cert-manager waits for an issuer that does not exist, without a certificate being made. An Issuer serves its \
          own namespace only; where none is said, an Issuer is meant and not a ClusterIssuer.",
    source: "cert-manager documentation, \"Annotated Ingress resource\" and \"Certificate resource\" (issuerRef)",
};

/// Looks only where some issuer is shown; where something else may bring one, only for one of the other kind.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let issuers = Issuers::of(subject);
    if issuers.cluster.is_empty() && issuers.namespaced.is_empty() {
        return;
    }
    for object in &subject.model.objects.objects {
        for asked in asked(object) {
            problems.extend(judge(subject, &issuers, object, &asked));
        }
    }
}

/// The issuers that are shown.
#[derive(Default)]
struct Issuers<'a> {
    cluster: BTreeSet<&'a str>,
    namespaced: BTreeSet<(&'a str, &'a str)>,
}

/// An issuer that an object asks for.
struct Asked<'a> {
    name: &'a str,
    is_cluster: bool,
    span: Span,
    /// What would say the other kind: the place and the text.
    other_kind: Option<(Span, &'static str)>,
}

impl<'a> Issuers<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let mut issuers = Self::default();
        let of_group = |object: &&Object| object.group() == "cert-manager.io";
        for object in subject.model.objects.objects.iter().filter(of_group) {
            match object.kind.as_str() {
                "ClusterIssuer" => {
                    issuers.cluster.insert(&object.name);
                }
                "Issuer" => {
                    issuers.namespaced.insert((object.namespace_or_default(), &object.name));
                }
                _ => {}
            }
        }
        issuers
    }

    fn has(&self, namespace: &str, name: &str, is_cluster: bool) -> bool {
        if is_cluster { self.cluster.contains(name) } else { self.namespaced.contains(&(namespace, name)) }
    }

    fn names(&self, namespace: &str, is_cluster: bool) -> Vec<&'a str> {
        if is_cluster {
            self.cluster.iter().copied().collect()
        } else {
            let own = self.namespaced.iter().filter(|(home, _)| *home == namespace);
            own.map(|(_, name)| *name).collect()
        }
    }
}

const ISSUER: &str = "cert-manager.io/issuer";
const CLUSTER_ISSUER: &str = "cert-manager.io/cluster-issuer";

/// The issuers that `object` asks for: by annotations of an Ingress or Gateway, or as a Certificate.
fn asked(object: &Object) -> Vec<Asked<'_>> {
    let annotations = object.at(&["metadata", "annotations"]).and_then(Node::mapping);
    // Another group or kind is an issuer that is not cert-manager's.
    let says = |key: &str| object.annotation(key).is_some();
    let is_foreign = says("cert-manager.io/issuer-group") || says("cert-manager.io/issuer-kind");
    let annotated = [(ISSUER, false, CLUSTER_ISSUER), (CLUSTER_ISSUER, true, ISSUER)].into_iter().filter_map(
        |(key, is_cluster, other)| {
            let entry = annotations?.entry(key)?;
            let name = entry.value.text()?;
            Some(Asked {
                name,
                is_cluster,
                span: entry.value.span,
                other_kind: Some((entry.key_span, other)),
            })
        },
    );
    let mut asked: Vec<Asked<'_>> = annotated.filter(|_| !is_foreign).collect();
    if object.group() == "cert-manager.io" && object.kind == "Certificate" {
        asked.extend(object.at(&["spec", "issuerRef"]).and_then(reference));
    }
    asked
}

fn reference(node: &Node) -> Option<Asked<'_>> {
    let text = |key: &str| node.get(key).and_then(Node::text);
    if text("group").is_some_and(|group| group != "cert-manager.io") {
        return None;
    }
    let is_cluster = match text("kind") {
        None | Some("Issuer") => false,
        Some("ClusterIssuer") => true,
        Some(_) => return None,
    };
    let name = node.get("name")?;
    let other = if is_cluster { "Issuer" } else { "ClusterIssuer" };
    let other_kind = node.get("kind").map(|kind| (kind.span, other));
    Some(Asked { name: name.text()?, is_cluster, span: name.span, other_kind })
}

fn judge(
    subject: &Subject<'_>,
    issuers: &Issuers<'_>,
    object: &Object,
    asked: &Asked<'_>,
) -> Option<Problem> {
    let namespace = object.namespace_or_default();
    let name = asked.name;
    if issuers.has(namespace, name, asked.is_cluster) || is_open(name) {
        return None;
    }
    let (kind, other) =
        if asked.is_cluster { ("ClusterIssuer", "Issuer") } else { ("Issuer", "ClusterIssuer") };
    if issuers.has(namespace, name, !asked.is_cluster) {
        let message =
            format!("{object} asks the {kind} `{name}` for a certificate, and `{name}` is a {other}");
        let problem = Problem::new(&RULE, asked.span, message);
        return Some(match asked.other_kind {
            Some((place, text)) => {
                problem.with_fix(format!("Write {text}"), Edit::replace(place, text), true)
            }
            None => problem.with_help(format!("add `kind: {other}`")),
        });
    }
    if !subject.cluster.shown.is_everything() {
        return None;
    }
    let message = format!("{object} asks the {kind} `{name}` for a certificate, which is not there");
    let problem = Problem::new(&RULE, asked.span, message);
    Some(match nearest(name, issuers.names(namespace, asked.is_cluster).into_iter().take(CANDIDATES)) {
        Some(meant) => {
            problem.with_fix(format!("Write {meant}"), Edit::replace(asked.span, written(meant)), false)
        }
        None => problem.with_help(format!("write the {kind}, or name one that is there")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(kind: &str, asks: &str) -> String {
        format!(
            "```yaml\napiVersion: cert-manager.io/v1\nkind: {kind}\nmetadata: {{ name: letsencrypt }}\n---\n{asks}```\n"
        )
    }

    fn ingress(annotation: &str) -> String {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web, annotations: {{ cert-manager.io/{annotation} }} }}\nspec: {{}}\n"
        )
    }

    #[test]
    fn an_issuer_is_of_the_kind_that_is_asked_for() {
        let wrong = page("ClusterIssuer", &ingress("issuer: letsencrypt"));
        check(
            &RULE,
            &wrong,
            "warning `letsencrypt` Ingress web asks the Issuer `letsencrypt` for a certificate, and `letsencrypt` is a ClusterIssuer",
        );
        assert!(fixed(&RULE, &wrong).contains("{ cert-manager.io/cluster-issuer: letsencrypt }"));
        check(&RULE, &page("Issuer", &ingress("issuer: letsencrypt")), "");
    }

    #[test]
    fn an_issuer_that_is_not_there_is_reported_where_some_are() {
        let certificate = "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: web }\nspec: { issuerRef: { name: letsencypt, kind: ClusterIssuer } }\n";
        let wrong = page("ClusterIssuer", certificate);
        check(
            &RULE,
            &wrong,
            "warning `letsencypt` Certificate web asks the ClusterIssuer `letsencypt` for a certificate, which is not there",
        );
        assert!(fixed(&RULE, &wrong).contains("issuerRef: { name: letsencrypt, kind"));
        check(&RULE, &format!("```yaml\n{certificate}```\n"), "");
    }
}
