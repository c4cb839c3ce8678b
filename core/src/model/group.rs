use super::known::Known;
use crate::catalog::GroupKind;
use crate::text::Span;

/// A subgraph of one or more views.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupThing {
    /// The id.
    pub id: String,
    /// The title.
    pub text: String,
    /// What it is.
    pub kind: Known<GroupKind>,
    /// The namespace's name, when it is one: a DNS label.
    pub name: String,
    /// The Namespace object of the document that it stands for, by its index in [`super::Model::objects`].
    pub object: Option<usize>,
    /// The group around it.
    pub parent: Option<usize>,
    /// The header in the text.
    pub span: Span,
    /// Its entry under `netplat.groups`.
    pub fact: Option<Span>,
}
