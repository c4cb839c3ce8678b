/// The network interfaces of a type of Amazon's machines: how many pods a node of EKS can run follows from them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interfaces {
    /// How many there are.
    pub count: u32,
    /// How many IPv4 addresses each has; at least 2.
    pub addresses: u32,
    /// How many processors the machine has.
    pub processors: u32,
}

impl Interfaces {
    /// Those of `instance`, such as `m5.large`: of the general, compute and memory families from the fifth
    /// generation on and of `t3` and `t4g`, which all have the same for the same size. Nothing for others, which do
    /// not: their clusters say `maxPods`.
    ///
    /// Source: Amazon EC2, "IP addresses per network interface".
    ///
    /// ```
    /// use netplat_core::plan::Interfaces;
    /// let of = |instance| Interfaces::of(instance).map(|interfaces| interfaces.max_pods());
    /// assert_eq!((of("m5.large"), of("m6i.4xlarge"), of("t3.medium")), (Some(29), Some(234), Some(17)));
    /// assert_eq!(of("p4d.24xlarge"), None);
    /// ```
    pub fn of(instance: &str) -> Option<Self> {
        let (family, size) = instance.split_once('.')?;
        let sizes = match family {
            "t3" | "t4g" => BURSTABLE,
            _ if is_regular(family) => REGULAR,
            _ => return None,
        };
        let (_, count, addresses, processors) = sizes.iter().copied().find(|(known, ..)| *known == size)?;
        Some(Self { count, addresses, processors })
    }

    /// The most pods when each has an address of an interface: the first of each interface is its own, and two pods
    /// use the node's.
    pub fn max_pods(self) -> u32 {
        self.count * (self.addresses - 1) + 2
    }

    /// The most pods when interfaces have blocks of 16 addresses in place of single ones: 110 on machines of fewer
    /// than 30 processors, else 250, where the interfaces do not end before.
    pub fn max_pods_with_prefixes(self) -> u32 {
        let most = if self.processors < 30 { 110 } else { 250 };
        (self.count * (self.addresses - 1) * 16 + 2).min(most)
    }
}

/// Size, interfaces, addresses of each, processors.
type Size = (&'static str, u32, u32, u32);

static REGULAR: &[Size] = &[
    ("medium", 2, 4, 1),
    ("large", 3, 10, 2),
    ("xlarge", 4, 15, 4),
    ("2xlarge", 4, 15, 8),
    ("4xlarge", 8, 30, 16),
    ("8xlarge", 8, 30, 32),
    ("9xlarge", 8, 30, 36),
    ("12xlarge", 8, 30, 48),
    ("16xlarge", 15, 50, 64),
    ("18xlarge", 15, 50, 72),
    ("24xlarge", 15, 50, 96),
];

static BURSTABLE: &[Size] = &[
    ("nano", 2, 2, 2),
    ("micro", 2, 2, 2),
    ("small", 3, 4, 2),
    ("medium", 3, 6, 2),
    ("large", 3, 12, 2),
    ("xlarge", 4, 15, 4),
    ("2xlarge", 4, 15, 8),
];

/// Whether it is `m`, `c` or `r` with a generation from 5 to 8 and at most a letter for its processor, and `d` for
/// disks: `m5`, `c6g`, `r7i`, `m6id`. Those for the network (`n`) have more.
fn is_regular(family: &str) -> bool {
    let mut letters = family.chars();
    let starts = matches!(letters.next(), Some('m' | 'c' | 'r'));
    let generation = matches!(letters.next(), Some('5'..='8'));
    starts && generation && matches!(letters.as_str(), "" | "a" | "g" | "i" | "d" | "ad" | "gd" | "id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_pods_are_those_that_amazon_publishes() {
        for (instance, pods) in [
            ("m6g.medium", 8),
            ("m5.large", 29),
            ("c5.xlarge", 58),
            ("r6i.2xlarge", 58),
            ("m5.12xlarge", 234),
            ("m5.24xlarge", 737),
            ("t3.micro", 4),
            ("t3.small", 11),
            ("t3.large", 35),
        ] {
            assert_eq!(Interfaces::of(instance).map(Interfaces::max_pods), Some(pods), "{instance}");
        }
        for instance in ["m5n.large", "m4.large", "m5", "m5.huge", ""] {
            assert_eq!(Interfaces::of(instance), None, "{instance}");
        }
    }

    #[test]
    fn with_blocks_of_addresses_the_processors_set_the_most() {
        let most = |instance| Interfaces::of(instance).map(Interfaces::max_pods_with_prefixes);
        assert_eq!((most("t3.nano"), most("m5.large"), most("m5.8xlarge")), (Some(34), Some(110), Some(250)));
    }
}
