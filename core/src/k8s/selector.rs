use super::expression::Expression;
use super::fields::Fields;
use crate::net::LabelValue;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// Labels by key.
pub type Labels = BTreeMap<String, String>;

/// The label that every namespace has, whether a manifest says so or not.
/// Source: KEP-2161, immutable label selectors for namespaces.
pub const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// Which labels are selected: all requirements must hold. Without any, everything is selected.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Selector {
    requirements: Vec<Requirement>,
    /// What must hold besides.
    expression: Option<Box<Expression>>,
}

/// What one label must be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Requirement {
    /// The label's key.
    pub key: String,
    /// What its value must be.
    pub operator: Operator,
}

/// What the value of a label must be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Operator {
    /// One of these.
    In(Vec<String>),
    /// None of these; a label that is not there is none of them.
    NotIn(Vec<String>),
    /// Anything, but there.
    Exists,
    /// Not there.
    DoesNotExist,
}

impl Requirement {
    /// Whether it holds for `labels`.
    pub fn matches(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        match &self.operator {
            Operator::In(values) => value.is_some_and(|value| values.contains(value)),
            Operator::NotIn(values) => value.is_none_or(|value| !values.contains(value)),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
        }
    }

    /// What holds where this does not.
    pub(super) fn negated(&self) -> Self {
        let operator = match &self.operator {
            Operator::In(values) => Operator::NotIn(values.clone()),
            Operator::NotIn(values) => Operator::In(values.clone()),
            Operator::Exists => Operator::DoesNotExist,
            Operator::DoesNotExist => Operator::Exists,
        };
        Self { key: self.key.clone(), operator }
    }
}

impl Selector {
    /// Selects what fulfils all `requirements`; their order does not matter.
    pub fn new(mut requirements: Vec<Requirement>) -> Self {
        requirements.sort();
        requirements.dedup();
        Self { requirements, expression: None }
    }

    /// Selects what `expression` holds for.
    pub fn expressed(expression: Expression) -> Self {
        let mut requirements = Vec::new();
        let mut others = Vec::new();
        // What is a plain requirement can be looked up.
        for part in expression.conjuncts() {
            match part {
                Expression::Label(requirement) => requirements.push(requirement),
                other => others.push(other),
            }
        }
        let expression = (!others.is_empty()).then(|| Box::new(Expression::all(others)));
        Self { expression, ..Self::new(requirements) }
    }

    /// Selects what has exactly this value at `key`.
    pub fn equal(key: &str, value: &str) -> Self {
        let operator = Operator::In(vec![value.to_owned()]);
        Self::new(vec![Requirement { key: key.to_owned(), operator }])
    }

    /// Selects what has all of `labels`.
    pub fn having(labels: &Labels) -> Self {
        let equal = |(key, value): (&String, &String)| Requirement {
            key: key.clone(),
            operator: Operator::In(vec![value.clone()]),
        };
        Self::new(labels.iter().map(equal).collect())
    }

    /// Whether everything is selected.
    pub fn is_everything(&self) -> bool {
        self.requirements.is_empty() && self.expression.is_none()
    }

    /// What must hold of single labels.
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// What must hold besides, where Calico says more than requirements can.
    pub fn expression(&self) -> Option<&Expression> {
        self.expression.as_deref()
    }

    /// What must hold, as one expression.
    pub(super) fn into_expression(self) -> Expression {
        let of_labels = self.requirements.into_iter().map(Expression::Label);
        Expression::all(of_labels.chain(self.expression.map(|it| *it)).collect())
    }

    /// Whether something with `labels` is selected.
    pub fn matches(&self, labels: &Labels) -> bool {
        self.requirements.iter().all(|requirement| requirement.matches(labels))
            && self.expression.as_ref().is_none_or(|expression| expression.matches(labels))
    }
}

impl std::fmt::Display for Selector {
    /// As `kubectl -l` takes it: `app=web,tier in (a,b),!old`; `everything` where nothing is required. What only Calico
    /// can say follows as Calico writes it.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_everything() {
            return formatter.write_str("everything");
        }
        let mut comma = "";
        for requirement in &self.requirements {
            write!(formatter, "{comma}{requirement}")?;
            comma = ",";
        }
        match &self.expression {
            Some(expression) => write!(formatter, "{comma}{expression}"),
            None => Ok(()),
        }
    }
}

impl std::fmt::Display for Requirement {
    /// As `kubectl -l` takes it: `tier in (a,b)`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = &self.key;
        match &self.operator {
            Operator::In(values) => match values.as_slice() {
                [value] => write!(formatter, "{key}={value}"),
                values => write!(formatter, "{key} in ({})", values.join(",")),
            },
            Operator::NotIn(values) => write!(formatter, "{key} notin ({})", values.join(",")),
            Operator::Exists => write!(formatter, "{key}"),
            Operator::DoesNotExist => write!(formatter, "!{key}"),
        }
    }
}

/// Reads a `LabelSelector`. Nothing where it cannot be understood: it selects nothing then.
pub(super) fn selector(fields: &mut Fields, node: &Node) -> Option<Selector> {
    fields.only(node, &["matchLabels", "matchExpressions"]);
    let before = fields.problems.len();
    let mut requirements = Vec::new();
    for (key, value, _) in fields.map(node, "matchLabels").unwrap_or_default() {
        let operator = Operator::In(vec![value.to_owned()]);
        requirements.push(Requirement { key: key.to_owned(), operator });
    }
    check_labels(fields, node, "matchLabels");
    for expression in fields.sections(node, "matchExpressions").unwrap_or_default() {
        requirements.extend(requirement(fields, expression));
    }
    // A text without quotes is understood all the same; anything else leaves a requirement out.
    let lost = fields.problems.iter().skip(before).any(|(_, problem)| problem.fixes.is_empty());
    (!lost).then(|| Selector::new(requirements))
}

fn requirement(fields: &mut Fields, node: &Node) -> Option<Requirement> {
    fields.only(node, &["key", "operator", "values"]);
    let Some(key) = fields.text(node, "key") else {
        fields.missing(node, "key");
        return None;
    };
    if let (Err(error), Some(place)) = (fields.label_key(key), node.get("key")) {
        fields.invalid(place, format!("`{key}` is not a label's key: {error}"));
    }
    let values: Vec<String> = fields
        .texts(node, "values")
        .unwrap_or_default()
        .iter()
        .map(|(value, _)| (*value).to_owned())
        .collect();
    let Some(operator) = fields.text(node, "operator") else {
        fields.missing(node, "operator");
        return None;
    };
    let place = node.get("operator").unwrap_or(node);
    let has_values = !values.is_empty();
    let operator = match operator {
        "In" | "NotIn" if !has_values => {
            fields.invalid(place, format!("`{operator}` needs values"));
            return None;
        }
        "Exists" | "DoesNotExist" if has_values => {
            fields.invalid(place, format!("`{operator}` takes no values"));
            return None;
        }
        "In" => Operator::In(values),
        "NotIn" => Operator::NotIn(values),
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        other => {
            let known = "`In`, `NotIn`, `Exists` or `DoesNotExist`";
            fields.invalid(place, format!("expected {known}, found `{other}`"));
            return None;
        }
    };
    Some(Requirement { key: key.to_owned(), operator })
}

/// Reads the labels at `key`, with a problem at each that the API refuses.
pub(super) fn labels(fields: &mut Fields, parent: &Node, key: &str) -> Labels {
    let labels = fields.map(parent, key).unwrap_or_default();
    let labels = labels.into_iter().map(|(key, value, _)| (key.to_owned(), value.to_owned())).collect();
    check_labels(fields, parent, key);
    labels
}

fn check_labels(fields: &mut Fields, parent: &Node, key: &str) {
    for entry in parent.get(key).map(Node::entries).unwrap_or_default() {
        if let Err(error) = fields.label_key(&entry.key) {
            fields.invalid_at(entry.key_span, format!("`{}` is not a label's key: {error}", entry.key));
        }
        if let Some(Err(error)) = entry.value.text().map(str::parse::<LabelValue>) {
            fields.invalid(&entry.value, format!("not a label's value: {error}"));
        }
    }
}
