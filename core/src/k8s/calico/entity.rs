//! One end of a rule of Calico's: what all of its fields together select.

use super::selector_text::parse;
use super::{Calico, NetworkSet};
use crate::k8s::fields::{Fields, present};
use crate::k8s::network_policy::cidr;
use crate::k8s::selection::{ACCOUNT_NAME, Addresses, Namespaces, PodSelection};
use crate::k8s::selector::NAMESPACE_NAME;
use crate::k8s::{Expression, Operator, Peer, PeerKind, Requirement, Selector, Service};
use crate::net::{Cidr, Family};
use crate::text::Span;
use crate::yaml::Node;

/// The label by which Calico knows a pod's namespace.
const NAMESPACE: &str = "projectcalico.org/namespace";
/// The label by which Calico knows a pod's service account.
const ACCOUNT: &str = "projectcalico.org/serviceaccount";
/// The label by which Calico knows who made a pod: always Kubernetes here.
const ORCHESTRATOR: &str = "projectcalico.org/orchestrator";
/// The label that Calico gives each namespace: its name.
const NAME: &str = "projectcalico.org/name";

/// One end of a rule. Where a field is not there, it does not matter.
pub(super) struct Entity {
    span: Span,
    /// By the labels of pods and of network sets.
    selector: Option<Expression>,
    namespaces: Option<Namespaces>,
    /// Whether only what belongs to no namespace is meant: network sets of the whole cluster.
    is_global: bool,
    accounts: Option<Selector>,
    not_selector: Option<Expression>,
    nets: Option<Vec<Cidr>>,
    not_nets: Vec<Cidr>,
    domains: Vec<String>,
    service: Option<PodSelection>,
    /// The namespace of the policy, which is meant where none is chosen.
    home: Option<String>,
}

/// Reads a selector's text; none where it is blank. Nothing, with a problem, where it cannot be understood.
pub(super) fn selector_at(fields: &mut Fields, node: &Node, key: &str) -> Option<Result<Expression, ()>> {
    let value = present(node, key)?;
    let text = fields.text(node, key).filter(|text| !text.trim().is_empty())?;
    Some(parse(text).map_err(|error| fields.invalid(value, error)))
}

/// Namespaces by a selector of their labels. Calico gives each one the label of its name.
pub(super) fn namespaces(expression: Expression) -> Namespaces {
    Namespaces::Matching(Selector::expressed(expression.with_keys(&|key| {
        if key == NAME { NAMESPACE_NAME.to_owned() } else { key }
    })))
}

/// Pods by a selector of their labels, among those of `namespaces`. Labels that Calico adds to pods stand for what
/// they are about.
pub(super) fn pods(
    expression: Expression,
    namespaces: Namespaces,
    accounts: Option<Selector>,
) -> PodSelection {
    let mut of_pods = Vec::new();
    let mut of_namespaces = Vec::new();
    let mut of_accounts: Vec<Expression> = accounts.map(Selector::into_expression).into_iter().collect();
    for part in expression.conjuncts() {
        match part {
            Expression::Label(Requirement { key, operator }) if key == NAMESPACE => {
                of_namespaces.push(Requirement { key: NAMESPACE_NAME.to_owned(), operator });
            }
            Expression::Label(Requirement { key, operator }) if key == ACCOUNT => {
                let key = ACCOUNT_NAME.to_owned();
                of_accounts.push(Expression::Label(Requirement { key, operator }));
            }
            Expression::Label(Requirement { key, .. }) if key == ORCHESTRATOR => {}
            other => of_pods.push(other),
        }
    }
    let namespaces = match namespaces {
        Namespaces::Matching(selector) if !of_namespaces.is_empty() => {
            let mut all: Vec<Expression> = of_namespaces.into_iter().map(Expression::Label).collect();
            all.push(selector.into_expression());
            Namespaces::Matching(Selector::expressed(Expression::all(all)))
        }
        other => other,
    };
    PodSelection {
        accounts: Selector::expressed(Expression::all(of_accounts)),
        ..PodSelection::new(namespaces, Selector::expressed(Expression::all(of_pods)))
    }
}

impl Entity {
    /// An end of which nothing is said.
    pub fn anything(span: Span) -> Self {
        Self {
            span,
            selector: None,
            namespaces: None,
            is_global: false,
            accounts: None,
            not_selector: None,
            nets: None,
            not_nets: Vec::new(),
            domains: Vec::new(),
            service: None,
            home: None,
        }
    }

    /// Reads one end of a rule; `home` is the policy's namespace. Nothing where a selector cannot be understood.
    pub fn read(fields: &mut Fields, node: &Node, home: Option<&str>, services: &[Service]) -> Option<Self> {
        let selector = selector_at(fields, node, "selector").transpose().ok()?;
        let not_selector = selector_at(fields, node, "notSelector").transpose().ok()?;
        let in_namespaces = selector_at(fields, node, "namespaceSelector").transpose().ok()?;
        let text = |key: &str| present(node, key).and_then(Node::text);
        let mut prefixes = |key: &str| {
            let items = fields.list(node, key)?;
            Some(items.iter().filter_map(|item| cidr(fields, item, item.text()?)).collect::<Vec<Cidr>>())
        };
        let (nets, not_nets) = (prefixes("nets"), prefixes("notNets").unwrap_or_default());
        let domains = fields.texts(node, "domains").unwrap_or_default();
        Some(Self {
            span: node.span,
            selector,
            is_global: text("namespaceSelector").is_some_and(|text| text.trim() == "global()"),
            namespaces: in_namespaces.map(namespaces),
            accounts: accounts(fields, node)?,
            not_selector,
            nets: nets.filter(|nets| !nets.is_empty()),
            not_nets,
            domains: domains.into_iter().map(|(name, _)| name.to_owned()).collect(),
            service: service(fields, node, home, services),
            home: home.map(str::to_owned),
        })
    }

    /// Narrows addresses to one family.
    pub fn of_family(&mut self, family: Family) {
        let nets = self.nets.get_or_insert_with(|| everywhere().collect());
        nets.retain(|net| net.family() == family);
    }

    /// Whether it chooses by anything at all.
    fn is_anything(&self) -> bool {
        !self.chooses_endpoints()
            && self.not_selector.is_none()
            && self.nets.is_none()
            && self.not_nets.is_empty()
            && self.domains.is_empty()
            && self.service.is_none()
    }

    /// Whether it chooses by what Calico knows of an end: outside addresses are only meant where a network set has them.
    fn chooses_endpoints(&self) -> bool {
        self.selector.is_some() || self.namespaces.is_some() || self.accounts.is_some()
    }

    /// The pods that are meant; nothing where none can be.
    pub fn pods(&self) -> Option<PodSelection> {
        if self.is_global || !self.domains.is_empty() {
            return None;
        }
        let mut selection = match &self.service {
            Some(service) => service.clone(),
            None => {
                let not = self.not_selector.clone().map(|it| Expression::Not(Box::new(it)));
                let all = self.selector.clone().into_iter().chain(not).collect();
                pods(Expression::all(all), self.in_namespaces(), self.accounts.clone())
            }
        };
        selection.addresses = (self.nets.is_some() || !self.not_nets.is_empty()).then(|| Addresses {
            within: self.nets.clone().unwrap_or_else(|| everywhere().collect()),
            except: self.not_nets.clone(),
        });
        Some(selection)
    }

    /// Which of the policy's own pods are meant: all of them, some, or, where nothing is returned, none.
    pub fn subject(&self) -> Option<Option<PodSelection>> {
        if self.is_anything() { Some(None) } else { self.pods().map(Some) }
    }

    fn in_namespaces(&self) -> Namespaces {
        match (&self.namespaces, &self.home) {
            (Some(namespaces), _) => namespaces.clone(),
            (None, Some(home)) if self.chooses_endpoints() => Namespaces::Named(home.clone()),
            _ => Namespaces::Matching(Selector::default()),
        }
    }

    /// The ends that are meant; none for everything.
    pub fn peers(&self, calico: &Calico) -> Option<Vec<Peer>> {
        if self.is_anything() {
            return None;
        }
        let peer = |kind| Peer { span: self.span, kind };
        let mut peers: Vec<Peer> = self.pods().map(PeerKind::Pods).map(peer).into_iter().collect();
        if !self.domains.is_empty() {
            peers.push(peer(PeerKind::Domains(self.domains.clone())));
        }
        peers.extend(self.outside(calico).into_iter().map(peer));
        Some(peers)
    }

    /// The outside addresses that are meant; nothing where none are.
    fn outside(&self, calico: &Calico) -> Option<PeerKind> {
        if self.service.is_some() || !self.domains.is_empty() {
            return None;
        }
        let mut except = self.not_nets.clone();
        if let Some(not) = &self.not_selector {
            let left_out = calico.sets.iter().filter(|set| not.matches(&set.labels));
            except.extend(left_out.flat_map(|set| set.nets.iter().copied()));
        }
        let within: Vec<Cidr> = match (self.chooses_endpoints(), &self.nets) {
            (false, None) if except.is_empty() => return Some(PeerKind::World),
            (false, nets) => nets.clone().unwrap_or_else(|| everywhere().collect()),
            (true, None) => self.sets(calico).collect(),
            (true, Some(nets)) => {
                let both = |set: Cidr| nets.iter().filter_map(move |net| narrower(set, *net));
                self.sets(calico).flat_map(both).collect()
            }
        };
        (!within.is_empty()).then_some(PeerKind::Outside(Addresses { within, except }))
    }

    /// The prefixes of the network sets that are chosen by their labels.
    fn sets<'c>(&'c self, calico: &'c Calico) -> impl Iterator<Item = Cidr> + 'c {
        let in_namespace = move |set: &&NetworkSet| match (&set.namespace, &self.namespaces, &self.home) {
            (None, None, None) => true,
            (None, ..) => self.is_global,
            (Some(_), ..) if self.is_global => false,
            (Some(of), Some(Namespaces::Matching(selector)), _) => selector.matches(&calico.labels_of(of)),
            (Some(of), None, Some(home)) => of == home,
            (Some(_), None, None) => true,
            (Some(of), Some(Namespaces::Named(name)), _) => of == name,
        };
        let by_labels = move |set: &&NetworkSet| {
            self.selector.as_ref().is_none_or(|selector| selector.matches(&set.labels))
        };
        let chosen = calico.sets.iter().filter(in_namespace).filter(by_labels);
        chosen.filter(|_| self.accounts.is_none()).flat_map(|set| set.nets.iter().copied())
    }
}

/// Service accounts by names and labels. Nothing where their selector cannot be understood.
fn accounts(fields: &mut Fields, node: &Node) -> Option<Option<Selector>> {
    let Some(accounts) = fields.section(node, "serviceAccounts") else { return Some(None) };
    let by_labels = selector_at(fields, accounts, "selector").transpose().ok()?;
    let names = fields.texts(accounts, "names").unwrap_or_default();
    let names: Vec<String> = names.into_iter().map(|(name, _)| name.to_owned()).collect();
    let by_name = (!names.is_empty()).then(|| {
        Expression::Label(Requirement { key: ACCOUNT_NAME.to_owned(), operator: Operator::In(names) })
    });
    Some(Some(Selector::expressed(Expression::all(by_labels.into_iter().chain(by_name).collect()))))
}

/// The pods of the service that is named.
fn service(
    fields: &mut Fields,
    node: &Node,
    home: Option<&str>,
    services: &[Service],
) -> Option<PodSelection> {
    let named = fields.section(node, "services")?;
    let name = fields.text(named, "name")?;
    let namespace = fields.text(named, "namespace").or(home)?;
    services.iter().find(|it| it.name == name && it.namespace == namespace)?.selection()
}

/// All addresses of both families.
fn everywhere() -> impl Iterator<Item = Cidr> {
    ["0.0.0.0/0", "::/0"].into_iter().filter_map(|text| text.parse().ok())
}

/// What lies in both prefixes.
fn narrower(a: Cidr, b: Cidr) -> Option<Cidr> {
    if a.contains(&b) { Some(b) } else { b.contains(&a).then_some(a) }
}
