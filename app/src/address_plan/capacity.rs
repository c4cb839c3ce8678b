//! What each cluster's part of the plan is enough for, and how long at a growth that is set here.

use super::amounts::grouped;
use super::desk::Desk;
use leptos::prelude::*;
use netplat_core::model::Model;
use netplat_core::plan::{AddressPlan, ClusterCapacity, Limit, capacities};

/// The growth that the slider begins with, in per cent a year.
const USUAL_GROWTH: u32 = 20;
/// The growth that the slider ends with.
const MOST_GROWTH: u32 = 200;

/// A line for each cluster, and the slider.
#[component]
pub fn Capacity(desk: Desk) -> impl IntoView {
    let growth = RwSignal::new(None::<u32>);
    let lines = Memo::new(move |_| {
        let plan = desk.plan.get();
        desk.page.workspace.with_settled(|snapshot| lines(&snapshot.model, &plan, growth.get()))
    });
    let shown = move || growth.get().map_or_else(|| "as declared".to_owned(), |growth| format!("{growth} %"));
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <section class="plan-capacity" aria-label="Capacity">
                <label>
                    <span>"Growth a year"</span>
                    <input
                        type="range"
                        min="0"
                        max=MOST_GROWTH.to_string()
                        prop:value=USUAL_GROWTH.to_string()
                        aria-valuetext=shown
                        on:input=move |event| growth.set(event_target_value(&event).parse().ok())
                    />
                    <output>{shown}</output>
                </label>
                <ul>
                    {move || {
                        lines.get().into_iter().map(|Line { sum, limits }| {
                            view! {
                                <li>
                                    <strong>{sum}</strong>
                                    <ul>{limits.into_iter().map(|limit| view! { <li>{limit}</li> }).collect_view()}</ul>
                                </li>
                            }
                        }).collect_view()
                    }}
                </ul>
            </section>
        </Show>
    }
}

/// A cluster in words.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    sum: String,
    /// What bounds it, the first to end first.
    limits: Vec<String>,
}

/// `growth` stands in for what the facts declare of each cluster.
fn lines(model: &Model, plan: &AddressPlan, growth: Option<u32>) -> Vec<Line> {
    let line = |cluster: ClusterCapacity| {
        let growth = growth.or(cluster.growth).unwrap_or(USUAL_GROWTH);
        let name = cluster.cluster.clone().unwrap_or_else(|| "Cluster".to_owned());
        let most = |number: Option<u128>| number.map_or_else(|| "any number of".to_owned(), grouped);
        let lasts = cluster.lasts(growth).map(|lasting| format!("; {lasting}")).unwrap_or_default();
        Line {
            sum: format!("{name}: {} nodes, {} pods{lasts}", most(cluster.nodes), most(cluster.pods)),
            limits: cluster.limits.iter().map(|limit| limit_in_words(limit, growth)).collect(),
        }
    };
    capacities(model, plan).into_iter().map(line).collect()
}

fn limit_in_words(limit: &Limit, growth: u32) -> String {
    let (what, unit) = (limit.kind.in_words(), limit.kind.unit().name());
    let lasts = limit.lasts(growth).map(|lasting| format!(", {lasting}")).unwrap_or_default();
    match limit.used {
        Some(used) => format!("{what}: {} of {} {unit}{lasts}", grouped(used), grouped(limit.most)),
        None => format!("{what}: {} {unit}", grouped(limit.most)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netplat_core::session::Snapshot;

    #[test]
    fn the_growth_that_is_set_changes_how_long_a_cluster_lasts() {
        let text = "---\nnetplat:\n  cluster: { nodes: 100 }\n  addresses:\n    - { cidr: 10.244.0.0/16, role: pods, nodeMask: 24 }\n---\nflowchart LR\n  a\n";
        let model = &Snapshot::new(text).model;
        let plan = AddressPlan::of(model);
        let sum = |growth| {
            lines(model, &plan, Some(growth)).first().map(|line| line.sum.clone()).unwrap_or_default()
        };
        assert!(sum(30).ends_with("lasts 3 years"), "{}", sum(30));
        assert!(sum(200).ends_with("lasts less than a year"), "{}", sum(200));
    }
}
