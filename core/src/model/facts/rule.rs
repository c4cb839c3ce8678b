use crate::diagnostic::{Rule, Severity};
use crate::yaml::Rules;

/// A key that facts do not have.
pub static UNKNOWN_KEY: Rule = Rule {
    code: "NP001",
    name: "unknown-key",
    severity: Severity::Error,
    why: "A key that is not known says nothing: a fact that was meant does not count.",
    source: "docs/format.md",
};

/// A list where a text should be, and the like.
pub static WRONG_TYPE: Rule = Rule {
    code: "NP002",
    name: "wrong-type",
    severity: Severity::Error,
    why: "A value of another type than the key's cannot be understood, so that the fact does not count.",
    source: "docs/format.md",
};

/// A text or number that the key cannot have.
pub static BAD_VALUE: Rule = Rule {
    code: "NP003",
    name: "bad-value",
    severity: Severity::Error,
    why: "A value that cannot be is not guessed at, so that the fact does not count.",
    source: "docs/format.md",
};

/// A key that must be there.
pub static MISSING_KEY: Rule = Rule {
    code: "NP004",
    name: "missing-key",
    severity: Severity::Error,
    why: "Without this key the entry says nothing.",
    source: "docs/format.md",
};

/// A fact about what no view shows.
pub static NOT_DRAWN: Rule = Rule {
    code: "NP005",
    name: "fact-about-nothing",
    severity: Severity::Warning,
    why: "Facts belong to nodes, groups and links by id. One about an id that no view draws is lost: most often the id \
          was renamed in the chart.",
    source: "docs/format.md",
};

pub(super) static RULES: Rules = Rules {
    unknown_key: &UNKNOWN_KEY,
    wrong_type: &WRONG_TYPE,
    bad_value: &BAD_VALUE,
    missing_key: &MISSING_KEY,
};
