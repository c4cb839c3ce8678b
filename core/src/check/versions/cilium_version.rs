use super::rewrite::Rewrite;
use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::text::Edit;
use crate::yaml::Node;

/// A pool of Cilium's of the version before v2.
pub static RULE: Rule = Rule {
    code: "VE016",
    name: "old-cilium-version",
    severity: Severity::Warning,
    why: "Pools for load balancers have been cilium.io/v2 since Cilium 1.18, which warns of v2alpha1 and will drop it. Where a pool \
          is gone, Services lose their addresses.",
    source: "Cilium documentation, \"Upgrade Guide\" of 1.18, and \"LoadBalancer IP Address Management\"",
};

static STEPS: &[Step] = &[Step {
    from: &["cilium.io/v2alpha1"],
    kinds: &["CiliumLoadBalancerIPPool"],
    to: "cilium.io/v2",
    removed_in: None,
}];

/// The fix is to be looked at: Cilium before 1.18 does not know the newer version.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let spec = object.at(&["spec"]).and_then(Node::mapping);
        let has_both = spec.is_some_and(|it| it.entry("cidrs").is_some() && it.entry("blocks").is_some());
        let cidrs = spec.and_then(|spec| spec.entry("cidrs"));
        // What blocks were called up to Cilium 1.15.
        let changes: Vec<Edit> = cidrs.map(|entry| Rewrite::rename(entry, "blocks")).into_iter().collect();
        let problem =
            step.problem(&RULE, subject, object).with_help("from Cilium 1.18 on, write cilium.io/v2");
        problems.push(step.with_fix(problem, subject, object, (!has_both).then_some(changes), false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn a_pool_changes_its_version_and_what_its_blocks_are_called() {
        let pool = |version: &str, key: &str| {
            format!(
                "```yaml\napiVersion: cilium.io/{version}\nkind: CiliumLoadBalancerIPPool\nmetadata: {{ name: a }}\nspec:\n  {key}: # all\n    - cidr: 10.9.0.0/24\n```\n"
            )
        };
        assert_eq!(fixed(&RULE, &pool("v2alpha1", "cidrs")), pool("v2", "blocks"));
        assert_eq!(fixed(&RULE, &pool("v2alpha1", "blocks")), pool("v2", "blocks"));
        check(
            &RULE,
            "```yaml\napiVersion: cilium.io/v2alpha1\nkind: CiliumL2AnnouncementPolicy\nmetadata: { name: a }\n```\n",
            "",
        );
    }
}
