//! `docs/format.md`, from the description.

use super::description::SHAPE;
use crate::yaml::{Choice, Key, Section, Shape};
use std::fmt::Write;

const INTRODUCTION: &str = "\
# The format of facts

Made from the description in `core/src/model/facts/description.rs`; a test holds the two together. To write it anew:
`NETPLAT_WRITE=1 cargo test -p netplat-core --test format`.

A design is a text with flowcharts. What a picture cannot carry stands in its front matter, under the key `netplat:`.
Mermaid and the usual documentation generators leave keys alone that they do not know. Nothing has to be declared:
what is not said is guessed from the charts, and what is said wins.

    ---
    title: Shop network
    netplat:
      version: 1
      cluster: { cni: cilium, kubernetes: \"1.33\", routes: gateway-api }
      addresses:
        - { cidr: 10.244.0.0/16, name: pods, role: pods, nodeMask: 24 }
      nodes:
        edge: { kind: ingress-controller, controller: traefik, class: public }
        web: { kind: Deployment, namespace: shop, ports: [http 8080/TCP] }
      links:
        edge --> web: { hosts: [shop.example.com], tls: letsencrypt-production }
    ---
    flowchart LR
      internet((Internet)) --> edge[Traefik] --> web[Web shop]

The same is a [JSON Schema](netplat.schema.json) of the whole front matter, for other editors. A line like this as the
first of the front matter makes many of them use it:

    # yaml-language-server: $schema=netplat.schema.json

YAML is read as version 1.2. Programs of the older version 1.1, kubectl among them, take `no`, `on` and `12:30` for
something else than text, and every program takes `1.30` for a number; between quotes they are safe.
";

/// The page, as Markdown.
pub fn guide() -> String {
    let mut page = INTRODUCTION.to_owned();
    shape(&mut page, "netplat", &SHAPE);
    page
}

/// The sections of a shape, each with its keys, and then those inside of it.
fn shape(page: &mut String, path: &str, shape_of: &Shape) {
    match shape_of {
        Shape::Section(inner) => section(page, path, inner),
        Shape::List(items) => shape(page, &format!("{path}[]"), items),
        Shape::Map(named, values) => {
            if matches!(**values, Shape::Section(_)) {
                let placeholder = named.name.to_uppercase().replace(' ', "-");
                shape(page, &format!("{path}.{placeholder}"), values);
            }
        }
        _ => {}
    }
}

fn section(page: &mut String, path: &str, section: &Section) {
    // Writing to a string cannot fail.
    let _ = write!(page, "\n## `{path}`\n\n{}\n", section.about);
    for key in section.keys {
        let _ = write!(page, "\n### `{path}.{}`\n\n{}\n\n", key.name, wrapped(key.about));
        let _ = writeln!(
            page,
            "{}.{}\n",
            value(&key.shape),
            if key.is_required { " It must be there." } else { "" }
        );
        for choice in choices(&key.shape) {
            let _ = writeln!(page, "- `{}`: {}", choice.word, choice.about);
        }
        if !choices(&key.shape).is_empty() {
            page.push('\n');
        }
        let _ = writeln!(page, "    {}", example(key));
    }
    for key in section.keys {
        shape(page, &format!("{path}.{}", key.name), &key.shape);
    }
}

/// `kind: Deployment`
pub(super) fn example(key: &Key) -> String {
    format!("{}: {}", key.name, key.example)
}

/// What a value is, as the start of a sentence.
fn value(shape: &Shape) -> String {
    match shape {
        Shape::List(items) => format!("A list; each item is {}", described(items)),
        Shape::Map(named, values) => {
            format!(
                "A mapping by {}, each with {}. {}",
                named.name,
                described(values),
                named.about.trim_end_matches('.')
            )
        }
        Shape::Choice(_) => "One of these".to_owned(),
        other => {
            let text = other.described();
            let mut characters = text.chars();
            let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{}", characters.as_str())
        }
    }
}

fn described(shape: &Shape) -> String {
    match shape {
        Shape::Section(_) => "a mapping, described below".to_owned(),
        other => other.described(),
    }
}

fn choices(shape: &Shape) -> &'static [Choice] {
    match shape {
        Shape::Choice(choices) => choices,
        _ => &[],
    }
}

/// Lines of at most 118 characters.
fn wrapped(text: &str) -> String {
    const MOST: usize = 118;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= MOST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
