//! Parts of the large clouds' networks.

use super::kind::ThingKind::{Deployment, Firewall, Host, LoadBalancer, Network, Vpn};
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new(
        "Elastic Load Balancing",
        LoadBalancer,
        &["alb", "nlb", "elb", "aws alb", "aws nlb", "elastic load balancer"],
    ),
    System::new(
        "Cloud Load Balancing",
        LoadBalancer,
        &["cloud load balancing", "cloud load balancer", "gclb"],
    ),
    System::new(
        "Azure Load Balancer",
        LoadBalancer,
        &["azure load balancer", "azure lb", "application gateway", "app gateway"],
    ),
    System::new("NAT gateway", Firewall, &["nat gateway", "natgw", "nat gw", "cloud nat", "nat"]),
    System::new("Internet gateway", Firewall, &["internet gateway", "igw"]),
    System::new(
        "Transit gateway",
        Network,
        &["transit gateway", "tgw", "vpc peering", "direct connect", "expressroute"],
    ),
    System::new("PrivateLink", Network, &["privatelink", "private link", "private endpoint", "vpc endpoint"]),
    System::new(
        "Security group",
        Firewall,
        &["security group", "nsg", "network security group", "network acl", "nacl"],
    ),
    System::new("Amazon EC2", Host, &["ec2", "ec2 instance", "compute engine", "droplet"]),
    System::new(
        "AWS Lambda",
        Deployment,
        &["lambda", "lambda function", "cloud run", "cloud function", "azure function", "fargate"],
    ),
    System::new(
        "WireGuard",
        Vpn,
        &["wireguard", "wire guard", "tailscale", "headscale", "zerotier", "netbird"],
    ),
    System::new("OpenVPN", Vpn, &["openvpn"]),
    System::new("IPsec", Vpn, &["ipsec", "ipsec tunnel", "strongswan"]),
    System::new(
        "OPNsense",
        Firewall,
        &["opnsense", "pfsense", "fortigate", "fortinet", "palo alto", "unifi gateway", "mikrotik"],
    ),
];
