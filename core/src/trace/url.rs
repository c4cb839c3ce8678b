use std::fmt;

/// A URL as far as it decides where a request leads.
///
/// ```
/// use netplat_core::trace::Url;
/// let url = Url::read("https://Shop.example.com/cart?item=3#top").unwrap();
/// assert_eq!((url.host.as_str(), url.port, url.path.as_str()), ("shop.example.com", 443, "/cart"));
/// assert_eq!(url.query, [("item".to_owned(), "3".to_owned())]);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Url {
    /// In lower case: `https`, `http`, `tcp`, `tls`, `udp`, `grpc`.
    pub scheme: String,
    /// A name in lower case and without a dot at its end, or an address without brackets.
    pub host: String,
    /// The port; that of the scheme where none is written.
    pub port: u16,
    /// The path, which starts with a slash.
    pub path: String,
    /// Names and values of the query, in order; nothing is decoded.
    pub query: Vec<(String, String)>,
}

impl Url {
    /// Reads a URL with a scheme.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let (scheme, rest) =
            text.split_once("://").ok_or_else(|| format!("`{text}` has no scheme: write https://{text}"))?;
        Self::with_scheme(&scheme.to_ascii_lowercase(), rest)
    }

    /// Reads what follows a scheme.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn with_scheme(scheme: &str, rest: &str) -> Result<Self, String> {
        let default = match scheme {
            "http" | "ws" => Some(80),
            "https" | "wss" | "grpc" | "grpcs" | "tls" => Some(443),
            "tcp" | "udp" => None,
            other => return Err(format!("the scheme `{other}` is not known")),
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, "/"),
        };
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = host_and_port(authority)?;
        if host.is_empty() {
            return Err("the URL names no host".to_owned());
        }
        let port = port.or(default).ok_or_else(|| format!("say the port: {scheme}://{host}:PORT"))?;
        let pair = |part: &str| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (name.to_owned(), value.to_owned())
        };
        Ok(Self {
            scheme: scheme.to_owned(),
            host: host.trim_end_matches('.').to_ascii_lowercase(),
            port,
            path: path.to_owned(),
            query: query.split('&').filter(|part| !part.is_empty()).map(pair).collect(),
        })
    }

    /// Whether it is encrypted from the start.
    pub fn is_tls(&self) -> bool {
        matches!(self.scheme.as_str(), "https" | "wss" | "tls" | "grpc" | "grpcs")
    }

    /// Whether requests have paths that routes may look at.
    pub fn is_http(&self) -> bool {
        !matches!(self.scheme.as_str(), "tcp" | "udp" | "tls")
    }
}

impl fmt::Display for Url {
    /// As it was written, with the port where it is not that of the scheme.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_default = matches!((self.is_tls(), self.port), (true, 443) | (false, 80));
        write!(formatter, "{}://", self.scheme)?;
        if self.host.contains(':') {
            write!(formatter, "[{}]", self.host)?;
        } else {
            formatter.write_str(&self.host)?;
        }
        if !is_default {
            write!(formatter, ":{}", self.port)?;
        }
        formatter.write_str(&self.path)
    }
}

/// A host, and the port where one is written: `web:80`, `[2001:db8::1]:80`, `2001:db8::1`.
///
/// # Errors
/// When the port is none.
pub(super) fn host_and_port(text: &str) -> Result<(String, Option<u16>), String> {
    let port = |text: &str| match text.parse::<u16>() {
        Ok(port) if port > 0 => Ok(Some(port)),
        _ => Err(format!("`{text}` is not a port")),
    };
    if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or_else(|| format!("`{text}` has no closing bracket"))?;
        return Ok((host.to_owned(), after.strip_prefix(':').map_or(Ok(None), port)?));
    }
    if text.parse::<std::net::Ipv6Addr>().is_ok() {
        return Ok((text.to_owned(), None));
    }
    match text.split_once(':') {
        Some((host, number)) => Ok((host.to_owned(), port(number)?)),
        None => Ok((text.to_owned(), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn urls_are_read_and_written() {
        let written = |text: &str| Url::read(text).map(|url| url.to_string());
        assert_eq!(written("http://A.example./x?y#z"), Ok("http://a.example/x".to_owned()));
        assert_eq!(written("https://[2001:db8::1]:8443"), Ok("https://[2001:db8::1]:8443/".to_owned()));
        assert_eq!(written("https://user:word@host"), Ok("https://host/".to_owned()));
        for wrong in ["host", "ftp://host", "https:///x", "https://host:0", "tcp://host", "http://[::1"] {
            assert!(Url::read(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_url_or_an_error(text in "(https?|tcp|\\PC)://\\PC{0,40}|\\PC{0,40}") {
            let _ = Url::read(&text);
        }
    }
}
