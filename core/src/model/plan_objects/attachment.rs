use super::{ObjectEntry, Place, Reader};
use crate::model::Role;
use crate::model::address_text::read_range;
use crate::net::AddressRange;
use crate::text::Span;
use crate::yaml::{self, Node};

impl Reader<'_> {
    /// A NetworkAttachmentDefinition: the ranges of `ipam` in the JSON that `spec.config` is, for the plugins that
    /// give out addresses themselves.
    pub(super) fn attachment(&mut self, place: &Place<'_>) {
        let Some(config) = place.object.at(&["spec", "config"]) else { return };
        let Some(json) = config.text() else { return };
        // JSON is YAML, and the places in it are needed.
        let read = yaml::read(json, 0);
        let Some(root) = read.root() else { return };
        let inside = Inside::new(self.text, json, config.span);
        let plugins = root.get("plugins").map_or(&[][..], Node::items);
        for ipam in std::iter::once(root).chain(plugins).filter_map(|plugin| plugin.get("ipam")) {
            match ipam.get("type").and_then(Node::text) {
                Some("host-local") => self.host_local(place, &inside, ipam),
                Some("whereabouts") => self.whereabouts(place, &inside, ipam),
                _ => {}
            }
        }
    }

    /// Sets of ranges, or one range in `ipam` itself.
    fn host_local(&mut self, place: &Place<'_>, inside: &Inside<'_>, ipam: &Node) {
        let sets = ipam.get("ranges").map_or(&[][..], Node::items).iter().flat_map(Node::items);
        for range in sets.chain(ipam.get("subnet").is_some().then_some(ipam)) {
            let ends = (range.get("rangeStart"), range.get("rangeEnd"));
            self.prefix_or_part(place, inside, range.get("subnet"), ends, ObjectEntry::HostLocal);
        }
    }

    /// `range`, and further ones in `ipRanges`.
    fn whereabouts(&mut self, place: &Place<'_>, inside: &Inside<'_>, ipam: &Node) {
        let further = ipam.get("ipRanges").map_or(&[][..], Node::items);
        for range in std::iter::once(ipam).chain(further) {
            let ends = (range.get("range_start"), range.get("range_end"));
            self.prefix_or_part(place, inside, range.get("range"), ends, ObjectEntry::Whereabouts);
        }
    }

    /// All of `prefix`, or the part of it from a first to a last address.
    fn prefix_or_part(
        &mut self,
        place: &Place<'_>,
        inside: &Inside<'_>,
        prefix: Option<&Node>,
        ends: (Option<&Node>, Option<&Node>),
        kind: ObjectEntry,
    ) {
        let Some((node, written)) = prefix.and_then(|node| Some((node, node.text()?))) else { return };
        // Whereabouts also takes `10.9.0.10-10.9.0.20/24`, the prefix behind the range.
        let value = match written.rsplit_once('/') {
            Some((range, _)) if range.contains('-') => range,
            _ => written,
        };
        let span = inside.place(node);
        let Some(all) = read_range(self.text, span.unwrap_or(inside.span), value, self.problems) else {
            return;
        };
        let end = |node: Option<&Node>| {
            let address = AddressRange::read(node?.text()?).ok()?.value;
            all.contains(&address).then_some((address.first(), inside.place(node?)))
        };
        let (first, last) = (end(ends.0), end(ends.1));
        if first.is_none() && last.is_none() {
            return self.add(place, all, Role::Attachment, kind, span.into_iter().collect());
        }
        let part = AddressRange::new(
            first.map_or(all.first(), |(address, _)| address),
            last.map_or(all.last(), |(address, _)| address),
        );
        let places = match (first, last) {
            (Some((_, Some(first))), Some((_, Some(last)))) => vec![first, last],
            _ => Vec::new(),
        };
        self.add(place, part.unwrap_or(all), Role::Attachment, kind, places);
    }
}

/// JSON that is the value of a scalar, and where its bytes stand in the document.
struct Inside<'a> {
    text: &'a str,
    /// Where the scalar stands.
    span: Span,
    /// For each byte of the JSON its place in the document.
    places: Vec<usize>,
}

impl<'a> Inside<'a> {
    /// Indentation, quotes and escapes stand in the document and not in the JSON: its visible bytes are looked for one
    /// after the other. Where an escape stands for a visible byte the rest is out of step, which [`Self::place`] sees.
    fn new(text: &'a str, json: &str, span: Span) -> Self {
        let mut written = span.slice(text).bytes().enumerate();
        let mut at = 0;
        let places = json.bytes().map(|byte| {
            if !byte.is_ascii_whitespace() {
                at = written.find(|(_, other)| *other == byte).map_or(span.len(), |(at, _)| at);
            }
            span.start as usize + at
        });
        Self { text, span, places: places.collect() }
    }

    /// Where the value of `node` stands, if it stands there as it is read.
    fn place(&self, node: &Node) -> Option<Span> {
        let value = node.text()?;
        // Before the value is its quote.
        let start = self.places.get(node.span.start as usize).copied()?;
        let start = start + usize::from(self.text.get(start..)?.starts_with('"'));
        let place = Span::new(start, start + value.len());
        (self.text.get(place.range()) == Some(value)).then_some(place)
    }
}
