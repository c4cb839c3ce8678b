//! Which links of the picture the policies block, so that it can show them.

use super::{Snapshot, Subject};
use crate::check::about_arrow;
use crate::diagnostic::Problem;

impl Snapshot {
    /// The links of a view that the checks say something about by what the policies permit, by their ids in the chart,
    /// each with the worst that is said.
    pub fn judged_links(&self, view: usize) -> Vec<(String, &Problem)> {
        let about: Vec<(&Problem, &str)> =
            self.problems.iter().filter_map(|problem| Some((problem, about_arrow(problem)?))).collect();
        let Some(graph) = self.views.get(view).map(|view| &view.chart.graph).filter(|_| !about.is_empty())
        else {
            return Vec::new();
        };
        let links = self.model.links.iter().filter(|link| link.view == view);
        let judged = links.filter_map(|link| {
            let ways = [format!("{} --> {}", link.from, link.to), format!("{} --> {}", link.to, link.from)];
            let of_link = about.iter().filter(|(problem, statement)| {
                problem.span == link.span && ways.iter().any(|way| way == statement)
            });
            let worst = of_link.max_by_key(|(problem, _)| problem.severity)?;
            Some((graph.links.get(link.link)?.id.clone(), worst.0))
        });
        judged.collect()
    }

    /// What the checks say of one link.
    pub fn judgement(&self, view: usize, subject: &Subject) -> Option<&Problem> {
        let Subject::Link(id) = subject else { return None };
        self.judged_links(view).into_iter().find(|(link, _)| link == id).map(|(_, problem)| problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocked_link_is_known_by_its_id_even_where_two_share_an_arrow() {
        let pod = |name: &str| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name}, labels: {{ app: {name} }} }}\nspec: {{ containers: [{{ image: a }}] }}\n---\n"
            )
        };
        let deny = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny }\nspec: { podSelector: { matchLabels: { app: db } } }\n";
        let text = format!(
            "```mermaid\nflowchart LR\n  web --> db & cache\n```\n\n```yaml\n{}{}{}{deny}```\n",
            pod("web"),
            pod("db"),
            pod("cache")
        );
        let snapshot = Snapshot::new(&text);
        let judged: Vec<_> =
            snapshot.judged_links(0).into_iter().map(|(id, problem)| (id, problem.rule.code)).collect();
        assert_eq!(judged, [("L_web_db_0".to_owned(), "DR001")]);
        assert!(snapshot.judgement(0, &Subject::Link("L_web_cache_0".to_owned())).is_none());
    }
}
