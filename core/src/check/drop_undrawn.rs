//! The fix of a flow that a rule permits for nothing else: the rule, or its peer, is taken out of the policy.
//!
//! It is offered only where it is certain that nothing drawn is lost: everything that the peer lets through is between
//! workloads that are drawn, and no arrow shows any of it.

use super::Subject;
use crate::drawn::Pair;
use crate::k8s::{Peer, PeerKind, PodSelection, Policy, Rule, Tier};
use crate::reach::Asked;
use crate::reach::{Because, Direction, Outcome, verdict};
use crate::text::{Edit, Span};
use crate::yaml::Source;
use std::collections::{BTreeMap, BTreeSet};

/// What is drawn, as far as the fix asks.
pub(super) struct Shown<'a> {
    /// The workloads that nodes stand for.
    pub drawn: &'a BTreeSet<usize>,
    /// The pairs that arrows show.
    pub pairs: &'a dyn Fn(Pair) -> bool,
}

/// The title of the fix and its edit, for a pair that may pass.
pub(super) fn drop_undrawn(subject: &Subject<'_>, pair: Pair, shown: &Shown<'_>) -> Option<(String, Edit)> {
    let pod = |index: usize| subject.reach().workloads().get(index)?.pod();
    let verdict = verdict(subject.resources, Asked::Pod(pod(pair.from)?), Asked::Pod(pod(pair.to)?));
    let allowed = verdict.parts.iter().filter(|part| part.outcome == Outcome::Allow);
    let deciding: BTreeSet<(usize, usize)> = allowed
        .filter_map(|part| match part.ingress.as_ref()?.because {
            Because::Rule { policy, rule, .. } => Some((policy, rule)),
            _ => None,
        })
        .collect();
    let [(policy, number)] = deciding.into_iter().collect::<Vec<_>>()[..] else { return None };
    let policy = subject.resources.policies.get(policy)?;
    let is_plain = policy.tier == Tier::Namespace && policy.kind == "NetworkPolicy";
    let rule = Direction::Ingress.rules(policy)?.get(number).filter(|_| is_plain)?;
    let peers = rule.peers.as_ref()?;
    let index = Selected::new(subject);
    let targets = index.of(&policy.subject);
    let is_unused = |peer: &&Peer| is_unused(&index, peer, &targets, shown);
    let unused: Vec<&Peer> = peers.iter().filter(is_unused).collect();
    match unused.len() {
        0 => None,
        count if count == peers.len() => remove_rule(subject, policy, rule),
        _ => {
            let spans: Vec<Span> = unused.iter().map(|peer| peer.span).collect();
            let title = format!("Take the peers that no arrow shows out of {policy}");
            Some((title, remove(subject, policy, &spans)?))
        }
    }
}

/// Whether all that the peer may send is between drawn workloads, and no arrow shows any of it.
fn is_unused(index: &Selected<'_>, peer: &Peer, targets: &[usize], shown: &Shown<'_>) -> bool {
    let PeerKind::Pods(selection) = &peer.kind else { return false };
    let sources = index.of(selection);
    let all_drawn = sources.iter().chain(targets).all(|workload| shown.drawn.contains(workload));
    let pairs = || sources.iter().flat_map(|&from| targets.iter().map(move |&to| Pair { from, to }));
    // More pairs than this are no narrow rule.
    const MOST: usize = 10_000;
    !sources.is_empty()
        && all_drawn
        && sources.len().saturating_mul(targets.len()) <= MOST
        && !pairs().any(|pair| (shown.pairs)(pair))
        && pairs().any(|pair| pair.from != pair.to)
}

fn remove_rule(subject: &Subject<'_>, policy: &Policy, rule: &Rule) -> Option<(String, Edit)> {
    // The last rule may go as well: that a policy is about what comes in needs no rule.
    Some((
        format!("Take the rule that no arrow shows out of {policy}"),
        remove(subject, policy, &[rule.span])?,
    ))
}

fn remove(subject: &Subject<'_>, policy: &Policy, spans: &[Span]) -> Option<Edit> {
    let object = subject.model.objects.objects.get(policy.object)?;
    let block = subject.document.blocks.get(object.block?)?;
    Source::new(subject.text, block.content).remove_items(spans)
}

/// Which workloads a selection selects.
struct Selected<'a> {
    subject: &'a Subject<'a>,
    by_pod: BTreeMap<usize, usize>,
}

impl<'a> Selected<'a> {
    fn new(subject: &'a Subject<'a>) -> Self {
        let workloads = subject.reach().workloads().iter().enumerate();
        let by_pod = workloads
            .flat_map(|(index, workload)| workload.pods.iter().map(move |&pod| (pod, index)))
            .collect();
        Self { subject, by_pod }
    }

    fn of(&self, selection: &PodSelection) -> Vec<usize> {
        let resources = self.subject.resources;
        let pods = resources.pods.iter().enumerate().filter(|(_, pod)| {
            resources.selects_namespace(&selection.namespaces, &pod.namespace)
                && selection.pods.matches(&pod.labels)
        });
        let all: BTreeSet<usize> = pods.filter_map(|(pod, _)| self.by_pod.get(&pod).copied()).collect();
        all.into_iter().collect()
    }
}
