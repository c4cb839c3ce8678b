//! What the pages under `docs/rules` say, held against the rules.

use netplat_core::diagnostic::{Rule, Severity};
use netplat_core::{check, export};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn all() -> Vec<&'static Rule> {
    check::rules().chain([&export::NOT_EXPORTED, &netplat_core::import::NOT_IMPORTED]).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules")
}

/// Texts are wrapped differently in the source and on the page.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn section(page: &str, title: &str) -> String {
    let after = page.split(&format!("\n## {title}\n")).nth(1).unwrap_or_default();
    one_line(after.split("\n## ").next().unwrap_or_default())
}

#[test]
fn each_rule_has_a_page_that_says_the_same() {
    for rule in all() {
        let page = fs::read_to_string(folder().join(format!("{}.md", rule.code))).unwrap_or_default();
        assert_eq!(page.lines().next(), Some(format!("# {}: {}", rule.code, rule.name).as_str()));
        let severity = match rule.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        assert!(page.contains(&format!("\nSeverity: {severity}\n")), "{}", rule.code);
        assert_eq!(section(&page, "Why"), one_line(rule.why), "{}", rule.code);
        assert_eq!(section(&page, "Source"), one_line(rule.source), "{}", rule.code);
        assert!(section(&page, "Example").contains("```"), "{}", rule.code);
        assert!(!section(&page, "How to mend it").is_empty(), "{}", rule.code);
    }
}

#[test]
fn each_page_has_a_rule_and_stands_in_the_list() {
    let codes: BTreeSet<_> = all().iter().map(|rule| rule.code.to_owned()).collect();
    let list = fs::read_to_string(folder().join("README.md")).unwrap_or_default();
    let mut pages = BTreeSet::new();
    for entry in fs::read_dir(folder()).expect("docs/rules") {
        let name = entry.expect("an entry").file_name().display().to_string();
        pages.extend(name.strip_suffix(".md").filter(|code| *code != "README").map(str::to_owned));
    }
    assert_eq!(pages, codes);
    for rule in all() {
        assert!(list.contains(&format!("[{0}]({0}.md) | {1} |", rule.code, rule.name)), "{}", rule.code);
    }
}

#[test]
fn codes_and_names_are_unique() {
    let rules = all();
    assert_eq!(rules.iter().map(|rule| rule.code).collect::<BTreeSet<_>>().len(), rules.len());
    assert_eq!(rules.iter().map(|rule| rule.name).collect::<BTreeSet<_>>().len(), rules.len());
}

/// A rule that is reported but listed nowhere would have no page.
#[test]
fn each_rule_in_the_source_is_listed() {
    fn codes_in(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                codes_in(&path, found);
            } else if let Ok(source) = fs::read_to_string(&path) {
                let rules = source.split(": Rule = Rule {").skip(1);
                let codes = rules.filter_map(|rule| rule.split("code: \"").nth(1)?.split('"').next());
                found.extend(codes.map(str::to_owned));
            }
        }
    }
    let mut found = BTreeSet::new();
    codes_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let listed: BTreeSet<_> = all().iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(found, listed);
}
