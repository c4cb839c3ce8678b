use super::rewrite::{Rewrite, joined};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;

/// Kinds whose version has another one after it.
pub(super) struct Step {
    /// The old versions, with their group.
    pub from: &'static [&'static str],
    /// The kinds; none for all that the group has.
    pub kinds: &'static [&'static str],
    /// The version to write, with its group.
    pub to: &'static str,
    /// The version of Kubernetes that knows the old ones no more.
    pub removed_in: Option<(u32, u32)>,
}

/// The objects that one of `steps` is about, each with its step.
pub(super) fn steps<'a>(
    subject: &Subject<'a>,
    steps: &'static [Step],
) -> impl Iterator<Item = (&'a Object, &'static Step)> {
    let objects = &subject.model.objects.objects;
    objects.iter().filter_map(move |object| Some((object, steps.iter().find(|step| step.is_about(object))?)))
}

impl Step {
    pub fn is_about(&self, object: &Object) -> bool {
        self.from.contains(&object.api_version.as_str())
            && (self.kinds.is_empty() || self.kinds.contains(&object.kind.as_str()))
    }

    /// That `object` is written for an old version. A cluster that is said to be older takes it still.
    pub fn problem(&self, rule: &'static Rule, subject: &Subject<'_>, object: &Object) -> Problem {
        let place = object.at(&["apiVersion"]).map_or(object.span, |version| version.span);
        let (old, to) = (&object.api_version, self.to);
        let Some((major, minor)) = self.removed_in else {
            let message = format!("{object} is written for {old}, which {to} has taken the place of");
            return Problem::new(rule, place, message);
        };
        let message = format!("{object} is written for {old}, which Kubernetes {major}.{minor} removed");
        let problem = Problem::new(rule, place, message);
        if kubernetes(subject).is_some_and(|said| said < (major, minor)) {
            problem.with_severity(Severity::Warning)
        } else {
            problem
        }
    }

    /// The same problem with the fix that writes the newer version, and makes the changes that come with it: none where they
    /// cannot be made.
    pub fn with_fix(
        &self,
        problem: Problem,
        subject: &Subject<'_>,
        object: &Object,
        changes: Option<Vec<Edit>>,
        is_safe: bool,
    ) -> Problem {
        let edit = changes.and_then(|mut changes| {
            changes.extend(Rewrite::new(subject, object).set(&["apiVersion"], self.to));
            joined(changes)
        });
        match edit {
            Some(edit) => problem.with_fix(format!("Write {}", self.to), edit, is_safe),
            None => problem,
        }
    }
}

/// The version of Kubernetes that the document is about.
pub(super) fn kubernetes(subject: &Subject<'_>) -> Option<(u32, u32)> {
    let said = subject.model.exported_cluster()?.kubernetes.as_ref()?;
    let mut parts = said.value.trim_start_matches('v').split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}
