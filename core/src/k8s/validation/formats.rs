//! Kinds of text that fields of the API hold. Source: apimachinery's `validation` package, and the patterns in the types
//! of the Gateway API.

use crate::net::{DnsLabel, LabelKey, LabelValue, SyntaxError};
use crate::text::Span;
use crate::yaml::Format;
use std::net::IpAddr;

/// `web`: the name of a namespace, of a port of a Service.
pub(super) static LABEL: Format =
    Format { name: "a DNS label", read: |text| text.parse::<DnsLabel>().map(drop), pattern: None };

/// `web`: a label that starts with a letter, as the name of a Service.
pub(super) static LABEL_1035: Format = Format {
    name: "a DNS label that starts with a letter",
    read: |text| {
        text.parse::<DnsLabel>()?;
        is(
            text,
            text.starts_with(|first: char| first.is_ascii_lowercase()),
            "a lower-case letter at the start",
        )
    },
    pattern: None,
};

/// `web.example`: the name of most objects.
pub(super) static SUBDOMAIN: Format = Format { name: "a DNS name", read: subdomain, pattern: None };

/// A name that needs no form, but cannot part a path.
pub(super) static PATH_SEGMENT: Format = Format {
    name: "a name",
    read: |text| {
        let parts_path = matches!(text, "." | "..") || text.contains(['/', '%']);
        is(text, !parts_path, "no `/` or `%`, and more than dots")
    },
    pattern: None,
};

/// `*.example.com`
pub(super) static HOST: Format = Format {
    name: "a host name",
    read: |text| {
        refuse_address(text)?;
        subdomain(text.strip_prefix("*.").unwrap_or(text))
    },
    pattern: None,
};

/// `www.example.com`, without a wildcard.
pub(super) static PRECISE_HOST: Format =
    Format { name: "a host name without a wildcard", read: subdomain, pattern: None };

/// The key of a label.
pub(super) static LABEL_KEY: Format =
    Format { name: "a label's key", read: |text| text.parse::<LabelKey>().map(drop), pattern: None };

/// The value of a label.
pub(super) static LABEL_VALUE: Format =
    Format { name: "a label's value", read: |text| text.parse::<LabelValue>().map(drop), pattern: None };

/// The key of an annotation: that of a label, in letters of any case.
pub(super) static ANNOTATION_KEY: Format = Format {
    name: "an annotation's key",
    read: |text| text.to_ascii_lowercase().parse::<LabelKey>().map(drop),
    pattern: None,
};

/// `10.0.0.1`
pub(super) static ADDRESS: Format = Format {
    name: "an IP address",
    read: |text| match text.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_some() => {
            is(text, false, "IPv4 written as IPv4, not mapped into IPv6")
        }
        Ok(_) => Ok(()),
        Err(_) => is(text, false, "an IPv4 or IPv6 address without leading zeros"),
    },
    pattern: None,
};

/// `fd00::1`: an address in the form that it is written back in.
pub(super) static CANONICAL_ADDRESS: Format = Format {
    name: "an IP address in canonical form",
    read: |text| {
        (ADDRESS.read)(text)?;
        let canonical = text.parse::<IpAddr>().map(|address| address.to_string()).unwrap_or_default();
        match canonical == text {
            true => Ok(()),
            false => is(text, false, "no needless zeros or capitals").map_err(|error| error.meant(canonical)),
        }
    },
    pattern: None,
};

/// `db.example.com`: two labels or more, with or without a dot at the end.
pub(super) static FULL_NAME: Format = Format {
    name: "a fully qualified domain name",
    read: |text| {
        let name = text.strip_suffix('.').unwrap_or(text);
        subdomain(name)?;
        is(text, name.contains('.'), "two or more labels between dots")
    },
    pattern: None,
};

/// `http`, the name of a port of a container. Source: RFC 6335.
pub(super) static PORT_NAME: Format = Format {
    name: "a port's name",
    read: |text| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = (1..=15).contains(&text.len())
            && text.chars().all(inner)
            && text.contains(|c: char| c.is_ascii_lowercase())
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        is(
            text,
            fits,
            "at most 15 lower-case letters, digits and single inner dashes, with a letter among them",
        )
    },
    pattern: None,
};

/// `example.com/controller`
pub(super) static DOMAIN_PATH: Format = Format {
    name: "a path below a domain",
    read: |text| {
        let (domain, path) = text.split_once('/').unwrap_or((text, ""));
        subdomain(domain)?;
        let in_path = |c: char| c.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:".contains(c);
        is(text, !path.is_empty() && path.chars().all(in_path), "a domain, `/`, and a path")
    },
    pattern: None,
};

/// `gateway.networking.k8s.io`, or nothing for the core group.
pub(super) static GROUP: Format = Format {
    name: "an API group",
    read: |text| if text.is_empty() { Ok(()) } else { subdomain(text) },
    pattern: None,
};

/// `Service`
pub(super) static KIND: Format = Format {
    name: "a kind",
    read: |text| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let fits = text.len() <= 63
            && text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.chars().all(inner)
            && !text.ends_with('-');
        is(text, fits, "at most 63 letters and digits that start with a letter")
    },
    pattern: None,
};

/// The name of a header of HTTP, or of a parameter of a query.
pub(super) static HEADER_NAME: Format = Format {
    name: "a header's name",
    read: |text| {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        is(text, !text.is_empty() && text.chars().all(token), "letters, digits and !#$%&'*+-.^_`|~")
    },
    pattern: None,
};

/// `1h30m`. Source: GEP-2257.
pub(super) static DURATION: Format = Format {
    name: "a duration",
    read: |text| {
        is(text, milliseconds(text).is_some(), "up to four numbers with `h`, `m`, `s` or `ms` after each")
    },
    pattern: None,
};

/// How many milliseconds a duration has.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut sum = 0;
    let mut parts = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=5).contains(digits))?;
        let (number, after) = rest.split_at(digits);
        let units = [("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];
        let (unit, factor) = units.into_iter().find(|(unit, _)| after.starts_with(unit))?;
        sum += number.parse::<u64>().ok()? * factor;
        rest = after.get(unit.len()..)?;
        parts += 1;
    }
    (1..=4).contains(&parts).then_some(sum)
}

/// A DNS name as Kubernetes allows it: labels of lower-case letters, digits and inner dashes, in all at most 253
/// characters. A single label may have more than 63 of them, and numbers between dots are a name as well.
pub(super) fn subdomain(text: &str) -> Result<(), SyntaxError> {
    check_subdomain(text).map_err(|error| {
        let lower = text.to_ascii_lowercase();
        if lower != text && check_subdomain(&lower).is_ok() { error.meant(lower) } else { error }
    })
}

fn check_subdomain(text: &str) -> Result<(), SyntaxError> {
    is(text, text.len() <= 253, "at most 253 characters")?;
    let outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let mut at = 0;
    for label in text.split('.') {
        let foreign = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if let Some((inside, character)) = label.char_indices().find(|&(_, character)| foreign(character)) {
            let span = Span::new(at + inside, at + inside + character.len_utf8());
            return Err(SyntaxError::at(text, span, "lower-case letters, digits, dashes and dots"));
        }
        if !outer(label.as_bytes().first()) || !outer(label.as_bytes().last()) {
            let span = Span::new(at, at + label.len());
            return Err(SyntaxError::at(text, span, "a letter or digit at both ends of each part"));
        }
        at += label.len() + 1;
    }
    Ok(())
}

/// Refuses what is an address where a name is expected.
pub(super) fn refuse_address(text: &str) -> Result<(), SyntaxError> {
    is(text, text.parse::<IpAddr>().is_err(), "a DNS name, not an address")
}

/// An error about all of `text` unless it `fits`.
pub(super) fn is(text: &str, fits: bool, expected: &'static str) -> Result<(), SyntaxError> {
    if fits { Ok(()) } else { Err(SyntaxError::at(text, Span::new(0, text.len()), expected)) }
}
