//! The kinds of text in facts.

use super::link_reference::LinkReference;
use super::object_reference::ObjectReference;
use crate::net::{DnsLabel, HostName, LabelValue, Port, SyntaxError};
use crate::text::Span;
use crate::yaml::Format;
use std::borrow::Cow;

pub(super) static TEXT: Format = Format { name: "a text", read: |_| Ok(()), pattern: None };

/// What is wrong with an address is said by `model::read_range`, with rules of its own.
pub(super) static ADDRESSES: Format = Format {
    name: "a prefix, range or address",
    read: |_| Ok(()),
    pattern: Some(r"^[0-9A-Fa-f.:]+(/[0-9]{1,3}|\s*-\s*[0-9A-Fa-f.:]+)?$"),
};

pub(super) static PREFIX: Format =
    Format { name: "a prefix", read: |_| Ok(()), pattern: Some(r"^[0-9A-Fa-f.:]+/[0-9]{1,3}$") };

pub(super) static PORT: Format = Format {
    name: "a port",
    read: |text| text.parse::<Port>().map(drop),
    pattern: Some(r"^([a-z0-9-]+ )?[0-9]+(-[0-9]+)?(/[A-Za-z]+)?$|^[A-Za-z][A-Za-z0-9-]*$"),
};

pub(super) static HOST: Format = Format {
    name: "a host name",
    read: |text| text.parse::<HostName>().map(drop),
    pattern: Some(r"^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"),
};

pub(super) static NAME: Format = Format {
    name: "a DNS label",
    read: |text| text.parse::<DnsLabel>().map(drop),
    pattern: Some(r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"),
};

pub(super) static LABEL_VALUE: Format =
    Format { name: "a label's value", read: |text| text.parse::<LabelValue>().map(drop), pattern: None };

pub(super) static PATH: Format = Format { name: "a path", read: path, pattern: Some("^/") };

pub(super) static KUBERNETES_VERSION: Format = Format {
    name: "a Kubernetes version",
    read: kubernetes_version,
    pattern: Some(r"^1\.[0-9]{1,2}(\.[0-9]+)?$"),
};

pub(super) static OBJECT: Format = Format {
    name: "an object",
    read: |text| ObjectReference::read(text).map(drop),
    pattern: Some(r"^[A-Za-z][A-Za-z0-9]* ([^ /]+/)?[^ /]+$"),
};

pub(super) static LINK: Format =
    Format { name: "a link", read: |text| LinkReference::read(text).map(drop), pattern: None };

fn path(text: &str) -> Result<(), SyntaxError> {
    if text.starts_with('/') {
        return Ok(());
    }
    Err(error(text, "a path that starts with `/`", Some(format!("/{text}"))))
}

fn kubernetes_version(text: &str) -> Result<(), SyntaxError> {
    let parts: Vec<&str> = text.split('.').collect();
    let numbers =
        parts.iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit()));
    if numbers && matches!(parts.as_slice(), ["1", _] | ["1", _, _]) {
        return Ok(());
    }
    let meant = text.strip_prefix('v').filter(|rest| kubernetes_version(rest).is_ok());
    Err(error(text, "a version such as `1.33`", meant.map(str::to_owned)))
}

pub(super) fn error(
    text: &str,
    expected: impl Into<Cow<'static, str>>,
    suggestion: Option<String>,
) -> SyntaxError {
    let found = if text.is_empty() { "the end".to_owned() } else { format!("`{text}`") };
    SyntaxError { span: Span::new(0, text.len()), expected: expected.into(), found, suggestion }
}
