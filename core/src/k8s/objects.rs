use super::object::Object;
use super::resources::Resources;
use crate::diagnostic::Problem;
use crate::text::Span;
use std::sync::OnceLock;

/// What a text holds.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Objects {
    /// The objects, in the order of the text.
    pub objects: Vec<Object>,
    /// The YAML documents that gave no object, in the order of the text.
    pub left: Vec<Left>,
    /// What is wrong with documents that are, or were meant to be, objects; in the order of the text.
    pub problems: Vec<Problem>,
    understood: Known<(Resources, Vec<(usize, Problem)>)>,
    refused: Known<Vec<(usize, Problem)>>,
}

impl Objects {
    /// What the objects say about who may talk to whom. Read when it is first asked for, and kept: the objects are
    /// not to be changed after that. Indices in it are those of [`Objects::objects`].
    pub fn resources(&self) -> &Resources {
        &self.understood().0
    }

    /// What is wrong with the objects as [`Objects::resources`] understands them: each problem with the index of its
    /// object.
    pub fn problems_of_objects(&self) -> &[(usize, Problem)] {
        &self.understood().1
    }

    /// What the API server would refuse of the objects, or drop: each problem with the index of its object. Of kinds
    /// whose fields are not described, what [`Objects::problems_of_objects`] says.
    ///
    /// Worked out when it is first asked for, as [`Objects::resources`] are.
    pub fn refusals(&self) -> &[(usize, Problem)] {
        self.refused.0.get_or_init(|| {
            let objects: Vec<&Object> = self.objects.iter().collect();
            super::validation::refusals(&objects, self.problems_of_objects())
        })
    }

    fn understood(&self) -> &(Resources, Vec<(usize, Problem)>) {
        self.understood.0.get_or_init(|| {
            let objects: Vec<&Object> = self.objects.iter().collect();
            Resources::read(&objects)
        })
    }
}

/// What follows from the objects, once it was asked for. It says nothing that the objects do not say, so two are equal
/// whether they were asked or not.
#[derive(Clone, Debug)]
struct Known<T>(OnceLock<T>);

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for Known<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A YAML document that is left alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// All of it.
    pub span: Span,
    /// Why.
    pub why: WhyLeft,
}

/// Why a YAML document gave no object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhyLeft {
    /// It has no `apiVersion` and `kind`: values, configuration, an excerpt.
    NotAnObject,
    /// It holds placeholders that a program fills in, and is no YAML before that.
    Template,
    /// It was meant to be an object and cannot be read; a problem says why.
    Unreadable,
}
