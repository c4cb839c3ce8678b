//! Ingress controllers and gateways.

use super::kind::ThingKind::LoadBalancer;
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::controller("Traefik", "traefik", &["traefik"]),
    System::controller(
        "ingress-nginx",
        "nginx",
        &["ingress nginx", "nginx ingress", "nginx ingress controller", "nginx controller", "nginx"],
    ),
    System::controller(
        "NGINX Gateway Fabric",
        "nginx-gateway-fabric",
        &["nginx gateway fabric", "nginx gateway"],
    ),
    System::controller("HAProxy Ingress", "haproxy", &["haproxy ingress", "haproxy ingress controller"]),
    System::controller("Contour", "contour", &["contour"]),
    System::controller("Kong", "kong", &["kong", "kong gateway", "kong ingress"]),
    System::controller("Emissary", "emissary", &["emissary", "emissary ingress", "ambassador"]),
    System::controller("Apache APISIX", "apisix", &["apisix"]),
    System::controller("Envoy Gateway", "envoy-gateway", &["envoy gateway"]),
    System::controller(
        "Istio ingress gateway",
        "istio",
        &[
            "istio ingress",
            "istio ingress gateway",
            "istio ingressgateway",
            "istio gateway",
            "ingressgateway",
        ],
    ),
    System::controller(
        "Cilium Ingress",
        "cilium",
        &["cilium ingress", "cilium gateway", "cilium gateway api"],
    ),
    System::controller("kgateway", "kgateway", &["kgateway", "gloo", "gloo edge", "gloo gateway"]),
    System::controller("Caddy", "caddy", &["caddy"]),
    System::controller(
        "AWS Load Balancer Controller",
        "aws-load-balancer-controller",
        &["aws load balancer controller", "alb ingress controller", "alb ingress"],
    ),
    System::controller("Application Gateway Ingress Controller", "azure-application-gateway", &["agic"]),
    System::new("HAProxy", LoadBalancer, &["haproxy"]),
];
