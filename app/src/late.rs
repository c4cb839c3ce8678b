//! Parts of the page whose code comes when they are first shown.
//!
//! ```ignore
//! late::part! {
//!     in export;
//!     /// What comes out.
//!     pub fn late_export() -> AnyView { view! { <export::Export /> }.into_any() }
//! }
//! // Where it is shown:
//! late::show(panels::late_export())
//! ```
//!
//! Parts with one name after `in` share a file: `tools` for what most visits come to use, a name of its own for what is
//! large and seldom. Each further name costs files for what it shares with the others. What only such a part calls, in
//! the page or in the core, goes along into its file by itself.
//!
//! With the feature `split` off everything is one file, and the same call answers at once.

use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// The code did not come: the server is out of reach, or has another build by now.
pub use leptos::wasm_split::SplitLoaderError as NotLoaded;

/// What the user is told when a part does not come.
pub const MISSING: &str = "This part of the page did not load. Try again once you are connected; \
    if that does not help, reload the page.";

/// Declares a function whose code comes when it is first called.
macro_rules! part {
    (
        in $file:ident;
        $(#[$meta:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty $body:block
    ) => {
        $(#[$meta])*
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($file, wasm_split_path = ::leptos::wasm_split, fallible)]
        $visibility fn $name($($argument: $type),*) -> Result<$result, $crate::late::NotLoaded> {
            Ok($body)
        }

        $(#[$meta])*
        #[cfg(not(feature = "split"))]
        $visibility async fn $name($($argument: $type),*) -> Result<$result, $crate::late::NotLoaded> {
            Ok($body)
        }
    };
}

pub(crate) use part;

/// Shows a late part: nothing until its code is there, or a sentence when it does not come.
pub fn show(part: impl Future<Output = Result<AnyView, NotLoaded>> + Send + 'static) -> AnyView {
    let part: Pin<Box<dyn Future<Output = AnyView> + Send>> =
        Box::pin(async move { part.await.unwrap_or_else(|_| missing()) });
    Suspend::new(part).into_any()
}

fn missing() -> AnyView {
    view! { <p class="panel-empty" role="alert">{MISSING}</p> }.into_any()
}
