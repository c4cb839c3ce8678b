//! DNS servers, providers and what keeps their records.

use super::kind::ThingKind::{Dns, Edge, Vpn};
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new("CoreDNS", Dns, &["coredns", "core dns"]),
    System::new("kube-dns", Dns, &["kube dns"]),
    System::new("external-dns", Dns, &["external dns", "externaldns"]),
    System::new("k8s-gateway", Dns, &["k8s gateway"]),
    System::new("Route 53", Dns, &["route53", "route 53", "amazon route53"]),
    System::new("Cloud DNS", Dns, &["cloud dns"]),
    System::new("Azure DNS", Dns, &["azure dns"]),
    System::new("Cloudflare DNS", Dns, &["cloudflare dns"]),
    System::new("Pi-hole", Dns, &["pihole", "pi hole"]),
    System::new("AdGuard Home", Dns, &["adguard", "adguard home"]),
    System::new("BIND", Dns, &["bind9"]),
    System::new("PowerDNS", Dns, &["powerdns"]),
    System::new("dnsmasq", Dns, &["dnsmasq"]),
    System::new("Unbound", Dns, &["unbound"]),
    System::new("Cloudflare", Edge, &["cloudflare", "cloudflare cdn", "cloudflare proxy", "cloudflare waf"]),
    System::new("Cloudflare Tunnel", Vpn, &["cloudflare tunnel", "cloudflared", "argo tunnel"]),
    System::new("Fastly", Edge, &["fastly"]),
    System::new("Akamai", Edge, &["akamai"]),
    System::new("CloudFront", Edge, &["cloudfront", "amazon cloudfront"]),
    System::new("Azure Front Door", Edge, &["front door", "azure front door"]),
    System::new("Cloud CDN", Edge, &["cloud cdn"]),
    System::new("AWS WAF", Edge, &["aws waf"]),
    System::new("Cloud Armor", Edge, &["cloud armor"]),
];
