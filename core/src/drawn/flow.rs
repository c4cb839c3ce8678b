use super::Step;
use super::ends::{End, Ends};
use super::outside;
use crate::model::Known;
use crate::net::Port;
use crate::reach::{Asked, Condition, ConnectionSet, Direction, Outcome, Part, Verdict, Workload, verdict};

/// A drawn flow, and what the policies say to it.
#[derive(Clone, PartialEq, Debug)]
pub struct DrawnFlow {
    /// The link, by its index in [`crate::model::Model::links`].
    pub link: usize,
    /// Whether it is the way back of a link with heads at both ends.
    pub is_back: bool,
    /// Who opens the connections.
    pub from: End,
    /// Who answers.
    pub to: End,
    /// Whether it may pass.
    pub answer: Answer,
    /// What of the asked for may pass.
    pub allowed: ConnectionSet,
    /// A pair of pods or addresses that shows why. Of a flow that may pass the first one, else one that may not.
    pub witness: Witness,
}

/// Whether a drawn flow may pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// All of it; of an arrow without ports, something.
    Permitted,
    /// Some of it.
    Partly {
        /// What may not pass of what the arrow asks for.
        missing: ConnectionSet,
    },
    /// None of it.
    Blocked,
    /// It may or may not.
    Depends(Condition),
}

/// Two ends of which a flow is an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// Who opens the connection.
    pub from: Asked,
    /// Who answers.
    pub to: Asked,
    /// What is asked for between them; nothing where any connection would do.
    pub asked: Option<ConnectionSet>,
}

impl Witness {
    /// What the policies say between the two, with the rules that decide: of what is asked for.
    pub fn verdict(&self, resources: &crate::k8s::Resources) -> Vec<Part> {
        self.within(verdict(resources, self.from, self.to))
    }

    fn within(&self, verdict: Verdict) -> Vec<Part> {
        let Some(asked) = &self.asked else { return verdict.parts };
        let cut = verdict.parts.into_iter().map(|part| {
            let connections = part.connections.intersection(asked);
            Part { connections, ..part }
        });
        cut.filter(|part| !part.connections.is_empty()).collect()
    }
}

/// What may pass between two ends, of which each is one class of pods or one range of addresses.
struct Single {
    witness: Witness,
    allowed: ConnectionSet,
}

impl Single {
    /// What is asked for and may not pass.
    fn missing(&self) -> ConnectionSet {
        match &self.witness.asked {
            Some(asked) => asked.without(&self.allowed),
            None if self.allowed.is_empty() => ConnectionSet::all(),
            None => ConnectionSet::default(),
        }
    }

    /// What is asked for and may pass.
    fn passing(&self) -> ConnectionSet {
        match &self.witness.asked {
            Some(asked) => asked.intersection(&self.allowed),
            None => self.allowed.clone(),
        }
    }
}

/// Judges the flow that a step of the link `link` draws; nothing where there is nothing to judge: a workload and
/// itself, two ends outside of the cluster.
pub(super) fn judge(
    ends: &Ends<'_>,
    link: usize,
    step: &Step<'_>,
    from: &End,
    to: &End,
    ports: &[Known<Port>],
) -> Option<DrawnFlow> {
    let ports: Vec<&Port> = ports.iter().map(|port| &port.value).collect();
    let singles = singles(ends, from, to, &ports);
    let worst = singles.iter().find(|it| it.passing().is_empty());
    let worst = worst.or_else(|| singles.iter().find(|it| !it.missing().is_empty()));
    let (best, first) = (singles.iter().find(|it| it.missing().is_empty()), singles.first()?);
    let passing = singles.iter().map(Single::passing);
    let is_any = from.is_any() || to.is_any();
    let (allowed, missing) = if is_any {
        let allowed = passing.fold(ConnectionSet::default(), |all, set| all.union(&set));
        let asked = singles.iter().filter_map(|it| it.witness.asked.clone());
        let asked = asked.fold(ConnectionSet::default(), |all, set| all.union(&set));
        let missing = asked.without(&allowed);
        (allowed, missing)
    } else {
        let allowed = passing.reduce(|all, set| all.intersection(&set)).unwrap_or_default();
        let missing = singles.iter().fold(ConnectionSet::default(), |all, it| all.union(&it.missing()));
        (allowed, missing)
    };
    let is_blocked = singles.iter().all(|it| it.passing().is_empty());
    // Through a Service without ports on the arrow any of its ports will do.
    let is_permitted = missing.is_empty() || ports.is_empty() && !allowed.is_empty();
    let answer = match (is_permitted && !is_blocked, is_blocked) {
        (true, _) => Answer::Permitted,
        (false, true) => Answer::Blocked,
        (false, false) => Answer::Partly { missing: missing.clone() },
    };
    let shown = if answer == Answer::Permitted { best.unwrap_or(first) } else { worst.unwrap_or(first) };
    let answer = conditional(ends, &shown.witness, &missing, answer);
    Some(DrawnFlow {
        link,
        is_back: step.is_back,
        from: from.clone(),
        to: to.clone(),
        answer,
        allowed,
        witness: shown.witness.clone(),
    })
}

/// `answer`, unless it hangs on something that the policies alone do not say.
fn conditional(ends: &Ends<'_>, witness: &Witness, missing: &ConnectionSet, answer: Answer) -> Answer {
    if answer == Answer::Permitted && !ends.has_partial_rules {
        return answer;
    }
    let parts = witness.verdict(ends.resources);
    let is_allowed = parts.iter().any(|part| part.outcome == Outcome::Allow);
    let mut open = parts.iter().filter_map(|part| match part.outcome {
        Outcome::Depends(condition) => Some((condition, &part.connections)),
        _ => None,
    });
    match answer {
        Answer::Permitted if is_allowed && witness.asked.is_none() => answer,
        Answer::Permitted | Answer::Blocked => {
            open.next().map_or(answer, |(condition, _)| Answer::Depends(condition))
        }
        Answer::Partly { .. } => {
            let (mut left, mut on) = (missing.clone(), None);
            for (condition, connections) in open {
                on = on.or(Some(condition));
                left = left.without(connections);
            }
            match on {
                Some(condition) if left.is_empty() => Answer::Depends(condition),
                _ => Answer::Partly { missing: left },
            }
        }
        Answer::Depends(_) => answer,
    }
}

fn singles(ends: &Ends<'_>, from: &End, to: &End, ports: &[&Port]) -> Vec<Single> {
    let reach = ends.reach;
    let workload = |index: usize| reach.workloads().get(index).and_then(|it| Some((it, it.pod()?)));
    let mut found = Vec::new();
    // Of groups one pair between which all may pass is enough.
    let is_any = from.is_any() || to.is_any();
    match (from, to) {
        (End::Workloads { which: sources, .. }, End::Workloads { which: targets, .. }) => {
            for source in of_each_class(ends, sources) {
                for target in of_each_class(ends, targets) {
                    let (Some((_, from_pod)), Some((_, to_pod))) = (workload(source), workload(target))
                    else {
                        continue;
                    };
                    if source == target {
                        continue;
                    }
                    let asked = ends.asked(to, to_pod, ports);
                    let witness = Witness { from: Asked::Pod(from_pod), to: Asked::Pod(to_pod), asked };
                    let single = Single { witness, allowed: reach.between(from_pod, to_pod) };
                    if is_any && single.missing().is_empty() {
                        return vec![single];
                    }
                    found.push(single);
                }
            }
        }
        (End::Workloads { which, .. }, End::Addresses(_) | End::Anywhere) => {
            for (source, pod) in of_each_class(ends, which).into_iter().filter_map(workload) {
                found.extend(with_outside(ends, source, pod, to, Direction::Egress, ports));
            }
        }
        (End::Addresses(_) | End::Anywhere, End::Workloads { which, .. }) => {
            for (target, pod) in of_each_class(ends, which).into_iter().filter_map(workload) {
                let asked = ends.asked(to, pod, ports);
                found.extend(
                    with_outside(ends, target, pod, from, Direction::Ingress, ports)
                        .map(|single| Single { witness: Witness { asked, ..single.witness }, ..single }),
                );
            }
        }
        (End::Controller, End::Workloads { which, .. }) => {
            for (_, pod) in of_each_class(ends, which).into_iter().filter_map(workload) {
                let asked = ends.asked(to, pod, ports);
                let witness = Witness { from: Asked::Unknown, to: Asked::Pod(pod), asked };
                let said = verdict(ends.resources, witness.from, witness.to);
                let allowed = said.connections(|outcome| outcome == Outcome::Allow);
                found.push(Single { witness, allowed });
            }
        }
        _ => {}
    }
    found
}

fn with_outside(
    ends: &Ends<'_>,
    workload: &Workload,
    pod: usize,
    outside: &End,
    direction: Direction,
    ports: &[&Port],
) -> Option<Single> {
    let (allowed, example) = outside::allowed(ends, workload, outside, direction)?;
    let asked = ends.asked(outside, pod, ports);
    let (from, to) = match direction {
        Direction::Egress => (Asked::Pod(pod), Asked::Address(example)),
        Direction::Ingress => (Asked::Address(example), Asked::Pod(pod)),
    };
    Some(Single { witness: Witness { from, to, asked }, allowed })
}

/// Workloads that stand for all of `which`: two of each class, so that a class is also held against itself.
fn of_each_class(ends: &Ends<'_>, which: &[usize]) -> Vec<usize> {
    let mut seen: std::collections::HashMap<usize, u8> = std::collections::HashMap::new();
    let is_new = |index: &usize| {
        let Some(workload) = ends.reach.workloads().get(*index) else { return false };
        let count = seen.entry(workload.class()).or_default();
        *count = count.saturating_add(1);
        *count <= 2
    };
    which.iter().copied().filter(is_new).collect()
}
