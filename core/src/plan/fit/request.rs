use std::str::FromStr;

/// What new clusters need. All have the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FitRequest {
    /// The nodes of each cluster.
    pub nodes: u64,
    /// The most pods on a node; what the cluster's network does by itself when not said.
    pub max_pods: Option<u32>,
    /// How many clusters.
    pub clusters: u32,
    /// The Services of each cluster.
    pub services: u64,
    /// The addresses for load balancers of each cluster; with none there is no pool.
    pub load_balancers: u64,
}

/// Services for which a cluster has room when the request does not say: a /22.
const SERVICES: u64 = 1_000;

impl FromStr for FitRequest {
    type Err = String;

    /// Reads `nodes=200,maxPods=110,clusters=3`; also `services` and `loadBalancers`. `nodes` must be there.
    ///
    /// # Errors
    /// In words, for whoever wrote it.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut request =
            Self { nodes: 0, max_pods: None, clusters: 1, services: SERVICES, load_balancers: 0 };
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let Some((key, value)) = part.split_once('=') else {
                return Err(format!("expected KEY=NUMBER, found `{part}`"));
            };
            let (key, value) = (key.trim(), value.trim());
            match key {
                "nodes" => request.nodes = number(key, value, 1, 1_000_000)?,
                "maxPods" => request.max_pods = Some(number(key, value, 1, 1_024)?),
                "clusters" => request.clusters = number(key, value, 1, 1_000)?,
                "services" => request.services = number(key, value, 1, 1_000_000)?,
                "loadBalancers" => request.load_balancers = number(key, value, 0, 1_000_000)?,
                _ => {
                    return Err(format!(
                        "there is no `{key}`; there are nodes, maxPods, clusters, services and loadBalancers"
                    ));
                }
            }
        }
        if request.nodes == 0 { Err("nodes=NUMBER is missing".to_owned()) } else { Ok(request) }
    }
}

fn number<T: TryFrom<u64>>(key: &str, value: &str, least: u64, most: u64) -> Result<T, String> {
    let read = value.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
    let wrong = || format!("{key} takes a number from {least} to {most}, not `{value}`");
    read.and_then(|number| T::try_from(number).ok()).ok_or_else(wrong)
}
