//! One request followed, from where it starts to what answers: name, address, load balancer or gateway, class and
//! listener, host and path, service and port, endpoints, policies. Each step says whether it holds, which text decides
//! that, and where it does not hold, what to change. The first one that fails is the last one.
//!
//! It follows what the text says. What designs seldom say (that a record is written, that a certificate's secret exists)
//! is taken to hold, and the step says so. It knows no cluster, sends nothing, and does not guess what a regular
//! expression in a controller's dialect matches: the answer depends on it then.
//!
//! ```
//! use netplat_core::{document::Document, model, trace::{self, Request}};
//! let text = "~~~yaml
//! apiVersion: v1
//! kind: Service
//! metadata: { name: web, namespace: shop }
//! spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
//! ---
//! apiVersion: v1
//! kind: Pod
//! metadata: { name: web, namespace: shop, labels: { app: web } }
//! spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
//! ~~~
//! ";
//! let (model, _) = model::build(text, &Document::read(text), &[]);
//! let request = Request::read(&model, "shop/web", "http://web.shop/").unwrap();
//! let trace = trace::follow(&model, &request);
//! assert!(trace.answers());
//! assert_eq!(trace.steps.last().unwrap().text, "shop/web[Pod] is asked on TCP 8080, and answers");
//! ```

mod address;
mod certificate;
mod drawn;
mod endpoints;
mod gateway;
mod ingress;
mod ingress_rule;
mod name;
mod passed;
mod policies;
mod request;
mod route_rule;
mod service;
mod step;
mod suggestions;
mod tracer;
mod url;
mod words;

#[cfg(test)]
mod tests;

pub use passed::{Passed, PassedThing};
pub use request::{Origin, Request, Target};
pub use step::{Outcome, Place, Stage, Step, Trace};
pub use suggestions::Suggestions;
pub use url::Url;

use crate::model::Model;
use tracer::Tracer;

/// Follows `request` through what `model` says.
pub fn follow(model: &Model, request: &Request) -> Trace {
    Tracer::new(model, request).follow()
}
