//! The words that facts choose from.

use crate::catalog::{GroupKind, ThingKind};
use crate::model::{Role, Routes};
use crate::yaml::Choice;

const NOTHING: Choice = Choice { word: "", about: "" };

pub(super) static THING_KINDS: [Choice; ThingKind::ALL.len()] = {
    let mut choices = [NOTHING; ThingKind::ALL.len()];
    let mut index = 0;
    while index < choices.len() {
        let kind = ThingKind::ALL[index];
        choices[index] = Choice { word: kind.name(), about: kind.about() };
        index += 1;
    }
    choices
};

pub(super) static GROUP_KINDS: [Choice; GroupKind::ALL.len()] = {
    let mut choices = [NOTHING; GroupKind::ALL.len()];
    let mut index = 0;
    while index < choices.len() {
        let kind = GroupKind::ALL[index];
        choices[index] = Choice { word: kind.name(), about: kind.about() };
        index += 1;
    }
    choices
};

pub(super) static ROLES: [Choice; Role::ALL.len()] = {
    let mut choices = [NOTHING; Role::ALL.len()];
    let mut index = 0;
    while index < choices.len() {
        let role = Role::ALL[index];
        choices[index] = Choice { word: role.name(), about: role.about() };
        index += 1;
    }
    choices
};

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
