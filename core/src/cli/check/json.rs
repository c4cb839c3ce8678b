use super::Checked;
use super::place::{Places, Region};
use crate::diagnostic::{Problem, Severity};
use serde::Serialize;

/// `{"problems":[…]}`: stable, for programs. Lines and columns count from 1, columns in characters; the bytes of edits
/// count from 0.
pub(super) fn write(files: &[Checked]) -> Result<String, serde_json::Error> {
    let mut problems = Vec::new();
    for file in files {
        let places = file.places();
        problems.extend(file.problems.iter().map(|problem| Found::new(file, problem, &places)));
    }
    serde_json::to_string_pretty(&Report { problems }).map(|text| text + "\n")
}

#[derive(Serialize)]
struct Report<'a> {
    problems: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    file: &'a str,
    code: &'static str,
    name: &'static str,
    severity: Severity,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    why: &'static str,
    source: &'static str,
    related: Vec<Place<'a>>,
    fixes: Vec<Mend<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    line: usize,
    column: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct Mend<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    start: u32,
    end: u32,
    insert: &'a str,
}

impl<'a> Found<'a> {
    fn new(file: &'a Checked, problem: &'a Problem, places: &Places<'_>) -> Self {
        let Region { start_line, start_column, end_line, end_column } = places.region(problem.span);
        let related = problem.related.iter().map(|related| {
            let Region { start_line, start_column, .. } = places.region(related.span);
            Place { line: start_line, column: start_column, message: &related.message }
        });
        let fixes = problem.fixes.iter().map(|fix| {
            let splices = fix.edit.splices().iter();
            let edits = splices.map(|splice| Replacement {
                start: splice.span.start,
                end: splice.span.end,
                insert: &splice.insert,
            });
            Mend { title: &fix.title, safe: fix.safe, edits: edits.collect() }
        });
        Self {
            file: &file.path,
            code: problem.rule.code,
            name: problem.rule.name,
            severity: problem.severity,
            line: start_line,
            column: start_column,
            end_line,
            end_column,
            message: &problem.message,
            help: problem.help.as_deref(),
            why: problem.rule.why,
            source: problem.rule.source,
            related: related.collect(),
            fixes: fixes.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::fixture;

    #[test]
    fn a_problem_says_where_it_is_and_what_would_mend_it() {
        let json: serde_json::Value =
            serde_json::from_str(&write(&[fixture::file()]).expect("written")).expect("JSON");
        let problem = &json["problems"][0];
        assert_eq!(problem["file"], "docs/a b.md");
        assert_eq!((problem["line"].as_u64(), problem["end_column"].as_u64()), (Some(3), Some(17)));
        assert_eq!(problem["related"][0]["line"], 2);
        assert_eq!(problem["fixes"][0]["edits"][0]["insert"], "10.1.0.0/16");
    }
}
