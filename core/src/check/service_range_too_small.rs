use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::Role;

/// A service CIDR without room for the cluster's own Services.
pub static RULE: Rule = Rule {
    code: "AP010",
    name: "service-range-too-small",
    severity: Severity::Error,
    why: "The first address of the service CIDR is the API server's and, by kubeadm's convention, the tenth is the \
          DNS server's. kubeadm refuses a prefix with fewer than ten addresses.",
    source: "kubeadm's validation of networking.serviceSubnet (at least 10 addresses)",
};

/// kubeadm's least.
const LEAST: u128 = 10;

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let services = subject.model.plan.iter().filter(|entry| entry.role.value == Role::Services);
    // A single address in a table is one Service, no range of them.
    for entry in services
        .filter(|entry| entry.range.prefix().is_some_and(|length| length < entry.range.family().bits()))
    {
        let count = entry.range.count().saturating();
        if count < LEAST {
            let severity = if entry.role.evidence.is_declared() { Severity::Error } else { Severity::Info };
            let message =
                format!("{} has {count} addresses; kubeadm asks for at least {LEAST}", shown(entry));
            problems.push(Problem::new(&RULE, entry.range_span, message).with_severity(severity));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn eight_addresses_are_too_few_and_sixteen_are_enough() {
        check(
            &RULE,
            &plan("cidr: 10.96.0.0/29, name: svc, role: services\ncidr: 10.97.0.0/28, role: services"),
            "error `10.96.0.0/29` svc (10.96.0.0/29) has 8 addresses; kubeadm asks for at least 10",
        );
    }
}
