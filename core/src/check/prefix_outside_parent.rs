use super::Design;
use super::cover::Cover;
use super::move_to_free::MoveToFree;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, Role};
use crate::net::Family;
use std::collections::BTreeMap;

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
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let entries = &subject.model.plan;
    let networks = Networks::new(entries);
    let mut moves = MoveToFree::new(subject);
    let parts = |entry: &PlanEntry| matches!(entry.role.value, Role::Subnet | Role::Nodes);
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| parts(entry)) {
        // One that crosses the border is an overlap, which says more.
        if networks.of(entry).any(|group| group.cover.touching(&entry.range).is_some()) {
            continue;
        }
        let mut candidates: Vec<_> =
            networks.of(entry).flat_map(|group| group.members.iter().take(5)).copied().collect();
        candidates.sort_unstable();
        let only = if let [only] = candidates.as_slice() { Some(*only) } else { None };
        let candidates: Vec<_> = candidates.iter().filter_map(|&index| entries.get(index)).collect();
        let names = match candidates.as_slice() {
            [] => continue,
            [only] => shown(only),
            _ => "all of the plan's networks".to_owned(),
        };
        let message = format!("{} lies outside of {names}", shown(entry));
        let problem = Problem::new(&RULE, entry.range_span, message);
        let problem = candidates.iter().take(4).fold(problem, |problem, network| {
            problem.with_related(network.range_span, format!("{} is here", shown(network)))
        });
        problems.push(match only {
            Some(network) => moves.offer_into(problem, index, network),
            None => problem,
        });
    }
}

/// The plan's sites and VPCs, by family and cluster.
struct Networks<'a> {
    groups: BTreeMap<(Family, Option<&'a str>), Group>,
    /// All of a family, for entries that name no cluster.
    all: BTreeMap<Family, Group>,
}

#[derive(Default)]
struct Group {
    members: Vec<usize>,
    cover: Cover,
}

impl<'a> Networks<'a> {
    fn new(entries: &'a [PlanEntry]) -> Self {
        let mut groups: BTreeMap<_, Group> = BTreeMap::new();
        let mut all: BTreeMap<_, Group> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            if matches!(entry.role.value, Role::Vpc | Role::Site) {
                let family = entry.range.family();
                groups.entry((family, entry.cluster.as_deref())).or_default().members.push(index);
                all.entry(family).or_default().members.push(index);
            }
        }
        for group in groups.values_mut().chain(all.values_mut()) {
            let members = group.members.iter();
            group.cover = Cover::new(members.filter_map(|&index| Some((index, &entries.get(index)?.range))));
        }
        Self { groups, all }
    }

    /// Those that could hold `entry`: of its family, and not of another cluster.
    fn of(&self, entry: &'a PlanEntry) -> impl Iterator<Item = &Group> {
        let family = entry.range.family();
        let groups = match entry.cluster.as_deref() {
            Some(cluster) => [self.groups.get(&(family, Some(cluster))), self.groups.get(&(family, None))],
            None => [self.all.get(&family), None],
        };
        groups.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed, plan};

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
    fn the_fix_moves_the_subnet_into_the_only_network() {
        let entries =
            "cidr: 10.0.0.0/16, role: vpc\ncidr: 10.0.0.0/24, role: subnet\ncidr: 10.1.0.0/24, role: subnet";
        let moved = entries.replace("10.1.0.0/24", "10.0.1.0/24");
        assert_eq!(fixed(&RULE, &plan(entries)), plan(&moved));
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
