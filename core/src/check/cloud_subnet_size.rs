use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, Role};
use crate::net::Family;

/// A subnet that its cloud does not create.
pub static RULE: Rule = Rule {
    code: "AP017",
    name: "cloud-subnet-size",
    severity: Severity::Error,
    why: "Each cloud keeps some addresses of a subnet for itself and sets bounds: AWS creates IPv4 subnets from /16 to \
          /28, Azure and Google Cloud down to /29, Oracle Cloud down to /30.",
    source: "Amazon VPC user guide, \"Subnet CIDR blocks\"; Azure Virtual Network FAQ; Google Cloud VPC, \"Subnets\"; \
             Oracle Cloud, \"VCNs and subnets\"",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for entry in &subject.model.plan {
        let role = entry.role.value;
        let (Role::Subnet | Role::Nodes | Role::Vpc, Some(length), Some(cloud)) =
            (role, entry.range.prefix(), subject.view.cloud(entry))
        else {
            continue;
        };
        let Some((provider, widest, narrowest)) = bounds(cloud) else { continue };
        // Nodes may lie in several subnets that together are wider.
        let is_one = matches!(role, Role::Subnet | Role::Vpc) && cloud == Cloud::Aws;
        let fits = length <= narrowest && (length >= widest || !is_one);
        if entry.range.family() == Family::V6 || fits {
            continue;
        }
        let severity = if entry.role.evidence.is_declared() { Severity::Error } else { Severity::Warning };
        let bound = if widest > 0 {
            format!("from /{widest} to /{narrowest}")
        } else {
            format!("down to /{narrowest}")
        };
        let message = format!("{} is a /{length}; {provider} creates subnets {bound}", shown(entry));
        problems.push(Problem::new(&RULE, entry.range_span, message).with_severity(severity));
    }
}

/// What the cloud is called, and its shortest and longest IPv4 prefix.
fn bounds(cloud: Cloud) -> Option<(&'static str, u8, u8)> {
    match cloud {
        Cloud::Aws => Some(("AWS", 16, 28)),
        Cloud::Azure => Some(("Azure", 0, 29)),
        Cloud::Gcp => Some(("Google Cloud", 0, 29)),
        Cloud::Oci => Some(("Oracle Cloud", 0, 30)),
        Cloud::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn each_cloud_has_its_bounds() {
        let entries =
            "cidr: 10.0.0.0/29, name: tiny, role: subnet\ncidr: 10.8.0.0/14, name: wide, role: subnet";
        check(
            &RULE,
            &design("cluster: { cloud: aws }", entries),
            "error `10.0.0.0/29` tiny (10.0.0.0/29) is a /29; AWS creates subnets from /16 to /28\n\
             error `10.8.0.0/14` wide (10.8.0.0/14) is a /14; AWS creates subnets from /16 to /28",
        );
        check(&RULE, &design("cluster: { cloud: azure }", entries), "");
        check(&RULE, &design("", entries), "");
    }
}
