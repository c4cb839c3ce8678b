use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{PortReference, Service};
use crate::net::Protocol;
use crate::text::Edit;
use crate::yaml::{nearest, written};

/// A route leads to a port that the Service does not have.
pub static RULE: Rule = Rule {
    code: "RT003",
    name: "backend-port-missing",
    severity: Severity::Error,
    why: "A route names a port of the Service, by number or by name. The container's port is another number, which only \
          the Service knows. A port that the Service does not have leads nowhere.",
    source: "Kubernetes API: ServiceBackendPort; Gateway API: BackendObjectReference, `port`",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (lead, port) in subject.routing.leads() {
        let Some((port, span)) = port else { continue };
        let Some(service) = subject.cluster.shown.service(lead.namespace, lead.name.as_str()) else {
            continue;
        };
        let is_variant = subject.cluster.shown.has_twin(service.object);
        // A name for something outside may leave its ports out.
        if is_variant || service.ports.is_empty() || service.port(&port).is_some() {
            continue;
        }
        let (Some(object), Some(target)) = (subject.object(lead.object), subject.object(service.object))
        else {
            continue;
        };
        let message =
            format!("{object} leads to the port {} of {target}, which has {}", shown(&port), ports(service));
        let problem =
            Problem::new(&RULE, span, message).with_related(target.name_span(), "the Service is here");
        problems.push(match meant(service, &port, lead.route.is_none()) {
            Some((meant, is_certain)) => {
                problem.with_fix(format!("Write {meant}"), Edit::replace(span, written(&meant)), is_certain)
            }
            None => problem,
        });
    }
}

fn shown(port: &PortReference) -> String {
    match port {
        PortReference::Number(number) => number.to_string(),
        PortReference::Name(name) => format!("`{name}`"),
    }
}

fn ports(service: &Service) -> String {
    let all: Vec<String> = service
        .ports
        .iter()
        .map(|port| match &port.name {
            Some(name) => format!("{name} {}", port.port),
            None => port.port.to_string(),
        })
        .collect();
    super::words::listed(&all)
}

/// What was likely meant, and whether that is certain: a number that the Service leads to.
fn meant(service: &Service, port: &PortReference, may_be_name: bool) -> Option<(String, bool)> {
    let tcp = || service.ports.iter().filter(|own| own.protocol == Protocol::Tcp);
    match port {
        PortReference::Number(_) => {
            let mut leading = tcp().filter(|own| own.target == *port);
            match (leading.next(), leading.next(), service.ports.as_slice()) {
                (Some(own), None, _) => Some((own.port.to_string(), true)),
                (None, _, [only]) => Some((only.port.to_string(), false)),
                _ => None,
            }
        }
        PortReference::Name(name) if may_be_name => {
            let names = tcp().filter_map(|own| own.name.as_deref());
            Some((nearest(name, names)?.to_owned(), false))
        }
        PortReference::Name(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(port: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\n\
             spec: {{ ports: [{{ name: http, port: 80, targetPort: 8080 }}] }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web }}\n\
             spec: {{ defaultBackend: {{ service: {{ name: web, port: {port} }} }} }}\n```\n"
        )
    }

    #[test]
    fn the_containers_port_is_not_the_services() {
        let wrong = page("{ number: 8080 }");
        check(
            &RULE,
            &wrong,
            "error `8080` Ingress web leads to the port 8080 of Service web, which has http 80",
        );
        assert!(fixed(&RULE, &wrong).contains("port: { number: 80 }"));
        check(&RULE, &page("{ number: 80 }"), "");
    }

    #[test]
    fn a_name_is_one_of_the_services() {
        let wrong = page("{ name: htpp }");
        check(
            &RULE,
            &wrong,
            "error `htpp` Ingress web leads to the port `htpp` of Service web, which has http 80",
        );
        assert!(fixed(&RULE, &wrong).contains("port: { name: http }"));
        check(&RULE, &page("{ name: http }"), "");
    }
}
