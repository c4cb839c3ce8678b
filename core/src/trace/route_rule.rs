//! Which rule of several routes of the Gateway API a request takes.
//!
//! Source: Gateway API, `HTTPRouteSpec.hostnames`, `HTTPRouteRule.matches` and `GRPCRouteRule.matches`. The host with
//! more characters comes first, an exact one before all wildcards; then an exact path, then the longer prefix, then a
//! method, then more headers, then more parameters of the query; then the older route, then the first by namespace and
//! name, then the first rule. Where a regular expression takes part, the order is up to the implementation.

use crate::k8s::{FieldMatch, GrpcMatch, PathMatch, PathMatchKind, Route, RouteKind, RouteMatch, RouteRule};
use std::cmp::{Ordering, Reverse};

use super::ingress_rule::is_path_prefix;

/// A request as routes look at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'r> {
    /// The host, in lower case.
    pub host: &'r str,
    /// The path.
    pub path: &'r str,
    /// The method: `GET`.
    pub method: &'r str,
    /// Names and values of headers.
    pub headers: &'r [(String, String)],
    /// Names and values of the query.
    pub query: &'r [(String, String)],
}

/// A rule that may take a request.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Candidate<'a> {
    pub route: &'a Route,
    pub rule: &'a RouteRule,
    /// What matches; none for a rule that has no matches.
    pub by: Option<&'a RouteMatch>,
    /// Whether it is certain that it matches, and where it stands among the others.
    is_certain: bool,
    rank: Rank<'a>,
}

/// What is known of the rule that a request takes.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Choice<'a> {
    /// The best rule that certainly matches.
    pub taken: Option<Candidate<'a>>,
    /// Rules that may come before it: by regular expressions.
    pub possible: Vec<Candidate<'a>>,
}

/// The criteria in the order of the specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Rank<'a> {
    /// Characters of an exact host, then of any.
    host: (usize, usize),
    path: (PathMatchRank, usize),
    has_method: bool,
    headers: usize,
    query: usize,
    /// None is the youngest: nothing says when it was made.
    created: Option<&'a str>,
    name: (&'a str, &'a str),
    place: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum PathMatchRank {
    Prefix,
    Regex,
    Exact,
}

impl Rank<'_> {
    /// Less is asked first.
    fn order(&self, other: &Self) -> Ordering {
        let criteria = |it: &Self| Reverse((it.host, it.path, it.has_method, it.headers, it.query));
        let age = |it: &Self| (it.created.is_none(), it.created.map(str::to_owned));
        criteria(self)
            .cmp(&criteria(other))
            .then_with(|| age(self).cmp(&age(other)))
            .then_with(|| self.name.cmp(&other.name))
            .then_with(|| self.place.cmp(&other.place))
    }
}

/// The rule that a request takes, of `routes` that are all attached where it arrives.
pub(super) fn choose<'a>(routes: &[&'a Route], asked: Asked<'_>) -> Choice<'a> {
    let mut candidates: Vec<Candidate<'a>> =
        routes.iter().copied().flat_map(|route| candidates(route, asked)).collect();
    candidates.sort_by(|a, b| a.rank.order(&b.rank));
    let taken = candidates.iter().position(|candidate| candidate.is_certain);
    let host = candidates.get(taken.unwrap_or_default()).map(|candidate| candidate.rank.host);
    let is_possible = |(place, candidate): &(usize, &Candidate<'a>)| {
        let by_regex = candidate.rank.path.0 == PathMatchRank::Regex;
        let before = taken.is_none_or(|taken| *place < taken);
        // An expression in the path may come before a longer prefix as well as after it.
        let taken_exactly = taken
            .and_then(|taken| candidates.get(taken))
            .is_some_and(|it| it.rank.path.0 == PathMatchRank::Exact);
        Some(*place) != taken
            && (before && !candidate.is_certain
                || by_regex && !taken_exactly && host == Some(candidate.rank.host))
    };
    let possible =
        candidates.iter().enumerate().filter(is_possible).map(|(_, candidate)| *candidate).collect();
    let taken = taken.and_then(|taken| candidates.get(taken).copied());
    Choice { taken, possible }
}

/// The matches of `route` that fit the request, or may.
fn candidates<'a>(route: &'a Route, asked: Asked<'_>) -> Vec<Candidate<'a>> {
    let Some(host) = host_rank(route, asked.host) else { return Vec::new() };
    let mut found = Vec::new();
    for (place, rule) in route.rules.iter().enumerate() {
        let matches: Vec<Option<&RouteMatch>> =
            if rule.matches.is_empty() { vec![None] } else { rule.matches.iter().map(Some).collect() };
        for (within, by) in matches.into_iter().enumerate() {
            let held = by.map_or(Held::Yes, |by| holds(route.kind, by, asked));
            if held == Held::No {
                continue;
            }
            let rank = Rank {
                host,
                path: path_rank(route.kind, by),
                has_method: by.is_some_and(|by| by.method.is_some()),
                headers: by.map_or(0, |by| by.headers.len()),
                query: by.map_or(0, |by| by.query.len()),
                created: route.created.as_ref().map(|created| created.as_str()),
                name: (&route.namespace, &route.name),
                place: (place, within),
            };
            found.push(Candidate { route, rule, by, is_certain: held == Held::Yes, rank });
        }
    }
    found
}

/// How well the best of a route's hosts fits: characters of an exact one, and of any. None where none fits.
pub(super) fn host_rank(route: &Route, host: &str) -> Option<(usize, usize)> {
    if route.hostnames.is_empty() || !matches!(route.kind, RouteKind::Http | RouteKind::Grpc | RouteKind::Tls)
    {
        return Some((0, 0));
    }
    let rank = |written: &str| {
        let written = written.to_ascii_lowercase();
        let is_exact = written == host;
        covers(&written, host).then_some((if is_exact { written.len() } else { 0 }, written.len()))
    };
    route.hostnames.iter().filter_map(|written| rank(written.as_str())).max()
}

/// Whether a host as the Gateway API writes it stands for `host`: `*.` stands for one or more labels.
pub(super) fn covers(written: &str, host: &str) -> bool {
    match written.strip_prefix('*') {
        Some(suffix) => suffix.starts_with('.') && host.len() > suffix.len() && host.ends_with(suffix),
        None => written == host,
    }
}

fn path_rank(kind: RouteKind, by: Option<&RouteMatch>) -> (PathMatchRank, usize) {
    let length = |text: &str| text.chars().count();
    if kind == RouteKind::Grpc {
        // Characters of the service, then of the method: the service comes first, so it weighs more.
        let Some(call) = by.and_then(|by| by.grpc.as_ref()) else { return (PathMatchRank::Prefix, 0) };
        let of = |part: &Option<String>| part.as_deref().map_or(0, length);
        let kind = if call.is_regex { PathMatchRank::Regex } else { PathMatchRank::Prefix };
        return (kind, of(&call.service) * (1 << 20) + of(&call.method));
    }
    match by.and_then(|by| by.path.as_ref()) {
        None => (PathMatchRank::Prefix, 1),
        Some(path) => match path.kind {
            PathMatchKind::Exact => (PathMatchRank::Exact, length(&path.value)),
            PathMatchKind::Prefix => (PathMatchRank::Prefix, length(&path.value)),
            PathMatchKind::Regex => (PathMatchRank::Regex, 0),
        },
    }
}

/// Whether something holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Held {
    No,
    /// It is up to a regular expression.
    Maybe,
    Yes,
}

impl From<bool> for Held {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// Whether all that `by` asks for holds.
fn holds(kind: RouteKind, by: &RouteMatch, asked: Asked<'_>) -> Held {
    let path = by.path.as_ref().map_or(Held::Yes, |path| path_holds(path, asked.path));
    let method = by.method.as_ref().is_none_or(|method| method.value == asked.method);
    let call = match (kind, &by.grpc) {
        (RouteKind::Grpc, Some(call)) => call_holds(call, asked.path),
        _ => Held::Yes,
    };
    let headers =
        by.headers.iter().map(|header| field_holds(header, asked.headers, str::eq_ignore_ascii_case));
    let query = by.query.iter().map(|field| field_holds(field, asked.query, |a, b| a == b));
    let fields = headers.chain(query).min().unwrap_or(Held::Yes);
    path.min(method.into()).min(call).min(fields)
}

fn path_holds(path: &PathMatch, asked: &str) -> Held {
    match path.kind {
        PathMatchKind::Exact => (path.value == asked).into(),
        PathMatchKind::Prefix => is_path_prefix(&path.value, asked).into(),
        PathMatchKind::Regex => expression_holds(&path.value, asked),
    }
}

/// A call's path is its service and its method: `/shop.v1.Orders/Get`.
fn call_holds(call: &GrpcMatch, path: &str) -> Held {
    let (service, method) =
        path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let part = |written: &Option<String>, asked: &str| match written {
        None => Held::Yes,
        Some(written) if call.is_regex => expression_holds(written, asked),
        Some(written) => (written == asked).into(),
    };
    part(&call.service, service).min(part(&call.method, method))
}

fn field_holds(field: &FieldMatch, asked: &[(String, String)], is_same: fn(&str, &str) -> bool) -> Held {
    // Of headers that stand twice, and of parameters, implementations look at the first.
    match asked.iter().find(|(name, _)| is_same(name, &field.name)) {
        None => Held::No,
        Some((_, value)) if field.is_regex => expression_holds(&field.value, value),
        Some((_, value)) => (*value == field.value).into(),
    }
}

/// Whether an expression holds for all of `text`, where that can be said without knowing its dialect.
fn expression_holds(expression: &str, text: &str) -> Held {
    let inner = expression.strip_prefix('^').unwrap_or(expression);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    let is_literal =
        |part: &str| !part.contains(['\\', '.', '*', '+', '?', '(', ')', '[', ']', '{', '}', '|', '^', '$']);
    if is_literal(inner) {
        return (inner == text).into();
    }
    match inner.strip_suffix(".*") {
        Some(start) if is_literal(start) => text.starts_with(start).into(),
        _ => Held::Maybe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::{Resources, read_manifest};
    use proptest::prelude::*;

    /// A route: hosts, when it was made, and a rule for each match.
    #[derive(Clone, Debug)]
    struct Written {
        hosts: Vec<&'static str>,
        created: Option<u8>,
        matches: Vec<Match>,
    }

    /// A match: a path, by its kind; whether a method is asked for; the numbers of headers and parameters.
    type Match = (Option<(&'static str, &'static str)>, bool, usize, usize);

    fn resources(routes: &[Written]) -> Resources {
        let mut text = String::new();
        for (index, route) in routes.iter().enumerate() {
            let created = route
                .created
                .map(|year| format!(", creationTimestamp: \"20{year}-01-01T00:00:00Z\""))
                .unwrap_or_default();
            let hosts: Vec<String> = route.hosts.iter().map(|host| format!("\"{host}\"")).collect();
            let rules: Vec<String> =
                route.matches.iter().map(|it| format!("{{ matches: [{}] }}", written(it))).collect();
            text += &format!(
                "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: r{index}{created} }}\n\
                 spec: {{ hostnames: [{}], rules: [{}] }}\n",
                hosts.join(", "),
                rules.join(", ")
            );
        }
        let read = read_manifest(&text);
        let objects: Vec<_> = read.objects.iter().collect();
        Resources::read(&objects).0
    }

    fn written((path, method, headers, query): &Match) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(path.map(|(kind, value)| format!("path: {{ type: {kind}, value: {value} }}")));
        parts.extend(method.then(|| "method: GET".to_owned()));
        let fields = |count: usize| {
            (0..count).map(|it| format!("{{ name: f{it}, value: v }}")).collect::<Vec<_>>().join(", ")
        };
        parts.push(format!("headers: [{}]", fields(*headers)));
        parts.push(format!("queryParams: [{}]", fields(*query)));
        format!("{{ {} }}", parts.join(", "))
    }

    /// The route and rule that take a request with two headers and two parameters.
    fn taken(routes: &[Written], host: &str, path: &str) -> Option<(usize, usize)> {
        let resources = resources(routes);
        let all: Vec<&Route> = resources.routes.iter().collect();
        let fields: Vec<(String, String)> = (0..2).map(|it| (format!("f{it}"), "v".to_owned())).collect();
        let asked = Asked { host, path, method: "GET", headers: &fields, query: &fields };
        let choice = choose(&all, asked);
        assert!(choice.possible.is_empty());
        choice.taken.map(|it| {
            let rule = it.route.rules.iter().position(|rule| rule.span == it.rule.span).expect("a rule");
            (it.route.object, rule)
        })
    }

    /// The same by the words of the specification: of all that fits, what is best by the first criterion, of that what
    /// is best by the second, and so on.
    fn naive(routes: &[Written], host: &str, path: &str) -> Option<(usize, usize)> {
        let fits = |written: &str| match written.strip_prefix("*.") {
            Some(rest) => host.ends_with(&format!(".{rest}")),
            None => written == host,
        };
        let elements =
            |path: &str| path.split('/').filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let mut left: Vec<(usize, usize)> = Vec::new();
        for (index, route) in routes.iter().enumerate() {
            if !route.hosts.is_empty() && !route.hosts.iter().any(|host| fits(host)) {
                continue;
            }
            for (rule, (written, ..)) in route.matches.iter().enumerate() {
                let is_path = match written {
                    None => true,
                    Some(("Exact", value)) => *value == path,
                    Some((_, value)) => elements(path).starts_with(&elements(value)),
                };
                if is_path {
                    left.push((index, rule));
                }
            }
        }
        let own = |index: usize, exact: bool| {
            let hosts = routes[index].hosts.iter().filter(|it| fits(it) && (!exact || !it.starts_with('*')));
            hosts.map(|it| it.len()).max().unwrap_or(0)
        };
        let of = |it: &(usize, usize)| routes[it.0].matches[it.1];
        type Criterion<'c> = &'c dyn Fn(&(usize, usize)) -> usize;
        let criteria: [Criterion<'_>; 7] = [
            &|it| own(it.0, true),
            &|it| own(it.0, false),
            &|it| usize::from(matches!(of(it).0, Some(("Exact", _)))),
            &|it| of(it).0.map_or(1, |(_, value)| value.len()),
            &|it| usize::from(of(it).1),
            &|it| of(it).2,
            &|it| of(it).3,
        ];
        for criterion in criteria {
            let best = left.iter().map(criterion).max()?;
            left.retain(|it| criterion(it) == best);
        }
        let oldest = left.iter().map(|it| routes[it.0].created.unwrap_or(u8::MAX)).min()?;
        left.retain(|it| routes[it.0].created.unwrap_or(u8::MAX) == oldest);
        left.sort_by_key(|it| (format!("default/r{}", it.0), it.1));
        left.first().copied()
    }

    fn any_match() -> impl Strategy<Value = Match> {
        let path = prop::option::of((
            prop::sample::select(vec!["Exact", "PathPrefix"]),
            prop::sample::select(vec!["/", "/a", "/a/b", "/ab", "/a/b/c"]),
        ));
        (path, any::<bool>(), 0..3usize, 0..3usize)
    }

    fn any_route() -> impl Strategy<Value = Written> {
        let hosts = prop::sample::subsequence(vec!["x.y.z", "*.y.z", "*.z", "w.z"], 0..3);
        let created = prop::option::of(prop::sample::select(vec![24, 25]));
        (hosts, created, prop::collection::vec(any_match(), 1..4))
            .prop_map(|(hosts, created, matches)| Written { hosts, created, matches })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn the_rule_taken_is_that_of_the_specification(
            routes in prop::collection::vec(any_route(), 1..6),
            host in prop::sample::select(vec!["x.y.z", "v.y.z", "w.z", "u.v.z", "q"]),
            path in prop::sample::select(vec!["/", "/a", "/a/b", "/a/b/c/d", "/ab"]),
        ) {
            prop_assert_eq!(taken(&routes, host, path), naive(&routes, host, path));
        }
    }

    fn choice_of(rules: &str, path: &str) -> (bool, usize) {
        let text = format!(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: r }}\nspec: {{ rules: [{rules}] }}\n"
        );
        let read = read_manifest(&text);
        let objects: Vec<_> = read.objects.iter().collect();
        let resources = Resources::read(&objects).0;
        let asked = Asked { host: "h", path, method: "GET", headers: &[], query: &[] };
        let choice = choose(&[&resources.routes[0]], asked);
        (choice.taken.is_some(), choice.possible.len())
    }

    #[test]
    fn an_expression_may_come_before_a_prefix_but_not_before_an_exact_path() {
        let expression = "{ matches: [{ path: { type: RegularExpression, value: \"/a/[0-9]+\" } }] }";
        let prefix = "{ matches: [{ path: { type: PathPrefix, value: /a } }] }";
        let exact = "{ matches: [{ path: { type: Exact, value: /a/1 } }] }";
        assert_eq!(choice_of(expression, "/a/1"), (false, 1));
        assert_eq!(choice_of(&format!("{expression}, {prefix}"), "/a/1"), (true, 1));
        assert_eq!(choice_of(&format!("{expression}, {exact}"), "/a/1"), (true, 0));
        // What has no special characters, or only an open end, holds in every dialect.
        let open = "{ matches: [{ path: { type: RegularExpression, value: /b.* } }] }";
        assert_eq!(choice_of(open, "/b/c"), (true, 0));
        assert_eq!(choice_of(open, "/c"), (false, 0));
    }
}
