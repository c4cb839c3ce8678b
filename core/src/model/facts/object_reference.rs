use super::format::error;
use crate::net::SyntaxError;

/// A Kubernetes object as the fact `object:` names it.
///
/// The grammar: `kind " " [namespace "/"] name`.
///
/// ```
/// use netplat_core::model::facts::ObjectReference;
/// let reference = ObjectReference::read("Deployment shop/web")?;
/// assert_eq!((reference.kind, reference.namespace, reference.name), ("Deployment", Some("shop"), "web"));
/// assert_eq!(ObjectReference::read("ClusterIssuer public")?.namespace, None);
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ObjectReference<'a> {
    /// `Deployment`
    pub kind: &'a str,
    /// Its namespace; where none is written, that of the node, or none.
    pub namespace: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
}

impl<'a> ObjectReference<'a> {
    /// Reads a reference.
    ///
    /// # Errors
    /// When it is not a kind and a name.
    pub fn read(text: &'a str) -> Result<Self, SyntaxError> {
        let expected = || error(text, "a kind and a name, as in `Deployment shop/web`", None);
        let (kind, rest) = text.split_once(' ').ok_or_else(expected)?;
        let (namespace, name) = match rest.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, rest),
        };
        let is_word = |word: &str| !word.is_empty() && !word.contains([' ', '/']);
        if !is_word(kind) || !is_word(name) || namespace.is_some_and(|it| !is_word(it)) {
            return Err(expected());
        }
        Ok(Self { kind, namespace, name })
    }
}

#[cfg(test)]
mod tests {
    use super::ObjectReference;

    #[test]
    fn what_is_not_a_kind_and_a_name_is_refused() {
        for text in [
            "",
            "web",
            "Deployment ",
            " web",
            "Deployment shop/",
            "Deployment /web",
            "Deployment a b",
            "Deployment a/b/c",
        ] {
            assert!(ObjectReference::read(text).is_err(), "{text}");
        }
    }
}
