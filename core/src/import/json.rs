//! JSON by its keys: what programs export, without knowing each of them.

use super::columns::{Column, from_headings, is_addresses};
use super::delimited::Cell;
use super::proposal::{Proposal, Proposed, role_of};
use super::row::{Row, read_addresses};
use crate::model::PlanField;
use crate::text::Span;
use serde_json::{Map, Value};

/// Proposes what `text` has: a list of objects at any depth that have a key with addresses, or visualsubnetcalc's
/// nested subnets. Of the latter the outermost and those that are not split further are taken; what lies between is
/// only the way there.
pub(super) fn read(text: &str, proposal: &mut Proposal) {
    match serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) {
        Ok(value) => Walk { text, from: 0, proposal }.value(&value),
        Err(error) => {
            let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            proposal.complain(Span::at(line), format!("this is not JSON: {error}"));
        }
    }
}

struct Walk<'a> {
    text: &'a str,
    /// The addresses found so far stand before this byte.
    from: usize,
    proposal: &'a mut Proposal,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item)),
            Value::Object(object)
                if object.contains_key("config_version") && object.contains_key("subnets") =>
            {
                if let Some(subnets) = object.get("subnets").and_then(Value::as_object) {
                    self.subnets(subnets, true);
                }
            }
            Value::Object(object) => {
                let is_entry = self.entry(object);
                object.values().filter(|_| !is_entry).for_each(|value| self.value(value));
            }
            _ => {}
        }
    }

    /// An object with addresses is an entry; of AWS it may have more of IPv6.
    fn entry(&mut self, object: &Map<String, Value>) -> bool {
        let mut keys: Vec<String> = Vec::new();
        let mut cells: Vec<Cell> = Vec::new();
        for (key, value) in object {
            if let Some(text) = shown(value) {
                keys.push(key.clone());
                cells.push(Cell { text, span: Span::default() });
            }
        }
        const ADDRESS_KEYS: &[&str] = &[
            "cidr",
            "prefix",
            "range",
            "CidrBlock",
            "start_address",
            "cidr_block",
            "ip_prefix",
            "subnet",
            "network",
            "ipCidrRange",
            "addressPrefix",
            "first",
        ];
        let by_key = ADDRESS_KEYS.iter().find_map(|known| {
            keys.iter().zip(&cells).position(|(key, cell)| key == known && !cell.text.is_empty())
        });
        let Some(addresses) = by_key else { return false };
        let said = cells.get(addresses).map(|cell| cell.text.clone()).unwrap_or_default();
        let place = self.place(&said);
        cells.iter_mut().for_each(|cell| cell.span = place);
        if object.contains_key("CidrBlock") {
            self.aws(object, &said, place);
            return true;
        }
        let exact = keys.iter().all(|key| PlanField::with_key(key).is_some());
        let columns = if exact {
            keys.iter().map(|key| PlanField::with_key(key).map_or(Column::Ignored, Column::Field)).collect()
        } else {
            self.flatten_custom_fields(object, &mut keys, &mut cells, place);
            from_headings(&keys, addresses)
        };
        Row { text: self.text, span: place, columns: &columns, cells: &cells }.propose(self.proposal);
        true
    }

    /// NetBox's fields of one's own, as its CSV names them.
    fn flatten_custom_fields(
        &self,
        object: &Map<String, Value>,
        keys: &mut Vec<String>,
        cells: &mut Vec<Cell>,
        span: Span,
    ) {
        for (key, value) in object.get("custom_fields").and_then(Value::as_object).into_iter().flatten() {
            if let Some(text) = shown(value) {
                keys.push(format!("cf_{key}"));
                cells.push(Cell { text, span });
            }
        }
    }

    /// A subnet of `aws ec2 describe-subnets`.
    fn aws(&mut self, object: &Map<String, Value>, cidr: &str, place: Span) {
        let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
        let tags = || object.get("Tags").and_then(Value::as_array).into_iter().flatten();
        let tag = |name: &str| {
            let found = tags().find(|tag| {
                tag.get("Key").and_then(Value::as_str).is_some_and(|key| key.eq_ignore_ascii_case(name))
            })?;
            found.get("Value").and_then(Value::as_str).map(str::to_owned)
        };
        let cluster = tags().find_map(|tag| {
            tag.get("Key")?.as_str()?.strip_prefix("kubernetes.io/cluster/").map(str::to_owned)
        });
        let sixes = object.get("Ipv6CidrBlockAssociationSet").and_then(Value::as_array).into_iter().flatten();
        let sixes: Vec<String> =
            sixes.filter_map(|it| it.get("Ipv6CidrBlock")?.as_str().map(str::to_owned)).collect();
        let name = tag("Name").or_else(|| text("SubnetId")).unwrap_or_default();
        for cidr in std::iter::once(cidr.to_owned()).chain(sixes) {
            let Some(range) = read_addresses(self.text, &cidr, place, self.proposal) else { continue };
            let by_name = role_of(&name, place);
            let role = if by_name.value == crate::model::Role::Unknown {
                role_of("an AWS subnet", place)
            } else {
                by_name
            };
            let mut proposed = Proposed::new(range, role, place);
            let entry = &mut proposed.entry;
            entry.name.clone_from(&name);
            entry.cluster.clone_from(&cluster);
            entry.cloud = crate::model::Cloud::named("aws");
            entry.zone = text("AvailabilityZone");
            entry.owner = tag("Owner").or_else(|| tag("Team"));
            entry.status = Some(crate::model::Status::Active);
            let ids = [text("SubnetId"), text("VpcId")];
            entry.note = Some(ids.into_iter().flatten().collect::<Vec<_>>().join(" in "))
                .filter(|ids| !ids.is_empty());
            proposed.words = name.clone();
            self.proposal.propose(proposed);
        }
    }

    /// The depth is bounded by the reader of JSON.
    fn subnets(&mut self, subnets: &Map<String, Value>, is_root: bool) {
        for (key, value) in subnets.iter().filter(|(key, _)| !key.starts_with('_')) {
            let place = self.place(key);
            let Some(below) = value.as_object() else {
                self.proposal.complain(place, "expected an object of subnets here");
                continue;
            };
            let is_split = below.keys().any(|key| is_addresses(key));
            if (is_root || !is_split)
                && let Some(range) = read_addresses(self.text, key, place, self.proposal)
            {
                let note = below.get("_note").and_then(Value::as_str).unwrap_or_default();
                let mut entry = Proposed::new(range, role_of(note, place), place);
                note.clone_into(&mut entry.entry.name);
                note.clone_into(&mut entry.words);
                self.proposal.propose(entry);
            }
            self.subnets(below, false);
        }
    }

    /// Where `said` stands next. The window keeps the whole search linear.
    fn place(&mut self, said: &str) -> Span {
        const WINDOW: usize = 1 << 16;
        let mut end = (self.from + WINDOW).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let quoted = format!("\"{said}\"");
        let found = self.text.get(self.from..end).and_then(|rest| rest.find(&quoted));
        let Some(at) = found else { return Span::at(self.from) };
        let start = self.from + at + 1;
        self.from = start + said.len();
        Span::new(start, start + said.len())
    }
}

/// The text of a value; of an object that stands for a choice or a related object, its name.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(object) => ["value", "name", "slug", "display"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str().map(str::to_owned)),
        _ => None,
    }
}
