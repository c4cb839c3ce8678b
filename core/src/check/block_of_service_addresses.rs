use super::Subject;
use super::cover::Cover;
use super::policy_block::blocks;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Action;
use crate::model::Role;
use crate::net::AddressRange;
use crate::text::Span;

/// A policy lets pods out to the address of a Service.
pub static RULE: Rule = Rule {
    code: "PO008",
    name: "block-of-service-addresses",
    severity: Severity::Warning,
    why: "The address of a Service is replaced by that of a pod on the way, and whether policies are asked before or \
          after is not defined: most network plugins ask after it. A rule about the Service's address then matches \
          nothing.",
    source: "Kubernetes documentation, \"Network Policies: Behavior of to and from selectors\" (ipBlock)",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let destinations: Vec<_> =
        blocks(subject).into_iter().filter(|it| it.is_destination && it.action == Action::Allow).collect();
    if destinations.is_empty() {
        return;
    }
    let known = service_addresses(subject);
    let cover = Cover::new(known.iter().enumerate().map(|(index, (range, ..))| (index, range)));
    for block in destinations {
        let Some((_, place, what)) = cover.around(&block.range).and_then(|index| known.get(index)) else {
            continue;
        };
        let message = format!("{} lets pods out to {}, which {what}", block.policy, block.cidr);
        problems.push(
            Problem::new(&RULE, block.span, message)
                .with_related(*place, "the service addresses are here")
                .with_help("select the pods behind the Service by their labels"),
        );
    }
}

/// The plan's ranges of service addresses, and the addresses of the Services that are shown.
fn service_addresses(subject: &Subject<'_>) -> Vec<(AddressRange, Span, String)> {
    let is_services =
        |role: &crate::model::Known<Role>| role.value == Role::Services && role.evidence.is_declared();
    let planned = subject.model.plan.iter().filter(|entry| is_services(&entry.role));
    let ranges = planned
        .map(|entry| (entry.range, entry.range_span, format!("are service addresses ({})", entry.range)));
    let shown = subject.cluster.shown.services().flat_map(|service| {
        let object = subject.object(service.object);
        service.cluster_ips.iter().filter_map(move |ip| {
            let address = ip.value.parse().ok()?;
            Some((AddressRange::new(address, address)?, ip.span, format!("is the address of {}", object?)))
        })
    });
    ranges.chain(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn the_address_of_a_service_is_not_what_a_policy_sees() {
        let page = |cidr: &str| {
            format!(
                "```yaml\napiVersion: v1\nkind: Service\nmetadata: {{ name: web }}\nspec: {{ clusterIP: 10.96.0.20 }}\n---\n\
                 apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: web }}\n\
                 spec: {{ podSelector: {{}}, egress: [{{ to: [{{ ipBlock: {{ cidr: {cidr} }} }}] }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("10.96.0.20/32"),
            "warning `10.96.0.20/32` NetworkPolicy default/web lets pods out to 10.96.0.20/32, which is the address of Service web",
        );
        check(&RULE, &page("10.0.0.0/8"), "");
    }
}
