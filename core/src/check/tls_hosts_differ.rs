use super::Subject;
use super::routing_view::is_open;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Ingress, Placed};
use crate::net::HostName;

/// An Ingress has certificates for other hosts than it has rules for.
pub static RULE: Rule = Rule {
    code: "RT008",
    name: "tls-hosts-differ",
    severity: Severity::Warning,
    why: "Hosts under `tls` must be those of the rules. A rule's host that is not among them is served with the \
          controller's own certificate. A wildcard stands for one label: `*.example.com` is no certificate for \
          `a.b.example.com`.",
    source: "Kubernetes documentation, \"Ingress: TLS\"; RFC 9525 section 6.3: wildcards match one label",
};

/// An Ingress without hosts under `tls`, or without any TLS, means something else.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for ingress in &subject.routing.ingresses {
        // Without hosts, a certificate is meant for all of them.
        if !ingress.tls.is_empty() && ingress.tls.iter().all(|tls| !tls.hosts.is_empty()) {
            judge(subject, ingress, problems);
        }
    }
}

fn judge(subject: &Subject<'_>, ingress: &Ingress, problems: &mut Vec<Problem>) {
    let Some(object) = subject.object(ingress.object) else { return };
    let read = |host: &Placed<String>| host.value.to_ascii_lowercase().parse::<HostName>().ok();
    let all = || ingress.tls.iter().flat_map(|tls| &tls.hosts);
    let rules: Vec<&Placed<String>> = ingress.rules.iter().filter_map(|rule| rule.host.as_ref()).collect();
    if all().chain(rules.iter().copied()).any(|host| is_open(host.as_str())) {
        return;
    }
    let certified: Vec<HostName> = all().filter_map(read).collect();
    let ruled: Vec<HostName> = rules.iter().filter_map(|host| read(host)).collect();
    for host in &rules {
        let Some(name) = read(host) else { continue };
        if !certified.iter().any(|other| other.covers(&name)) {
            let message = format!("{object} has TLS, and none of its hosts there is {host}");
            problems.push(Problem::new(&RULE, host.span, message).with_help("add the host under `tls`"));
        }
    }
    // A certificate may have more names than are served here.
    for host in all().filter(|_| !ruled.is_empty()) {
        let Some(name) = read(host) else { continue };
        if !ruled.iter().any(|other| name.covers(other) || other.covers(&name)) {
            let message = format!("{object} has a certificate for {host}, and no rule for it");
            problems.push(Problem::new(&RULE, host.span, message).with_severity(Severity::Info));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn the_hosts_under_tls_are_those_of_the_rules() {
        let page = |tls: &str, host: &str| {
            format!(
                "```yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web }}\n\
                 spec: {{ tls: [{{ hosts: [\"{tls}\"] }}], rules: [{{ host: {host} }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("*.example.com", "a.b.example.com"),
            "info `\"*.example.com\"` Ingress web has a certificate for *.example.com, and no rule for it\n\
             warning `a.b.example.com` Ingress web has TLS, and none of its hosts there is a.b.example.com",
        );
        check(&RULE, &page("*.example.com", "a.example.com"), "");
        check(&RULE, &page("a.example.com", "a.example.com"), "");
        check(&RULE, &page("${HOST}", "a.example.com"), "");
    }
}
