use super::kind::ThingKind;

/// A real system, and the words by which a text names it.
#[derive(PartialEq, Eq, Debug)]
pub struct System {
    /// Its own spelling: `PostgreSQL`.
    pub name: &'static str,
    /// What it is.
    pub kind: ThingKind,
    /// In lower case, words between spaces, each in the singular.
    pub words: &'static [&'static str],
    /// What `controller:` of an ingress controller says for it.
    pub controller: Option<&'static str>,
}

impl System {
    pub(super) const fn new(name: &'static str, kind: ThingKind, words: &'static [&'static str]) -> Self {
        Self { name, kind, words, controller: None }
    }

    pub(super) const fn controller(
        name: &'static str,
        controller: &'static str,
        words: &'static [&'static str],
    ) -> Self {
        Self { name, kind: ThingKind::IngressController, words, controller: Some(controller) }
    }
}
