use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::mermaid::Node;
use crate::text::{Edit, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A link that leads to a node which is mentioned nowhere else and is called almost like another.
pub static RULE: Rule = Rule {
    code: "GR001",
    name: "misspelt-link-end",
    severity: Severity::Warning,
    why: "Mermaid makes a new node of every id that it does not know, without a word. A misspelt id draws a box beside \
          the one that was meant, and the flow that the link stands for is lost.",
    source: "Mermaid documentation, \"Flowcharts: a node (default)\"",
};

/// An end is suspicious when it is mentioned once in the whole document, has no text of its own, and one slip of the
/// keyboard away there is another node that has. Ids that differ in a digit (`web1`, `web2`) are different on purpose.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let mut mentioned: BTreeMap<&str, Mentions<'_>> = BTreeMap::new();
    for chart in subject.charts {
        for node in &chart.graph.nodes {
            let entry =
                mentioned.entry(&node.id).or_insert(Mentions { count: 0, defined: false, first: node });
            entry.count += node.mentions.len().max(1);
            entry.defined |= is_defined(node);
        }
    }
    let ends = link_ends(subject);
    let near =
        Neighbourhood::of(mentioned.iter().filter(|(_, mentions)| mentions.defined).map(|(id, _)| *id));
    for (id, lone) in mentioned.iter().filter(|(_, mentions)| mentions.count == 1 && !mentions.defined) {
        let declared = subject.thing(id).is_some_and(|thing| thing.fact.is_some());
        if declared || !ends.contains(id) {
            continue;
        }
        // Two candidates mean that nobody knows which was meant.
        if let [meant] = near.candidates(id).as_slice()
            && let Some(mentions) = mentioned.get(meant)
        {
            problems.push(report(id, lone, meant, mentions));
        }
    }
}

struct Mentions<'a> {
    count: usize,
    defined: bool,
    first: &'a Node,
}

fn report(id: &str, lone: &Mentions<'_>, meant: &str, mentions: &Mentions<'_>) -> Problem {
    let span: Span = lone.first.mentions.first().copied().unwrap_or(lone.first.definition);
    let text = mentions.first.label.text.trim();
    let message = format!("`{id}` is mentioned nowhere else; did you mean `{meant}` ({text})?");
    Problem::new(&RULE, span, message)
        .with_related(mentions.first.definition, format!("`{meant}` is here"))
        .with_fix(format!("Write {meant}"), Edit::replace(span, meant), false)
}

fn is_defined(node: &Node) -> bool {
    node.label.span.is_some()
}

fn link_ends<'a>(subject: &Design<'a>) -> BTreeSet<&'a str> {
    subject.model.links.iter().flat_map(|link| [link.from.as_str(), link.to.as_str()]).collect()
}

/// Ids by what is left of them without one letter, so that those one slip away are found without comparing all.
struct Neighbourhood<'a> {
    ids: BTreeMap<String, BTreeSet<&'a str>>,
}

impl<'a> Neighbourhood<'a> {
    fn of(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut near: BTreeMap<String, BTreeSet<&'a str>> = BTreeMap::new();
        for id in ids {
            for key in keys(id) {
                near.entry(key).or_default().insert(id);
            }
        }
        Self { ids: near }
    }

    /// The ids that `written` may have been meant for, at most two.
    fn candidates(&self, written: &str) -> Vec<&'a str> {
        let keys = keys(written);
        let found: BTreeSet<&'a str> =
            keys.iter().filter_map(|key| self.ids.get(key)).flatten().copied().collect();
        found.into_iter().filter(|meant| is_slip(written, meant)).take(2).collect()
    }
}

/// The plain id, and what is left of it without each of its letters. None of a very long id, which is no slip.
fn keys(id: &str) -> Vec<String> {
    const LONGEST: usize = 64;
    let letters = plain(id);
    if letters.len() > LONGEST {
        return Vec::new();
    }
    let without = |skipped: usize| {
        letters
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != skipped)
            .map(|(_, letter)| letter)
            .collect::<String>()
    };
    (0..=letters.len()).map(without).collect()
}

/// Letters and digits in lower case.
fn plain(id: &str) -> Vec<char> {
    id.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `written` is `meant` with one slip: case or separators apart, or one letter too many, too few, wrong, or
/// swapped with the next. Short ids and digits are left alone.
fn is_slip(written: &str, meant: &str) -> bool {
    if written == meant || digits(written) != digits(meant) {
        return false;
    }
    let plain = |id: &str| {
        id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>()
    };
    let (written, meant) = (plain(written), plain(meant));
    if written == meant {
        return written.len() >= 2;
    }
    written.len().min(meant.len()) >= 4 && is_one_edit(&written, &meant)
}

fn digits(id: &str) -> String {
    id.chars().filter(char::is_ascii_digit).collect()
}

fn is_one_edit(a: &[char], b: &[char]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    match (a, b) {
        ([first, second, a_rest @ ..], [b_first, b_second, b_rest @ ..])
            if first == b_second && second == b_first && a_rest == b_rest =>
        {
            true
        }
        ([_, a_rest @ ..], [_, b_rest @ ..]) if a_rest == b_rest => true,
        ([_, rest @ ..], _) if rest == b => true,
        (_, [_, rest @ ..]) => rest == a,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn a_slip_in_an_id_is_reported_and_can_be_mended() {
        let chart = "flowchart LR\n  orders[(Orders)]\n  web[Web shop] --> ordres\n";
        check(
            &RULE,
            chart,
            "warning `ordres` `ordres` is mentioned nowhere else; did you mean `orders` (Orders)?",
        );
        assert!(fixed(&RULE, chart).ends_with("--> orders\n"));
    }

    #[test]
    fn plain_ids_and_numbered_siblings_are_left_alone() {
        check(&RULE, "flowchart LR\n  A --> B --> C\n  web1[Web] --> web2\n  api[API] --> app\n", "");
        check(&RULE, "flowchart LR\n  orders[(Orders)] --> ordres\n  ordres --> x\n", "");
        check(&RULE, "flowchart LR\n  node_a[A] --> node_c\n  node_b[B]\n", "");
    }

    #[test]
    fn one_slip_is_one_letter_or_one_swap() {
        for (written, meant, slip) in [
            ("webb", "web", false),
            ("webbs", "webs", true),
            ("gatewya", "gateway", true),
            ("gateway", "gateways", true),
            ("Web", "web", true),
            ("web_shop", "web-shop", true),
            ("web1", "web2", false),
            ("redis", "radix", false),
        ] {
            assert_eq!(is_slip(written, meant), slip, "{written} {meant}");
        }
    }
}
