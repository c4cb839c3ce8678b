use super::Design;
use super::cover::Cover;
use super::plan_view::shown;
use super::words::named;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, Role, ThingKind};
use crate::net::AddressRange;
use crate::plan::CloudSubnet;
use crate::text::Span;

/// Something is given an address that the cloud keeps for itself in every subnet.
pub static RULE: Rule = Rule {
    code: "AP018",
    name: "address-kept-by-cloud",
    severity: Severity::Error,
    why: "A cloud keeps the first addresses of each subnet for its router and its DNS, and the last ones: AWS and Azure \
          the first four and the last, Google Cloud the first two and the last two, Oracle Cloud the first two and the \
          last. No machine can have them.",
    source: "Amazon VPC user guide, \"Subnet CIDR blocks\"; Azure Virtual Network FAQ; Google Cloud VPC, \"Subnets\"; \
             Oracle Cloud, \"Networking Overview\"",
};

/// What is drawn with one address, and ranges of the plan that something is given addresses from. A row that names the
/// cloud's own router says what is so.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let subnets = Subnets::new(subject);
    for entry in &subject.model.plan {
        let is_given =
            matches!(entry.role.value, Role::Nodes | Role::LoadBalancers | Role::Vpn | Role::Attachment);
        if is_given && entry.range.prefix().is_none() {
            problems.extend(subnets.judge(&entry.range, entry.range_span, &shown(entry)));
        }
    }
    for thing in &subject.model.things {
        if matches!(thing.kind.value, ThingKind::Network | ThingKind::Dns) {
            continue;
        }
        for address in thing.addresses.iter().filter(|address| address.value.prefix().is_none()) {
            let what = format!("{} ({})", named(thing), address.value);
            problems.extend(subnets.judge(&address.value, address.evidence.span(), &what));
        }
    }
}

/// The subnets whose cloud is known.
struct Subnets<'a> {
    subject: &'a Design<'a>,
    cover: Cover,
}

impl<'a> Subnets<'a> {
    /// A "subnet" that holds others is a network of them: its first addresses are not the cloud's.
    fn new(subject: &'a Design<'a>) -> Self {
        let plan = &subject.model.plan;
        let is_subnet =
            |entry: &PlanEntry| entry.role.value == Role::Subnet && entry.range.prefix().is_some();
        let holds_none = |index: usize| {
            let node = subject.plan.node(index);
            let mut inside = node.into_iter().flat_map(|node| &node.children).filter_map(|&it| plan.get(it));
            !inside.any(|it| it.range.prefix().is_some_and(|length| length < it.range.family().bits()))
        };
        let subnets = plan.iter().enumerate().filter(|(index, entry)| {
            is_subnet(entry) && subject.plan.cloud(*index).is_some() && holds_none(*index)
        });
        Self { subject, cover: Cover::new(subnets.map(|(index, entry)| (index, &entry.range))) }
    }

    /// The problem with giving out `range`, which stands at `place`.
    fn judge(&self, range: &AddressRange, place: Span, what: &str) -> Option<Problem> {
        let index = self.cover.around(range)?;
        let subnet = self.subject.model.plan.get(index)?;
        let rule = CloudSubnet::of(self.subject.plan.cloud(index)?, range.family())?;
        let (family, first, last) = subnet.range.numbers();
        let kept_first = first.checked_add(u128::from(rule.kept_first))?;
        let kept_last = last.checked_sub(u128::from(rule.kept_last))?;
        let usable = AddressRange::between(family, kept_first, kept_last)?;
        if range.same_addresses(&subnet.range) || usable.contains(range) {
            return None;
        }
        let severity = if subnet.role.evidence.is_declared() { Severity::Error } else { Severity::Warning };
        let message =
            format!("{what} has addresses that the cloud keeps in {}; {usable} can be used", shown(subnet));
        Some(
            Problem::new(&RULE, place, message)
                .with_severity(severity)
                .with_related(subnet.range_span, format!("{} is here", shown(subnet))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    const SUBNET: &str = "cidr: 10.0.1.0/24, name: web, role: subnet";

    #[test]
    fn what_is_drawn_and_what_is_planned_stay_clear_of_the_clouds_addresses() {
        let nodes = "nodes: { web: { addresses: [10.0.1.3] } }";
        check(
            &RULE,
            &design(&format!("cluster: {{ cloud: aws }}\n{nodes}"), SUBNET),
            "error `10.0.1.3` `web` (10.0.1.3) has addresses that the cloud keeps in web (10.0.1.0/24); 10.0.1.4-10.0.1.254 can be used",
        );
        let pool = format!("{SUBNET}\nrange: 10.0.1.250-10.0.1.255, name: pool, role: load-balancers");
        check(
            &RULE,
            &design("cluster: { cloud: azure }", &pool),
            "error `10.0.1.250-10.0.1.255` pool (10.0.1.250-10.0.1.255) has addresses that the cloud keeps in web (10.0.1.0/24); 10.0.1.4-10.0.1.254 can be used",
        );
        // Google Cloud keeps two at the start.
        check(&RULE, &design(&format!("cluster: {{ cloud: gcp }}\n{nodes}"), SUBNET), "");
        check(&RULE, &design(nodes, SUBNET), "");
    }

    #[test]
    fn the_clouds_own_router_and_a_network_of_subnets_are_no_problem() {
        let facts = "cluster: { cloud: aws }\nnodes: { web: { addresses: [10.0.0.1] } }";
        let entries = "cidr: 10.0.0.0/16, name: all, role: subnet\ncidr: 10.0.1.0/24, name: web, role: subnet\nrange: 10.0.1.1-10.0.1.1, name: router";
        check(&RULE, &design(facts, entries), "");
    }
}
