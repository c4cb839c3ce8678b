//! Which rule of several Ingresses a request takes.
//!
//! Source: Kubernetes documentation, "Ingress: path types, multiple matches, hostname wildcards". An exact host comes
//! before a wildcard, which comes before none; of the paths of the host an exact one comes before a prefix, and a longer
//! prefix before a shorter one. Where no path matches, the default backend takes the request.

use crate::k8s::{Ingress, IngressPath, IngressRule, PathType};

/// The rule that a request takes, and those that fit as well.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Choice<'a> {
    /// The one that is taken; of several that fit as well, the first.
    pub taken: Taken<'a>,
    /// Others for the same host and path: which one wins is up to the controller.
    pub rivals: Vec<Taken<'a>>,
}

/// A path of a rule of an Ingress.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Taken<'a> {
    pub ingress: &'a Ingress,
    pub rule: &'a IngressRule,
    pub path: &'a IngressPath,
}

/// The rule that a request for `host` and `path` takes; none where only a default backend would.
pub(super) fn choose<'a>(ingresses: &[&'a Ingress], host: &str, path: &str) -> Option<Choice<'a>> {
    let of_host = |ingress: &'a Ingress| ingress.rules.iter().map(move |rule| (ingress, rule));
    let rules: Vec<_> = ingresses.iter().copied().flat_map(of_host).collect();
    let best_host = rules.iter().filter_map(|(_, rule)| host_rank(rule, host)).max()?;
    let mut fitting: Vec<((bool, usize), Taken<'a>)> = Vec::new();
    for (ingress, rule) in rules {
        if host_rank(rule, host) != Some(best_host) {
            continue;
        }
        for candidate in &rule.paths {
            if let Some(rank) = path_rank(candidate, path) {
                fitting.push((rank, Taken { ingress, rule, path: candidate }));
            }
        }
    }
    let best = fitting.iter().map(|(rank, _)| *rank).max()?;
    let mut winners = fitting.into_iter().filter(|(rank, _)| *rank == best).map(|(_, taken)| taken);
    Some(Choice { taken: winners.next()?, rivals: winners.collect() })
}

/// How well a rule's host fits: the exact one best. None where it does not.
pub(super) fn host_rank(rule: &IngressRule, host: &str) -> Option<u8> {
    let Some(written) = &rule.host else { return Some(0) };
    let written = written.value.to_ascii_lowercase();
    match written.strip_prefix("*.") {
        Some(suffix) => {
            let (label, rest) = host.split_once('.')?;
            (!label.is_empty() && rest == suffix).then_some(1)
        }
        None => (written == host).then_some(2),
    }
}

/// How well a path fits: whether it is exact, and how long it is. None where it does not.
fn path_rank(candidate: &IngressPath, path: &str) -> Option<(bool, usize)> {
    let written = candidate.path.as_ref().map_or("/", |path| path.as_str());
    match candidate.path_type {
        PathType::Exact => (written == path).then_some((true, written.len())),
        PathType::Prefix | PathType::ImplementationSpecific => {
            let elements = written.trim_end_matches('/');
            is_path_prefix(written, path).then_some((false, elements.len()))
        }
    }
}

/// Whether the elements of `prefix` between slashes are the first ones of `path`. Slashes at their ends do not matter.
pub(super) fn is_path_prefix(prefix: &str, path: &str) -> bool {
    let prefix = prefix.trim_end_matches('/');
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::{Resources, read_manifest};
    use proptest::prelude::*;

    fn ingresses(rules: &[(&str, &str, &str)]) -> Resources {
        let one = |(index, (host, kind, path)): (usize, &(&str, &str, &str))| {
            let host = if host.is_empty() { String::new() } else { format!("host: \"{host}\", ") };
            format!(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: i{index} }}\n\
                 spec: {{ rules: [{{ {host}http: {{ paths: [{{ path: {path}, pathType: {kind}, backend: {{ service: {{ name: s{index}, port: {{ number: 80 }} }} }} }}] }} }}] }}\n"
            )
        };
        let text: Vec<String> = rules.iter().enumerate().map(one).collect();
        let read = read_manifest(&text.join("---\n"));
        let objects: Vec<_> = read.objects.iter().collect();
        Resources::read(&objects).0
    }

    /// The number of the rule that is taken, and how many fit as well.
    fn taken(rules: &[(&str, &str, &str)], host: &str, path: &str) -> Option<(usize, usize)> {
        let resources = ingresses(rules);
        let all: Vec<&Ingress> = resources.ingresses.iter().collect();
        choose(&all, host, path).map(|choice| (choice.taken.ingress.object, choice.rivals.len()))
    }

    /// The table "Examples" under "Path types" of the documentation, row by row.
    #[test]
    fn paths_match_as_the_documentation_says() {
        let matches = |kind: &str, path: &str, asked: &str| taken(&[("", kind, path)], "h", asked).is_some();
        for (kind, path, asked, expected) in [
            ("Prefix", "/", "/any/path", true),
            ("Exact", "/foo", "/foo", true),
            ("Exact", "/foo", "/bar", false),
            ("Exact", "/foo", "/foo/", false),
            ("Exact", "/foo/", "/foo", false),
            ("Prefix", "/foo", "/foo", true),
            ("Prefix", "/foo", "/foo/", true),
            ("Prefix", "/foo/", "/foo", true),
            ("Prefix", "/foo/", "/foo/", true),
            ("Prefix", "/aaa/bb", "/aaa/bbb", false),
            ("Prefix", "/aaa/bbb", "/aaa/bbb", true),
            ("Prefix", "/aaa/bbb/", "/aaa/bbb", true),
            ("Prefix", "/aaa/bbb", "/aaa/bbb/", true),
            ("Prefix", "/aaa/bbb", "/aaa/bbb/ccc", true),
            ("Prefix", "/aaa/bbb", "/aaa/bbbxyz", false),
        ] {
            assert_eq!(matches(kind, path, asked), expected, "{kind} {path} {asked}");
        }
    }

    #[test]
    fn several_paths_are_ranked_as_the_documentation_says() {
        let all = "";
        assert_eq!(taken(&[(all, "Prefix", "/"), (all, "Prefix", "/aaa")], "h", "/aaa/ccc"), Some((1, 0)));
        assert_eq!(taken(&[(all, "Prefix", "/"), (all, "Prefix", "/aaa")], "h", "/ccc"), Some((0, 0)));
        assert_eq!(taken(&[(all, "Prefix", "/foo"), (all, "Exact", "/foo")], "h", "/foo"), Some((1, 0)));
        assert_eq!(taken(&[(all, "Prefix", "/a"), (all, "Prefix", "/a")], "h", "/a"), Some((0, 1)));
    }

    #[test]
    fn hosts_match_as_the_documentation_says() {
        let matches = |host: &str, asked: &str| taken(&[(host, "Prefix", "/")], asked, "/").is_some();
        assert!(matches("*.foo.com", "bar.foo.com"));
        assert!(!matches("*.foo.com", "baz.bar.foo.com"));
        assert!(!matches("*.foo.com", "foo.com"));
        let rules = [("", "Prefix", "/"), ("*.foo.com", "Prefix", "/"), ("bar.foo.com", "Prefix", "/x")];
        assert_eq!(taken(&rules, "bar.foo.com", "/x"), Some((2, 0)));
        assert_eq!(taken(&rules, "baz.foo.com", "/x"), Some((1, 0)));
        assert_eq!(taken(&rules, "other", "/x"), Some((0, 0)));
        // The host decides first; what its paths leave goes to the default backend.
        assert_eq!(taken(&rules, "bar.foo.com", "/y"), None);
    }

    /// Whether a path fits, element by element, and by what it would be preferred: as the documentation says it, not
    /// as the code does.
    fn naive(rules: &[(&str, &str, &str)], host: &str, path: &str) -> Option<usize> {
        let elements = |path: &str| -> Vec<String> {
            path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let labels = |host: &str| host.split('.').map(str::to_owned).collect::<Vec<_>>();
        let is_host = |written: &str| {
            let (written, asked) = (labels(written), labels(host));
            written.len() == asked.len() && written.iter().zip(&asked).all(|(a, b)| a == b || a == "*")
        };
        let exact: Vec<usize> = (0..rules.len()).filter(|&it| rules[it].0 == host).collect();
        let wild: Vec<usize> =
            (0..rules.len()).filter(|&it| rules[it].0.starts_with('*') && is_host(rules[it].0)).collect();
        let none: Vec<usize> = (0..rules.len()).filter(|&it| rules[it].0.is_empty()).collect();
        let group = [exact, wild, none].into_iter().find(|group| !group.is_empty())?;
        let exactly = group.iter().copied().find(|&it| rules[it].1 == "Exact" && rules[it].2 == path);
        exactly.or_else(|| {
            let asked = elements(path);
            let mut fitting: Vec<usize> = group
                .into_iter()
                .filter(|&it| rules[it].1 == "Prefix" && asked.starts_with(&elements(rules[it].2)))
                .collect();
            fitting.sort_by_key(|&it| std::cmp::Reverse(elements(rules[it].2).len()));
            fitting.first().copied()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn the_rule_taken_is_that_of_the_documentation(
            rules in prop::collection::vec(
                (
                    prop::sample::select(vec!["", "*.b", "a.b", "*.c.b", "c.b"]),
                    prop::sample::select(vec!["Exact", "Prefix"]),
                    prop::sample::select(vec!["/", "/x", "/x/", "/x/y", "/xy", "/x/y/z"]),
                ),
                1..7,
            ),
            host in prop::sample::select(vec!["a.b", "c.b", "d.c.b", "b", "z"]),
            path in prop::sample::select(vec!["/", "/x", "/x/", "/x/y", "/x/y/", "/xy", "/x/y/z/w"]),
        ) {
            let naive = naive(&rules, host, path).map(|it| (rules[it].1, rules[it].2.trim_end_matches('/')));
            let ours = taken(&rules, host, path).map(|(it, _)| (rules[it].1, rules[it].2.trim_end_matches('/')));
            prop_assert_eq!(ours, naive);
        }
    }
}
