//! Every key of `netplat:`, described once.

use super::choices::{
    CLOUDS, DNS_VIEWS, GROUP_KINDS, KUBE_PROXIES, MESHES, POD_ADDRESSES, ROLES, ROUTES, STATUSES, THING_KINDS,
};
use super::format::{
    ADDRESSES, HOST, KUBERNETES_VERSION, LABEL_VALUE, LINK, NAME, OBJECT, PATH, PORT, PREFIX, TEXT,
};
use crate::yaml::{Key, Named, Section, Shape};

/// What stands under `netplat:`.
pub static SHAPE: Shape = Shape::Section(&NETPLAT);

const fn key(name: &'static str, shape: Shape, example: &'static str, about: &'static str) -> Key {
    Key { name, shape, is_required: false, about, example }
}

const fn required(name: &'static str, shape: Shape, example: &'static str, about: &'static str) -> Key {
    Key { name, shape, is_required: true, about, example }
}

/// What an item of `addresses` is.
pub(super) static ADDRESS_SHAPE: Shape = Shape::Section(&ADDRESS);

static NETPLAT: Section = Section {
    about: "What a picture cannot carry. Every key may be left out.",
    keys: &[
        key("version", Shape::Integer(1, 1), "1", "The version of this format."),
        key(
            "cluster",
            Shape::Section(&CLUSTER),
            "{ cni: cilium, kubernetes: \"1.33\", routes: gateway-api }",
            "The cluster that manifests are exported for. Where there are several it holds for those that `clusters` does \
             not name.",
        ),
        key(
            "clusters",
            Shape::Map(&CLUSTER_NAMES, &Shape::Section(&CLUSTER)),
            "{ west: { cni: cilium, nodes: 40 }, east: { cni: cilium, nodes: 20 } }",
            "The clusters, when there are several. Entries of the address plan say by name which one they belong to.",
        ),
        key(
            "addresses",
            Shape::List(&ADDRESS_SHAPE),
            "[{ cidr: 10.0.0.0/16, name: nodes, role: nodes }]",
            "The address plan. Markdown tables with a column of prefixes belong to it, too.",
        ),
        key(
            "dns",
            Shape::Section(&DNS),
            "{ zones: [{ name: example.com, view: public }] }",
            "Names in the DNS.",
        ),
        key(
            "nodes",
            Shape::Map(&NODE_IDS, &Shape::Section(&NODE)),
            "{ web: { kind: Deployment, ports: [8080/TCP] } }",
            "What the nodes of the charts are. What is not said is guessed from id, text, outline and neighbours.",
        ),
        key(
            "groups",
            Shape::Map(&GROUP_IDS, &Shape::Section(&GROUP)),
            "{ backend: { kind: namespace, name: shop-backend } }",
            "What the subgraphs of the charts are. What is not said is guessed from the title.",
        ),
        key(
            "links",
            Shape::Map(&LINK_NAMES, &Shape::Section(&LINKED)),
            "{ edge --> web: { hosts: [shop.example.com] } }",
            "What the links of the charts carry. Ports that are not said are read from the label.",
        ),
    ],
    is_open: false,
};

static CLUSTER_NAMES: Named =
    Named { name: "cluster name", about: "What the cluster is called.", example: "west" };

static CLUSTER: Section = Section {
    about: "A Kubernetes cluster.",
    keys: &[
        key(
            "cni",
            Shape::Text(&TEXT),
            "cilium",
            "The network plugin: `cilium`, `calico`, `flannel` or another. Some rules depend on what it can do.",
        ),
        key("kubernetes", Shape::Text(&KUBERNETES_VERSION), "\"1.33\"", "The version of Kubernetes."),
        key("routes", Shape::Choice(&ROUTES), "gateway-api", "What routes are exported as."),
        key(
            "cloud",
            Shape::Choice(&CLOUDS),
            "aws",
            "Where it runs. What a cloud reserves of each subnet, and how it deals out addresses, follows from it.",
        ),
        key(
            "mesh",
            Shape::Choice(&MESHES),
            "cluster-mesh",
            "How it is joined with the other clusters that say the same. Which addresses must be apart follows from it.",
        ),
        key("kubeProxy", Shape::Choice(&KUBE_PROXIES), "replaced", "How Services reach their endpoints."),
        key(
            "podAddresses",
            Shape::Choice(&POD_ADDRESSES),
            "subnet",
            "Where pods get their addresses from; what the cloud and the network plugin do when not said.",
        ),
        key(
            "maxPods",
            Shape::Integer(1, 1024),
            "110",
            "The most pods on one node; 110 when not said, or what the cloud sets.",
        ),
        key(
            "instance",
            Shape::Text(&TEXT),
            "m5.large",
            "For EKS: the type of its nodes. How many pods their network interfaces have addresses for follows from it.",
        ),
        key("nodes", Shape::Integer(0, 1_000_000), "40", "The nodes that are planned."),
        key("growth", Shape::Integer(0, 10_000), "30", "By how many per cent its nodes grow in a year."),
    ],
    is_open: false,
};

static ADDRESS: Section = Section {
    about: "One prefix or range of the address plan. It has either `cidr` or `range`.",
    keys: &[
        key("cidr", Shape::Text(&PREFIX), "10.244.0.0/16", "A prefix, IPv4 or IPv6."),
        key("range", Shape::Text(&ADDRESSES), "192.168.40.10-192.168.40.60", "First and last address."),
        key("name", Shape::Text(&TEXT), "pods", "What it is called."),
        key("role", Shape::Choice(&ROLES), "pods", "What it is for."),
        key(
            "nodeMask",
            Shape::Integer(0, 128),
            "24",
            "For pods: the length of the prefix that each cluster node takes from it.",
        ),
        key("cluster", Shape::Text(&TEXT), "west", "The cluster that it belongs to, when there are several."),
        key(
            "cloud",
            Shape::Choice(&CLOUDS),
            "aws",
            "The cloud whose network it is; that of its cluster or of the entry around it when not said.",
        ),
        key("zone", Shape::Text(&TEXT), "eu-west-1a", "The zone, region or site that it lies in."),
        key("owner", Shape::Text(&TEXT), "platform team", "Who answers for it."),
        key("status", Shape::Choice(&STATUSES), "planned", "How far it is."),
        key("note", Shape::Text(&TEXT), "until 2027", "Anything else."),
    ],
    is_open: false,
};

static DNS: Section = Section {
    about: "Names in the DNS.",
    keys: &[key(
        "zones",
        Shape::List(&Shape::Section(&ZONE)),
        "[{ name: example.com, view: public, provider: cloudflare }]",
        "The zones, once for each view.",
    )],
    is_open: false,
};

static ZONE: Section = Section {
    about: "A zone as some see it.",
    keys: &[
        required("name", Shape::Text(&HOST), "example.com", "The zone's name."),
        key("view", Shape::Choice(&DNS_VIEWS), "internal", "Who sees it; `public` when not said."),
        key("provider", Shape::Text(&TEXT), "cloudflare", "Who serves it."),
    ],
    is_open: false,
};

static NODE_IDS: Named = Named { name: "node id", about: "The id of a node in a chart.", example: "web" };

static NODE: Section = Section {
    about: "What a node is.",
    keys: &[
        key("kind", Shape::Choice(&THING_KINDS), "Deployment", "What it stands for."),
        key(
            "object",
            Shape::TextOrFalse(&OBJECT),
            "Deployment shop/web",
            "The Kubernetes object of this document that it shows; found by its name when not said, `false` for none. Kind, \
             namespace, labels and ports that are not said are the object's.",
        ),
        key(
            "namespace",
            Shape::Text(&NAME),
            "shop",
            "The namespace that it lives in; that of the subgraph around it when not said.",
        ),
        key(
            "labels",
            Shape::Map(&LABEL_KEYS, &Shape::Text(&LABEL_VALUE)),
            "{ app: web }",
            "The labels of its Pods; `app` with its id when not said.",
        ),
        key(
            "ports",
            Shape::List(&Shape::Text(&PORT)),
            "[http 8080/TCP, 9090]",
            "The ports that it listens on: a number or range, with a name before and a protocol behind it if need be.",
        ),
        key("controller", Shape::Text(&TEXT), "traefik", "For an ingress controller: which one it is."),
        key("class", Shape::Text(&NAME), "public", "Its ingress class or gateway class."),
        key("image", Shape::Text(&TEXT), "ghcr.io/example/web:1.4", "Its container image."),
        key(
            "addresses",
            Shape::List(&Shape::Text(&ADDRESSES)),
            "[192.168.40.10, 10.1.0.0/24]",
            "Its addresses, prefixes or ranges.",
        ),
        key("export", Shape::Bool, "false", "Whether manifests are exported for it."),
    ],
    is_open: false,
};

static LABEL_KEYS: Named = Named {
    name: "label key",
    about: "The key of a label in Kubernetes.",
    example: "app.kubernetes.io/name",
};

static GROUP_IDS: Named =
    Named { name: "subgraph id", about: "The id of a subgraph in a chart.", example: "backend" };

static GROUP: Section = Section {
    about: "What a subgraph is.",
    keys: &[
        key("kind", Shape::Choice(&GROUP_KINDS), "namespace", "What it stands for."),
        key(
            "name",
            Shape::Text(&NAME),
            "shop-backend",
            "For a namespace: its name; made of the title when not said.",
        ),
    ],
    is_open: false,
};

pub(super) static LINK_NAMES: Named = Named {
    name: "link",
    about: "The ids at both ends, `from --> to`, for every such link; `from --> to (2)` for the second of each view; or \
            the link's own id.",
    example: "edge --> web",
};

static LINKED: Section = Section {
    about: "What a link carries.",
    keys: &[
        key("ports", Shape::List(&Shape::Text(&PORT)), "[5432/TCP]", "The ports that it goes to."),
        key(
            "hosts",
            Shape::List(&Shape::Text(&HOST)),
            "[shop.example.com]",
            "The host names that a route is for.",
        ),
        key("paths", Shape::List(&Shape::Text(&PATH)), "[/, /api]", "The paths that a route is for."),
        key(
            "tls",
            Shape::TextOrFalse(&TEXT),
            "letsencrypt-production",
            "The certificate of a route: the name of its issuer or secret; `false` when it has none on purpose.",
        ),
    ],
    is_open: false,
};

/// The format of the keys under `links`.
pub(super) static LINK_FORMAT: &crate::yaml::Format = &LINK;
