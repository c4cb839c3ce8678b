use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, Role};
use crate::net::{AddressRange, Cidr};

/// An AKS cluster uses addresses that AKS keeps for itself.
pub static RULE: Rule = Rule {
    code: "AP022",
    name: "aks-forbidden-range",
    severity: Severity::Error,
    why: "AKS clusters may not use 169.254.0.0/16, 172.30.0.0/16, 172.31.0.0/16 or 192.0.2.0/24 for Services, pods or \
          their virtual network.",
    source: "Azure Kubernetes Service documentation, networking prerequisites",
};

const FORBIDDEN: [&str; 4] = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let forbidden: Vec<AddressRange> =
        FORBIDDEN.iter().filter_map(|text| text.parse::<Cidr>().ok()).map(AddressRange::from).collect();
    for entry in &subject.model.plan {
        let of_cluster =
            matches!(entry.role.value, Role::Pods | Role::Services | Role::Nodes | Role::Subnet | Role::Vpc);
        if !of_cluster || subject.view.cloud(entry) != Some(Cloud::Azure) {
            continue;
        }
        if let Some(range) = forbidden.iter().find(|range| range.overlaps(&entry.range)) {
            let message = format!("{} shares addresses with {range}, which AKS does not allow", shown(entry));
            problems.push(Problem::new(&RULE, entry.range_span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn the_ranges_that_aks_keeps_are_refused() {
        let entries = "cidr: 172.16.0.0/12, name: net, role: vpc\ncidr: 10.0.0.0/16, role: services";
        check(
            &RULE,
            &design("cluster: { cloud: azure }", entries),
            "error `172.16.0.0/12` net (172.16.0.0/12) shares addresses with 172.30.0.0/16, which AKS does not allow",
        );
        check(&RULE, &design("cluster: { cloud: aws }", entries), "");
    }
}
