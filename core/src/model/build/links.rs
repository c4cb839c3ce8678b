use super::Builder;
use crate::mermaid::{End, Graph, Link, Stroke};
use crate::model::link_kind::{EndKind, link_kind};
use crate::model::reading::Reading;
use crate::model::{Evidence, GroupKind, Known, LinkKind, LinkThing, ThingKind};
use crate::net::HostName;
use crate::text::Span;

impl Builder<'_> {
    /// The links of all views, in order.
    pub(super) fn add_links(&mut self) {
        let charts = self.charts;
        for (view, chart) in charts.iter().enumerate() {
            for (index, link) in chart.graph.links.iter().enumerate() {
                let label = link.label.as_ref().map(|label| self.readings.label(&label.text));
                let link = self.link(&chart.graph, link, label.as_deref(), (view, index));
                self.model.links.push(link);
            }
        }
    }

    /// The link at `place`, its view and its index there, whose label reads as `label`.
    fn link(
        &self,
        graph: &Graph,
        link: &Link,
        label: Option<&Reading>,
        (view, index): (usize, usize),
    ) -> LinkThing {
        let kind = match link.stroke {
            Stroke::Invisible => LinkKind::Relation,
            _ => link_kind(self.end_kind(graph, link.from), self.end_kind(graph, link.to)),
        };
        let text = label.map(|label| label.text.clone()).unwrap_or_default();
        let text_span = link.label.as_ref().and_then(|label| label.span);
        let place = text_span.unwrap_or(link.arrow);
        let is_route = matches!(kind, LinkKind::Route | LinkKind::Request);
        let (hosts, paths) = if is_route { hosts_and_paths(&text, place) } else { Default::default() };
        LinkThing {
            view,
            link: index,
            from: graph.id(link.from).to_owned(),
            to: graph.id(link.to).to_owned(),
            ends: (link.from, link.to),
            kind,
            tips: (link.tail, link.head),
            ports: label
                .map_or(&[][..], Reading::ports)
                .iter()
                .map(|found| inferred(found.port.clone(), found.span.slice(&text), place))
                .collect(),
            hosts,
            paths,
            tls: None,
            text,
            span: link.arrow,
            text_span,
            fact: None,
        }
    }

    fn end_kind(&self, graph: &Graph, end: End) -> EndKind {
        let id = graph.id(end);
        match end {
            End::Node(_) => {
                let thing = self.things.get(id).and_then(|&index| self.model.things.get(index));
                EndKind::Thing(thing.map_or(ThingKind::Other, |thing| thing.kind.value))
            }
            End::Group(_) => {
                let group = self.groups.get(id).and_then(|&index| self.model.groups.get(index));
                EndKind::Group(group.map_or(GroupKind::Box, |group| group.kind.value))
            }
        }
    }
}

fn inferred<T>(value: T, word: &str, span: Span) -> Known<T> {
    Known { value, evidence: Evidence::Inferred { clue: format!("its label says “{word}”"), span } }
}

type HostsAndPaths = (Vec<Known<String>>, Vec<Known<String>>);

/// The host names and paths that a label names: "shop.example.com/api", "/api".
fn hosts_and_paths(label: &str, span: Span) -> HostsAndPaths {
    let (mut hosts, mut paths): HostsAndPaths = Default::default();
    let words = label.split(|it: char| it.is_whitespace() || matches!(it, ',' | ';' | '(' | ')' | '"'));
    for word in words {
        let address =
            word.split_once("://").map_or(word, |(_, address)| address).trim_end_matches(['.', ':']);
        let (host, path) = match address.find('/') {
            Some(at) => address.split_at(at),
            None => (address, ""),
        };
        let (host, _port) = host.split_once(':').unwrap_or((host, ""));
        let names_host = is_public_name(host);
        if names_host && !hosts.iter().any(|known| known.value == host) {
            hosts.push(inferred(host.to_owned(), host, span));
        }
        // "TCP/443" is no path, and neither is the slash of "read / write".
        let is_path = (names_host || host.is_empty()) && path.len() > 1;
        if is_path && !paths.iter().any(|known| known.value == path) {
            paths.push(inferred(path.to_owned(), path, span));
        }
    }
    (hosts, paths)
}

/// Whether a word in prose is a host name: it has a dot and ends like a domain, not like a file.
fn is_public_name(word: &str) -> bool {
    const FILES: &[&str] = &[
        "yaml", "yml", "json", "js", "ts", "md", "py", "go", "sh", "conf", "html", "css", "txt", "xml",
        "toml", "exe",
    ];
    let Some((front, last)) = word.rsplit_once('.') else { return false };
    !front.is_empty()
        && last.len() > 1
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
        && !FILES.contains(&last)
        && word.parse::<HostName>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_routes_name_hosts_and_paths() {
        let expected: &[(&str, &[&str], &[&str])] = &[
            ("shop.example.com", &["shop.example.com"], &[]),
            (
                "https://shop.example.com/api, *.example.org:8443",
                &["shop.example.com", "*.example.org"],
                &["/api"],
            ),
            ("/api (HTTPS)", &[], &["/api"]),
            ("TCP/443 read / write", &[], &[]),
            ("see values.yaml for v1.2", &[], &[]),
            ("e.g. 10.0.0.1", &[], &[]),
        ];
        for (label, hosts, paths) in expected {
            let found = hosts_and_paths(label, Span::at(0));
            let values =
                |known: &[Known<String>]| known.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
            assert_eq!(values(&found.0), *hosts, "{label}");
            assert_eq!(values(&found.1), *paths, "{label}");
        }
    }
}
