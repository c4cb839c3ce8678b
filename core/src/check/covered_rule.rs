use super::cluster::{Cluster, Found};
use super::subject::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::reach::RuleNumber;

/// A rule of a policy that another rule covers.
pub static RULE: Rule = Rule {
    code: "PO032",
    name: "covered-rule",
    severity: Severity::Info,
    why: "A rule that another one covers is never the reason for anything: whoever tightens it finds that all still \
          passes.",
    source: "Kubernetes: Network Policies; AdminNetworkPolicy: the first rule that matches decides",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let policies = &cluster.resources.policies;
    let problem = |(number, by): &(RuleNumber, RuleNumber)| {
        let (policy, other) = (policies.get(number.policy)?, policies.get(by.policy)?);
        let rule = number.direction.rules(policy)?.get(number.rule)?;
        let wide = by.direction.rules(other)?.get(by.rule)?;
        let named = wide.name.clone().unwrap_or_else(|| (by.rule + 1).to_string());
        let message = if by.policy == number.policy {
            format!("rule {named} of the same policy says all of this")
        } else {
            format!("rule {named} of {other} says all of this")
        };
        Some((policy.object, Problem::new(&RULE, rule.span, message)))
    };
    cluster.redundant().rules.iter().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_rule_is_held_against_the_others() {
        let page = |ingress: &str| {
            format!(
                "```yaml\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p }}\nspec: {{ podSelector: {{}}, ingress: [{ingress}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("{ from: [{ podSelector: {} }] }, { from: [{ namespaceSelector: {} }] }"),
            "info `{ from: [{ podSelector: {} }] }` rule 2 of the same policy says all of this",
        );
        check(
            &RULE,
            &page("{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }"),
            "",
        );
    }
}
