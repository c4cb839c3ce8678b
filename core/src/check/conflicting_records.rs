use super::Subject;
use super::dns_view::{Record, Zones, records};
use crate::diagnostic::{Problem, Rule, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Two objects write records of one name that cannot both be.
pub static RULE: Rule = Rule {
    code: "DN005",
    name: "conflicting-records",
    severity: Severity::Warning,
    why: "A name that is an alias has no other record, and of two objects that ask for one name with different targets \
          external-dns serves one. Which one that is may change when an object is made anew.",
    source: "RFC 1034 section 3.6.2; external-dns documentation, \"FAQ: conflict resolution\"",
};

/// With how many records of the same name a record is compared.
const MOST: usize = 32;

/// A zone with two views has such a name on purpose; where no zones are declared, it may.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let zones = Zones::new(subject.model);
    let mut by_name: BTreeMap<String, Vec<Record<'_>>> = BTreeMap::new();
    for record in records(subject) {
        let is_about_addresses = matches!(record.kind, None | Some("A" | "AAAA" | "CNAME"));
        if !is_about_addresses || record.targets.is_empty() {
            continue;
        }
        let others = by_name.entry(record.name.clone()).or_default();
        if let Some(other) =
            others.iter().take(MOST).find(|other| other.object != record.object && conflict(other, &record))
        {
            problems.extend(problem(subject, &zones, other, &record));
        } else {
            others.push(record);
        }
    }
}

fn conflict(one: &Record<'_>, other: &Record<'_>) -> bool {
    let targets = |record: &Record<'_>| -> BTreeSet<String> {
        record.targets.iter().map(|(target, _)| super::dns_view::plain(target)).collect()
    };
    let same_kind = one.kind == other.kind
        || one.is_alias() == other.is_alias() && (one.kind.is_none() || other.kind.is_none());
    targets(one) != targets(other) && (same_kind || one.is_alias() != other.is_alias())
}

fn problem(
    subject: &Subject<'_>,
    zones: &Zones<'_>,
    other: &Record<'_>,
    record: &Record<'_>,
) -> Option<Problem> {
    let views: BTreeSet<&str> = zones.of(&record.name).iter().map(|zone| zone.view.as_str()).collect();
    if views.len() > 1 {
        return None;
    }
    let shown = |record: &Record<'_>| {
        let targets: Vec<String> = record.targets.iter().map(|(target, _)| (*target).to_owned()).collect();
        super::words::listed(&targets)
    };
    let (object, others) = (subject.object(record.object)?, subject.object(other.object)?);
    let message =
        format!("{object} leads {} to {}, and {others} to {}", record.name, shown(record), shown(other));
    let problem =
        Problem::new(&RULE, record.span, message).with_related(other.span, "the other record is here");
    Some(if views.is_empty() { problem.with_severity(Severity::Info) } else { problem })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(zones: &str, other: &str) -> String {
        let endpoint = |name: &str, record: &str| {
            format!(
                "apiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {{ name: {name} }}\n\
                 spec: {{ endpoints: [{{ dnsName: web.example.com, {record} }}] }}\n---\n"
            )
        };
        format!(
            "---\nnetplat:\n  dns: {{ zones: [{zones}] }}\n---\n# A\n\n```yaml\n{}{}```\n",
            endpoint("a", "recordType: A, targets: [203.0.113.4]"),
            endpoint("b", other)
        )
    }

    #[test]
    fn one_name_has_one_target() {
        let zone = "{ name: example.com }";
        let other = "recordType: A, targets: [203.0.113.5]";
        let what = "`web.example.com` DNSEndpoint b leads web.example.com to 203.0.113.5, and DNSEndpoint a to 203.0.113.4";
        check(&RULE, &page(zone, other), &format!("warning {what}"));
        check(&RULE, &page("", other), &format!("info {what}"));
        check(&RULE, &page("{ name: example.com }, { name: example.com, view: internal }", other), "");
        check(&RULE, &page(zone, "recordType: A, targets: [203.0.113.4]"), "");
        check(&RULE, &page(zone, "recordType: AAAA, targets: [\"2001:db8::4\"]"), "");
    }

    #[test]
    fn an_alias_stands_alone() {
        check(
            &RULE,
            &page("{ name: example.com }", "recordType: CNAME, targets: [edge.example.net]"),
            "warning `web.example.com` DNSEndpoint b leads web.example.com to edge.example.net, and DNSEndpoint a to 203.0.113.4",
        );
    }
}
