//! Addresses as a document writes them: reading, and what to say about those that are wrong or odd.

use crate::diagnostic::{Problem, Rule, Severity};
use crate::net::{AddressRange, RemarkKind, SyntaxError, Written};
use crate::text::{Edit, Span};

/// A prefix or range that cannot be read.
pub static MALFORMED_PREFIX: Rule = Rule {
    code: "AP002",
    name: "malformed-prefix",
    severity: Severity::Error,
    why: "An address that programs read in different ways, or not at all, cannot be planned with. Leading zeros are \
          octal to some and decimal to others; IPv4 mapped into IPv6 passes filters that were written for IPv4.",
    source: "KEP-4858 (IP/CIDR validation improvements), RFC 4632 section 3.1, RFC 4291 section 2.3",
};

/// A prefix written with an address inside it.
pub static HOST_BITS_SET: Rule = Rule {
    code: "AP003",
    name: "host-bits-set",
    severity: Severity::Warning,
    why: "It is ambiguous whether 192.12.2.8/24 means the network 192.12.2.0/24 or the one address 192.12.2.8. \
          Kubernetes warns about it, and other programs refuse it.",
    source: "KEP-4858 (IP/CIDR validation improvements)",
};

/// IPv6 in another form than the recommended one.
pub static NON_CANONICAL_ADDRESS: Rule = Rule {
    code: "AP004",
    name: "non-canonical-address",
    severity: Severity::Info,
    why: "One IPv6 address has many spellings. Searching, comparing and reviewing need one: lower case, no leading \
          zeros, the longest run of zeros as `::`.",
    source: "RFC 5952 section 4, KEP-4858 (IP/CIDR validation improvements)",
};

/// Reads the prefix, range or address `value`, which stands at `span` of `document`, perhaps between quotes.
/// What is wrong or odd about it is added to `problems`.
///
/// ```
/// use netplat_core::{model::read_range, text::Span};
/// let mut problems = Vec::new();
/// let range = read_range("cidr: 10.1.2.3/8", Span::new(6, 16), "10.1.2.3/8", &mut problems);
/// assert_eq!(range.map(|range| range.to_string()).as_deref(), Some("10.0.0.0/8"));
/// assert_eq!(problems[0].rule.name, "host-bits-set");
/// ```
pub fn read_range(
    document: &str,
    span: Span,
    value: &str,
    problems: &mut Vec<Problem>,
) -> Option<AddressRange> {
    // A fix must not touch the quotes; where the value is written with escapes there is none.
    let inside = span.slice(document).find(value).filter(|_| !value.is_empty());
    let exact = inside.map(|at| Span::new(span.start as usize + at, span.start as usize + at + value.len()));
    match AddressRange::read(value) {
        Ok(written) => {
            problems.extend(remarks(&written, value, exact, span));
            Some(written.value)
        }
        Err(error) => {
            problems.push(malformed(&error, value, exact, span));
            None
        }
    }
}

fn remarks(
    written: &Written<AddressRange>,
    value: &str,
    exact: Option<Span>,
    span: Span,
) -> impl Iterator<Item = Problem> {
    written.remarks.iter().map(move |remark| {
        let (rule, message) = match remark.kind {
            RemarkKind::HostBits => (
                &HOST_BITS_SET,
                format!("{value} has bits set after its prefix length; the network is {}", remark.canonical),
            ),
            RemarkKind::NotCanonical => (
                &NON_CANONICAL_ADDRESS,
                format!("{value} is not in its canonical form, {}", remark.canonical),
            ),
        };
        let problem = Problem::new(rule, exact.unwrap_or(span), message);
        // Host bits may have meant one address, so that mending them needs a look.
        let safe = remark.kind == RemarkKind::NotCanonical;
        match exact {
            Some(exact) => {
                let edit = Edit::replace(exact, remark.canonical.clone());
                problem.with_fix(format!("Write {}", remark.canonical), edit, safe)
            }
            None => problem,
        }
    })
}

fn malformed(error: &SyntaxError, value: &str, exact: Option<Span>, span: Span) -> Problem {
    let place = match exact {
        Some(exact) if !error.span.is_empty() => error.span.shifted(exact.start as usize),
        Some(exact) => exact,
        None => span,
    };
    let problem =
        Problem::new(&MALFORMED_PREFIX, place, format!("`{value}` is not a prefix or range: {error}"));
    match (&error.suggestion, exact) {
        (Some(meant), Some(exact)) => {
            problem.with_fix(format!("Write {meant}"), Edit::replace(exact, meant.clone()), true)
        }
        _ => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(document: &str, value: &str, expect: &str) {
        let at = document.find(['1', '2', '"']).expect("a value");
        let mut problems = Vec::new();
        read_range(document, Span::new(at, document.len()), value, &mut problems);
        let said: Vec<_> = problems
            .iter()
            .map(|problem| {
                let fixed = problem.fixes.first().map(|fix| fix.edit.apply(document).expect("fits"));
                format!("{} at {:?}: {:?}", problem.rule.code, problem.span.slice(document), fixed)
            })
            .collect();
        assert_eq!(said.join("; "), expect);
    }

    #[test]
    fn a_fix_keeps_the_quotes() {
        check("cidr: \"10.1.2.3/8\"", "10.1.2.3/8", r#"AP003 at "10.1.2.3/8": Some("cidr: \"10.0.0.0/8\"")"#);
    }

    #[test]
    fn the_wrong_part_is_pointed_at() {
        check("cidr: 10.0.0.0/33", "10.0.0.0/33", r#"AP002 at "33": None"#);
        check("cidr: 10.0/16", "10.0/16", r#"AP002 at "10.0/16": Some("cidr: 10.0.0.0/16")"#);
        check(
            "cidr: 2001:DB8::/32",
            "2001:DB8::/32",
            r#"AP004 at "2001:DB8::/32": Some("cidr: 2001:db8::/32")"#,
        );
    }
}
