//! What brings software into clusters, and where it comes from.

use super::kind::ThingKind::{Deployment, External};
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new("Argo CD", Deployment, &["argocd", "argo cd", "argo"]),
    System::new("Flux", Deployment, &["flux", "fluxcd", "flux cd"]),
    System::new("Argo Workflows", Deployment, &["argo workflow", "argo rollout", "argo event"]),
    System::new("Tekton", Deployment, &["tekton"]),
    System::new("Jenkins", Deployment, &["jenkins"]),
    System::new("Gitea", Deployment, &["gitea", "forgejo"]),
    System::new("GitHub", External, &["github", "github action", "github repo", "github repository"]),
    System::new("GitLab", External, &["gitlab", "gitlab ci"]),
    System::new("Bitbucket", External, &["bitbucket"]),
    System::new(
        "Docker Hub",
        External,
        &["docker hub", "dockerhub", "ghcr", "ecr", "quay", "container registry"],
    ),
    System::new("Stripe", External, &["stripe", "paypal", "adyen"]),
    System::new(
        "Twilio",
        External,
        &["twilio", "sendgrid", "mailgun", "slack", "pagerduty", "telegram", "firebase"],
    ),
    System::new(
        "OpenAI",
        External,
        &["openai", "openai api", "anthropic", "anthropic api", "bedrock", "vertex ai"],
    ),
];
