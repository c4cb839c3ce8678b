//! Kubernetes objects as they stand in a text: in the ` ```yaml ` fences of a page, or in a file of manifests.
//!
//! An object is its tree with spans, verbatim; typed views of what the rest of the core needs are read from it. A text
//! that is no object (values of a chart, a snippet of configuration, a template) is left alone, and listed as left.
//! Nothing is judged here, and nothing is known of a cluster: defaults of the API server are not filled in.
//!
//! ```
//! use netplat_core::k8s;
//! let text = "apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n---\nreplicas: 3\n";
//! let read = k8s::read_manifest(text);
//! assert_eq!(read.objects[0].to_string(), "Service shop/web");
//! assert_eq!(read.left[0].span.slice(text), "replicas: 3\n");
//! ```

mod object;
mod parts;
mod read;

pub use object::{Left, Object, Objects, WhyLeft};
pub use read::{read, read_manifest};
