use super::pod::Pod;
use super::resources::Resources;
use super::selector::Selector;
use crate::net::{AddressRange, Cidr, Family};
use std::net::IpAddr;

/// Pods by their labels, those of their namespaces and of their service accounts, and their addresses. All must fit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PodSelection {
    /// In which namespaces.
    pub namespaces: Namespaces,
    /// Which of their pods.
    pub pods: Selector,
    /// By the labels of the pod's service account, of which [`ACCOUNT_NAME`] is one.
    pub accounts: Selector,
    /// By addresses; none where they do not matter.
    pub addresses: Option<Addresses>,
}

/// In which namespaces pods are selected.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Namespaces {
    /// In this one.
    Named(String),
    /// In those with these labels.
    Matching(Selector),
}

/// Addresses of some prefixes without those of others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Addresses {
    /// In one of these.
    pub within: Vec<Cidr>,
    /// In none of these.
    pub except: Vec<Cidr>,
}

/// The key by which a selection asks for a service account's name.
pub const ACCOUNT_NAME: &str = "projectcalico.org/name";

impl PodSelection {
    /// Pods by labels alone.
    pub fn new(namespaces: Namespaces, pods: Selector) -> Self {
        Self { namespaces, pods, accounts: Selector::default(), addresses: None }
    }

    /// All pods of all namespaces.
    pub fn everything() -> Self {
        Self::new(Namespaces::Matching(Selector::default()), Selector::default())
    }

    /// Whether all pods of all namespaces are selected.
    pub fn is_everything(&self) -> bool {
        matches!(&self.namespaces, Namespaces::Matching(selector) if selector.is_everything())
            && self.pods.is_everything()
            && self.accounts.is_everything()
            && self.addresses.as_ref().is_none_or(Addresses::is_all_v4)
    }
}

impl Addresses {
    /// Whether `address` is among them.
    pub fn contains(&self, address: IpAddr) -> bool {
        let holds = |cidr: &Cidr| AddressRange::from(*cidr).contains_address(address);
        self.within.iter().any(holds) && !self.except.iter().any(holds)
    }

    /// Whether one of the addresses of `pod` is among them; nothing where its addresses are not known.
    pub fn hold(&self, pod: &Pod) -> Option<bool> {
        if pod.addresses.is_empty() {
            return self.is_all_v4().then_some(true);
        }
        Some(pod.addresses.iter().any(|&address| self.contains(address)))
    }

    /// What is taken for true of addresses that are not known: that they lie in no prefix but the one of all.
    pub fn assumed(&self) -> bool {
        self.has_all_v4()
    }

    /// Whether no address of IPv4 is left out.
    fn is_all_v4(&self) -> bool {
        self.has_all_v4() && self.except.iter().all(|cidr| cidr.family() == Family::V6)
    }

    fn has_all_v4(&self) -> bool {
        self.within.iter().any(|cidr| cidr.family() == Family::V4 && cidr.length() == 0)
    }
}

impl Resources {
    /// Whether `pod` is selected; nothing where that depends on addresses that are not known. Whether the pod has a
    /// network of its own is not looked at.
    pub fn selects(&self, selection: &PodSelection, pod: &Pod) -> Option<bool> {
        let by_labels = self.selects_namespace(&selection.namespaces, &pod.namespace)
            && selection.pods.matches(&pod.labels)
            && (selection.accounts.is_everything() || selection.accounts.matches(&self.account_labels(pod)));
        match &selection.addresses {
            Some(addresses) if by_labels => addresses.hold(pod),
            _ => Some(by_labels),
        }
    }

    /// Whether `pod` is selected, as far as its addresses are known, and else as [`Addresses::assumed`] says.
    pub fn assumes(&self, selection: &PodSelection, pod: &Pod) -> bool {
        let assumed = || selection.addresses.as_ref().is_some_and(Addresses::assumed);
        self.selects(selection, pod).unwrap_or_else(assumed)
    }
}
