//! A design in an address: `#pako:…` as mermaid.live writes and reads it, so that either opens the other's links.
//!
//! The fragment is a JSON state, deflated (zlib) and in URL-safe base64. mermaid.live draws the state's `code`. A
//! document that is more than one chart stands whole beside it under `netplat`, which mermaid.live ignores; if its
//! chart was changed there, the change is taken over.
//!
//! An address is hostile until proven otherwise: what it inflates to is limited, and nothing in it is trusted.
//!
//! ```
//! use netplat_core::share;
//! let fragment = share::to_fragment("flowchart LR\n  web --> db\n");
//! assert!(fragment.starts_with("pako:"));
//! assert_eq!(share::from_fragment(&fragment)?, "flowchart LR\n  web --> db\n");
//! # Ok::<(), share::ShareError>(())
//! ```

use crate::document::{BlockKind, Document};
use crate::text::{Edit, Span};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// The most bytes that a link may inflate to.
pub const MAX_STATE_BYTES: usize = 8 * 1024 * 1024;

/// Without padding when written; with or without it when read.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The level that zlib itself takes by default.
const LEVEL: u8 = 6;

/// Why an address holds no design.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShareError {
    /// It starts with neither `pako:` nor `base64:`.
    NoDesign,
    /// It holds characters that base64 does not know, or too few of them.
    NotBase64,
    /// It does not inflate: the end is missing or something was changed.
    NotDeflated,
    /// It inflates to more than [`MAX_STATE_BYTES`].
    TooLarge,
    /// It is not the JSON that mermaid.live writes.
    NotAState,
    /// The JSON has no text under `code`.
    NoCode,
}

impl std::fmt::Display for ShareError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::NoDesign => "the address holds no design: expected #pako: or #base64:",
            Self::NotBase64 => {
                "the link is damaged: it holds characters that no such link has, or lacks its end"
            }
            Self::NotDeflated => "the link is damaged: it cannot be unpacked, perhaps its end is missing",
            Self::TooLarge => "the link holds more than 8 MB of text and was not opened",
            Self::NotAState => "the link holds something else than a diagram: expected mermaid.live's JSON",
            Self::NoCode => "the link holds no diagram: expected a text under \"code\"",
        })
    }
}

impl std::error::Error for ShareError {}

/// The state as mermaid.live expects it. Only texts and truths: writing numbers would cost the page a kilobyte.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    code: &'a str,
    mermaid: &'static str,
    auto_sync: bool,
    update_diagram: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    netplat: Option<&'a str>,
}

/// What is read of a state.
#[derive(Deserialize)]
struct Read {
    code: String,
    netplat: Option<String>,
}

/// The fragment of an address, without `#`, that holds the document `text`.
pub fn to_fragment(text: &str) -> String {
    let code = chart(text).map_or(text, |span| span.slice(text));
    let state = Written {
        code,
        mermaid: "{\n  \"theme\": \"default\"\n}",
        auto_sync: true,
        update_diagram: true,
        netplat: (code != text).then_some(text),
    };
    // Writing strings to memory does not fail.
    let state = serde_json::to_vec(&state).unwrap_or_default();
    let deflated = compress_to_vec_zlib(&state, LEVEL);
    format!("pako:{}", BASE64.encode(deflated))
}

/// The document in `address`: a whole address, or its fragment with or without `#`.
///
/// # Errors
/// When it holds none, or a damaged or oversized one.
pub fn from_fragment(address: &str) -> Result<String, ShareError> {
    let fragment = address.rsplit_once('#').map_or(address, |(_, fragment)| fragment).trim();
    let state = if let Some(packed) = fragment.strip_prefix("pako:") {
        inflate(&decode(packed)?)?
    } else if let Some(plain) = fragment.strip_prefix("base64:") {
        decode(plain)?
    } else {
        return Err(ShareError::NoDesign);
    };
    if state.len() > MAX_STATE_BYTES {
        return Err(ShareError::TooLarge);
    }
    let state: Read =
        serde_json::from_slice(&state).map_err(|_| match serde_json::from_slice::<IgnoredAny>(&state) {
            Ok(_) => ShareError::NoCode,
            Err(_) => ShareError::NotAState,
        })?;
    Ok(match state.netplat {
        Some(document) => with_chart(&document, &state.code),
        None => state.code,
    })
}

/// Base64 of either alphabet.
fn decode(encoded: &str) -> Result<Vec<u8>, ShareError> {
    let url_safe = encoded.replace('+', "-").replace('/', "_");
    BASE64.decode(url_safe).map_err(|_| ShareError::NotBase64)
}

fn inflate(deflated: &[u8]) -> Result<Vec<u8>, ShareError> {
    decompress_to_vec_zlib_with_limit(deflated, MAX_STATE_BYTES).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => ShareError::TooLarge,
        _ => ShareError::NotDeflated,
    })
}

/// The chart that mermaid.live shall draw of a document that it cannot read whole: the first of a Markdown text.
fn chart(text: &str) -> Option<Span> {
    let document = Document::read(text);
    let first = document.flowcharts().next()?;
    let rest = document.blocks.iter().filter(|block| block.kind != BlockKind::FrontMatter);
    // Mermaid reads a bare chart with its front matter as it is.
    let is_whole = first.is_bare() && rest.count() == 1;
    (!is_whole).then_some(first.content)
}

/// `document` with `code` as its first chart.
fn with_chart(document: &str, code: &str) -> String {
    let edited = match chart(document) {
        Some(span) if span.slice(document) != code => Edit::replace(span, code).apply(document).ok(),
        _ => None,
    };
    edited.unwrap_or_else(|| document.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn packed(state: &str) -> String {
        format!("#pako:{}", BASE64.encode(compress_to_vec_zlib(state.as_bytes(), 9)))
    }

    #[test]
    fn a_link_of_mermaid_live_opens() {
        let link = "https://mermaid.live/edit#pako:eNpNyjEOwjAQBdGrWL92ilBuQZUbQAWmWOLFicDryNgSEKXjZlwMgYREOZo3o09eQAiZp\
            8FsO6fG8P71VC-5ajiYplmbo1NYRMmRRw_C_FEOZZAoDmQcPOezg9MFFlxL2ty1B5VcxSKnGgbQiS9XsaiT5yLdyCFz_JGJdZfSf4Jm3ECtxR2\
            0Wiwe398ub61tOqg";
        assert_eq!(from_fragment(link).as_deref(), Ok("graph TD\n  a[Änderung] --> b\n"));
    }

    #[test]
    fn both_alphabets_and_padding_are_read() {
        let state = r#"{"code":"flowchart LR\n a[ÿþ?>] --> b"}"#;
        let plain = base64::engine::general_purpose::STANDARD.encode(state);
        assert_eq!(from_fragment(&format!("base64:{plain}")).as_deref(), Ok("flowchart LR\n a[ÿþ?>] --> b"));
    }

    #[test]
    fn mermaid_live_gets_the_first_chart_of_a_document_and_a_change_made_there_comes_back() {
        let text = "# Shop\n\n```mermaid\nflowchart LR\n  a\n```\n\nText.\n";
        let fragment = to_fragment(text);
        let state = inflate(&decode(fragment.trim_start_matches("pako:")).unwrap()).unwrap();
        let mut state: Value = serde_json::from_slice(&state).unwrap();
        assert_eq!(state["code"], "flowchart LR\n  a\n");
        state["code"] = Value::from("flowchart LR\n  b\n");
        let changed = from_fragment(&packed(&state.to_string())).unwrap();
        assert_eq!(changed, text.replace("  a", "  b"));
    }

    #[test]
    fn a_bare_chart_travels_with_its_front_matter() {
        let text = "---\nnetplat: {}\n---\nflowchart LR\n  a\n";
        let state = inflate(&decode(to_fragment(text).trim_start_matches("pako:")).unwrap()).unwrap();
        let state: Value = serde_json::from_slice(&state).unwrap();
        assert_eq!((state["code"].as_str(), state.get("netplat")), (Some(text), None));
    }

    #[test]
    fn damaged_and_oversized_links_say_what_is_wrong() {
        let bomb = packed(&format!("{{\"code\":\"{}\"}}", "a".repeat(MAX_STATE_BYTES)));
        assert!(bomb.len() < 20_000);
        for (fragment, error) in [
            ("", ShareError::NoDesign),
            ("#section", ShareError::NoDesign),
            ("pako:ä", ShareError::NotBase64),
            ("pako:AAAA", ShareError::NotDeflated),
            (&bomb, ShareError::TooLarge),
            (&packed("[1"), ShareError::NotAState),
            (&packed("{\"code\":1}"), ShareError::NoCode),
        ] {
            assert_eq!(from_fragment(fragment), Err(error), "{:.40}", fragment);
        }
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(text in "(?s).{0,200}", fence in any::<bool>()) {
            let text = if fence { format!("```mermaid\ngraph TD\n{text}\n```\n") } else { text };
            prop_assert_eq!(from_fragment(&to_fragment(&text)), Ok(text));
        }

        #[test]
        fn any_fragment_is_survived(fragment in "(pako:|base64:)?[A-Za-z0-9_=-]{0,80}") {
            let _ = from_fragment(&fragment);
        }
    }
}
