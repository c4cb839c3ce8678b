//! `docs/netplat.schema.json`, from the description.

use super::description::SHAPE;
use crate::yaml::{Format, Key, Section, Shape};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of the front matter. Keys beside `netplat:` are left alone.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a Netplat design",
        "description": "Made from the description in core/src/model/facts/description.rs.",
        "type": "object",
        "properties": {
            "title": { "type": "string", "description": "The title of the design." },
            "netplat": shape(&SHAPE),
        },
    })
}

fn shape(shape_of: &Shape) -> Value {
    match shape_of {
        Shape::Text(format) => text(format),
        Shape::TextOrFalse(format) => json!({ "anyOf": [text(format), { "const": false }] }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Integer(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Choice(choices) => {
            let words =
                choices.iter().map(|choice| json!({ "const": choice.word, "description": choice.about }));
            json!({ "oneOf": words.collect::<Vec<_>>() })
        }
        Shape::List(items) => json!({ "type": ["array", "null"], "items": shape(items) }),
        Shape::Section(inner) => section(inner),
        Shape::Map(named, values) => json!({
            "type": ["object", "null"],
            "description": named.about,
            "additionalProperties": shape(values),
        }),
    }
}

/// Numbers are taken as they are written, so that `8080` is a port and `1.33` a version.
fn text(format: &Format) -> Value {
    match format.pattern {
        Some(pattern) => json!({ "type": ["string", "number"], "pattern": pattern }),
        None => json!({ "type": ["string", "number", "boolean"] }),
    }
}

fn section(section: &Section) -> Value {
    let properties: Map<String, Value> =
        section.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = section.keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut schema = json!({
        "type": ["object", "null"],
        "description": section.about,
        "properties": properties,
        "additionalProperties": section.is_open,
    });
    if let Some(fields) = schema.as_object_mut().filter(|_| !required.is_empty()) {
        fields.insert("required".to_owned(), json!(required));
    }
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = shape(&key.shape);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("description".to_owned(), json!(key.about));
    }
    schema
}
