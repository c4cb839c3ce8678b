/// How far an entry of the address plan is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// Not in use yet.
    Planned,
    /// In use.
    Active,
    /// To be given up.
    Deprecated,
}

impl Status {
    /// All, in the order in which they are described.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Active, Self::Deprecated];

    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
        }
    }

    /// What it is, for a reader.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Planned => "not in use yet",
            Self::Active => "in use",
            Self::Deprecated => "to be given up",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The status that a word of a table speaks of.
    ///
    /// ```
    /// use netplat_core::model::Status;
    /// assert_eq!(Status::recognised("In use"), Some(Status::Active));
    /// ```
    pub fn recognised(words: &str) -> Option<Self> {
        let lower = words.to_lowercase();
        let says = |known: &[&str]| known.contains(&lower.as_str());
        if says(&["planned", "proposed", "future", "new", "geplant", "prévu", "previsto", "planificado"]) {
            Some(Self::Planned)
        } else if says(&[
            "active",
            "in use",
            "used",
            "live",
            "assigned",
            "allocated",
            "container",
            "aktiv",
            "in betrieb",
            "actif",
            "activo",
            "ativo",
        ]) {
            Some(Self::Active)
        } else if says(&[
            "deprecated",
            "retired",
            "retiring",
            "obsolete",
            "legacy",
            "veraltet",
            "obsolète",
            "obsoleto",
        ]) {
            Some(Self::Deprecated)
        } else {
            None
        }
    }
}
