use super::Design;
use super::plan_view::shown;
use super::special_ranges::{Purpose, special};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::Role;

/// Hosts get addresses that no network may route.
pub static RULE: Rule = Rule {
    code: "AP025",
    name: "special-purpose-range",
    severity: Severity::Error,
    why: "Some addresses are set apart by standards: routers drop loopback, link-local, multicast and reserved \
          addresses, and filters drop those for documentation. Hosts that get them are not reached.",
    source: "RFC 6890 and IANA's special-purpose address registries",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for entry in &subject.model.plan {
        let role = entry.role.value;
        // A table of firewall rules lists such ranges rightly: only what is for hosts counts.
        if matches!(role, Role::Unknown | Role::Reserved) {
            continue;
        }
        let Some(range) = special(&entry.range) else { continue };
        let severity = match range.purpose {
            // Tunnels are numbered with link-local addresses on purpose.
            Purpose::NeverRouted if role == Role::Vpn => continue,
            Purpose::NeverRouted if entry.role.evidence.is_declared() => Severity::Error,
            Purpose::NeverRouted => Severity::Warning,
            Purpose::Documentation => Severity::Info,
            Purpose::Shared | Purpose::Private => continue,
        };
        let message = format!("{} lies in {}, which is {}", shown(entry), range.written, range.name);
        let help = "use private addresses (RFC 1918, RFC 4193) or addresses that were assigned to you";
        problems.push(Problem::new(&RULE, entry.range_span, message).with_severity(severity).with_help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn hosts_in_loopback_link_local_and_documentation_are_reported() {
        check(
            &RULE,
            &plan(
                "cidr: 127.1.0.0/16, name: pods, role: pods\ncidr: fe80::/64, role: nodes\ncidr: 203.0.113.0/24, name: dmz, role: subnet",
            ),
            "error `127.1.0.0/16` pods (127.1.0.0/16) lies in 127.0.0.0/8, which is loopback (RFC 1122)\n\
             error `fe80::/64` fe80::/64 lies in fe80::/10, which is link-local (RFC 4291)\n\
             info `203.0.113.0/24` dmz (203.0.113.0/24) lies in 203.0.113.0/24, which is for documentation (RFC 5737)",
        );
    }

    #[test]
    fn private_addresses_tunnels_and_ranges_for_nothing_are_fine() {
        check(
            &RULE,
            &plan(
                "cidr: 10.0.0.0/8, role: site\ncidr: 169.254.1.0/30, role: vpn\ncidr: 224.0.0.0/4\ncidr: 2a00::/32, role: site",
            ),
            "",
        );
    }
}
