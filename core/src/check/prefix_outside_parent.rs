use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, Role};

/// A subnet or node prefix that lies in none of the plan's networks.
pub static RULE: Rule = Rule {
    code: "AP005",
    name: "prefix-outside-parent",
    severity: Severity::Warning,
    why: "A subnet is a part of its network's prefix. One that lies outside cannot be created in a cloud, and has no \
          route in a site whose prefix is announced as a whole.",
    source: "RFC 4632 section 5.1; Amazon VPC user guide, \"Subnet CIDR blocks\"",
};

/// Only a plan that names sites or VPCs of the same family (and cluster, where both say one) has an outside.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let entries = &subject.model.plan;
    let networks: Vec<_> =
        entries.iter().filter(|entry| matches!(entry.role.value, Role::Vpc | Role::Site)).collect();
    for (index, entry) in entries.iter().enumerate() {
        if !matches!(entry.role.value, Role::Subnet | Role::Nodes) {
            continue;
        }
        let mut around = subject.plan.ancestors(index).filter_map(|other| entries.get(other));
        if around.any(is_network) {
            continue;
        }
        let candidates: Vec<_> = networks.iter().filter(|network| could_hold(network, entry)).collect();
        // One that crosses the border is an overlap, which says more.
        if candidates.is_empty() || candidates.iter().any(|network| network.range.overlaps(&entry.range)) {
            continue;
        }
        let (names, mut problem) = match candidates.as_slice() {
            [only] => (format!("{} ({})", only.name, only.range), Problem::new(&RULE, entry.range_span, "")),
            _ => ("any of the plan's networks".to_owned(), Problem::new(&RULE, entry.range_span, "")),
        };
        problem.message = format!("{} ({}) lies outside of {names}", entry.name, entry.range);
        let shown = candidates.iter().take(4);
        problems.push(shown.fold(problem, |problem, network| {
            problem.with_related(network.range_span, format!("{} is {}", network.name, network.range))
        }));
    }
}

fn is_network(entry: &PlanEntry) -> bool {
    matches!(entry.role.value, Role::Vpc | Role::Site)
}

fn could_hold(network: &PlanEntry, entry: &PlanEntry) -> bool {
    let apart = matches!((&network.cluster, &entry.cluster), (Some(a), Some(b)) if a != b);
    network.range.family() == entry.range.family() && !apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn a_subnet_outside_the_vpc_is_reported() {
        check(
            &RULE,
            &plan(
                "cidr: 10.0.0.0/16, name: shop, role: vpc\ncidr: 10.1.0.0/24, name: web, role: subnet\ncidr: 10.0.1.0/24, name: db, role: subnet",
            ),
            "warning `10.1.0.0/24` web (10.1.0.0/24) lies outside of shop (10.0.0.0/16)",
        );
    }

    #[test]
    fn without_a_network_there_is_no_outside() {
        check(
            &RULE,
            &plan(
                "cidr: 10.1.0.0/24, role: subnet\ncidr: fd00::/48, role: vpc\ncidr: 10.2.0.0/24, role: nodes",
            ),
            "",
        );
    }
}
