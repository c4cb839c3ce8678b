use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::net::{Cidr, Family};

/// A Calico pool whose blocks are of a size that Calico does not take, or larger than the pool.
pub static RULE: Rule = Rule {
    code: "AP033",
    name: "calico-block-size",
    severity: Severity::Error,
    why: "Calico hands out a pool in blocks: /20 to /32 in IPv4 (/26 unless set), /116 to /128 in IPv6 (/122). A pool \
          must hold at least one block, and the size is fixed once the pool is made.",
    source: "Calico documentation, IPPool resource (cidr, blockSize)",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let pools = subject.model.objects.objects.iter().filter(|object| {
        object.kind == "IPPool" && matches!(object.group(), "projectcalico.org" | "crd.projectcalico.org")
    });
    problems.extend(pools.filter_map(judge));
}

fn judge(pool: &Object) -> Option<Problem> {
    let cidr = pool.at(&["spec", "cidr"])?;
    let prefix = Cidr::read(cidr.text()?).ok()?.value;
    let said = pool.at(&["spec", "blockSize"]).filter(|node| !node.is_null());
    let (least, most, default) = match prefix.family() {
        Family::V4 => (20, 32, 26),
        Family::V6 => (116, 128, 122),
    };
    let size = match said {
        Some(node) => node.integer()?,
        None => default,
    };
    let place = said.unwrap_or(cidr).span;
    if !(least..=most).contains(&size) {
        let message = format!(
            "blockSize {size} of {}; Calico takes {least} to {most} for {}",
            pool.name,
            prefix.family()
        );
        return Some(Problem::new(&RULE, place, message));
    }
    if i64::from(prefix.length()) > size {
        let by_default = if said.is_some() { "" } else { ", the default" };
        let message = format!("{} ({prefix}) has no room for a block of /{size}{by_default}", pool.name);
        let help =
            format!("widen the pool to /{size} or more, or set `blockSize` to {} or more", prefix.length());
        return Some(Problem::new(&RULE, place, message).with_help(help));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn pool(spec: &str) -> String {
        format!(
            "# A\n\n```yaml\napiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {{ name: main }}\nspec: {spec}\n```\n"
        )
    }

    #[test]
    fn blocks_have_bounds_and_fit_their_pool() {
        check(
            &RULE,
            &pool("{ cidr: 10.1.0.0/16, blockSize: 18 }"),
            "error `18` blockSize 18 of main; Calico takes 20 to 32 for IPv4",
        );
        check(
            &RULE,
            &pool("{ cidr: 10.1.0.0/28 }"),
            "error `10.1.0.0/28` main (10.1.0.0/28) has no room for a block of /26, the default",
        );
        check(&RULE, &pool("{ cidr: fd00::/64 }"), "");
    }
}
