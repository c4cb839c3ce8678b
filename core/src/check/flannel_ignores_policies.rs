use super::Design;
use super::words::named;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::LinkKind;
use crate::text::Span;

/// Flannel is chosen, and policies are drawn.
pub static RULE: Rule = Rule {
    code: "PO002",
    name: "flannel-ignores-policies",
    severity: Severity::Error,
    why: "Flannel connects pods and enforces no NetworkPolicy. The API server accepts the policies all the same, so \
          that nothing tells that every flow is open.",
    source: "Flannel README: \"Flannel is focused on networking. For network policy, other projects such as Calico can \
             be used.\"",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let Some(flannel) = chosen(subject) else { return };
    let Some((policy, what)) = first_policy(subject) else { return };
    let problem = Problem::new(&RULE, flannel, format!("Flannel enforces no network policies, but {what}"))
        .with_related(policy, "the first policy is here")
        .with_help(
            "choose a network that enforces them (Cilium, Calico), or Calico beside Flannel, known as Canal",
        );
    problems.push(problem);
}

/// Where Flannel is chosen: in the facts, or as a node when the facts choose none.
fn chosen(subject: &Design<'_>) -> Option<Span> {
    let mut said = subject.model.clusters.iter().filter_map(|cluster| cluster.cni.as_ref()).peekable();
    if said.peek().is_some() {
        return said.find(|cni| cni.value == "flannel").map(|cni| cni.evidence.span());
    }
    let policy_engine = |text: &str| ["calico", "canal", "cilium"].iter().any(|engine| text.contains(engine));
    let mut drawn = None;
    for thing in &subject.model.things {
        let text = thing.text.to_ascii_lowercase();
        if policy_engine(&text) {
            return None;
        }
        if drawn.is_none()
            && text.split(|character: char| !character.is_alphanumeric()).any(|word| word == "flannel")
        {
            drawn = Some(thing.span);
        }
    }
    drawn
}

/// The first policy that the document shows, with what to say of it.
fn first_policy(subject: &Design<'_>) -> Option<(Span, String)> {
    let drawn =
        subject.drawn_policies().next().map(|policy| (policy.span, format!("{} is drawn", named(policy))));
    let written = subject.written_policies.first().map(|policy| (policy.span, "one is written".to_owned()));
    let applied = || {
        let link = subject.model.links.iter().find(|link| link.kind == LinkKind::Applies)?;
        Some((link.span, "one is applied".to_owned()))
    };
    drawn.or(written).or_else(applied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn flannel_with_a_drawn_policy_is_an_error() {
        check(
            &RULE,
            "---\nnetplat:\n  cluster: { cni: flannel }\n---\nflowchart LR\n  deny[Default deny policy] --> web[Web shop]\n",
            "error `flannel` Flannel enforces no network policies, but Default deny policy (`deny`) is drawn",
        );
    }

    #[test]
    fn flannel_as_a_node_counts_unless_another_network_enforces() {
        let chart = "flowchart LR\n  cni[Flannel CNI]\n  deny[Default deny policy] --> web[Web shop]\n";
        check(
            &RULE,
            chart,
            "error `cni[Flannel CNI]` Flannel enforces no network policies, but Default deny policy (`deny`) is drawn",
        );
        check(&RULE, &format!("{chart}  calico[Calico]\n"), "");
    }

    #[test]
    fn flannel_without_policies_is_fine() {
        check(&RULE, "---\nnetplat:\n  cluster: { cni: flannel }\n---\nflowchart LR\n  web --> db\n", "");
    }
}
