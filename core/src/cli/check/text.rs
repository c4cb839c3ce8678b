use super::Checked;
use super::place::Region;
use crate::diagnostic::Problem;
use std::fmt::Write;

/// Each problem with the line that it is about, as compilers print them, and a count at the end.
pub(super) fn write(files: &[Checked]) -> String {
    let mut out = String::new();
    for file in files {
        let places = file.places();
        for problem in &file.problems {
            let region = places.region(problem.span);
            // Writing to a string cannot fail.
            let _ = write_problem(&mut out, file, problem, region, places.line(region.start_line));
        }
    }
    out + &summary(files)
}

fn write_problem(
    out: &mut String,
    file: &Checked,
    problem: &Problem,
    region: Region,
    line: &str,
) -> std::fmt::Result {
    let Region { start_line, start_column, .. } = region;
    let margin = " ".repeat(start_line.to_string().len());
    writeln!(out, "{}[{}]: {}", problem.severity.name(), problem.rule.code, problem.message)?;
    writeln!(out, "{margin}--> {}:{start_line}:{start_column}", file.path)?;
    let (excerpt, indent, length) = excerpt(line, region);
    writeln!(out, "{margin} |")?;
    writeln!(out, "{}", format!("{start_line} | {excerpt}").trim_end())?;
    writeln!(out, "{margin} | {}{}", " ".repeat(indent), "^".repeat(length))?;
    let places = file.places();
    for related in &problem.related {
        let region = places.region(related.span);
        writeln!(out, "{margin} = {} ({}:{})", related.message, region.start_line, region.start_column)?;
    }
    if let Some(help) = &problem.help {
        writeln!(out, "{margin} = help: {help}")?;
    }
    for fix in &problem.fixes {
        let look = if fix.safe { "" } else { " (look at it first)" };
        writeln!(out, "{margin} = fix: {}{look}", fix.title)?;
    }
    writeln!(out)
}

/// The line as it is shown, and where and how long the marks below it are. A long line is cut around its place.
fn excerpt(line: &str, region: Region) -> (String, usize, usize) {
    const WIDEST: usize = 140;
    const BEFORE: usize = 40;
    let first = region.start_column - 1;
    let characters = line.chars().count();
    let last = if region.end_line > region.start_line { characters } else { region.end_column - 1 };
    let from = if characters > WIDEST { first.saturating_sub(BEFORE) } else { 0 };
    let mut shown: String = line.chars().skip(from).take(WIDEST).map(printable).collect();
    let lead = if from > 0 { "…" } else { "" };
    shown.insert_str(0, lead);
    let indent = first - from + lead.chars().count();
    let length = last.saturating_sub(first).clamp(1, WIDEST.saturating_sub(first - from).max(1));
    (shown, indent, length)
}

/// A tab would move the marks, and an escape character could do anything to a terminal.
fn printable(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

fn summary(files: &[Checked]) -> String {
    let problems = || files.iter().flat_map(|file| &file.problems);
    let count = |name: &str| problems().filter(|problem| problem.severity.name() == name).count();
    let plural = |count: usize, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
    if problems().next().is_none() {
        return format!("{} checked, nothing found\n", plural(files.len(), "file"));
    }
    format!(
        "{} checked: {}, {}, {} worth knowing\n",
        plural(files.len(), "file"),
        plural(count("error"), "error"),
        plural(count("warning"), "warning"),
        count("info")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::fixture;
    use crate::text::Span;

    #[test]
    fn a_problem_shows_its_line() {
        insta::assert_snapshot!(write(&[fixture::file()]), @r"
        error[AP001]: b is a,
        100% of it
         --> docs/a b.md:3:7
          |
        3 | | b | 10.0.0.0/8 |
          |       ^^^^^^^^^^
          = a is here (2:7)
          = help: renumber b
          = fix: Write 10.1.0.0/16 (look at it first)

        info[AP001]: the end
         --> docs/a b.md:4:1
          |
        4 |
          | ^

        1 file checked: 1 error, 0 warnings, 1 worth knowing
        ");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}NEEDLE{}", "é".repeat(1000), "\t".repeat(1000));
        let places = super::super::Places::new(&line);
        let at = line.find('N').expect("there");
        let (shown, indent, length) = excerpt(&line, places.region(Span::new(at, at + 6)));
        assert_eq!(shown.chars().skip(indent).take(length).collect::<String>(), "NEEDLE");
        assert_eq!(shown.chars().count(), 141);
    }
}
