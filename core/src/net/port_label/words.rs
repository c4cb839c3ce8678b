//! The words around ports.

/// Words that stand beside a service or a port and leave it one.
const NEUTRAL: &str = "\
    and or on over via with to from by the a in request requests traffic call calls connection \
    connections query queries protocol api rest ssl tls secure encrypted plain only internal external \
    public private metrics web read reads write writes response lookup lookups allow allowed egress \
    ingress uses using listens listen listening exposes forward forwards s";

/// Words that make the number before them a count.
const UNITS: &str = "\
    x ms s sec secs second seconds min minute minutes hour hours day days k kb mb gb tb kbps mbps gbps \
    mbit gbit rps qps tps req reqs request requests user users client clients connection connections \
    session sessions replica replicas pod pods node nodes instance instances server servers worker \
    workers thread threads core cores time times retry retries step steps hop hops item items record \
    records event events message messages row rows byte bytes device devices service services";

/// Whether `word` says nothing against a port beside it: "HTTPS requests".
pub(super) fn is_neutral(word: &str) -> bool {
    is_among(NEUTRAL, word)
}

/// Whether `word` makes the number before it a count: "443 requests".
pub(super) fn is_unit(word: &str) -> bool {
    is_among(UNITS, word)
}

/// Whether `word` is "port" or "ports".
pub(super) fn is_port(word: &str) -> bool {
    is_among("port ports", word)
}

fn is_among(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed.eq_ignore_ascii_case(word))
}
