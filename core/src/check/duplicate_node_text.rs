use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::mermaid::{End, Flowchart, Node, NodeIndex};
use crate::model::ThingKind;
use std::collections::{BTreeMap, BTreeSet};

/// Two nodes of one view and one group that show the same text.
pub static RULE: Rule = Rule {
    code: "GR002",
    name: "duplicate-node-text",
    severity: Severity::Warning,
    why: "Who reads the picture cannot tell the two apart, and often they were meant to be one: a second id was made up \
          for a thing that had one, and its links are spread over both.",
    source: "Mermaid documentation, \"Flowcharts: a node with text\": the id makes the node, not the text",
};

/// Replicas are drawn on purpose: ids that differ in a number, or nodes with the same neighbours. They, and nodes
/// that stand for nothing known, are worth knowing at most. One problem for each text.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for chart in subject.charts {
        let mut same: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, node) in chart.graph.nodes.iter().enumerate() {
            let text = folded(&node.label.text);
            if node.label.span.is_some() && !text.is_empty() {
                same.entry((node.group, text)).or_default().push(index);
            }
        }
        same.retain(|_, nodes| nodes.len() > 1);
        if same.is_empty() {
            continue;
        }
        let neighbours = Neighbours::of(chart);
        for nodes in same.values() {
            problems.extend(report(subject, chart, nodes, &neighbours));
        }
    }
}

fn report(
    subject: &Design<'_>,
    chart: &Flowchart,
    indices: &[usize],
    neighbours: &Neighbours,
) -> Option<Problem> {
    let nodes: Vec<&Node> = indices.iter().filter_map(|&index| chart.graph.nodes.get(index)).collect();
    let [first, second, ..] = nodes.as_slice() else { return None };
    // A Service is called like its workload, and both stand on the page.
    let stands = |node: &&Node| subject.thing(&node.id).is_some_and(|thing| !thing.objects.is_empty());
    if nodes.iter().all(stands) {
        return None;
    }
    let ids: Vec<String> = nodes.iter().map(|node| format!("`{}`", node.id)).collect();
    let message = format!("{} show the same text: {}", super::words::listed(&ids), first.label.text.trim());
    let known = subject.thing(&first.id).is_some_and(|thing| thing.kind.value != ThingKind::Other);
    let on_purpose = !known || are_numbered(&nodes) || neighbours.are_the_same(indices);
    let problem = Problem::new(&RULE, second.definition, message)
        .with_related(first.definition, format!("`{}` is here", first.id))
        .with_help("use one id for one thing, or say in the texts what tells them apart");
    Some(if on_purpose { problem.with_severity(Severity::Info) } else { problem })
}

/// Case, spaces and line breaks do not tell texts apart.
fn folded(text: &str) -> String {
    let spaced = text.replace("<br/>", " ").replace("<br>", " ");
    spaced.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Whether the ids are one word with different numbers or a letter at the end: `web1`, `web2`; `pod_a`, `pod_b`.
fn are_numbered(nodes: &[&Node]) -> bool {
    let stem = |id: &str| {
        let without_number = id.trim_end_matches(|character: char| character.is_ascii_digit());
        if without_number.len() < id.len() {
            return without_number.to_owned();
        }
        match id.char_indices().next_back() {
            Some((last, _)) => id.get(..last).unwrap_or_default().to_owned(),
            None => String::new(),
        }
    };
    let stems: BTreeSet<String> = nodes.iter().map(|node| stem(&node.id)).collect();
    stems.len() == 1
}

/// For each linked node what it is linked with, and whether it is the start of the link.
struct Neighbours {
    of: BTreeMap<End, BTreeSet<(bool, End)>>,
}

impl Neighbours {
    fn of(chart: &Flowchart) -> Self {
        let mut of: BTreeMap<End, BTreeSet<(bool, End)>> = BTreeMap::new();
        for link in &chart.graph.links {
            of.entry(link.from).or_default().insert((true, link.to));
            of.entry(link.to).or_default().insert((false, link.from));
        }
        Self { of }
    }

    fn are_the_same(&self, indices: &[usize]) -> bool {
        let mut all = indices.iter().map(|&index| self.of.get(&End::Node(NodeIndex(index))));
        let first = all.next().flatten();
        all.all(|other| other == first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn one_thing_under_two_ids_is_reported() {
        check(
            &RULE,
            "flowchart LR\n  web[Web shop] --> db[(Orders)]\n  jobs[Jobs] --> orders[(orders)]\n",
            "warning `orders[(orders)]` `db` and `orders` show the same text: Orders",
        );
    }

    #[test]
    fn replicas_are_worth_knowing_at_most() {
        check(
            &RULE,
            "flowchart LR\n  lb[Load balancer] --> web1[Web shop] & web2[Web shop]\n",
            "info `web2[Web shop]` `web1` and `web2` show the same text: Web shop",
        );
    }

    #[test]
    fn other_groups_and_other_views_may_repeat_a_text() {
        check(
            &RULE,
            "flowchart LR\n  subgraph a\n    x[(Orders)]\n  end\n  subgraph b\n    y[(Orders)]\n  end\n",
            "",
        );
        check(
            &RULE,
            "```mermaid\nflowchart LR\n  x[(Orders)]\n```\n\n```mermaid\nflowchart LR\n  y[(Orders)]\n```\n",
            "",
        );
    }
}
