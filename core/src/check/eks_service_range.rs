use super::Design;
use super::cover::Cover;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, Role};
use crate::net::Family;

/// A service CIDR that EKS does not take.
pub static RULE: Rule = Rule {
    code: "AP019",
    name: "eks-service-range",
    severity: Severity::Error,
    why: "Amazon EKS takes IPv4 service prefixes from /24 to /12 that do not overlap with the VPC. The prefix is set \
          when the cluster is created and cannot be changed.",
    source: "Amazon EKS API reference, KubernetesNetworkConfigRequest.serviceIpv4Cidr",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let plan = &subject.model.plan;
    let vpcs = plan.iter().enumerate().filter(|(_, entry)| {
        entry.role.value == Role::Vpc && subject.view.cloud(entry).is_none_or(|cloud| cloud == Cloud::Aws)
    });
    let vpcs = Cover::new(vpcs.map(|(index, entry)| (index, &entry.range)));
    for entry in plan {
        let is_eks = entry.role.value == Role::Services && subject.view.cloud(entry) == Some(Cloud::Aws);
        let Some(length) = entry.range.prefix().filter(|_| is_eks && entry.range.family() == Family::V4)
        else {
            continue;
        };
        if !(12..=24).contains(&length) {
            let message = format!("{} is a /{length}; EKS takes /24 to /12 for Services", shown(entry));
            problems.push(Problem::new(&RULE, entry.range_span, message));
        }
        if let Some(vpc) = vpcs.touching(&entry.range).and_then(|index| plan.get(index)) {
            let message = format!("{} overlaps with the VPC {}; EKS refuses that", shown(entry), shown(vpc));
            problems.push(
                Problem::new(&RULE, entry.range_span, message)
                    .with_related(vpc.range_span, format!("{} is here", shown(vpc)))
                    .with_help("take 10.100.0.0/16 or 172.20.0.0/16, the defaults, if they are free"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn size_and_vpc_bound_the_services_of_eks() {
        let facts = "cluster: { cloud: aws }";
        check(
            &RULE,
            &design(
                facts,
                "cidr: 10.0.0.0/16, name: shop, role: vpc\ncidr: 10.0.4.0/25, name: svc, role: services",
            ),
            "error `10.0.4.0/25` svc (10.0.4.0/25) is a /25; EKS takes /24 to /12 for Services\n\
             error `10.0.4.0/25` svc (10.0.4.0/25) overlaps with the VPC shop (10.0.0.0/16); EKS refuses that",
        );
        check(&RULE, &design(facts, "cidr: 10.0.0.0/16, role: vpc\ncidr: 172.20.0.0/16, role: services"), "");
    }
}
