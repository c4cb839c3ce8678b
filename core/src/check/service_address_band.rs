use super::Design;
use super::cover::Cover;
use super::words::named;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Role, ThingKind};
use crate::net::{AddressRange, Family};
use crate::text::Span;

/// A Service asks for an address that is kept, cannot be given, or may have been given out.
pub static RULE: Rule = Rule {
    code: "AP014",
    name: "service-address-band",
    severity: Severity::Warning,
    why: "The API server is the first address of the service CIDR and the cluster's DNS, by convention, the tenth. \
          Addresses that are asked for belong into the lower part: min(max(16, size / 16), 256) addresses that are given \
          out by themselves only once the rest is used up.",
    source: "Kubernetes documentation, \"Service ClusterIP allocation\" (static band since 1.24); kubeadm's convention \
             for the DNS address",
};

/// The place of the DNS server's address, counted from the network address.
const DNS: u128 = 10;

/// A Service with the address that it asks for.
struct Asked {
    name: String,
    words: String,
    address: AddressRange,
    span: Span,
}

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let plan = &subject.model.plan;
    let services = plan.iter().enumerate().filter(|(_, entry)| entry.role.value == Role::Services);
    let ranges = Cover::new(services.map(|(index, entry)| (index, &entry.range)));
    for asked in drawn(subject).into_iter().chain(written(subject)) {
        let Some(range) = ranges.around(&asked.address).and_then(|index| plan.get(index)) else { continue };
        let Some((severity, what)) = judge(&range.range, &asked) else { continue };
        let message = format!("{} asks for {} of {}: {what}", asked.name, asked.address, range.range);
        problems.push(
            Problem::new(&RULE, asked.span, message)
                .with_severity(severity)
                .with_related(range.range_span, "the service addresses are here"),
        );
    }
}

/// Services that are drawn, with an address in the facts.
fn drawn(subject: &Design<'_>) -> Vec<Asked> {
    let services = subject.model.things.iter().filter(|thing| thing.kind.value == ThingKind::Service);
    let asked = services.flat_map(|thing| {
        thing.addresses.iter().map(move |address| Asked {
            name: named(thing),
            words: format!("{} {}", thing.id, thing.text).to_lowercase(),
            address: address.value,
            span: address.evidence.span(),
        })
    });
    asked.filter(|asked| asked.address.count().get() == Some(1)).collect()
}

/// Service objects with a `clusterIP`.
fn written(subject: &Design<'_>) -> Vec<Asked> {
    let objects = subject.model.objects.objects.iter();
    let services = objects.filter(|object| object.kind == "Service" && object.api_version == "v1");
    let asked = services.filter_map(|object| {
        let node = object.at(&["spec", "clusterIP"])?;
        let address = AddressRange::read(node.text()?).ok()?.value;
        let words = object.name.to_lowercase();
        Some(Asked { name: object.to_string(), words, address, span: node.span })
    });
    asked.filter(|asked| asked.address.count().get() == Some(1)).collect()
}

fn judge(services: &AddressRange, asked: &Asked) -> Option<(Severity, String)> {
    let (family, first, last) = services.numbers();
    let (_, address, _) = asked.address.numbers();
    let place = address.checked_sub(first)?;
    let says = |words: &[&str]| words.iter().any(|word| asked.words.contains(word));
    if place == 0 || (family == Family::V4 && address == last && last > first) {
        return Some((Severity::Error, "the first and the last address are not given out".to_owned()));
    }
    if place == 1 && !says(&["kubernetes", "apiserver", "api"]) {
        return Some((Severity::Error, "it is the API server's".to_owned()));
    }
    if place == DNS && !says(&["dns"]) {
        return Some((Severity::Warning, "it is the DNS server's by convention".to_owned()));
    }
    let band = static_band(services.count().saturating());
    (band > 0 && place > band).then(|| {
        let what = format!("only the first {band} are kept for addresses that are asked for");
        (Severity::Warning, what)
    })
}

/// How many addresses are given out by themselves last; none of a range with fewer than 16.
fn static_band(size: u128) -> u128 {
    if size < 16 { 0 } else { (size / 16).clamp(16, 256) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture;

    fn check(address: &str, expect: &str) {
        let page = format!(
            "---\nnetplat:\n  addresses:\n    - {{ cidr: 10.96.0.0/22, role: services }}\n---\n# A\n\n```yaml\napiVersion: v1\nkind: Service\n\
             metadata: {{ name: web }}\nspec: {{ clusterIP: {address} }}\n```\n"
        );
        fixture::check(&RULE, &page, expect);
    }

    #[test]
    fn the_band_is_what_the_allocator_keeps() {
        // The examples of the Kubernetes documentation.
        for (length, band) in [(16, 256), (20, 256), (24, 16), (22, 64), (26, 16), (29, 0)] {
            assert_eq!(static_band(1 << (32 - length)), band, "/{length}");
        }
    }

    #[test]
    fn addresses_outside_of_the_band_and_kept_ones_are_reported() {
        check("10.96.0.64", "");
        check(
            "10.96.0.65",
            "warning `10.96.0.65` Service web asks for 10.96.0.65 of 10.96.0.0/22: only the first 64 are kept for addresses that are asked for",
        );
        check(
            "10.96.0.1",
            "error `10.96.0.1` Service web asks for 10.96.0.1 of 10.96.0.0/22: it is the API server's",
        );
        check(
            "10.96.0.10",
            "warning `10.96.0.10` Service web asks for 10.96.0.10 of 10.96.0.0/22: it is the DNS server's by convention",
        );
        check(
            "10.96.3.255",
            "error `10.96.3.255` Service web asks for 10.96.3.255 of 10.96.0.0/22: the first and the last address are not given out",
        );
        check("None", "");
    }
}
