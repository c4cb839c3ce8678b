use super::request::{Origin, Request};
use super::step::{Outcome, Stage, Trace};
use crate::model::{Model, ThingKind};
use std::collections::BTreeMap;

/// What of a drawing a request passes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Passed {
    /// The things, by their ids.
    pub things: BTreeMap<String, PassedThing>,
    /// The arrows between them in the direction of the request: views and indices of [`crate::model::LinkThing`].
    pub links: Vec<(usize, usize)>,
}

/// A thing that a request passes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PassedThing {
    /// The first step that is about it, from 1; 0 where the request starts.
    pub step: usize,
    /// The worst outcome of the steps about it.
    pub outcome: Outcome,
}

impl Passed {
    /// What of `model`'s drawing `trace` passes, which followed `request`: the things that its steps name, and those
    /// that stand for the objects that they name.
    pub fn new(model: &Model, request: &Request, trace: &Trace) -> Self {
        let mut of_object: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for thing in &model.things {
            for &object in &thing.objects {
                of_object.entry(object).or_default().push(&thing.id);
            }
        }
        let mut things: BTreeMap<String, PassedThing> = BTreeMap::new();
        let mut add = |id: &str, step: usize, outcome: Outcome| {
            let known = things.entry(id.to_owned()).or_insert(PassedThing { step, outcome });
            known.outcome = known.outcome.max(outcome);
        };
        for id in starts(model, request, &of_object) {
            add(id, 0, Outcome::Passes);
        }
        for (index, step) in trace.steps.iter().enumerate() {
            let objects = step.objects.iter().filter_map(|object| of_object.get(object)).flatten().copied();
            for id in objects.chain(step.things.iter().map(String::as_str)) {
                add(id, index + 1, step.outcome);
            }
        }
        if let Some((id, thing)) = entrance(model, trace, &things) {
            things.entry(id).or_insert(thing);
        }
        // Where what fails is not drawn, the way ends at the last thing that is.
        let is_shown = things.values().any(|thing| thing.outcome == Outcome::Fails);
        let last = things.values_mut().max_by_key(|thing| thing.step);
        if let Some(last) = last.filter(|_| !is_shown && trace.failing().is_some()) {
            last.outcome = Outcome::Fails;
        }
        let step = |id: &str| things.get(id).map(|thing| thing.step);
        let is_passed = |link: &&crate::model::LinkThing| {
            step(&link.from).zip(step(&link.to)).is_some_and(|(from, to)| from <= to && link.from != link.to)
        };
        let links = model.links.iter().filter(is_passed).map(|link| (link.view, link.link)).collect();
        Self { things, links }
    }
}

/// A controller that is drawn and of which no object is shown, where the request passes one: that with an arrow to what
/// is passed, else the only one.
fn entrance(
    model: &Model,
    trace: &Trace,
    passed: &BTreeMap<String, PassedThing>,
) -> Option<(String, PassedThing)> {
    let is_about = |stage: Stage| matches!(stage, Stage::Class | Stage::Listener | Stage::Route);
    let step = trace.steps.iter().position(|step| is_about(step.stage))? + 1;
    let outcome = trace.steps.iter().filter(|step| is_about(step.stage)).map(|step| step.outcome).max()?;
    let is_drawn = |id: &str| {
        model.thing(id).is_some_and(|thing| {
            thing.objects.is_empty()
                && matches!(
                    thing.kind.value,
                    ThingKind::IngressController | ThingKind::Ingress | ThingKind::Gateway
                )
        })
    };
    let leads = model.links.iter().find(|link| passed.contains_key(&link.to) && is_drawn(&link.from));
    let mut all = model.things.iter().map(|thing| &thing.id).filter(|id| is_drawn(id));
    let id = match leads {
        Some(link) => &link.from,
        None => all.next().filter(|_| all.next().is_none())?,
    };
    Some((id.clone(), PassedThing { step, outcome }))
}

/// The things where the request starts.
fn starts<'m>(
    model: &'m Model,
    request: &'m Request,
    of_object: &BTreeMap<usize, Vec<&'m str>>,
) -> Vec<&'m str> {
    match &request.from {
        Origin::Internet => {
            let outside = model.things.iter().filter(|thing| thing.kind.value == ThingKind::Outside);
            outside.map(|thing| thing.id.as_str()).collect()
        }
        Origin::Thing(id) => vec![id.as_str()],
        Origin::Address(_) => Vec::new(),
        Origin::Pod(pod) => {
            let object = model.objects.resources().pods.get(*pod).map(|pod| pod.object);
            object.and_then(|object| of_object.get(&object)).cloned().unwrap_or_default()
        }
    }
}
