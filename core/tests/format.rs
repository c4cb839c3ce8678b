//! The documents about the format of facts, held against the description that they are made from.

use netplat_core::diagnostic::Rule;
use netplat_core::document::Document;
use netplat_core::model::facts;
use netplat_core::yaml::{Key, Section, Shape};
use std::fs;
use std::path::{Path, PathBuf};

fn documents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

/// Holds a file equal to what is made, or writes it when `NETPLAT_WRITE` is set.
fn assert_file_says(name: &str, made: &str) {
    let path = documents().join(name);
    if std::env::var_os("NETPLAT_WRITE").is_some() {
        fs::write(&path, made).expect("a writable file");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == made, "docs/{name} is old: NETPLAT_WRITE=1 cargo test -p netplat-core --test format");
}

#[test]
fn the_guide_says_what_the_description_says() {
    assert_file_says("format.md", &facts::guide());
}

#[test]
fn the_schema_says_what_the_description_says() {
    let schema = serde_json::to_string_pretty(&facts::schema()).expect("JSON");
    assert_file_says("netplat.schema.json", &format!("{schema}\n"));
}

/// Every section with the YAML that leads to it, one line for each step.
fn sections(shape: &'static Shape, lead: Vec<String>, found: &mut Vec<(Vec<String>, &'static Section)>) {
    match shape {
        Shape::Section(section) => {
            found.push((lead.clone(), section));
            for key in section.keys {
                let mut below = lead.clone();
                below.push(format!("{}:", key.name));
                sections(&key.shape, below, found);
            }
        }
        Shape::List(items) => {
            let mut below = lead;
            below.push("-".to_owned());
            sections(items, below, found);
        }
        Shape::Map(named, values) => {
            let mut below = lead;
            below.push(format!("{}:", named.example));
            sections(values, below, found);
        }
        _ => {}
    }
}

/// A document in which `key` has its example, beside what it cannot be without.
fn with_example(lead: &[String], section: &Section, key: &Key) -> String {
    let mut text = "---\nnetplat:\n".to_owned();
    for (depth, line) in lead.iter().enumerate() {
        text.push_str(&format!("{}{line}\n", "  ".repeat(depth + 1)));
    }
    let indent = "  ".repeat(lead.len() + 1);
    let is_address = section.key("cidr").is_some();
    for needed in section.keys {
        let is_needed = needed.is_required || (is_address && needed.name == "cidr" && key.name != "range");
        if needed.name == key.name || is_needed {
            text.push_str(&format!("{indent}{}: {}\n", needed.name, needed.example));
        }
    }
    text + "---\nflowchart LR\n  web\n"
}

#[test]
fn every_example_is_read_without_a_problem() {
    let mut found = Vec::new();
    sections(&facts::SHAPE, Vec::new(), &mut found);
    assert!(found.len() > 6);
    for (lead, section) in found {
        for key in section.keys {
            let text = with_example(&lead, section, key);
            let (_, problems) = facts::read(&text, &Document::read(&text));
            let rules: Vec<&Rule> = problems.iter().map(|problem| problem.rule).collect();
            assert_eq!(rules, Vec::<&Rule>::new(), "{text}");
        }
    }
}
