//! Whether TLS can be ended for a host: the secret with the certificate, and what writes it.

use super::ingress_rule::host_rank;
use super::route_rule::covers;
use super::step::{Outcome, Stage, Step};
use super::tracer::{Tracer, Way};
use crate::k8s::{Ingress, IngressTls, ListenerPlace, Object, Referent};
use crate::text::Span;
use crate::yaml::Node;

/// What is known of a secret.
enum Secret<'a> {
    /// It is written, or something that is shown writes it: the object.
    Shown(usize),
    /// A Certificate writes it, for these names.
    Certificate(usize, &'a [Node]),
    /// cert-manager is told to write it.
    Issued,
    /// Nothing here says so.
    Unknown,
}

impl<'a> Tracer<'a> {
    /// Whether the certificates of a listener are there, for `host`.
    pub fn listener_certificate(&mut self, place: &ListenerPlace<'a>, host: &str) -> Way<()> {
        let listener = place.listener;
        let Some(tls) = &listener.tls else { return Ok(()) };
        if tls.passes_through {
            let text =
                format!("listener {} passes TLS on to the backend, which has the certificate", listener.name);
            self.push(Step::new(Stage::Listener, text).at(tls.span, "its TLS").object(place.object));
            return Ok(());
        }
        if tls.certificates.is_empty() {
            let text =
                format!("listener {} names no certificate: it depends on the implementation", listener.name);
            let step = Step::new(Stage::Listener, text).outcome(Outcome::Depends).object(place.object);
            self.push(step.at(tls.span, "its TLS").change("write `certificateRefs`"));
            return Ok(());
        }
        for reference in &tls.certificates {
            let namespace = reference.namespace.as_deref().unwrap_or(place.namespace);
            let to = Referent {
                group: &reference.group,
                kind: &reference.kind,
                namespace,
                name: reference.name.as_str(),
            };
            let kind = self.object(place.object).map_or("Gateway", |object| object.kind.as_str());
            if !self.attachments.may_refer(kind, place.namespace, &to) {
                let text = format!(
                    "listener {} takes its certificate from {} {namespace}/{}, and no ReferenceGrant there allows that",
                    listener.name, reference.kind, reference.name
                );
                let step = Step::new(Stage::Listener, text)
                    .at(reference.span, "the certificate")
                    .object(place.object);
                return self.stop(step.fails(format!(
                    "write a ReferenceGrant in namespace {namespace}: from {kind} of {} to Secret {}",
                    place.namespace, reference.name
                )));
            }
        }
        // One of several certificates is enough.
        let Some(reference) = tls.certificates.first() else { return Ok(()) };
        let namespace = reference.namespace.as_deref().unwrap_or(place.namespace).to_owned();
        self.certificate(&namespace, &reference.name.value, host, reference.span, place.object)
    }

    /// Whether one of the Ingresses of a class has a certificate for `host`.
    pub fn ingress_certificate(&mut self, same: &[&'a Ingress], host: &str) -> Way<()> {
        let is_for = |tls: &&IngressTls| {
            tls.hosts.is_empty()
                || tls.hosts.iter().any(|written| is_covered(&written.value.to_ascii_lowercase(), host))
        };
        let of_host = |ingress: &&Ingress| ingress.rules.iter().any(|rule| host_rank(rule, host).is_some());
        let about: Vec<&Ingress> = same.iter().copied().filter(of_host).collect();
        let found = about.iter().find_map(|ingress| Some((*ingress, ingress.tls.iter().find(is_for)?)));
        let Some((ingress, tls)) = found else {
            let text = format!(
                "no Ingress has TLS for {host}: it depends on the controller, which answers with a certificate of its own"
            );
            let step = Step::new(Stage::Listener, text).outcome(Outcome::Depends);
            let step = about.first().map_or(step.clone(), |ingress| self.at_object(step, ingress.object));
            self.push(step.change(format!("write `tls` with {host} and a secret")));
            return Ok(());
        };
        match &tls.secret {
            Some(secret) => {
                self.certificate(&ingress.namespace, &secret.value, host, secret.span, ingress.object)
            }
            None => {
                let text = format!(
                    "{} has TLS for {host} with the controller's own certificate",
                    self.name_of(ingress.object)
                );
                self.push(
                    Step::new(Stage::Listener, text)
                        .outcome(Outcome::Assumed)
                        .at(tls.span, "its TLS")
                        .object(ingress.object),
                );
                Ok(())
            }
        }
    }

    fn certificate(&mut self, namespace: &str, name: &str, host: &str, place: Span, by: usize) -> Way<()> {
        let secret = format!("Secret {namespace}/{name}");
        let step = |text: String| Step::new(Stage::Listener, text).at(place, "the certificate").object(by);
        let found = match self.secret(namespace, name) {
            Secret::Unknown if self.is_issued(by) => Secret::Issued,
            found => found,
        };
        let step = match found {
            Secret::Shown(object) => self.at_object(
                step(format!("TLS for {host} ends here with the certificate in {secret}")),
                object,
            ),
            Secret::Certificate(object, names) => {
                let names: Vec<&str> = names.iter().filter_map(Node::text).collect();
                let is_named =
                    names.is_empty() || names.iter().any(|name| is_covered(&name.to_ascii_lowercase(), host));
                let text = format!(
                    "TLS for {host} ends here with the certificate in {secret}, which {} writes",
                    self.name_of(object)
                );
                let step = self.at_object(step(text), object);
                if !is_named {
                    let text = format!(
                        "the certificate in {secret} is for {}, not for {host}: clients refuse it",
                        names.join(", ")
                    );
                    let change = format!("add {host} to `dnsNames` of {}", self.name_of(object));
                    return self.stop(Step { text, ..step }.fails(change));
                }
                step
            }
            Secret::Issued => step(format!(
                "TLS for {host} ends here with the certificate in {secret}, which cert-manager is told to write"
            )),
            Secret::Unknown => step(format!(
                "TLS for {host} ends here with the certificate in {secret}, which is taken to be there"
            ))
            .outcome(Outcome::Assumed),
        };
        self.push(step);
        Ok(())
    }

    fn secret(&self, namespace: &str, name: &str) -> Secret<'a> {
        for (index, object) in self.model.objects.objects.iter().enumerate() {
            if object.namespace_or_default() != namespace {
                continue;
            }
            let text = |path: &[&str]| object.at(path).and_then(Node::text);
            match (object.group(), object.kind.as_str()) {
                ("", "Secret") | ("bitnami.com", "SealedSecret") if object.name == name => {
                    return Secret::Shown(index);
                }
                ("external-secrets.io", "ExternalSecret")
                    if text(&["spec", "target", "name"]).unwrap_or(&object.name) == name =>
                {
                    return Secret::Shown(index);
                }
                ("cert-manager.io", "Certificate") if text(&["spec", "secretName"]) == Some(name) => {
                    let names = object.at(&["spec", "dnsNames"]).map(Node::items).unwrap_or_default();
                    return Secret::Certificate(index, names);
                }
                _ => {}
            }
        }
        Secret::Unknown
    }

    /// Whether annotations of an Ingress or Gateway ask cert-manager for a certificate.
    fn is_issued(&self, object: usize) -> bool {
        let annotations = |object: &'a Object| object.at(&["metadata", "annotations"]);
        let keys = ["cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme"];
        self.object(object)
            .and_then(annotations)
            .is_some_and(|it| keys.iter().any(|key| it.get(key).is_some()))
    }
}

/// Whether a name of a certificate is one for `host`: a wildcard stands for one label.
fn is_covered(written: &str, host: &str) -> bool {
    let labels = |host: &str| host.split('.').count();
    covers(written, host) && labels(written) == labels(host)
}
