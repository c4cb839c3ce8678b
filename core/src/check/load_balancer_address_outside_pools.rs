use super::Subject;
use super::cover::Cover;
use super::load_balancer::{asked, is_load_balancer};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::model::Role;
use crate::net::AddressRange;
use crate::yaml::Node;

/// A Service asks for a load balancer address that no pool holds.
pub static RULE: Rule = Rule {
    code: "SV007",
    name: "load-balancer-address-outside-pools",
    severity: Severity::Warning,
    why: "Cilium's LB IPAM and MetalLB give out addresses of their pools only. A Service that asks for another one stays \
          pending.",
    source: "Cilium documentation, \"LB IPAM: Requesting IPs\"; MetalLB documentation, \"Requesting specific IPs\"",
};

/// The pools are the plan's entries for load balancers, Cilium's pools among them, and MetalLB's.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let of_plan = subject.model.plan.iter().filter(|entry| entry.role.value == Role::LoadBalancers);
    let mut pools: Vec<AddressRange> = of_plan.map(|entry| entry.range).collect();
    pools.extend(subject.model.objects.objects.iter().flat_map(metallb_ranges));
    if pools.is_empty() {
        return;
    }
    let cover = Cover::new(pools.iter().enumerate());
    for service in subject.cluster.shown.services().filter(|service| is_load_balancer(service)) {
        let Some(object) = subject.object(service.object) else { continue };
        // Another implementation than the default one has pools of its own.
        if object.at(&["spec", "loadBalancerClass"]).is_some() {
            continue;
        }
        for asked in asked(service) {
            let Some(range) = AddressRange::new(asked.address, asked.address) else { continue };
            if cover.around(&range).is_none() {
                let message = format!("{object} asks for {}, which no pool holds", asked.address);
                problems.push(
                    Problem::new(&RULE, asked.span, message)
                        .with_help("ask for an address of a pool, or add this one to a pool"),
                );
            }
        }
    }
}

fn metallb_ranges(object: &Object) -> Vec<AddressRange> {
    if (object.group(), object.kind.as_str()) != ("metallb.io", "IPAddressPool") {
        return Vec::new();
    }
    let ranges = object.at(&["spec", "addresses"]).map(Node::items).unwrap_or_default();
    ranges.iter().filter_map(|range| Some(AddressRange::read(range.text()?).ok()?.value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn what_is_asked_for_lies_in_a_pool() {
        let page = |pool: &str, address: &str| {
            format!(
                "```yaml\n{pool}---\napiVersion: v1\nkind: Service\n\
                 metadata: {{ name: web, annotations: {{ metallb.io/loadBalancerIPs: \"{address}\" }} }}\n\
                 spec: {{ type: LoadBalancer }}\n```\n"
            )
        };
        let pool = "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: edge }\nspec: { addresses: [10.0.0.5-10.0.0.9] }\n";
        check(
            &RULE,
            &page(pool, "10.0.0.6,10.0.0.10"),
            "warning `\"10.0.0.6,10.0.0.10\"` Service web asks for 10.0.0.10, which no pool holds",
        );
        check(&RULE, &page("", "10.0.0.10"), "");
    }
}
