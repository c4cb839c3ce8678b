//! The words that facts choose from.

use crate::catalog::{GroupKind, ThingKind};
use crate::model::{Cloud, KubeProxy, Mesh, PodAddresses, Role, Routes, Status};
use crate::yaml::Choice;

/// The words of an enumeration with `ALL`, `name` and `about`.
macro_rules! choices {
    ($kind:ty) => {{
        let mut choices = [Choice { word: "", about: "" }; <$kind>::ALL.len()];
        let mut index = 0;
        while index < choices.len() {
            let it = <$kind>::ALL[index];
            choices[index] = Choice { word: it.name(), about: it.about() };
            index += 1;
        }
        choices
    }};
}

pub(super) static THING_KINDS: [Choice; ThingKind::ALL.len()] = choices!(ThingKind);
pub(super) static GROUP_KINDS: [Choice; GroupKind::ALL.len()] = choices!(GroupKind);
pub(super) static ROLES: [Choice; Role::ALL.len()] = choices!(Role);
pub(super) static STATUSES: [Choice; Status::ALL.len()] = choices!(Status);
pub(super) static CLOUDS: [Choice; Cloud::ALL.len()] = choices!(Cloud);
pub(super) static MESHES: [Choice; Mesh::ALL.len()] = choices!(Mesh);
pub(super) static KUBE_PROXIES: [Choice; KubeProxy::ALL.len()] = choices!(KubeProxy);
pub(super) static POD_ADDRESSES: [Choice; PodAddresses::ALL.len()] = choices!(PodAddresses);

pub(super) static ROUTES: [Choice; 2] = [
    Choice { word: "ingress", about: "Ingress objects" },
    Choice { word: "gateway-api", about: "Gateways and HTTPRoutes" },
];

pub(super) static DNS_VIEWS: [Choice; 2] = [
    Choice { word: "public", about: "as the internet sees it" },
    Choice { word: "internal", about: "as only the network's own clients see it" },
];

pub(super) fn routes(word: &str) -> Option<Routes> {
    match word {
        "ingress" => Some(Routes::Ingress),
        "gateway-api" => Some(Routes::GatewayApi),
        _ => None,
    }
}
