use super::file::File;
use super::note::{Note, Why};
use crate::k8s::Object;
use std::collections::{BTreeMap, BTreeSet};

/// What an import read, kept and left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// The files in the design.
    pub files: usize,
    /// The objects whose kinds say something about the network, by kind.
    pub read: BTreeMap<String, usize>,
    /// The objects of all other kinds, which are kept as they stand.
    pub kept: BTreeMap<String, usize>,
    /// The namespaces that objects are in, but for those that say none.
    pub namespaces: BTreeSet<String>,
    /// Secrets that hold their values in clear: whoever gets the design can read them.
    pub secrets: usize,
    /// What there is to know about files, in their order.
    pub notes: Vec<Note>,
}

impl Summary {
    pub(super) fn add(&mut self, file: &File) {
        self.files += 1;
        self.notes.extend(file.notes.iter().cloned());
        for object in &file.objects {
            let counts = if is_understood(object) { &mut self.read } else { &mut self.kept };
            *counts.entry(object.kind.clone()).or_default() += 1;
            self.namespaces.extend(object.namespace.clone());
            self.secrets += usize::from(is_open_secret(object));
        }
    }

    /// The number of all objects.
    pub fn objects(&self) -> usize {
        self.read.values().chain(self.kept.values()).sum()
    }

    /// The number of files that are not in the design, without those that are neither YAML nor JSON, or hidden.
    pub fn lost(&self) -> usize {
        self.notes.iter().filter(|note| note.why.is_loss() && !note.why.is_kept()).count()
    }

    /// The reasons of all notes about what is kept, or about what is not, with how many there are of each.
    fn reasons(&self, is_kept: bool) -> Option<String> {
        let mut counts: BTreeMap<Why, usize> = BTreeMap::new();
        for note in self.notes.iter().filter(|note| note.why.is_kept() == is_kept) {
            let why = match &note.why {
                Why::Broken(_) => Why::Broken(String::new()),
                Why::Unreadable(_) => Why::Unreadable(String::new()),
                why => why.clone(),
            };
            *counts.entry(why).or_default() += 1;
        }
        let said: Vec<String> = counts.iter().map(|(why, number)| why.counted(*number)).collect();
        (!said.is_empty()).then(|| said.join(", "))
    }

    /// What there is to say about all of it, a sentence each.
    ///
    /// ```
    /// use netplat_core::import::manifests::{Source, import};
    /// let text = b"apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n".to_vec();
    /// let found = import("shop", vec![Source::new("web.yaml", text), Source::new("logo.png", vec![0x89])]);
    /// assert_eq!(found.summary.sentences(), [
    ///     "1 file with 1 object in 1 namespace: 1 Service.",
    ///     "1 file left out: 1 neither YAML nor JSON.",
    /// ]);
    /// ```
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        let files = count(self.files, "file");
        let objects = count(self.objects(), "object");
        let namespaces = match self.namespaces.len() {
            0 => String::new(),
            number => format!(" in {}", count(number, "namespace")),
        };
        let kinds = if self.read.is_empty() { String::new() } else { format!(": {}", listed(&self.read)) };
        sentences.push(format!("{files} with {objects}{namespaces}{kinds}."));
        if !self.kept.is_empty() {
            sentences.push(format!("Kept as they stand, of other kinds: {}.", listed(&self.kept)));
        }
        if let Some(kept) = self.reasons(true) {
            sentences.push(format!("Kept and not understood: {kept}."));
        }
        if let Some(left) = self.reasons(false) {
            let files = count(self.notes.iter().filter(|note| !note.why.is_kept()).count(), "file");
            sentences.push(format!("{files} left out: {left}."));
        }
        if self.secrets > 0 {
            let secrets = count(self.secrets, "Secret");
            let verb = if self.secrets == 1 { "stands" } else { "stand" };
            sentences
                .push(format!("{secrets} {verb} here in clear: a link that shares this page carries them."));
        }
        sentences
    }
}

/// `3 files`
fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// `12 Deployment, 3 Service`, the most frequent first.
fn listed(counts: &BTreeMap<String, usize>) -> String {
    let mut all: Vec<_> = counts.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let said: Vec<String> = all.iter().map(|(what, number)| format!("{number} {what}")).collect();
    said.join(", ")
}

/// Whether an object of this kind says something about the network that the model reads.
fn is_understood(object: &Object) -> bool {
    let kind = object.kind.as_str();
    match object.group() {
        "" => matches!(kind, "Namespace" | "Pod" | "Service" | "ReplicationController" | "Endpoints"),
        "apps" | "extensions" => {
            matches!(
                kind,
                "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Ingress" | "NetworkPolicy"
            )
        }
        "batch" => matches!(kind, "Job" | "CronJob"),
        "discovery.k8s.io" => kind == "EndpointSlice",
        "networking.k8s.io" => {
            matches!(kind, "Ingress" | "IngressClass" | "NetworkPolicy" | "ServiceCIDR" | "IPAddress")
        }
        "gateway.networking.k8s.io" => true,
        "policy.networking.k8s.io" => true,
        "cilium.io" | "projectcalico.org" | "crd.projectcalico.org" => {
            kind.ends_with("Policy") || kind.contains("Pool")
        }
        _ => object.at(&["spec", "template", "spec", "containers"]).is_some(),
    }
}

/// Whether `object` is a Secret with values that everybody can read.
fn is_open_secret(object: &Object) -> bool {
    let has = |key: &str| object.tree.get(key).is_some_and(|node| !node.entries().is_empty());
    object.kind == "Secret"
        && object.group().is_empty()
        && (has("data") || has("stringData"))
        // SOPS leaves its own key beside the encrypted values.
        && object.tree.get("sops").is_none()
}
