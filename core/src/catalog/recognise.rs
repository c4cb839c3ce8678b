//! What a text names. In an English name the last word says what a thing is, the words before it which one: a "Kafka
//! consumer" consumes, a "database migration" is no database. So the end of a text counts most, then a system that it
//! names anywhere, then words that an outline may outweigh. When in doubt, nothing.

use super::kind::{GroupKind, ThingKind};
use super::system::System;
use super::tokens::{Token, has_camel_case, segments, tokens};
use super::words::{self, Words};
use super::{FAMILIES, words::CONNECTORS};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How much a word settles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Strength {
    /// An outline or a neighbour may say otherwise.
    Weak,
    /// It is what the author calls it.
    Strong,
}

/// What a text names.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Recognised {
    /// The kind.
    pub kind: ThingKind,
    /// The word that says so, or the system's own name.
    pub word: &'static str,
    /// The system, if it is one.
    pub system: Option<&'static System>,
    /// How much that settles.
    pub strength: Strength,
}

impl Recognised {
    /// The clue in words, about `whose` words: "its text names Traefik".
    pub fn clue(&self, whose: &str) -> String {
        match self.system {
            Some(system) => format!("{whose} names {}", system.name),
            None => format!("{whose} says “{}”", self.word),
        }
    }
}

/// What `text`, lines parted by newlines, names as a thing.
///
/// ```
/// use netplat_core::catalog::{ThingKind, recognise};
/// let kind = |text| recognise(text).map(|found| found.kind);
/// assert_eq!(kind("Orders\nPostgreSQL 16"), Some(ThingKind::Database));
/// assert_eq!(kind("Kafka consumer"), Some(ThingKind::Deployment));
/// assert_eq!(kind("Orders"), None);
/// ```
pub fn recognise(text: &str) -> Option<Recognised> {
    recognise_split(text, false)
        .or_else(|| if has_camel_case(text) { recognise_split(text, true) } else { None })
}

fn recognise_split(text: &str, split_camel: bool) -> Option<Recognised> {
    segments(text).find_map(|segment| in_segment(named_part(&tokens(segment, split_camel))))
}

/// What the title of a group names, with the words of the title that are left as its name: "shop" of "Namespace shop".
pub fn recognise_group(title: &str) -> Option<(GroupKind, &'static str)> {
    let segment = segments(title).next()?;
    let all = tokens(segment, false);
    let named = named_part(&all);
    let named = without_ordinals(named);
    let index = &*GROUPS;
    if let Some((kind, word)) =
        index.titles.ending(named).filter(|(_, _, length)| *length == named.len()).map(short)
    {
        return Some((kind, word));
    }
    if let Some(found) = index.starts.starting(&all) {
        let (kind, word, length) = found;
        let rest = without_ordinals(&all[length..]);
        let is_name =
            rest.len() <= 2 && THINGS.head(rest).is_none() && !rest.iter().any(|token| token.is("network"));
        let settled =
            matches!(kind, GroupKind::Namespace | GroupKind::Vlan | GroupKind::Vpc | GroupKind::Subnet);
        if rest.is_empty() || settled || is_name {
            return Some((kind, word));
        }
    }
    index.heads.ending(named).map(short)
}

fn short<K: Copy>((kind, word, _): (K, &'static str, usize)) -> (K, &'static str) {
    (kind, word)
}

fn in_segment(named: &[Token]) -> Option<Recognised> {
    let index = &*THINGS;
    let head = index.head(named);
    let system = index.system(named);
    if let Some((head, rest)) = head {
        if head.strength == Strength::Strong {
            // "Traefik ingress" is the controller; "Redis cache" is known by its name.
            let same = system.filter(|system| {
                system.kind == head.kind
                    || (system.kind == ThingKind::IngressController && is_way_in(head.kind))
            });
            return Some(same.unwrap_or(head));
        }
        let alone = index
            .alone
            .ending(without_ordinals(named))
            .filter(|(_, _, length)| *length == without_ordinals(named).len());
        if let Some((kind, word, _)) = alone {
            return Some(Recognised { kind, word, system: None, strength: Strength::Weak });
        }
        let before = index.head(rest).map(|(before, _)| before);
        let kept = before.filter(|before| {
            words::TRANSPARENT.contains(&head.word) && words::KEPT_BEFORE_TRANSPARENT.contains(&before.kind)
        });
        return Some(system.or(kept).unwrap_or(head));
    }
    system.or_else(|| {
        let named = without_ordinals(named);
        let alone = index.alone.ending(named).filter(|(_, _, length)| *length == named.len());
        if let Some((kind, word, _)) = alone {
            return Some(Recognised { kind, word, system: None, strength: Strength::Strong });
        }
        index.before_transparent(named).or_else(|| network_start(named))
    })
}

/// Whether traffic comes in through it.
fn is_way_in(kind: ThingKind) -> bool {
    matches!(
        kind,
        ThingKind::Ingress | ThingKind::IngressController | ThingKind::Gateway | ThingKind::LoadBalancer
    )
}

/// "VLAN 20 cameras" is a network, too.
fn network_start(named: &[Token]) -> Option<Recognised> {
    let (kind, word, _) = GROUPS.starts.starting(named)?;
    let is_network = matches!(kind, GroupKind::Vlan | GroupKind::Vpc | GroupKind::Subnet);
    is_network.then_some(Recognised {
        kind: ThingKind::Network,
        word,
        system: None,
        strength: Strength::Strong,
    })
}

/// The words before the first one after which a text speaks of something else.
fn named_part(all: &[Token]) -> &[Token] {
    let end = all.iter().position(|token| CONNECTORS.iter().any(|word| token.is(word))).unwrap_or(all.len());
    &all[..end]
}

fn without_ordinals(named: &[Token]) -> &[Token] {
    let end = named.iter().rposition(|token| !token.is_ordinal()).map_or(0, |last| last + 1);
    &named[..end]
}

/// Phrases by their last word.
struct Phrases<K: 'static> {
    by_last: HashMap<&'static str, Vec<Phrase<K>>>,
}

struct Phrase<K> {
    words: Vec<&'static str>,
    whole: &'static str,
    meaning: K,
}

impl<K: Copy> Phrases<K> {
    fn new(all: impl Iterator<Item = (K, &'static str)>) -> Self {
        let mut by_last: HashMap<&'static str, Vec<Phrase<K>>> = HashMap::new();
        for (meaning, whole) in all {
            let words: Vec<&str> = whole.split(' ').collect();
            if let Some(last) = words.last() {
                by_last.entry(last).or_default().push(Phrase { words, whole, meaning });
            }
        }
        Self { by_last }
    }

    fn of(lists: &'static [Words<K>]) -> Self {
        Self::new(lists.iter().flat_map(|list| list.words.iter().map(|word| (list.kind, *word))))
    }

    /// The longest phrase that `named` ends with, and its number of words.
    fn ending(&self, named: &[Token]) -> Option<(K, &'static str, usize)> {
        let last = named.last()?;
        let mut best: Option<(K, &'static str, usize)> = None;
        for phrase in last.forms().filter_map(|form| self.by_last.get(&*form)).flatten() {
            let length = phrase.words.len();
            let longer = best.is_none_or(|(_, _, known)| length > known);
            if longer && length <= named.len() {
                let end = &named[named.len() - length..];
                if end.iter().zip(&phrase.words).all(|(token, word)| token.is(word)) {
                    best = Some((phrase.meaning, phrase.whole, length));
                }
            }
        }
        best
    }

    /// The longest phrase that `all` starts with.
    fn starting(&self, all: &[Token]) -> Option<(K, &'static str, usize)> {
        const LONGEST: usize = 3;
        (1..=LONGEST.min(all.len()))
            .rev()
            .find_map(|length| self.ending(&all[..length]).filter(|found| found.2 == length))
    }
}

#[derive(Clone, Copy)]
enum Meaning {
    System(&'static System),
    Strong(ThingKind),
    Weak(ThingKind),
}

/// The vocabulary of things.
struct Things {
    phrases: Phrases<Meaning>,
    alone: Phrases<ThingKind>,
}

impl Things {
    fn recognised((meaning, word, _): (Meaning, &'static str, usize)) -> Recognised {
        match meaning {
            Meaning::System(system) => Recognised {
                kind: system.kind,
                word: system.name,
                system: Some(system),
                strength: Strength::Strong,
            },
            Meaning::Strong(kind) => Recognised { kind, word, system: None, strength: Strength::Strong },
            Meaning::Weak(kind) => Recognised { kind, word, system: None, strength: Strength::Weak },
        }
    }

    /// What the last words say, and the words before them.
    fn head<'a>(&self, named: &'a [Token]) -> Option<(Recognised, &'a [Token])> {
        let found = self.phrases.ending(named).map(|found| (found, named));
        let trimmed = without_ordinals(named);
        let (found, named) = found.or_else(|| self.phrases.ending(trimmed).map(|found| (found, trimmed)))?;
        Some((Self::recognised(found), &named[..named.len() - found.2]))
    }

    /// The first system that is named anywhere.
    fn system(&self, named: &[Token]) -> Option<Recognised> {
        (1..=named.len()).find_map(|end| {
            let found = self.phrases.ending(&named[..end])?;
            // "GitHub action": the longer phrase counts, one word further on.
            let longer =
                named.get(..=end).and_then(|more| self.phrases.ending(more)).filter(|more| more.2 > found.2);
            let found = longer.unwrap_or(found);
            matches!(found.0, Meaning::System(_)).then(|| Self::recognised(found))
        })
    }

    /// What the words before a head like "cluster" say.
    fn before_transparent(&self, named: &[Token]) -> Option<Recognised> {
        let (last, before) = named.split_last()?;
        if !words::TRANSPARENT.iter().any(|word| last.is(word)) {
            return None;
        }
        let (found, _) = self.head(before)?;
        words::KEPT_BEFORE_TRANSPARENT.contains(&found.kind).then_some(found)
    }
}

struct Groups {
    titles: Phrases<GroupKind>,
    starts: Phrases<GroupKind>,
    heads: Phrases<GroupKind>,
}

static THINGS: LazyLock<Things> = LazyLock::new(|| {
    let systems = FAMILIES.iter().flat_map(|family| family.iter());
    let systems =
        systems.flat_map(|system| system.words.iter().map(move |word| (Meaning::System(system), *word)));
    let strong = words::STRONG
        .iter()
        .flat_map(|list| list.words.iter().map(|word| (Meaning::Strong(list.kind), *word)));
    let weak =
        words::WEAK.iter().flat_map(|list| list.words.iter().map(|word| (Meaning::Weak(list.kind), *word)));
    Things { phrases: Phrases::new(systems.chain(strong).chain(weak)), alone: Phrases::of(words::ALONE) }
});

static GROUPS: LazyLock<Groups> = LazyLock::new(|| Groups {
    titles: Phrases::of(words::GROUP_TITLES),
    starts: Phrases::of(words::GROUP_STARTS),
    heads: Phrases::of(words::GROUP_HEADS),
});

#[cfg(test)]
mod tests {
    use super::*;
    use GroupKind as G;
    use ThingKind as T;

    #[test]
    fn texts_name_what_they_end_with() {
        let expected: &[(&str, Option<ThingKind>)] = &[
            ("Traefik", Some(T::IngressController)),
            ("Traefik v3 (public)", Some(T::IngressController)),
            ("Traefik ingress", Some(T::IngressController)),
            ("NGINX Ingress Controller", Some(T::IngressController)),
            ("Ingress", Some(T::Ingress)),
            ("API Gateway", Some(T::IngressController)),
            ("Gateway", Some(T::Gateway)),
            ("SMS gateway", None),
            ("Internet", Some(T::Outside)),
            ("fully internet facing portal", None),
            ("Internet of Things", None),
            ("Users", Some(T::Outside)),
            ("User Service", Some(T::Deployment)),
            ("User database", Some(T::Database)),
            ("Internal Services", Some(T::Deployment)),
            ("Service 1", Some(T::Service)),
            ("ClusterIP Service", Some(T::Service)),
            ("web-svc", Some(T::Service)),
            ("Default Deny", Some(T::Policy)),
            ("Retry policy", None),
            ("Network Policies", Some(T::Policy)),
            ("Orders\nPostgreSQL 16", Some(T::Database)),
            ("Orders (uses Redis)", None),
            ("Orders API (Node.js, PostgreSQL)", Some(T::Deployment)),
            ("OrdersDB", Some(T::Database)),
            ("DBs", Some(T::Database)),
            ("Database migration", None),
            ("Database cluster", Some(T::Database)),
            ("Redis", Some(T::Cache)),
            ("Redis cluster", Some(T::Cache)),
            ("Redis pub/sub", Some(T::Queue)),
            ("Kafka", Some(T::Queue)),
            ("Kafka consumer", Some(T::Deployment)),
            ("Backup to S3", None),
            ("S3", Some(T::Storage)),
            ("NATS", Some(T::Queue)),
            ("NAT Gateway", Some(T::Firewall)),
            ("Route 53", Some(T::Dns)),
            ("CoreDNS", Some(T::Dns)),
            ("External DNS", Some(T::Dns)),
            ("Cloudflare", Some(T::Edge)),
            ("Cloudflare Tunnel", Some(T::Vpn)),
            ("Let's Encrypt", Some(T::CertificateIssuer)),
            ("cert-manager", Some(T::CertificateIssuer)),
            ("Prometheus", Some(T::Observability)),
            ("Grafana Dashboard", Some(T::Observability)),
            ("HashiCorp Vault", Some(T::Identity)),
            ("Istio Gateway", Some(T::IngressController)),
            ("Envoy sidecar", Some(T::Mesh)),
            ("MetalLB", Some(T::LoadBalancer)),
            ("Load Balancer", Some(T::LoadBalancer)),
            ("LB-1", Some(T::LoadBalancer)),
            ("Pod 3", Some(T::Pod)),
            ("Worker node 2", Some(T::Host)),
            ("VLAN 20 cameras", Some(T::Network)),
            ("Pod Network", Some(T::Network)),
            ("Elastic IP", Some(T::Network)),
            ("Media Stack", None),
            ("Orders", None),
            ("", None),
            ("🚀", None),
        ];
        for (text, kind) in expected {
            assert_eq!(recognise(text).map(|found| found.kind), *kind, "{text}");
        }
    }

    #[test]
    fn a_system_brings_its_name_and_controller() {
        let found = recognise("Traefik").expect("known");
        assert_eq!(found.clue("its text"), "its text names Traefik");
        assert_eq!(found.system.and_then(|system| system.controller), Some("traefik"));
        assert_eq!(
            recognise("Message queue").map(|it| it.clue("its text")).as_deref(),
            Some("its text says “message queue”")
        );
    }

    #[test]
    fn titles_name_groups() {
        let expected: &[(&str, Option<GroupKind>)] = &[
            ("Namespace shop", Some(G::Namespace)),
            ("namespace: shop", Some(G::Namespace)),
            ("shop namespace", Some(G::Namespace)),
            ("Kubernetes Cluster", Some(G::Cluster)),
            ("Kubernetes Network", Some(G::Cluster)),
            ("Cluster A", Some(G::Cluster)),
            ("Cluster prod", Some(G::Cluster)),
            ("Cluster Services", None),
            ("AWS Region eu-west-1", Some(G::Zone)),
            ("Availability Zone B", Some(G::Zone)),
            ("VPC 10.0.0.0/16", Some(G::Vpc)),
            ("Private Subnet", Some(G::Subnet)),
            ("VLAN 20 IoT", Some(G::Vlan)),
            ("DMZ", Some(G::Vlan)),
            ("Worker Node 1", Some(G::Host)),
            ("External", Some(G::Outside)),
            ("Internet", Some(G::Outside)),
            ("External Traffic Management", None),
            ("Network Edge", None),
            ("Ingress", None),
            ("Apps", None),
        ];
        for (title, kind) in expected {
            assert_eq!(recognise_group(title).map(|found| found.0), *kind, "{title}");
        }
    }

    #[test]
    fn no_phrase_of_the_vocabulary_stands_in_it_twice() {
        let mut seen = HashMap::new();
        for family in FAMILIES {
            for (system, word) in
                family.iter().flat_map(|system| system.words.iter().map(move |word| (system, word)))
            {
                assert_eq!(seen.insert(*word, system.name), None, "{word} of {}", system.name);
                assert_eq!(recognise(word).map(|found| found.word), Some(system.name), "{word}");
            }
        }
        for list in words::STRONG.iter().chain(words::WEAK) {
            for word in list.words {
                assert_eq!(seen.insert(*word, "words"), None, "{word}");
            }
        }
    }
}
