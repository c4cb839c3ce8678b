use super::Checked;
use crate::diagnostic::Severity;
use std::fmt::Write;

/// Workflow commands that make annotations on a pull request:
/// `::error file=…,line=…,col=…::message`.
pub(super) fn write(files: &[Checked]) -> String {
    let mut out = String::new();
    for file in files {
        let places = file.places();
        for problem in &file.problems {
            let region = places.region(problem.span);
            let command = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let title = format!("{} {}", problem.rule.code, problem.rule.name);
            let message = match &problem.help {
                Some(help) => format!("{}\n{help}", problem.message),
                None => problem.message.clone(),
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}",
                property(&file.path),
                region.start_line,
                region.end_line,
                region.start_column,
                region.end_column,
                property(&title),
                data(&message)
            );
        }
    }
    out
}

/// Escaped as the runner unescapes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value cannot have the signs that end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::fixture;

    #[test]
    fn a_problem_is_one_line_with_its_signs_escaped() {
        assert_eq!(
            write(&[fixture::file()]).lines().next(),
            Some(
                "::error file=docs/a b.md,line=3,endLine=3,col=7,endColumn=17,title=AP001 overlapping-prefixes::\
                 b is a,%0A100%25 of it%0Arenumber b"
            )
        );
    }
}
