use super::node::{Mapping, Node, Style, Value};
use super::scalar::Resolved;
use super::shape::{Choice, Format, Key, Rules, Section, Shape, nearest};
use crate::diagnostic::Problem;
use crate::text::{Edit, Span};

/// Holds `node`, read from `text`, against `shape`. What differs is added to `problems`, and the rest is looked at all
/// the same. The depth is that of the shape, which is finite.
pub fn check(text: &str, node: &Node, shape: &Shape, rules: &Rules, problems: &mut Vec<Problem>) {
    Checker { text, rules, unread: None, problems }.node(node, shape);
}

/// As [`check`], but for the items of the list at `unread`: whoever keeps what was found about each of them has no need.
pub fn check_but_items(
    text: &str,
    node: &Node,
    shape: &Shape,
    rules: &Rules,
    unread: Option<Span>,
    problems: &mut Vec<Problem>,
) {
    Checker { text, rules, unread, problems }.node(node, shape);
}

struct Checker<'a> {
    text: &'a str,
    rules: &'a Rules,
    /// A list whose items are not looked at.
    unread: Option<Span>,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn node(&mut self, node: &Node, shape: &Shape) {
        match (shape, &node.value) {
            (Shape::Section(_) | Shape::Map(..) | Shape::List(_), _) if node.is_null() => {}
            (Shape::Section(section), Value::Mapping(mapping)) => self.section(node, mapping, section),
            (Shape::Map(_, values), Value::Mapping(mapping)) => {
                for entry in &mapping.entries {
                    self.node(&entry.value, values);
                }
            }
            (Shape::List(_), Value::Sequence(_)) if self.unread == Some(node.span) => {}
            (Shape::List(items), Value::Sequence(sequence)) => {
                for item in &sequence.items {
                    self.node(item, items);
                }
            }
            (Shape::Text(format), _) => match node.text() {
                Some(text) => self.formatted(node, text, format),
                None => self.wrong_type(node, shape),
            },
            (Shape::TextOrFalse(format), _) => match (node.bool(), node.text()) {
                (Some(false), _) => {}
                (None, Some(text)) => self.formatted(node, text, format),
                _ => self.wrong_type(node, shape),
            },
            (Shape::Bool, Value::Scalar(scalar)) if matches!(scalar.resolve(), Resolved::Bool(_)) => {}
            (Shape::Integer(least, most), Value::Scalar(_)) => match node.integer() {
                Some(number) if (least..=most).contains(&&number) => {}
                Some(_) => self.bad_value(node, &shape.described()),
                None => self.wrong_type(node, shape),
            },
            (Shape::Choice(choices), Value::Scalar(_)) => match node.text() {
                Some(word) if choices.iter().any(|choice| choice.word == word) => {}
                Some(word) => self.unknown_choice(node, word, shape, choices),
                None => self.wrong_type(node, shape),
            },
            _ => self.wrong_type(node, shape),
        }
    }

    fn section(&mut self, node: &Node, mapping: &Mapping, section: &Section) {
        for entry in &mapping.entries {
            match section.key(&entry.key) {
                Some(key) => self.node(&entry.value, &key.shape),
                None if section.is_open || entry.is_merged => {}
                None => self.unknown_key(&entry.key, entry.key_span, mapping, section),
            }
        }
        let missing = |key: &&Key| key.is_required && mapping.entry(key.name).is_none();
        for key in section.keys.iter().filter(missing) {
            let message = format!("the key `{}` is missing", key.name);
            let problem = Problem::new(self.rules.missing_key, first_line(self.text, node.span), message);
            self.problems.push(problem.with_help(format!("for example `{}: {}`", key.name, key.example)));
        }
    }

    fn unknown_key(&mut self, key: &str, span: Span, mapping: &Mapping, section: &Section) {
        let free = section.keys.iter().map(|known| known.name).filter(|name| mapping.entry(name).is_none());
        let problem = Problem::new(self.rules.unknown_key, span, format!("there is no key `{key}` here"));
        self.problems.push(match nearest(key, free) {
            Some(known) => problem.with_help(format!("did you mean `{known}`?")).with_fix(
                format!("Write {known}"),
                Edit::replace(span, known),
                true,
            ),
            None => {
                let names: Vec<String> = section.keys.iter().map(|key| format!("`{}`", key.name)).collect();
                problem.with_help(format!("known keys are {}", names.join(", ")))
            }
        });
    }

    fn unknown_choice(&mut self, node: &Node, word: &str, shape: &Shape, choices: &[Choice]) {
        let message = format!("expected {}, found `{word}`", shape.described());
        let problem = Problem::new(self.rules.bad_value, node.span, message);
        let near = nearest(word, choices.iter().map(|choice| choice.word));
        self.problems.push(match near {
            Some(known) => problem.with_help(format!("did you mean `{known}`?")).with_fix(
                format!("Write {known}"),
                Edit::replace(node.span, known),
                true,
            ),
            None => problem,
        });
    }

    fn formatted(&mut self, node: &Node, text: &str, format: &Format) {
        let Err(error) = (format.read)(text) else { return };
        // Where the text stands as it is read, the problem can be at the very characters.
        let inside = node.span.slice(self.text).find(text);
        let place = inside.map(|at| error.span.shifted(node.span.start as usize + at));
        let span = place.filter(|span| !span.is_empty()).unwrap_or(node.span);
        let mut problem =
            Problem::new(self.rules.bad_value, span, format!("`{text}` is not {}: {error}", format.name));
        if let (Some(meant), Some(at)) = (&error.suggestion, inside) {
            let start = node.span.start as usize + at;
            let edit = Edit::replace(Span::new(start, start + text.len()), meant.clone());
            problem = problem.with_help(format!("did you mean `{meant}`?")).with_fix(
                format!("Write {meant}"),
                edit,
                false,
            );
        }
        self.problems.push(problem);
    }

    fn bad_value(&mut self, node: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}", node.described());
        self.problems.push(Problem::new(self.rules.bad_value, node.span, message));
    }

    fn wrong_type(&mut self, node: &Node, shape: &Shape) {
        let message = format!("expected {}, found {}", shape.described(), node.described());
        let mut problem = Problem::new(self.rules.wrong_type, first_line(self.text, node.span), message);
        let one = matches!(node.value, Value::Scalar(_))
            || node.mapping().is_some_and(|it| it.style == Style::Flow);
        if matches!(shape, Shape::List(_)) && one && !node.span.is_empty() {
            let listed = format!("[{}]", node.span.slice(self.text));
            problem = problem.with_fix(format!("Write {listed}"), Edit::replace(node.span, listed), true);
        }
        self.problems.push(problem);
    }
}

/// The part of `span` on its first line: a whole block of YAML under a squiggle says nothing.
fn first_line(text: &str, span: Span) -> Span {
    let line = span.slice(text).lines().next().unwrap_or_default().trim_end();
    if line.is_empty() { span } else { Span::new(span.start as usize, span.start as usize + line.len()) }
}
