//! What ARCHITECTURE.md promises about imports, held against the source.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the core in order: each may use only those before it.
const ORDER: &[&str] = &[
    "text",
    "net",
    "diagnostic",
    "document",
    "yaml",
    "k8s",
    "mermaid",
    "catalog",
    "model",
    "plan",
    "reach",
    "export",
    "drawn",
    "trace",
    "check",
    "layout",
    "render",
    "import",
    "share",
    "session",
    "edit",
    "diff",
    "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn core_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let relative = |path: &Path| path.strip_prefix(&root).expect("below src").display().to_string();
    sources(&root).iter().map(|path| (relative(path), fs::read_to_string(path).expect("text"))).collect()
}

/// The part of a file that is shipped: tests may reach further down.
fn before_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

/// Names of modules that a line names after `crate::`, one by one or in braces.
fn used_modules(line: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut used = Vec::new();
    for after in line.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => used.extend(list.split(',').map(|item| word(item.trim()))),
            None => used.push(word(after)),
        }
    }
    used
}

#[test]
fn modules_use_only_those_before_them() {
    let mut offences = Vec::new();
    for (path, source) in core_sources() {
        let module = path.split(['/', '.']).next().unwrap_or_default().to_owned();
        let Some(place) = ORDER.iter().position(|&name| name == module) else { continue };
        for line in before_tests(&source).lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in used_modules(line) {
                if ORDER.iter().position(|&name| name == used).is_some_and(|at| at > place) {
                    offences.push(format!("{path} uses {used}"));
                }
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn every_module_has_a_place_in_the_order() {
    let library =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("lib.rs");
    let modules: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "))
        .map(|rest| rest.trim_end_matches(';'))
        .collect();
    let missing: Vec<_> = modules.iter().filter(|module| !ORDER.contains(module)).collect();
    assert!(!modules.is_empty() && missing.is_empty(), "not in the order: {missing:?}");
}

#[test]
fn the_core_knows_no_browser() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("manifest");
    for forbidden in ["leptos", "web-sys", "js-sys", "wasm-bindgen", "gloo"] {
        assert!(!manifest.contains(forbidden), "the core depends on {forbidden}");
    }
}
