use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::facts::{self, ObjectFact, ObjectReference};
use crate::text::Edit;
use crate::yaml::nearest;

/// The fact `object:` names an object that the document does not have.
pub static RULE: Rule = Rule {
    code: "DR005",
    name: "object-not-found",
    severity: Severity::Warning,
    why: "A node that is said to show an object takes kind, labels and ports from it. Of one that is not there nothing can \
          be held against the drawing.",
    source: "docs/format.md",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let is_declared = |thing: &&crate::model::Thing| {
        thing.objects.is_empty() && thing.matched.as_ref().is_some_and(|evidence| evidence.is_declared())
    };
    if !subject.model.things.iter().any(|thing| is_declared(&thing)) {
        return;
    }
    let (facts, _) = facts::read(subject.text, subject.document);
    for fact in &facts.nodes {
        let missing = subject.thing(&fact.id).filter(is_declared);
        let (Some(_), Some(object)) = (missing, &fact.object) else { continue };
        let ObjectFact::Named(name) = &object.value else { continue };
        problems.push(problem(subject, &fact.id, name, object.evidence.span()));
    }
}

fn problem(subject: &Design<'_>, id: &str, name: &str, span: crate::text::Span) -> Problem {
    let kind = ObjectReference::read(name).map(|reference| reference.kind).unwrap_or_default();
    let objects = &subject.model.objects.objects;
    let same_kind = objects.iter().filter(|object| object.kind == kind).map(ToString::to_string);
    let all: Vec<String> = same_kind.collect();
    let is_ambiguous = all
        .iter()
        .filter(|known| {
            known.rsplit_once(['/', ' ']).map(|it| it.1) == name.rsplit_once(['/', ' ']).map(|it| it.1)
        })
        .count()
        > 1;
    if is_ambiguous {
        let message = format!("`{name}` of `{id}` names more than one object");
        return Problem::new(&RULE, span, message).with_help("write its namespace: `Deployment shop/web`");
    }
    let problem =
        Problem::new(&RULE, span, format!("no object of this document is `{name}`, which `{id}` names"));
    match nearest(name, all.iter().map(String::as_str)) {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")).with_fix(
            format!("Write {near}"),
            Edit::replace(span, near),
            false,
        ),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(object: &str) -> String {
        format!(
            "---\nnetplat:\n  nodes:\n    web: {{ object: {object} }}\n---\n```mermaid\nflowchart LR\n  web\n```\n\n\
             ```yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: frontend, namespace: shop }}\n```\n"
        )
    }

    #[test]
    fn an_object_that_is_not_there_is_reported_with_the_one_that_was_meant() {
        let expect = "warning `Deployment shop/frontent` no object of this document is `Deployment shop/frontent`, which `web` names";
        check(&RULE, &page("Deployment shop/frontent"), expect);
        assert_eq!(fixed(&RULE, &page("Deployment shop/frontent")), page("Deployment shop/frontend"));
        check(&RULE, &page("Deployment shop/frontend"), "");
        check(&RULE, &page("false"), "");
    }
}
