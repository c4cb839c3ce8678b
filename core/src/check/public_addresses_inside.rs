use super::Design;
use super::plan_view::shown;
use super::special_ranges::special;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::Role;
use crate::net::Family;

/// Pods, Services or nodes have public IPv4 addresses.
pub static RULE: Rule = Rule {
    code: "AP027",
    name: "public-addresses-inside",
    severity: Severity::Info,
    why: "Public IPv4 addresses belong to someone. Where a cluster uses those of another network inside, that network \
          cannot be reached from it: the route stays in the cluster.",
    source: "RFC 1918 section 3 and 5",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let inside = |role| matches!(role, Role::Pods | Role::Services | Role::Nodes | Role::Vpc);
    for entry in subject.model.plan.iter().filter(|entry| inside(entry.role.value)) {
        let is_prefix = entry.range.prefix().is_some_and(|length| length >= 4);
        if entry.range.family() == Family::V4 && is_prefix && special(&entry.range).is_none() {
            let message =
                format!("{} is public IPv4 space: is it yours, and meant to be used inside?", shown(entry));
            problems.push(Problem::new(&RULE, entry.range_span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn public_space_is_only_worth_knowing() {
        check(
            &RULE,
            &plan(
                "cidr: 11.0.0.0/16, name: pods, role: pods\ncidr: 8.8.8.0/24, role: load-balancers\ncidr: 172.20.0.0/16, role: services",
            ),
            "info `11.0.0.0/16` pods (11.0.0.0/16) is public IPv4 space: is it yours, and meant to be used inside?",
        );
    }
}
