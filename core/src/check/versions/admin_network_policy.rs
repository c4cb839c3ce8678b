use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};

/// An AdminNetworkPolicy or BaselineAdminNetworkPolicy.
pub static RULE: Rule = Rule {
    code: "VE006",
    name: "admin-network-policy",
    severity: Severity::Info,
    why: "The two kinds are frozen: ClusterNetworkPolicy has taken their place, with tiers in one kind, `Accept` where they \
          say `Allow`, and ports by protocol. Plugins that are new implement that one alone.",
    source: "Network Policy API (SIG Network), \"ClusterNetworkPolicy\" and release notes of v0.2.0",
};

static STEPS: &[Step] = &[Step {
    from: &["policy.networking.k8s.io/v1alpha1"],
    kinds: &["AdminNetworkPolicy", "BaselineAdminNetworkPolicy"],
    to: "policy.networking.k8s.io/v1alpha2",
    removed_in: None,
}];

/// There is no fix: which of the kinds a plugin implements is not known, and a plugin that has none enforces nothing.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let tier = if object.kind == "AdminNetworkPolicy" { "Admin" } else { "Baseline" };
        problems.push(step.problem(&RULE, subject, object).with_help(format!(
            "where the network plugin has ClusterNetworkPolicy, write one with `tier: {tier}`, `Accept` for `Allow`, and \
             ports under `protocols`"
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn both_kinds_are_told_of_the_one_that_has_taken_their_place() {
        check(
            &RULE,
            "```yaml\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: { name: default }\nspec: { subject: { namespaces: {} } }\n```\n",
            "info `policy.networking.k8s.io/v1alpha1` BaselineAdminNetworkPolicy default is written for policy.networking.k8s.io/v1alpha1, \
             which policy.networking.k8s.io/v1alpha2 has taken the place of",
        );
    }
}
