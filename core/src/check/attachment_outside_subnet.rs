use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::net::AddressRange;
use crate::text::Span;
use crate::yaml::{self, Node};

/// A secondary network gives out addresses from outside of its own prefix.
pub static RULE: Rule = Rule {
    code: "AP035",
    name: "attachment-outside-subnet",
    severity: Severity::Error,
    why: "The plugins `host-local` and `whereabouts` give out the part of a prefix between a first and a last address. \
          When one of them lies outside of the prefix, the plugin refuses its configuration and no pod that asks for \
          the network starts.",
    source: "CNI plugins, host-local (rangeStart, rangeEnd: inside of subnet); Whereabouts, extended configuration \
             (range_start, range_end)",
};

/// NetworkAttachmentDefinitions, whose configuration is JSON within YAML.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for object in &subject.model.objects.objects {
        if (object.group(), object.kind.as_str()) != ("k8s.cni.cncf.io", "NetworkAttachmentDefinition") {
            continue;
        }
        let Some(config) = object.at(&["spec", "config"]) else { continue };
        let Some(json) = config.text() else { continue };
        let read = yaml::read(json, 0);
        let Some(root) = read.root() else { continue };
        let plugins = root.get("plugins").map_or(&[][..], Node::items);
        for ipam in std::iter::once(root).chain(plugins).filter_map(|plugin| plugin.get("ipam")) {
            for part in parts(ipam) {
                let outside = part.ends.iter().filter_map(|end| part.outside(*end));
                problems.extend(outside.map(|address| {
                    let message =
                        format!("{} gives out {address}, which lies outside of {}", object.name, part.prefix);
                    Problem::new(&RULE, place(subject.text, config.span, address), message)
                }));
            }
        }
    }
}

/// A prefix, and the first and last address of it that are given out.
struct Part<'a> {
    prefix: AddressRange,
    ends: [Option<&'a Node>; 2],
}

impl<'a> Part<'a> {
    /// The address at `end`, if the prefix does not have it. What is no address is another problem.
    fn outside(&self, end: Option<&'a Node>) -> Option<&'a str> {
        let text = end?.text()?;
        let address = AddressRange::read(text).ok()?.value;
        (!self.prefix.contains(&address)).then_some(text)
    }
}

/// What the plugins that give out addresses themselves are told.
fn parts(ipam: &Node) -> Vec<Part<'_>> {
    let items = |key: &str| ipam.get(key).map_or(&[][..], Node::items).iter();
    let part = |node, [prefix, first, last]: [&str; 3]| {
        let prefix = AddressRange::read(Node::get(node, prefix)?.text()?).ok()?.value;
        prefix.prefix()?;
        Some(Part { prefix, ends: [Node::get(node, first), Node::get(node, last)] })
    };
    let itself = std::iter::once(ipam);
    match ipam.get("type").and_then(Node::text) {
        Some("host-local") => {
            let sets = itself.chain(items("ranges").flat_map(Node::items));
            sets.filter_map(|node| part(node, ["subnet", "rangeStart", "rangeEnd"])).collect()
        }
        Some("whereabouts") => {
            let ranges = itself.chain(items("ipRanges"));
            ranges.filter_map(|node| part(node, ["range", "range_start", "range_end"])).collect()
        }
        _ => Vec::new(),
    }
}

/// Where `address` stands as a value in the JSON at `span`, else all of the JSON.
fn place(text: &str, span: Span, address: &str) -> Span {
    let quoted = format!("\"{address}\"");
    match span.slice(text).find(&quoted) {
        Some(at) => {
            let start = span.start as usize + at + 1;
            Span::new(start, start + address.len())
        }
        None => span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(ipam: &str) -> String {
        format!(
            "# A\n\n```yaml\napiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {{ name: storage }}\n\
             spec:\n  config: '{{ \"type\": \"macvlan\", \"ipam\": {{ {ipam} }} }}'\n```\n"
        )
    }

    #[test]
    fn both_ends_lie_within_the_prefix() {
        check(
            &RULE,
            &page(
                r#""type": "whereabouts", "range": "10.9.0.0/24", "range_start": "10.9.0.10", "range_end": "10.9.1.20""#,
            ),
            "error `10.9.1.20` storage gives out 10.9.1.20, which lies outside of 10.9.0.0/24",
        );
        let host_local = |first: &str| {
            page(&format!(
                r#""type": "host-local", "ranges": [[{{ "subnet": "10.9.0.0/24", "rangeStart": "{first}" }}]]"#
            ))
        };
        check(
            &RULE,
            &host_local("10.8.0.10"),
            "error `10.8.0.10` storage gives out 10.8.0.10, which lies outside of 10.9.0.0/24",
        );
        check(&RULE, &host_local("10.9.0.10"), "");
        check(&RULE, &page(r#""type": "dhcp", "range": "10.9.0.0/24", "range_start": "10.8.0.1""#), "");
    }
}
