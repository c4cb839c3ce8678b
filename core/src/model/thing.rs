use super::known::{Evidence, Known};
use crate::catalog::ThingKind;
use crate::net::{AddressRange, Port};
use crate::text::Span;
use std::collections::BTreeMap;

/// A node of one or more views.
#[derive(Clone, PartialEq, Debug)]
pub struct Thing {
    /// The id, shared by all views.
    pub id: String,
    /// What it shows, in one line and without markup.
    pub text: String,
    /// What it is.
    pub kind: Known<ThingKind>,
    /// The namespace that it lives in: declared, or that of the group around it.
    pub namespace: Option<Known<String>>,
    /// Pod labels: declared, else `app: <id as a DNS label>` at export.
    pub labels: BTreeMap<String, String>,
    /// Ports that it listens on.
    pub ports: Vec<Known<Port>>,
    /// `controller:` of an ingress controller: `traefik`.
    pub controller: Option<Known<String>>,
    /// Ingress class or gateway class.
    pub class: Option<Known<String>>,
    /// Container image, for the exported manifests' Services only as a note.
    pub image: Option<String>,
    /// Addresses declared for it.
    pub addresses: Vec<Known<AddressRange>>,
    /// `true` or `false` when the author silences or asks for exporting it.
    pub export: Option<bool>,
    /// The objects of the document that it stands for, by their indices in [`super::Model::objects`]: the thing itself
    /// first, then the Services that lead to its pods and that no node shows.
    pub objects: Vec<usize>,
    /// Why it stands for the first of them; where there is none, that the author says so.
    pub matched: Option<Evidence>,
    /// The views that show it: index into [`Model::views`].
    pub views: Vec<usize>,
    /// The innermost group in the first view that shows it inside one: index into [`Model::groups`].
    pub group: Option<usize>,
    /// Its definition in the text of the first view.
    pub span: Span,
    /// Its text, where it can be changed.
    pub text_span: Option<Span>,
    /// Its entry under `netplat.nodes`.
    pub fact: Option<Span>,
}
