use super::selector::{Labels, Operator, Requirement};

/// What labels must be, as Calico's selectors say it: requirements joined by "and", "or" and "not".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Expression {
    /// Of one label.
    Label(Requirement),
    /// Of the characters of one label's value; a label that is not there fulfils none.
    Text(String, TextTest, String),
    /// All of these; of none, everything.
    All(Vec<Expression>),
    /// One of these.
    Any(Vec<Expression>),
    /// Not this.
    Not(Box<Expression>),
}

/// What the characters of a value must be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TextTest {
    /// They contain these.
    Contains,
    /// They start with these.
    StartsWith,
    /// They end with these.
    EndsWith,
}

impl Expression {
    /// All of `parts`, in one list.
    pub fn all(parts: Vec<Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().flat_map(Self::conjuncts).collect();
        match parts.len() {
            1 => parts.remove(0),
            _ => Self::All(parts),
        }
    }

    /// The same of other keys.
    pub(super) fn with_keys(self, rename: &impl Fn(String) -> String) -> Self {
        let all = |parts: Vec<Self>| parts.into_iter().map(|part| part.with_keys(rename)).collect();
        match self {
            Self::Label(it) => Self::Label(Requirement { key: rename(it.key), operator: it.operator }),
            Self::Text(key, test, text) => Self::Text(rename(key), test, text),
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Not(part) => Self::Not(Box::new(part.with_keys(rename))),
        }
    }

    /// What must hold together.
    pub(super) fn conjuncts(self) -> Vec<Self> {
        match self {
            Self::All(parts) => parts,
            other => vec![other],
        }
    }

    /// Whether it holds for `labels`.
    pub fn matches(&self, labels: &Labels) -> bool {
        match self {
            Self::Label(requirement) => requirement.matches(labels),
            Self::Text(key, test, text) => labels.get(key).is_some_and(|value| match test {
                TextTest::Contains => value.contains(text),
                TextTest::StartsWith => value.starts_with(text),
                TextTest::EndsWith => value.ends_with(text),
            }),
            Self::All(parts) => parts.iter().all(|part| part.matches(labels)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(labels)),
            Self::Not(part) => !part.matches(labels),
        }
    }
}

impl std::fmt::Display for Expression {
    /// As Calico writes it: `(app == 'web' || has(tier))`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let joined = |formatter: &mut std::fmt::Formatter<'_>, parts: &[Self], by: &str| {
            formatter.write_str("(")?;
            for (index, part) in parts.iter().enumerate() {
                let by = if index == 0 { "" } else { by };
                write!(formatter, "{by}{part}")?;
            }
            formatter.write_str(")")
        };
        match self {
            Self::Label(Requirement { key, operator }) => match operator {
                Operator::In(values) => match values.as_slice() {
                    [value] => write!(formatter, "{key} == '{value}'"),
                    values => write!(formatter, "{key} in {{ '{}' }}", values.join("', '")),
                },
                Operator::NotIn(values) => match values.as_slice() {
                    [value] => write!(formatter, "{key} != '{value}'"),
                    values => write!(formatter, "{key} not in {{ '{}' }}", values.join("', '")),
                },
                Operator::Exists => write!(formatter, "has({key})"),
                Operator::DoesNotExist => write!(formatter, "!has({key})"),
            },
            Self::Text(key, test, text) => {
                let test = match test {
                    TextTest::Contains => "contains",
                    TextTest::StartsWith => "starts with",
                    TextTest::EndsWith => "ends with",
                };
                write!(formatter, "{key} {test} '{text}'")
            }
            Self::All(parts) if parts.is_empty() => formatter.write_str("all()"),
            Self::All(parts) => joined(formatter, parts, " && "),
            Self::Any(parts) => joined(formatter, parts, " || "),
            Self::Not(part) => write!(formatter, "!{part}"),
        }
    }
}
