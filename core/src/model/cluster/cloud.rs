/// Whose network the addresses are part of: what it reserves and allows follows from that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cloud {
    /// Amazon Web Services; managed clusters are EKS.
    Aws,
    /// Microsoft Azure; managed clusters are AKS.
    Azure,
    /// Google Cloud; managed clusters are GKE.
    Gcp,
    /// Oracle Cloud Infrastructure.
    Oci,
    /// No cloud.
    None,
}

impl Cloud {
    /// All, in the order in which they are described.
    pub const ALL: [Self; 5] = [Self::Aws, Self::Azure, Self::Gcp, Self::Oci, Self::None];

    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Azure => "azure",
            Self::Gcp => "gcp",
            Self::Oci => "oci",
            Self::None => "none",
        }
    }

    /// What it is, for a reader.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Aws => "Amazon Web Services; clusters are EKS",
            Self::Azure => "Microsoft Azure; clusters are AKS",
            Self::Gcp => "Google Cloud; clusters are GKE",
            Self::Oci => "Oracle Cloud",
            Self::None => "no cloud: hardware and networks of one's own",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}
