use super::Design;
use super::plan_view::shown;
use super::special_ranges::{Purpose, special};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, Role};

/// A network uses 100.64.0.0/10.
pub static RULE: Rule = Rule {
    code: "AP026",
    name: "shared-address-space",
    severity: Severity::Warning,
    why: "100.64.0.0/10 is shared between carriers and their customers. Networks behind carrier-grade NAT, and VPNs \
          such as Tailscale, use the same addresses, so that routes to them can point two ways.",
    source: "RFC 6598 section 4; Amazon EKS best practices, \"Custom networking\", which puts pods there on purpose",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for entry in &subject.model.plan {
        let role = entry.role.value;
        let is_shared = special(&entry.range).is_some_and(|range| range.purpose == Purpose::Shared);
        if !is_shared || matches!(role, Role::Unknown | Role::Reserved) {
            continue;
        }
        let by_design = role == Role::Vpn
            || (role == Role::Pods && matches!(subject.view.cloud(entry), Some(Cloud::Aws | Cloud::Gcp)));
        if by_design {
            continue;
        }
        let severity = if entry.role.evidence.is_declared() { Severity::Warning } else { Severity::Info };
        let message = format!("{} lies in 100.64.0.0/10, which carriers use as well", shown(entry));
        problems.push(Problem::new(&RULE, entry.range_span, message).with_severity(severity));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design, plan};

    #[test]
    fn nodes_in_shared_space_are_reported() {
        check(
            &RULE,
            &plan("cidr: 100.64.0.0/16, name: nodes, role: nodes"),
            "warning `100.64.0.0/16` nodes (100.64.0.0/16) lies in 100.64.0.0/10, which carriers use as well",
        );
    }

    #[test]
    fn pods_of_a_cloud_that_recommends_it_and_vpns_are_fine() {
        check(&RULE, &design("cluster: { cloud: aws }", "cidr: 100.64.0.0/16, role: pods"), "");
        check(&RULE, &plan("cidr: 100.100.0.0/16, role: vpn"), "");
    }
}
