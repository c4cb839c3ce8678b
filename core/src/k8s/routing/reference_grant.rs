use crate::k8s::fields::Fields;
use crate::k8s::object::Object;
use crate::text::Span;

/// A ReferenceGrant: objects of other namespaces may refer to objects of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct ReferenceGrant {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Who may refer.
    pub from: Vec<GrantFrom>,
    /// To what.
    pub to: Vec<GrantTo>,
}

/// Who may refer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GrantFrom {
    /// All of the item.
    pub span: Span,
    /// The group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace.
    pub namespace: String,
}

/// What may be referred to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GrantTo {
    /// All of the item.
    pub span: Span,
    /// The group; empty for the core group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The name; all of the kind where none is written.
    pub name: Option<String>,
}

/// Reads the ReferenceGrant that `object` is.
pub(crate) fn reference_grant(fields: &mut Fields, object: &Object, index: usize) -> Option<ReferenceGrant> {
    let spec = fields.section(&object.tree, "spec")?;
    let mut grant = ReferenceGrant {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        name: object.name.clone(),
        from: Vec::new(),
        to: Vec::new(),
    };
    for node in fields.sections(spec, "from").unwrap_or_default() {
        let mut text = |key: &str| fields.text(node, key).unwrap_or_default().to_owned();
        let (group, kind, namespace) = (text("group"), text("kind"), text("namespace"));
        grant.from.push(GrantFrom { span: node.span, group, kind, namespace });
    }
    for node in fields.sections(spec, "to").unwrap_or_default() {
        let mut text = |key: &str| fields.text(node, key).map(str::to_owned);
        let (group, kind, name) = (text("group"), text("kind"), text("name"));
        let (group, kind) = (group.unwrap_or_default(), kind.unwrap_or_default());
        grant.to.push(GrantTo { span: node.span, group, kind, name: name.filter(|name| !name.is_empty()) });
    }
    Some(grant)
}
