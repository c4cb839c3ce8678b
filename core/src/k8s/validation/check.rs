//! Holds a tree against a shape. The depth is that of the shape, which is finite; the time is linear in the tree, but
//! for sorting.

use super::super::fields::{Fields, is_placeholder, present};
use super::super::network_policy::check_port_name;
use super::shape::{Constraint, Field, Section, Shape, Unique};
use crate::diagnostic::Severity;
use crate::net::{Cidr, RemarkKind};
use crate::text::Span;
use crate::yaml::{Format, Mapping, Node, Trap, Value};
use std::collections::BTreeMap;

/// Reports what is wrong with `node`, which should be of this shape.
pub(super) fn check(fields: &mut Fields, node: &Node, shape: &Shape) {
    match shape {
        Shape::Any => {}
        Shape::Bool => check_bool(fields, node),
        Shape::Integer { least, most } => check_integer(fields, node, *least, *most),
        Shape::Text { format, least, most } => check_text(fields, node, format, (*least, *most)),
        Shape::Choice(words) => check_choice(fields, node, words),
        Shape::Prefix(severity) => check_prefix(fields, node, *severity),
        Shape::Port => check_port(fields, node),
        Shape::List { items, least, most, unique } => match &node.value {
            Value::Sequence(list) => {
                check_length(fields, node, list.items.len(), (*least, *most), "item");
                list.items.iter().for_each(|item| check(fields, item, items));
                check_unique(fields, &list.items, *unique);
            }
            _ => fields.wrong_type(node, "a list"),
        },
        Shape::Map { keys, values, most } => match &node.value {
            Value::Mapping(mapping) => check_map(fields, node, mapping, (keys, values), *most),
            _ => fields.wrong_type(node, "a mapping"),
        },
        Shape::Section(section) => check_section(fields, node, section, &[]),
    }
}

/// Reports what is wrong with the section that `node` should be. It may have `others` as well, which are looked at
/// elsewhere.
pub(super) fn check_section(fields: &mut Fields, node: &Node, section: &Section, others: &[&str]) {
    let Value::Mapping(mapping) = &node.value else {
        // `- ` alone is an item without any field.
        if !node.is_null() {
            fields.wrong_type(node, "a mapping");
        } else {
            section
                .fields
                .iter()
                .filter(|field| field.is_required)
                .for_each(|it| fields.missing(node, it.name));
        }
        return;
    };
    let mut unknown = false;
    for entry in &mapping.entries {
        match section.field(&entry.key) {
            Some(field) if is_written(&entry.value, field) => check(fields, &entry.value, &field.shape),
            Some(_) => {}
            None => unknown |= !section.is_open && !others.contains(&entry.key.as_str()),
        }
    }
    if unknown {
        let known: Vec<&str> =
            section.fields.iter().map(|field| field.name).chain(others.iter().copied()).collect();
        fields.only(node, &known);
    }
    for field in section.fields.iter().filter(|field| field.is_required) {
        let value = mapping.entry(field.name).map(|entry| &entry.value);
        if !value.is_some_and(|value| is_written(value, field)) {
            fields.missing(node, field.name);
        }
    }
    section.constraints.iter().for_each(|constraint| check_constraint(fields, node, constraint));
}

/// Whether a value is more than nothing.
fn is_written(value: &Node, field: &Field) -> bool {
    let is_empty = field.may_be_empty && value.text() == Some("");
    !value.is_null() && !is_empty
}

fn check_constraint(fields: &mut Fields, node: &Node, constraint: &Constraint) {
    match constraint {
        Constraint::One(names) => {
            if check_at_most_one(fields, node, names) == 0 {
                fields.lacking(node, format!("one of {} is needed here", listed(names, "or")));
            }
        }
        Constraint::AtMostOne(names) => {
            check_at_most_one(fields, node, names);
        }
        Constraint::Union(by, members) => check_union(fields, node, by, members),
        Constraint::Holds(holds) => holds(fields, node),
    }
}

/// Reports a second one of `names`. Returns how many are there.
fn check_at_most_one(fields: &mut Fields, node: &Node, names: &[&str]) -> usize {
    let written = node.entries().iter().filter(|it| names.contains(&it.key.as_str()) && !it.value.is_null());
    let written: Vec<_> = written.collect();
    if let [first, second, ..] = written.as_slice() {
        let message =
            format!("`{}` and `{}` exclude each other: only one may be here", first.key, second.key);
        fields.invalid_at(second.key_span, message);
    }
    written.len()
}

fn check_union(fields: &mut Fields, node: &Node, by: &str, members: &[(&str, &str)]) {
    let Some(word) = present(node, by).and_then(Node::text) else { return };
    for &(of, member) in members {
        match (present(node, member), of == word) {
            (None, true) => fields.lacking(node, format!("`{by}: {word}` needs the field `{member}`")),
            (Some(_), false) => {
                let place =
                    node.mapping().and_then(|it| it.entry(member)).map_or(node.span, |it| it.key_span);
                fields
                    .invalid_at(place, format!("`{member}` belongs to `{by}: {of}`, not to `{by}: {word}`"));
            }
            _ => {}
        }
    }
}

fn check_bool(fields: &mut Fields, node: &Node) {
    // kubectl speaks YAML 1.1, in which `yes` is true.
    let is_old = node.scalar().is_some_and(|scalar| scalar.trap() == Some(Trap::Bool));
    if node.bool().is_none() && !is_old {
        fields.wrong_type(node, "`true` or `false`");
    }
}

fn check_integer(fields: &mut Fields, node: &Node, least: i64, most: i64) {
    match node.integer() {
        Some(number) if (least..=most).contains(&number) => {}
        Some(number) => fields.invalid(node, format!("expected {}, found {number}", bounds(least, most))),
        None => fields.wrong_type(node, "a whole number"),
    }
}

fn bounds(least: i64, most: i64) -> String {
    if most >= i64::from(i32::MAX) {
        format!("a whole number from {least}")
    } else {
        format!("a whole number from {least} to {most}")
    }
}

fn check_text(fields: &mut Fields, node: &Node, format: &Format, length: (u16, u16)) {
    let Some(text) = fields.is_text(node) else { return };
    if is_placeholder(text) {
        return;
    }
    if text.is_empty() && length.0 > 0 {
        fields.invalid(node, format!("expected {}, found an empty text", format.name));
        return;
    }
    check_length(fields, node, text.chars().count(), length, "character");
    check_format(fields, node, text, format);
}

/// Reports that `text`, which `node` holds, is not of this format: at the very characters where it can be seen.
pub(super) fn check_format(fields: &mut Fields, node: &Node, text: &str, format: &Format) {
    let Err(error) = (format.read)(text) else { return };
    let message = format!("`{}` is not {}: {error}", shortened(text), format.name);
    match error.suggestion {
        Some(meant) => fields.mendable(node, message, &meant, Severity::Error),
        None => fields.invalid(node, message),
    }
}

fn check_length(fields: &mut Fields, node: &Node, length: usize, (least, most): (u16, u16), what: &str) {
    if length < usize::from(least) {
        let message = format!("expected at least {}, found {length}", counted(least, what));
        fields.invalid(node, message);
    } else if length > usize::from(most) && most < u16::MAX {
        fields.invalid(node, format!("expected at most {}, found {length}", counted(most, what)));
    }
}

fn counted(count: u16, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn check_choice(fields: &mut Fields, node: &Node, words: &[&str]) {
    let text = match node.scalar().filter(|_| !node.is_null()) {
        Some(scalar) => scalar.text.as_str(),
        None => return fields.wrong_type(node, "a text"),
    };
    if words.contains(&text) {
        return;
    }
    let message = format!("expected {}, found `{}`", listed(words, "or"), shortened(text));
    match crate::yaml::nearest(text, words.iter().copied()) {
        Some(meant) => fields.mendable(node, message, meant, Severity::Error),
        None => fields.invalid(node, message),
    }
}

fn check_prefix(fields: &mut Fields, node: &Node, severity: Severity) {
    let Some(text) = fields.is_text(node).filter(|text| !is_placeholder(text)) else { return };
    match Cidr::read(text) {
        Err(error) => fields.invalid(node, format!("`{}` is not a prefix: {error}", shortened(text))),
        Ok(written) => {
            // Where prefixes have always been strict they are in canonical form as well.
            let matters = |kind| kind == RemarkKind::HostBits || severity == Severity::Error;
            for remark in written.remarks.iter().filter(|remark| matters(remark.kind)) {
                let what = match remark.kind {
                    RemarkKind::HostBits => "has bits behind its length",
                    RemarkKind::NotCanonical => "is not in canonical form",
                };
                let message = format!("`{text}` {what}: the prefix is {}", remark.canonical);
                fields.mendable(node, message, &remark.canonical, severity);
            }
        }
    }
}

fn check_port(fields: &mut Fields, node: &Node) {
    if node.integer().is_some() {
        check_integer(fields, node, 1, 65_535);
    } else if let Some(name) = fields.is_text(node) {
        check_port_name(fields, node, name);
    }
}

fn check_map(
    fields: &mut Fields,
    node: &Node,
    mapping: &Mapping,
    (keys, values): (&Format, &Shape),
    most: u16,
) {
    check_length(fields, node, mapping.entries.len(), (0, most), "key");
    for entry in &mapping.entries {
        if let Err(error) = (keys.read)(&entry.key)
            && !is_placeholder(&entry.key)
        {
            let message = format!("`{}` is not {}: {error}", shortened(&entry.key), keys.name);
            fields.invalid_at(entry.key_span, message);
        }
        if !entry.value.is_null() {
            check(fields, &entry.value, values);
        }
    }
}

fn check_unique(fields: &mut Fields, items: &[Node], unique: Unique) {
    let key = |item: &Node| match unique {
        Unique::No => None,
        Unique::Items => item.text().map(|text| (vec![text.to_owned()], item.span)),
        Unique::By(names) => key_of(item, names),
    };
    let mut seen: BTreeMap<Vec<String>, Span> = BTreeMap::new();
    for (key, place) in items.iter().filter_map(key) {
        if key.iter().any(|text| is_placeholder(text)) {
            continue;
        }
        if let Some(first) = seen.get(&key) {
            let message = match unique {
                Unique::By(names) => {
                    let parts: Vec<String> = names
                        .iter()
                        .zip(&key)
                        .map(|((name, _), value)| format!("`{name}: {value}`"))
                        .collect();
                    format!("a second item with {}", parts.join(", "))
                }
                _ => format!("`{}` stands here a second time", key.concat()),
            };
            fields.repeated(place, *first, message);
        } else {
            seen.insert(key, place);
        }
    }
}

/// What makes an item of a list the one that it is, and where it says so.
fn key_of(item: &Node, names: &[(&str, Option<&str>)]) -> Option<(Vec<String>, Span)> {
    let mut place = None;
    let mut key = Vec::with_capacity(names.len());
    for (name, default) in names {
        let written = present(item, name);
        place = place.or(written.map(|node| node.span));
        key.push(written.and_then(Node::text).or(*default)?.to_owned());
    }
    Some((key, place.unwrap_or(item.span)))
}

/// `a`, `b` or `c`
pub(super) fn listed(words: &[&str], or: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} {or} {last}", others.join(", ")),
        _ => words.concat(),
    }
}

/// At most 60 characters.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
