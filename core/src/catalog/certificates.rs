//! Certificate issuers.

use super::kind::ThingKind::CertificateIssuer;
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new("cert-manager", CertificateIssuer, &["cert manager", "certmanager"]),
    System::new("Let's Encrypt", CertificateIssuer, &["let encrypt", "lets encrypt", "letsencrypt", "acme"]),
    System::new("ClusterIssuer", CertificateIssuer, &["clusterissuer", "cluster issuer"]),
    System::new("step-ca", CertificateIssuer, &["step ca", "smallstep"]),
    System::new("AWS Certificate Manager", CertificateIssuer, &["acm", "certificate manager"]),
];
