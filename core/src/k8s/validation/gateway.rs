//! GatewayClass, Gateway and ListenerSet of the Gateway API. Source: the markers and expressions of its types.

use super::super::fields::{Fields, present};
use super::formats::{
    ADDRESS, ANNOTATION_KEY, DOMAIN_PATH, GROUP, HOST, KIND, LABEL, LABEL_KEY, LABEL_VALUE, SUBDOMAIN,
};
use super::route::hosts_have_names;
use super::selector::SELECTOR;
use super::shape::{
    Constraint, PORT_NUMBER, Section, Shape, TEXT, field, list, map, required, section, text,
};
use crate::yaml::{Format, Node};

/// The name of an object that something refers to.
pub(super) const NAME: Shape = TEXT.at_least(1).at_most(253);

/// The name of a listener, of a rule or of a port.
pub(super) const SECTION_NAME: Shape = text(&SUBDOMAIN).at_least(1);

/// Texts by keys such as those of annotations.
pub(super) static OPTIONS: Shape = map(&ANNOTATION_KEY, &TEXT).at_most(16);

pub(super) static GATEWAY_CLASS: Section = section(&[required("spec", Shape::Section(&CLASS_SPEC))]);

static CLASS_SPEC: Section = section(&[
    required("controllerName", text(&DOMAIN_PATH).at_least(1).at_most(253)),
    field("description", TEXT.at_most(64)),
    field("parametersRef", Shape::Section(&PARAMETERS)),
]);

static PARAMETERS: Section = section(&[
    required("group", text(&GROUP)),
    required("kind", text(&KIND).at_least(1)),
    required("name", NAME),
    field("namespace", text(&LABEL).at_least(1)),
]);

pub(super) static GATEWAY: Section = section(&[required("spec", Shape::Section(&SPEC))]);

static SPEC: Section = section(&[
    required("gatewayClassName", NAME),
    required("listeners", LISTENERS),
    field("addresses", list(&Shape::Section(&GATEWAY_ADDRESS)).at_most(16)),
    field("infrastructure", Shape::Section(&INFRASTRUCTURE)),
    field("allowedListeners", Shape::Section(&ALLOWED_LISTENERS)),
    field("tls", Shape::Section(&GATEWAY_TLS)),
    field("backendTLS", Shape::Any),
    field("defaultScope", Shape::Choice(&["All", "None"])),
])
.with(&[Constraint::Holds(listeners_differ), Constraint::Holds(addresses_differ)]);

pub(super) static LISTENER_SET: Section = section(&[required("spec", Shape::Section(&SET_SPEC))]);

static SET_SPEC: Section =
    section(&[required("parentRef", Shape::Section(&PARENT_GATEWAY)), required("listeners", LISTENERS)])
        .with(&[Constraint::Holds(listeners_differ)]);

static PARENT_GATEWAY: Section = section(&[
    field("group", text(&GROUP)),
    field("kind", text(&KIND).at_least(1)),
    required("name", NAME),
    field("namespace", text(&LABEL).at_least(1)),
]);

static LISTENERS: Shape = list(&Shape::Section(&LISTENER)).at_least(1).at_most(64).by(&[("name", None)]);

static LISTENER: Section = section(&[
    required("name", SECTION_NAME),
    field("hostname", text(&HOSTNAME).at_least(1)),
    required("port", PORT_NUMBER),
    required("protocol", text(&PROTOCOL).at_least(1).at_most(255)),
    field("tls", Shape::Section(&LISTENER_TLS)),
    field("allowedRoutes", Shape::Section(&ALLOWED_ROUTES)),
])
.with(&[Constraint::Holds(listener_suits_its_protocol), Constraint::Holds(hosts_have_names)]);

/// A host name as the pattern of the Gateway API has it, which does not tell an address apart.
pub(super) static HOSTNAME: Format = Format {
    name: "a host name",
    read: |text| super::formats::subdomain(text.strip_prefix("*.").unwrap_or(text)),
    pattern: None,
};

static PROTOCOL: Format = Format {
    name: "a protocol",
    read: |text| match text.split_once('/') {
        Some((domain, name)) => {
            super::formats::subdomain(domain)?;
            let fits = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric());
            super::formats::is(text, fits, "letters and digits after the domain")
        }
        None => {
            let ends = !text.starts_with('-') && !text.ends_with('-');
            let fits = ends && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            super::formats::is(text, fits, "letters, digits and inner dashes, or a domain and a name")
        }
    },
    pattern: None,
};

static LISTENER_TLS: Section = section(&[
    field("mode", Shape::Choice(&["Terminate", "Passthrough"])),
    field("certificateRefs", list(&Shape::Section(&SECRET)).at_most(64)),
    field("frontendValidation", Shape::Any),
    field("options", OPTIONS),
])
.with(&[Constraint::Holds(termination_has_a_certificate)]);

/// A reference to an object with a certificate.
pub(super) static SECRET: Section = section(&[
    field("group", text(&GROUP)),
    field("kind", text(&KIND).at_least(1)),
    required("name", NAME),
    field("namespace", text(&LABEL).at_least(1)),
]);

static ALLOWED_ROUTES: Section = section(&[
    field("namespaces", Shape::Section(&ROUTE_NAMESPACES)),
    field("kinds", list(&Shape::Section(&ROUTE_KIND)).at_most(8)),
]);

static ROUTE_NAMESPACES: Section =
    section(&[field("from", Shape::Choice(&["All", "Selector", "Same"])), field("selector", SELECTOR)]);

static ROUTE_KIND: Section =
    section(&[field("group", text(&GROUP)), required("kind", text(&KIND).at_least(1))]);

static GATEWAY_ADDRESS: Section = section(&[
    field("type", text(&ADDRESS_TYPE).at_least(1).at_most(253)),
    field("value", TEXT.at_most(253)),
])
.with(&[Constraint::Holds(address_is_of_its_type)]);

static ADDRESS_TYPE: Format = Format {
    name: "a type of address",
    read: |text| match text {
        "Hostname" | "IPAddress" | "NamedAddress" => Ok(()),
        other => (DOMAIN_PATH.read)(other),
    },
    pattern: None,
};

static INFRASTRUCTURE: Section = section(&[
    field("labels", map(&LABEL_KEY, &text(&LABEL_VALUE)).at_most(8)),
    field("annotations", map(&ANNOTATION_KEY, &TEXT).at_most(16)),
    field("parametersRef", Shape::Section(&LOCAL_PARAMETERS)),
]);

static LOCAL_PARAMETERS: Section = section(&[
    required("group", text(&GROUP)),
    required("kind", text(&KIND).at_least(1)),
    required("name", NAME),
]);

static ALLOWED_LISTENERS: Section = section(&[field("namespaces", Shape::Section(&SET_NAMESPACES))]);

static SET_NAMESPACES: Section = section(&[
    field("from", Shape::Choice(&["All", "Selector", "Same", "None"])),
    field("selector", SELECTOR),
]);

static GATEWAY_TLS: Section = section(&[
    field("backend", Shape::Section(&BACKEND_TLS)),
    field("frontend", Shape::Section(&FRONTEND_TLS)),
]);

static BACKEND_TLS: Section = section(&[field("clientCertificateRef", Shape::Section(&SECRET))]);

static FRONTEND_TLS: Section = section(&[
    required("default", Shape::Section(&CLIENT_TLS)),
    field("perPort", list(&Shape::Section(&TLS_OF_PORT)).at_most(64).by(&[("port", None)])),
]);

static TLS_OF_PORT: Section =
    section(&[required("port", PORT_NUMBER), required("tls", Shape::Section(&CLIENT_TLS))]);

static CLIENT_TLS: Section = section(&[field("validation", Shape::Section(&CLIENT_VALIDATION))]);

static CLIENT_VALIDATION: Section = section(&[
    required("caCertificateRefs", list(&Shape::Section(&AUTHORITY)).at_least(1).at_most(8)),
    field("mode", Shape::Choice(&["AllowValidOnly", "AllowInsecureFallback"])),
]);

static AUTHORITY: Section = section(&[
    required("group", text(&GROUP)),
    required("kind", text(&KIND).at_least(1)),
    required("name", NAME),
    field("namespace", text(&LABEL).at_least(1)),
]);

/// `tls` belongs to HTTPS and TLS, and a host name to what carries one.
fn listener_suits_its_protocol(fields: &mut Fields, listener: &Node) {
    let Some(protocol) = present(listener, "protocol").and_then(Node::text) else { return };
    let upper = protocol.to_ascii_uppercase();
    let tls = present(listener, "tls");
    let mode = tls.and_then(|tls| present(tls, "mode"));
    match (upper.as_str(), tls) {
        ("HTTP" | "TCP" | "UDP", Some(tls)) => {
            fields.invalid(tls, format!("a listener of protocol {upper} has no `tls`"));
        }
        ("TLS", None) => fields.lacking(listener, "a listener of protocol TLS needs `tls`"),
        _ => {}
    }
    if let Some(mode) = mode.filter(|mode| upper == "HTTPS" && mode.text() == Some("Passthrough")) {
        fields
            .invalid(mode, "a listener of protocol HTTPS terminates TLS; pass it through with protocol TLS");
    }
    let hostname = present(listener, "hostname").filter(|node| node.text() != Some(""));
    if let Some(hostname) = hostname.filter(|_| matches!(upper.as_str(), "TCP" | "UDP")) {
        fields.invalid(hostname, format!("a listener of protocol {upper} sees no `hostname`"));
    }
}

fn termination_has_a_certificate(fields: &mut Fields, tls: &Node) {
    let terminates = present(tls, "mode").and_then(Node::text).is_none_or(|mode| mode == "Terminate");
    let certificates = present(tls, "certificateRefs").is_some_and(|refs| !refs.items().is_empty());
    let options = present(tls, "options").is_some_and(|options| !options.entries().is_empty());
    if terminates && !certificates && !options {
        fields.lacking(tls, "one of `certificateRefs` or `options` is needed here where TLS ends");
    }
}

/// Two listeners differ by port, protocol or host name.
fn listeners_differ(fields: &mut Fields, spec: &Node) {
    let listeners = present(spec, "listeners").map(Node::items).unwrap_or_default();
    let key = |listener: &Node| {
        let port = present(listener, "port")?;
        let protocol = present(listener, "protocol")?.text()?.to_ascii_uppercase();
        let host = present(listener, "hostname").and_then(Node::text).map(str::to_owned);
        Some(((port.integer()?, protocol, host), port.span))
    };
    fields.once(listeners.iter().filter_map(key), "two listeners have this port, protocol and `hostname`");
}

fn address_is_of_its_type(fields: &mut Fields, node: &Node) {
    let Some(value) = present(node, "value").filter(|value| value.text() != Some("")) else { return };
    let format = match present(node, "type").and_then(Node::text) {
        None | Some("IPAddress") => &ADDRESS,
        Some("Hostname") => &HOST,
        _ => return,
    };
    if let Some(text) = value.text() {
        super::check::check_format(fields, value, text, format);
    }
}

fn addresses_differ(fields: &mut Fields, spec: &Node) {
    let addresses = present(spec, "addresses").map(Node::items).unwrap_or_default();
    let key = |address: &Node| {
        let kind = present(address, "type").and_then(Node::text).unwrap_or("IPAddress");
        let value = present(address, "value").filter(|_| matches!(kind, "IPAddress" | "Hostname"))?;
        Some(((kind.to_owned(), value.text()?.to_owned()), value.span))
    };
    fields.once(addresses.iter().filter_map(key), "this address stands here a second time");
}
