use super::Subject;
use super::draw_arrow::draw_arrow;
use super::drop_undrawn::{Shown, drop_undrawn};
use super::words::listed;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::drawn::{Ends, Pair, Undrawn, reasons};
use crate::model::{GroupKind, Thing};
use crate::reach::{Asked, Outcome, verdict};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Connections that may pass between what is drawn, and that no arrow shows.
pub static RULE: Rule = Rule {
    code: "DR004",
    name: "undrawn-flows",
    severity: Severity::Info,
    why: "A drawing that shows some of what may pass is read as showing all of it. What no arrow shows is either missing \
          from the picture, or open without need.",
    source: "Kubernetes documentation, \"Network Policies\": pods that no policy selects are not isolated",
};

/// How many findings come with the rules that permit it and with fixes.
const MOST_EXPLAINED: usize = 40;

/// Of groups with more pairs than this no single arrow is offered.
const MOST_ARROWS: usize = 10;

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let drawn = subject.drawn();
    if drawn.undrawn.is_empty() {
        return;
    }
    let ends = Ends::new(subject.model, subject.reach());
    let nodes = nodes(subject, &ends);
    let workloads: BTreeSet<usize> = nodes.keys().copied().collect();
    let is_shown = |pair: Pair| drawn.shows(pair);
    let shown = Shown { drawn: &workloads, pairs: &is_shown };
    for (number, undrawn) in drawn.undrawn.iter().enumerate() {
        let problem = match undrawn.from.as_slice() {
            [] => unprotected(subject, undrawn, &nodes),
            from => permitted(subject, undrawn, from, &nodes),
        };
        // What follows asks for single pairs, which nobody waits for at the end of a long list.
        if number >= MOST_EXPLAINED {
            problems.push(problem);
            continue;
        }
        let problem =
            if undrawn.from.is_empty() { problem } else { explained(subject, undrawn, &shown, problem) };
        problems.push(with_arrows(subject, undrawn, &nodes, problem));
    }
}

/// The nodes that stand for each workload, those that show it itself before those of a Service.
fn nodes<'a>(subject: &Subject<'a>, ends: &Ends<'a>) -> BTreeMap<usize, &'a Thing> {
    let mut nodes: BTreeMap<usize, (usize, &Thing)> = BTreeMap::new();
    for thing in &subject.model.things {
        let Some(end) = ends.of_thing(thing) else { continue };
        let order = usize::from(thing.kind.value == crate::model::ThingKind::Service);
        for &workload in end.workloads() {
            let known = nodes.entry(workload).or_insert((order, thing));
            if order < known.0 {
                *known = (order, thing);
            }
        }
    }
    nodes.into_iter().map(|(workload, (_, thing))| (workload, thing)).collect()
}

type Nodes<'a> = BTreeMap<usize, &'a Thing>;

fn unprotected(subject: &Subject<'_>, undrawn: &Undrawn, nodes: &Nodes<'_>) -> Problem {
    let names: Vec<String> =
        undrawn.targets.iter().filter_map(|target| Some(format!("`{}`", nodes.get(target)?.id))).collect();
    let may = match undrawn.count {
        1 => "1 flow that no arrow shows may pass".to_owned(),
        count => format!("{count} flows that no arrow shows may pass"),
    };
    let message =
        format!("no policy decides what comes in to {} in namespace {}: {may}", listed(&names), undrawn.to);
    let help =
        format!("Write policies for {}: the export has a default deny and one for each arrow.", undrawn.to);
    Problem::new(&RULE, place(subject, undrawn, nodes), message).with_help(help)
}

fn permitted(subject: &Subject<'_>, undrawn: &Undrawn, from: &[String], nodes: &Nodes<'_>) -> Problem {
    let name = |workload: usize| nodes.get(&workload).map(|thing| thing.id.as_str()).unwrap_or_default();
    let pairs: Vec<String> =
        undrawn.pairs.iter().map(|pair| format!("`{} --> {}`", name(pair.from), name(pair.to))).collect();
    let rest = undrawn.count.saturating_sub(pairs.len());
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let between = match from {
        [from] if *from == undrawn.to => format!("within {from}"),
        from => format!("from {} into {}", listed(from), undrawn.to),
    };
    let message = format!("policies permit {}{more} {between}, and no arrow shows it", pairs.join(", "));
    Problem::new(&RULE, place(subject, undrawn, nodes), message)
        .with_help("Draw it, or take it out of the policy.")
}

/// `problem` with the rules that permit what it names, and the fixes that take them away.
fn explained(subject: &Subject<'_>, undrawn: &Undrawn, shown: &Shown<'_>, mut problem: Problem) -> Problem {
    let mut places = BTreeSet::new();
    let mut fixes = BTreeSet::new();
    for &pair in &undrawn.pairs {
        for (place, words) in permitting(subject, pair) {
            if places.insert(place) {
                problem = problem.with_related(place, words);
            }
        }
        if let Some((title, edit)) = drop_undrawn(subject, pair, shown)
            && fixes.insert(format!("{edit:?}"))
        {
            problem = problem.with_fix(title, edit, false);
        }
    }
    problem
}

/// The rules that let a pair pass, with what they do in words.
fn permitting(subject: &Subject<'_>, pair: Pair) -> Vec<(Span, String)> {
    let Some((from, to)) = pods(subject, pair) else { return Vec::new() };
    let parts = verdict(subject.resources, from, to).parts;
    let allowed = parts.iter().filter(|part| part.outcome == Outcome::Allow);
    let said = allowed.flat_map(|part| reasons(subject.resources, part, from, to));
    said.flat_map(|reason| reason.places.into_iter().map(move |place| (place, reason.words.clone())))
        .collect()
}

fn pods(subject: &Subject<'_>, pair: Pair) -> Option<(Asked, Asked)> {
    let pod = |index: usize| subject.reach().workloads().get(index)?.pod().map(Asked::Pod);
    Some((pod(pair.from)?, pod(pair.to)?))
}

fn with_arrows(subject: &Subject<'_>, undrawn: &Undrawn, nodes: &Nodes<'_>, problem: Problem) -> Problem {
    if undrawn.count > MOST_ARROWS {
        return problem;
    }
    undrawn.pairs.iter().fold(problem, |problem, &pair| {
        let arrow = || {
            let (from, to) = (nodes.get(&pair.from)?, nodes.get(&pair.to)?);
            let Some((Asked::Pod(source), Asked::Pod(target))) = pods(subject, pair) else { return None };
            let edit = draw_arrow(subject, from, to, &subject.reach().between(source, target))?;
            Some((format!("Draw {} --> {}", from.id, to.id), edit))
        };
        match arrow() {
            Some((title, edit)) => problem.with_fix(title, edit, false),
            None => problem,
        }
    })
}

/// Where a finding stands: at the namespace's group, else at the first node that is reached.
fn place(subject: &Subject<'_>, undrawn: &Undrawn, nodes: &Nodes<'_>) -> Span {
    let mut groups = subject.model.groups.iter();
    let group = groups.find(|group| group.kind.value == GroupKind::Namespace && group.name == undrawn.to);
    let first = undrawn.pairs.first().and_then(|pair| nodes.get(&pair.to));
    match (group, first) {
        (Some(group), _) => group.span,
        (None, Some(thing)) => thing.span,
        (None, None) => Span::at(0),
    }
}
