use crate::diagnostic::{Rule, Severity};

/// What reading Kubernetes objects can find wrong, in the order of the codes.
pub static RULES: &[&Rule] = &[&WRONG_TYPE, &INVALID_VALUE, &MISSING_FIELD, &UNKNOWN_FIELD];

/// A list where the API has a text, and the like.
pub static WRONG_TYPE: Rule = Rule {
    code: "KU001",
    name: "wrong-type-in-object",
    severity: Severity::Error,
    why: "The API server refuses an object with a value of another type than the field's.",
    source: "Kubernetes API reference",
};

/// A value that the API's validation refuses.
pub static INVALID_VALUE: Rule = Rule {
    code: "KU002",
    name: "invalid-value-in-object",
    severity: Severity::Error,
    why: "The API server refuses an object whose values break the rules of its kind: a malformed prefix, a port out of \
          range, a selector that cannot be.",
    source: "Kubernetes: validation of each API group",
};

/// A field that the API requires.
pub static MISSING_FIELD: Rule = Rule {
    code: "KU003",
    name: "missing-field-in-object",
    severity: Severity::Error,
    why: "The API server refuses an object without its required fields.",
    source: "Kubernetes API reference",
};

/// A field that the kind does not have.
pub static UNKNOWN_FIELD: Rule = Rule {
    code: "KU004",
    name: "unknown-field-in-object",
    severity: Severity::Warning,
    why: "kubectl refuses a field that is not known; the API server drops it with a warning: a misspelt selector in a \
          policy selects everything.",
    source: "KEP-2885: server side unknown field validation",
};
