use super::Subject;
use super::dns_view::{Zones, records};
use crate::diagnostic::{Problem, Rule, Severity};

/// A record's name lies in none of the design's zones.
pub static RULE: Rule = Rule {
    code: "DN006",
    name: "record-in-no-zone",
    severity: Severity::Warning,
    why: "A controller writes records into the zones that it is given, and leaves others out without a word.",
    source: "external-dns documentation, `--domain-filter`",
};

/// Looks only where the facts name zones.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    if subject.model.zones.is_empty() {
        return;
    }
    let zones = Zones::new(subject.model);
    for record in records(subject) {
        let host = record.name.as_str();
        let is_host = host.strip_prefix("*.").unwrap_or(host).parse::<crate::net::HostName>().is_ok();
        if !is_host || !zones.of(&record.name).is_empty() {
            continue;
        }
        let Some(object) = subject.object(record.object) else { continue };
        let message =
            format!("{object} asks for a record of {}, which lies in none of the zones", record.name);
        problems.push(
            Problem::new(&RULE, record.span, message)
                .with_help("correct the name, or add its zone under `dns:` in the facts"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_record_lies_in_a_zone() {
        let page = |zones: &str, host: &str| {
            format!(
                "---\nnetplat:\n  dns: {{ zones: [{zones}] }}\n---\n# A\n\n```yaml\napiVersion: v1\nkind: Service\n\
                 metadata: {{ name: web, annotations: {{ external-dns.alpha.kubernetes.io/hostname: {host} }} }}\nspec: {{ type: LoadBalancer }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("{ name: example.com }", "web.exmaple.com"),
            "warning `web.exmaple.com` Service web asks for a record of web.exmaple.com, which lies in none of the zones",
        );
        check(&RULE, &page("{ name: example.com }", "web.example.com"), "");
        check(&RULE, &page("", "web.exmaple.com"), "");
    }
}
