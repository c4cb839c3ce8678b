use super::Checked;
use super::place::{Places, Region};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::text::Span;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A SARIF 2.1.0 log, which code scanning services read.
pub(super) fn write(files: &[Checked]) -> Result<String, serde_json::Error> {
    let problems = files.iter().flat_map(|file| &file.problems);
    let rules: BTreeMap<&str, &Rule> = problems.map(|problem| (problem.rule.code, problem.rule)).collect();
    let mut results = Vec::new();
    for file in files {
        let places = file.places();
        let found = file.problems.iter();
        results.extend(found.map(|problem| result(file, problem, &places, &rules)));
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "netplat",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).map(|text| text + "\n")
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.name.replace('-', " ") },
        "fullDescription": { "text": rule.why },
        "help": { "text": format!("{}\n\nSource: {}", rule.why, rule.source) },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(file: &Checked, problem: &Problem, places: &Places<'_>, rules: &BTreeMap<&str, &Rule>) -> Value {
    let uri = uri(&file.path);
    let text = match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    };
    let related = problem.related.iter().enumerate().map(|(id, related)| {
        let mut location = location(&uri, places.region(related.span));
        location["id"] = json!(id + 1);
        location["message"] = json!({ "text": related.message });
        location
    });
    let fixes = problem.fixes.iter().map(|fix| {
        let replacements = fix.edit.splices().iter().map(|splice| {
            json!({
                "deletedRegion": region(places.region(splice.span)),
                "insertedContent": { "text": splice.insert },
            })
        });
        json!({
            "description": { "text": fix.title },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri },
                "replacements": replacements.collect::<Vec<_>>(),
            }],
        })
    });
    let mut result = json!({
        "ruleId": problem.rule.code,
        "ruleIndex": rules.keys().position(|code| *code == problem.rule.code),
        "level": level(problem.severity),
        "message": { "text": text },
        "locations": [location(&uri, places.region(problem.span))],
        "partialFingerprints": { "text/v1": fingerprint(file, problem) },
    });
    let (related, fixes) = (related.collect::<Vec<_>>(), fixes.collect::<Vec<_>>());
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

/// What stays the same when lines are added above.
fn fingerprint(file: &Checked, problem: &Problem) -> String {
    // FNV-1a, which is stable across versions and machines.
    let Span { start, end } = problem.span;
    let place = file.text.get(start as usize..end as usize).unwrap_or_default();
    let bytes = [problem.rule.code, "\0", place, "\0", &problem.message].concat();
    let hash = bytes.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn location(uri: &str, place: Region) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri }, "region": region(place) } })
}

fn region(place: Region) -> Value {
    json!({
        "startLine": place.start_line,
        "startColumn": place.start_column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A path as a relative reference: everything but the signs that need no escaping (RFC 3986, section 2.3) in hexadecimal.
fn uri(path: &str) -> String {
    let path = if path == "-" { "standard-input" } else { path };
    let slashed = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    slashed
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::fixture;

    #[test]
    fn a_log_has_its_rules_and_results() {
        let log: Value = serde_json::from_str(&write(&[fixture::file()]).expect("written")).expect("JSON");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(1));
        let result = &run["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "docs/a%20b.md");
        assert_eq!(
            place["region"],
            json!({ "startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 17 })
        );
        assert_eq!(run["results"][1]["level"], "note");
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "a is here");
        assert_eq!(
            result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
            "10.1.0.0/16"
        );
    }
}
