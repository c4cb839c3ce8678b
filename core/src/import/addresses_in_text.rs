use crate::text::Span;

/// Where `text` has what looks like prefixes or ranges, in order: `10.0.0.0/8`, `10.0.0.1-10.0.0.9`,
/// `10.0.0.1 to 10.0.0.9`, `2001:db8::/32`. With `singles` also single addresses. One pass.
pub(super) fn find(text: &str, singles: bool) -> Vec<Span> {
    let words = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        let said = word.slice(text);
        if !is_address(said.split(['/', '-', '–']).next().unwrap_or_default()) {
            continue;
        }
        let between = |next: Span| Span::new(word.end as usize, next.start as usize).slice(text).trim();
        let stop = words.get(at).filter(|next| {
            let joined = matches!(between(**next), "-" | "–" | "—" | "to" | "bis" | "through");
            !said.contains(['/', '-', '–']) && joined && is_address(next.slice(text))
        });
        if let Some(&stop) = stop {
            found.push(word.cover(stop));
            at += 1;
        } else if singles || said.contains(['/', '-', '–']) {
            found.push(word);
        }
    }
    found
}

/// Runs of the characters that addresses are written with, without points and dashes at their ends.
fn tokens(text: &str) -> Vec<Span> {
    let is_part =
        |character: char| character.is_ascii_hexdigit() || matches!(character, '.' | ':' | '/' | '-' | '–');
    let mut found = Vec::new();
    let mut from = None;
    let mut before = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_part(character), from) {
            // In the middle of a word or a path there is no address.
            (true, None) if before.is_none_or(|it: char| !it.is_alphanumeric() && it != '_') => {
                from = Some(at)
            }
            (false, Some(start)) => {
                from = None;
                if character != '_' && !character.is_alphanumeric() {
                    found.extend(trimmed(text, start, at));
                }
            }
            _ => {}
        }
        before = Some(character);
    }
    found
}

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let run = text.get(start..end)?;
    let ends = run.trim_end_matches(['.', '-', '–', '/', ':']);
    // `fd00::` ends with colons that belong to it.
    let ends = if run.get(ends.len()..).is_some_and(|rest| rest.starts_with("::")) {
        &run[..ends.len() + 2]
    } else {
        ends
    };
    let inner = ends.trim_start_matches(['.', '-', '–', '/']);
    let inner = if inner.starts_with("::") { inner } else { inner.trim_start_matches(':') };
    let start = start + (ends.len() - inner.len());
    (!inner.is_empty()).then(|| Span::new(start, start + inner.len()))
}

/// Whether it has the outline of an address: three points and digits, or at least two colons.
fn is_address(word: &str) -> bool {
    let four = word.bytes().filter(|&byte| byte == b'.').count() == 3
        && word.split('.').all(|part| {
            !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
        });
    let six =
        word.bytes().filter(|&byte| byte == b':').count() >= 2 && word.parse::<std::net::Ipv6Addr>().is_ok();
    four || six
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_ranges_are_found_and_nothing_like_them() {
        let text = "Pods (10.244.0.0/16), `fd00:10:244::/48`; 192.168.40.10 – 192.168.40.60, 10.0.0.1-10.0.0.9. \
                    Version 1.2.3.4, 12:30:45/x, a10.0.0.0/8, ab::cd, http://10.0.0.0/8x, 10.9.0.1 to 10.9.0.7.";
        let found: Vec<&str> = find(text, false).into_iter().map(|span| span.slice(text)).collect();
        assert_eq!(
            found,
            [
                "10.244.0.0/16",
                "fd00:10:244::/48",
                "192.168.40.10 – 192.168.40.60",
                "10.0.0.1-10.0.0.9",
                "10.9.0.1 to 10.9.0.7"
            ]
        );
        assert_eq!(find("gateway 10.0.0.1", true).len(), 1);
    }
}
