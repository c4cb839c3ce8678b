//! Secret stores, identity providers, authentication proxies.

use super::kind::ThingKind::Identity;
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new("HashiCorp Vault", Identity, &["vault", "hashicorp vault", "openbao"]),
    System::new("Keycloak", Identity, &["keycloak"]),
    System::new("Dex", Identity, &["dex"]),
    System::new("Authentik", Identity, &["authentik"]),
    System::new("Authelia", Identity, &["authelia"]),
    System::new("OAuth2 Proxy", Identity, &["oauth2 proxy", "oauth proxy"]),
    System::new("Okta", Identity, &["okta"]),
    System::new("Auth0", Identity, &["auth0"]),
    System::new(
        "Entra ID",
        Identity,
        &["entra", "entra id", "azure ad", "active directory", "azure active directory"],
    ),
    System::new("LDAP", Identity, &["ldap", "openldap", "freeipa"]),
    System::new("Cognito", Identity, &["cognito"]),
    System::new("ZITADEL", Identity, &["zitadel", "ory", "hydra"]),
    System::new("AWS Secrets Manager", Identity, &["secret manager"]),
    System::new("Azure Key Vault", Identity, &["key vault", "keyvault"]),
    System::new(
        "External Secrets",
        Identity,
        &["external secret", "external secret operator", "sealed secret"],
    ),
    System::new("SPIRE", Identity, &["spire", "spiffe"]),
];
