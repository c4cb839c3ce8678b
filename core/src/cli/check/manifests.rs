//! Manifests held against each other: as the fences of one page, with each problem back in the file that it is in.

use crate::diagnostic::Problem;
use crate::document::{MAX_BYTES, file_fence};
use crate::k8s;
use crate::session::Snapshot;
use crate::text::Span;

/// The problems of each of `files`, which are paths with texts, in order of their places. What is too large for one page
/// is looked at file by file: then nothing is said of what files say about each other.
pub(super) fn problems(files: &[(&str, &str)]) -> Vec<Vec<Problem>> {
    let mut page = String::new();
    let mut parts: Vec<Span> = Vec::with_capacity(files.len());
    for (path, text) in files {
        let fence = file_fence(path, "yaml", text);
        let start = page.len() + fence.find('\n').map_or(0, |end| end + 1);
        parts.push(Span::new(start, start + text.len()));
        page.push_str(&fence);
        page.push('\n');
    }
    if page.len() > MAX_BYTES {
        return files.iter().map(|(_, text)| one_by_one(text)).collect();
    }
    let mut found: Vec<Vec<Problem>> = vec![Vec::new(); files.len()];
    for problem in Snapshot::new(&page).problems {
        let at = parts.partition_point(|part| part.start <= problem.span.start).saturating_sub(1);
        let (Some(part), Some(found)) = (parts.get(at), found.get_mut(at)) else { continue };
        if part.contains(problem.span) {
            found.push(within(problem, *part, &parts, files));
        }
    }
    for problems in &mut found {
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.rule.code));
    }
    found
}

/// The problem as one of the file at `part`. What takes part in other files is told in words, and a fix that changes
/// other files is none.
fn within(mut problem: Problem, part: Span, parts: &[Span], files: &[(&str, &str)]) -> Problem {
    problem.fixes.retain(|fix| fix.edit.splices().iter().all(|splice| part.contains(splice.span)));
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        problem.related.into_iter().partition(|related| part.contains(related.span));
    problem.related = here;
    for related in elsewhere {
        let other = parts.iter().position(|part| part.contains(related.span));
        if let Some((path, _)) = other.and_then(|other| files.get(other)) {
            let said = format!("{path}: {}", related.message);
            problem.help = Some(problem.help.map_or_else(|| said.clone(), |help| format!("{help}; {said}")));
        }
    }
    problem.moved(-i64::from(part.start))
}

fn one_by_one(text: &str) -> Vec<Problem> {
    let read = k8s::read_manifest(text);
    let refusals = read.refusals().iter().map(|(_, problem)| problem);
    let mut problems: Vec<Problem> = read.problems.iter().chain(refusals).cloned().collect();
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.rule.code));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_say_about_each_other_is_found_in_the_file_that_it_is_in() {
        let pods = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: { matchLabels: { app: web } }\n  \
                    template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a, ports: [{ name: http, containerPort: 80 }] }] } }\n";
        let service = "# ours\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n\
                       spec: { selector: { app: web }, ports: [{ port: 80, targetPort: htpp }] }";
        let files = [("a/service.yaml", service), ("pods.yaml", pods)];
        let found = problems(&files);
        let of_service: Vec<(&str, &str)> =
            found[0].iter().map(|problem| (problem.rule.code, problem.span.slice(service))).collect();
        assert_eq!(of_service, [("SV002", "htpp")]);
        let fix = &found[0][0].fixes[0];
        assert!(fix.edit.apply(service).expect("the fix fits").contains("targetPort: http }"));
        assert!(found[1].iter().all(|problem| problem.span.end as usize <= pods.len()), "{:?}", found[1]);
    }

    #[test]
    fn a_file_that_cannot_be_read_has_one_problem_and_the_others_are_read() {
        let broken = "apiVersion: v1\nkind: Service\nmetadata: [\n```\n";
        let bad =
            "apiVersion: v1\nkind: Service\nmetadata: { name: WEB }\nspec: { clusterIP: None, ports: [] }\n";
        let found = problems(&[("a.yaml", broken), ("b.yaml", bad)]);
        assert_eq!(found[0].len(), 1, "{:?}", found[0]);
        assert!(found[1].iter().any(|problem| problem.span.slice(bad) == "WEB"), "{:?}", found[1]);
    }
}
