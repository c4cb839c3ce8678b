use super::Subject;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, PlanEntry, Role};

/// The subnets of an EKS cluster lie in one zone.
pub static RULE: Rule = Rule {
    code: "AP020",
    name: "eks-subnet-zones",
    severity: Severity::Warning,
    why: "Amazon EKS creates a cluster only with subnets in at least two availability zones. It puts its network \
          interfaces into them and needs six free addresses in each.",
    source: "Amazon EKS user guide, \"VPC and subnet considerations\"",
};

/// Only where each subnet that is said to be the cluster's says its zone: a plan that leaves zones out, or names
/// regions, says nothing of them.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for cluster in subject.view.clusters.iter().filter(|cluster| cluster.cloud() == Some(Cloud::Aws)) {
        let is_of_cluster = |entry: &&PlanEntry| entry.cluster.is_some() || cluster.name.is_none();
        let mut subnets = cluster.declared(Role::Subnet);
        subnets.extend(cluster.declared(Role::Nodes));
        subnets.retain(is_of_cluster);
        let Some(first) = subnets.iter().copied().min_by_key(|entry| entry.range_span.start) else {
            continue;
        };
        let Some(zone) = first.zone.as_deref().filter(|zone| is_zone(zone)) else { continue };
        if subnets.iter().all(|entry| entry.zone.as_deref() == Some(zone)) {
            let name = cluster.name.unwrap_or("the cluster");
            let message = match subnets.len() {
                1 => format!(
                    "{}, the only subnet of {name}, lies in {zone}; EKS asks for two zones",
                    shown(first)
                ),
                many => format!("all {many} subnets of {name} lie in {zone}; EKS asks for two zones"),
            };
            problems.push(
                Problem::new(&RULE, first.range_span, message)
                    .with_help("add a subnet in another zone, with six free addresses at least"),
            );
        }
    }
}

/// Whether `zone` is an availability zone of AWS: `eu-central-1a`, `euc1-az2`. A region ends with its number.
fn is_zone(zone: &str) -> bool {
    let mut end = zone.chars().rev();
    let letter = end.next().is_some_and(|it| it.is_ascii_lowercase());
    let is_name = letter && end.next().is_some_and(|it| it.is_ascii_digit()) && zone.contains('-');
    let is_id = zone
        .rsplit_once("-az")
        .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()));
    is_name || is_id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn subnets_of_a_cluster_lie_in_two_zones() {
        let entries = |first: &str, second: &str| {
            let of = |zone: &str| format!("role: subnet, cluster: shop, zone: {zone}");
            format!("cidr: 10.0.0.0/24, {}\ncidr: 10.0.1.0/24, {}", of(first), of(second))
        };
        let facts = "clusters: { shop: { cloud: aws } }";
        check(
            &RULE,
            &design(facts, &entries("eu-central-1a", "eu-central-1a")),
            "warning `10.0.0.0/24` all 2 subnets of shop lie in eu-central-1a; EKS asks for two zones",
        );
        check(&RULE, &design(facts, &entries("eu-central-1a", "eu-central-1b")), "");
        check(&RULE, &design(facts, &entries("eu-central-1", "eu-central-1")), "");
        check(&RULE, &design("", &entries("eu-central-1a", "eu-central-1a")), "");
    }

    #[test]
    fn a_subnet_without_a_zone_leaves_it_open() {
        let entries = "cidr: 10.0.0.0/24, role: subnet, zone: euc1-az1\ncidr: 10.0.1.0/24, role: subnet";
        check(&RULE, &design("cluster: { cloud: aws }", entries), "");
        check(
            &RULE,
            &design("cluster: { cloud: aws }", "cidr: 10.0.0.0/24, name: a, role: subnet, zone: euc1-az1"),
            "warning `10.0.0.0/24` a (10.0.0.0/24), the only subnet of the cluster, lies in euc1-az1; EKS asks for two zones",
        );
    }
}
