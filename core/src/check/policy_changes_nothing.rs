use super::Subject;
use super::cluster::{Cluster, Found};
use super::words::listed;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::reach::open_to_all;

/// A policy without which everything would be the same.
pub static RULE: Rule = Rule {
    code: "PO031",
    name: "policy-changes-nothing",
    severity: Severity::Info,
    why: "Who reads a policy takes it for the reason that something is allowed or denied. One that others cover keeps \
          nothing from passing when it is changed, and lets nothing pass.",
    source: "Kubernetes: Network Policies; they add up",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let policies = &cluster.resources.policies;
    let mut found = Vec::new();
    let mut report = |index: usize, why: String| {
        if let Some(policy) = policies.get(index) {
            let message = format!("{policy} changes nothing: {why}");
            found.push((policy.object, Problem::new(&RULE, cluster.place(policy.object, &[]), message)));
        }
    };
    for (index, by) in &cluster.redundant().policies {
        let by: Vec<String> = by.iter().filter_map(|&it| policies.get(it)).map(ToString::to_string).collect();
        let verb = if by.len() == 1 { "says" } else { "say" };
        report(
            *index,
            match by.as_slice() {
                [] => "it has no rules".to_owned(),
                by => format!("{} {verb} all of it", listed(by)),
            },
        );
    }
    for index in open_to_all(cluster.resources) {
        report(index, "it lets all pass, and no other policy holds its pods back".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(policies: &[(&str, &str)]) -> String {
        let policies = policies.iter().map(|(name, spec)| {
            format!("---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: {name} }}\nspec: {spec}\n")
        });
        format!(
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: a, labels: {{ app: a }} }}\nspec: {{ containers: [] }}\n{}```\n",
            policies.collect::<String>()
        )
    }

    #[test]
    fn what_others_say_is_not_said_again() {
        let a = "{ podSelector: { matchLabels: { app: a } }, ingress: [{ ports: [{ port: 80 }] }] }";
        let all = "{ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }";
        check(
            &RULE,
            &page(&[("p", a), ("q", all)]),
            "info `p` NetworkPolicy default/p changes nothing: NetworkPolicy default/q says all of it",
        );
        check(&RULE, &page(&[("p", a), ("q", "{ podSelector: {} }")]), "");
    }

    #[test]
    fn letting_all_pass_alone_changes_nothing() {
        let open = "{ podSelector: {}, ingress: [{}] }";
        check(
            &RULE,
            &page(&[("p", open)]),
            "info `p` NetworkPolicy default/p changes nothing: it lets all pass, and no other policy holds its pods back",
        );
        check(
            &RULE,
            &page(&[("p", open), ("q", "{ podSelector: {} }")]),
            "info `q` NetworkPolicy default/q changes nothing: NetworkPolicy default/p says all of it",
        );
    }
}
