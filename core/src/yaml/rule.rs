//! What can be wrong with YAML, whatever it is about.

use crate::diagnostic::{Rule, Severity};

/// What reading YAML can find wrong, in the order of the codes.
pub static RULES: &[&Rule] = &[&SYNTAX, &DUPLICATE_KEY, &TAB, &BEYOND_LIMITS, &BAD_ALIAS, &UNUSABLE_KEY];

/// A line that no YAML reader accepts.
pub static SYNTAX: Rule = Rule {
    code: "YA001",
    name: "yaml-syntax",
    severity: Severity::Error,
    why: "YAML that cannot be read is ignored by every program, or refused with all that follows it.",
    source: "YAML 1.2.2",
};

/// The same key twice in one mapping.
pub static DUPLICATE_KEY: Rule = Rule {
    code: "YA002",
    name: "duplicate-key",
    severity: Severity::Error,
    why: "Programs disagree about which of the two values counts; some refuse the file.",
    source: "YAML 1.2.2 section 3.2.1.1: keys of a mapping are unique",
};

/// A tab where indentation is expected.
pub static TAB: Rule = Rule {
    code: "YA003",
    name: "tab-indentation",
    severity: Severity::Error,
    why: "YAML forbids tabs in indentation, because programs disagree about their width.",
    source: "YAML 1.2.2 section 6.1",
};

/// More than a reasonable document holds.
pub static BEYOND_LIMITS: Rule = Rule {
    code: "YA004",
    name: "yaml-beyond-limits",
    severity: Severity::Error,
    why: "Very deep nesting and aliases of aliases are how a small text is made to exhaust a reader.",
    source: "OWASP: billion laughs",
};

/// An alias without an anchor before it.
pub static BAD_ALIAS: Rule = Rule {
    code: "YA005",
    name: "unknown-alias",
    severity: Severity::Error,
    why: "`*name` repeats the value that `&name` marks further up; without one it stands for nothing.",
    source: "YAML 1.2.2 section 7.1",
};

/// A key that is no text.
pub static UNUSABLE_KEY: Rule = Rule {
    code: "YA006",
    name: "unusable-key",
    severity: Severity::Error,
    why: "YAML allows lists and mappings as keys; JSON, and with it Kubernetes, does not.",
    source: "YAML 1.2.2 section 10.2: the JSON schema",
};
