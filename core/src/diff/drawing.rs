use super::Side;
use super::statement::Statement;
use crate::model::{Known, LinkKind, LinkThing, Model, Thing};
use std::collections::BTreeMap;
use std::fmt::Display;

/// Nodes, known by their ids, and links, known by the ids of their ends. What only a picture has, such as colours and
/// groups that mean nothing, is left out.
pub(super) fn statements(side: &Side<'_>) -> Vec<Statement> {
    let model = side.model;
    let names: BTreeMap<&str, &str> =
        model.things.iter().map(|thing| (thing.id.as_str(), name(thing))).collect();
    let mut statements: Vec<Statement> = model.things.iter().map(|thing| node(model, thing)).collect();
    statements.extend(model.links.iter().map(|it| link(&names, it)));
    statements.sort_by_key(|statement| statement.at);
    statements
}

fn name(thing: &Thing) -> &str {
    if thing.text.trim().is_empty() { &thing.id } else { thing.text.trim() }
}

fn node(model: &Model, thing: &Thing) -> Statement {
    let group = thing.group.and_then(|group| model.groups.get(group));
    let said = [
        ("kind", Some(thing.kind.value.name().to_owned())),
        ("namespace", thing.namespace.as_ref().map(|namespace| namespace.value.clone())),
        ("in", group.map(|group| group.name.clone()).filter(|name| !name.is_empty())),
        ("ports", listed(&thing.ports)),
        ("addresses", listed(&thing.addresses)),
    ];
    Statement {
        key: format!("node {}", thing.id),
        otherwise: None,
        name: name(thing).to_owned(),
        fields: said.into_iter().filter_map(|(field, said)| Some((field, said?))).collect(),
        at: thing.span.start,
    }
}

fn link(names: &BTreeMap<&str, &str>, link: &LinkThing) -> Statement {
    let name = |id: &str| names.get(id).copied().unwrap_or(id).to_owned();
    let text = link.text.trim();
    // Hosts and paths of routes are compared as such.
    let is_route = link.kind == LinkKind::Route;
    let said = [
        ("ports", listed(&link.ports)),
        ("hosts", listed(&link.hosts).filter(|_| !is_route)),
        ("paths", listed(&link.paths).filter(|_| !is_route)),
        ("label", (link.ports.is_empty() && !text.is_empty()).then(|| text.to_owned())),
    ];
    let ends = format!("link {}\n{}", link.from, link.to);
    Statement {
        key: format!("{ends}\n{text}"),
        otherwise: Some(ends),
        name: format!("{} → {}", name(&link.from), name(&link.to)),
        fields: said.into_iter().filter_map(|(field, said)| Some((field, said?))).collect(),
        at: link.span.start,
    }
}

fn listed<T: Display>(values: &[Known<T>]) -> Option<String> {
    let values: Vec<String> = values.iter().map(|known| known.value.to_string()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}
