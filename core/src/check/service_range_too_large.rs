use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::Role;
use crate::net::Family;

/// A service CIDR that the API server refuses.
pub static RULE: Rule = Rule {
    code: "AP009",
    name: "service-range-too-large",
    severity: Severity::Error,
    why: "Before 1.34 the API server keeps a bit for each service address and does not start with more than 20 host \
          bits (IPv4 /12, IPv6 /108). Since then it allows more, but no IPv6 prefix wider than /64, and kubeadm keeps \
          to 20 bits.",
    source: "kube-apiserver --service-cluster-ip-range (validation without DisableAllocatorDualWrite, on by default \
             since 1.34), KEP-1880; kubeadm's validation of networking.serviceSubnet",
};

/// The most host bits of the older allocator, and of kubeadm.
const MOST_BITS: u8 = 20;

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for cluster in &subject.view.clusters {
        for entry in cluster.of(Role::Services) {
            let Some(prefix) = entry.range.cidr() else { continue };
            let bits = prefix.family().bits() - prefix.length();
            if bits <= MOST_BITS {
                continue;
            }
            let severity = match cluster.kubernetes() {
                _ if !entry.role.evidence.is_declared() => Severity::Info,
                _ if prefix.family() == Family::V6 && prefix.length() < 64 => Severity::Error,
                Some(version) if version >= (1, 34) => Severity::Info,
                Some(_) => Severity::Error,
                None => Severity::Warning,
            };
            let longest = prefix.family().bits() - MOST_BITS;
            let message = format!(
                "{} has {bits} host bits; Kubernetes before 1.34 and kubeadm allow {MOST_BITS} (/{longest})",
                shown(entry)
            );
            let help = format!("a prefix of /{longest} or longer has room for a million Services");
            problems
                .push(Problem::new(&RULE, entry.range_span, message).with_severity(severity).with_help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn more_than_twenty_bits_depend_on_the_version() {
        let services = "cidr: 10.96.0.0/11, name: svc, role: services";
        let message = "`10.96.0.0/11` svc (10.96.0.0/11) has 21 host bits; Kubernetes before 1.34 and kubeadm allow 20 (/12)";
        for (facts, severity) in [
            ("cluster: { kubernetes: \"1.33\" }", "error"),
            ("cluster: { kubernetes: \"1.34\" }", "info"),
            ("", "warning"),
        ] {
            check(&RULE, &design(facts, services), &format!("{severity} {message}"));
        }
    }

    #[test]
    fn twenty_bits_are_fine() {
        check(&RULE, &design("", "cidr: 10.96.0.0/12, role: services\ncidr: fd00::/108, role: services"), "");
    }
}
