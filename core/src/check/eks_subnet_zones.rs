use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, PlanEntry, Role};
use crate::plan::usable;
use crate::text::Span;
use std::collections::HashMap;

/// The subnets of an EKS cluster lie in one zone.
pub static RULE: Rule = Rule {
    code: "AP020",
    name: "eks-subnet-zones",
    severity: Severity::Warning,
    why: "Amazon EKS creates a cluster only with subnets in at least two availability zones. It puts its network \
          interfaces into them and needs six free addresses in each.",
    source: "Amazon EKS user guide, \"VPC and subnet considerations\"",
};

/// Free addresses that EKS needs in a subnet, and those that it advises.
const NEEDED: u128 = 6;
const ADVISED: u128 = 16;

/// Of zones only where each subnet that is said to be the cluster's says its zone: a plan that leaves zones out, or names
/// regions, says nothing of them.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let in_aws = || subject.view.clusters.iter().filter(|cluster| cluster.cloud() == Some(Cloud::Aws));
    let entries = subject.model.plan.iter().enumerate().filter(|_| in_aws().next().is_some());
    let places: HashMap<Span, usize> = entries.map(|(index, entry)| (entry.range_span, index)).collect();
    for cluster in in_aws() {
        let is_of_cluster = |entry: &&PlanEntry| entry.cluster.is_some() || cluster.name.is_none();
        let mut subnets = cluster.declared(Role::Subnet);
        subnets.extend(cluster.declared(Role::Nodes));
        subnets.retain(is_of_cluster);
        problems.extend(subnets.iter().filter_map(|entry| room(subject, *places.get(&entry.range_span)?)));
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

/// That the subnet at `index` of the plan has too little room for the interfaces of EKS: less what AWS keeps, and what lies in
/// it for something else than nodes.
fn room(subject: &Design<'_>, index: usize) -> Option<Problem> {
    let entries = &subject.model.plan;
    let subnet = entries.get(index)?;
    let inside = subject.plan.node(index)?.children.iter().filter_map(|&child| entries.get(child));
    let others = inside.filter(|it| !matches!(it.role.value, Role::Nodes | Role::Subnet | Role::Unknown));
    let taken: u128 = others.map(|other| other.range.count().saturating()).fold(0, u128::saturating_add);
    let left = usable(subnet, Some(Cloud::Aws)).saturating().saturating_sub(taken);
    let (severity, words) = match left {
        ..NEEDED => (Severity::Error, format!("EKS needs {NEEDED} for its own interfaces")),
        NEEDED..ADVISED => {
            (Severity::Info, format!("EKS needs {NEEDED} and advises {ADVISED} for its own interfaces"))
        }
        _ => return None,
    };
    let message = format!("{} has {left} free addresses; {words}", shown(subnet));
    Some(Problem::new(&RULE, subnet.range_span, message).with_severity(severity))
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
    fn interfaces_of_eks_need_room_in_each_subnet() {
        let design_of = |cidr: &str, inside: &str| {
            let entries =
                format!("cidr: {cidr}, name: a, role: subnet\ncidr: {inside}, name: b, role: load-balancers");
            design("cluster: { cloud: aws }", &entries)
        };
        check(
            &RULE,
            &design_of("10.0.0.0/28", "10.9.0.0/28"),
            "info `10.0.0.0/28` a (10.0.0.0/28) has 11 free addresses; EKS needs 6 and advises 16 for its own interfaces",
        );
        check(
            &RULE,
            &design_of("10.0.0.0/28", "10.0.0.8/29"),
            "error `10.0.0.0/28` a (10.0.0.0/28) has 3 free addresses; EKS needs 6 for its own interfaces",
        );
        check(&RULE, &design_of("10.0.0.0/27", "10.9.0.0/28"), "");
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
