use super::{
    attachments, calico, calico_pools, cilium, csv, json, kubeadm, load_balancer_pools, markdown, netbox,
    service_cidrs, terraform,
};
use crate::diagnostic::Problem;
use crate::export::{ExportError, File, Object, to_yaml};
use crate::model::Model;

/// A form in which the address plan goes out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// A table of comma-separated values.
    Csv,
    /// A Markdown table.
    Markdown,
    /// Netplat's JSON.
    Json,
    /// What NetBox imports: prefixes, and ranges in a file of their own.
    NetBox,
    /// A map of locals, and variables.
    Terraform,
    /// ClusterConfiguration and kube-proxy's settings.
    Kubeadm,
    /// Values of Cilium's Helm chart.
    Cilium,
    /// Calico's Installation.
    Calico,
    /// Calico's pools.
    IpPools,
    /// Kubernetes' ServiceCIDR.
    ServiceCidrs,
    /// Cilium's pools for load balancers.
    Pools,
    /// Multus' NetworkAttachmentDefinition.
    Attachments,
}

impl Form {
    /// Tables first, then programs, then Kubernetes objects.
    pub const ALL: [Self; 12] = [
        Self::Csv,
        Self::Markdown,
        Self::Json,
        Self::NetBox,
        Self::Terraform,
        Self::Kubeadm,
        Self::Cilium,
        Self::Calico,
        Self::IpPools,
        Self::ServiceCidrs,
        Self::Pools,
        Self::Attachments,
    ];

    /// As the program calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::NetBox => "netbox",
            Self::Terraform => "terraform",
            Self::Kubeadm => "kubeadm",
            Self::Cilium => "cilium",
            Self::Calico => "calico",
            Self::IpPools => "ippools",
            Self::ServiceCidrs => "service-cidrs",
            Self::Pools => "pools",
            Self::Attachments => "attachments",
        }
    }

    /// As people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Markdown => "Markdown table",
            Self::Json => "JSON",
            Self::NetBox => "NetBox CSV",
            Self::Terraform => "Terraform",
            Self::Kubeadm => "kubeadm and kube-proxy",
            Self::Cilium => "Cilium Helm values",
            Self::Calico => "Calico Installation",
            Self::IpPools => "Calico IPPools",
            Self::ServiceCidrs => "ServiceCIDRs",
            Self::Pools => "Cilium load balancer pools",
            Self::Attachments => "Network attachments",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The plan of `model` in this form: none, one or several files. What they leave out goes to `problems`.
    ///
    /// ```
    /// use netplat_core::{export::addresses::Form, session::Snapshot};
    /// let snapshot = Snapshot::new("| Name | CIDR |\n|---|---|\n| lab | 10.0.4.0/24 |\n");
    /// let files = Form::Csv.files(&snapshot.model, &mut Vec::new())?;
    /// assert!(files[0].text.contains("10.0.4.0/24,lab"));
    /// # Ok::<(), netplat_core::export::ExportError>(())
    /// ```
    ///
    /// # Errors
    /// When a value cannot be written in the form.
    pub fn files(self, model: &Model, problems: &mut Vec<Problem>) -> Result<Vec<File>, ExportError> {
        let plan = &model.plan;
        match self {
            Self::Csv => Ok(one("addresses.csv", csv(plan))),
            Self::Markdown => Ok(one("addresses.md", markdown(plan))),
            Self::Json => Ok(one("addresses.json", json(plan)?)),
            Self::NetBox => Ok(netbox(plan)),
            Self::Terraform => Ok(one("addresses.tf", terraform(plan))),
            Self::Kubeadm => kubeadm(model, problems),
            Self::Cilium => cilium(model, problems),
            Self::Calico => calico(model, problems),
            Self::IpPools => objects("ippools.yaml", &calico_pools(model, problems)),
            Self::ServiceCidrs => objects("service-cidrs.yaml", &service_cidrs(model, problems)),
            Self::Pools => objects("pools.yaml", &load_balancer_pools(model)),
            Self::Attachments => objects("attachments.yaml", &attachments(model, problems)),
        }
    }
}

fn one(path: &str, text: String) -> Vec<File> {
    vec![File { path: path.to_owned(), text }]
}

fn objects(path: &str, objects: &[Object]) -> Result<Vec<File>, ExportError> {
    if objects.is_empty() { Ok(Vec::new()) } else { Ok(one(path, to_yaml(objects)?)) }
}
