//! Pictures as pixels: the browser draws an SVG file on a canvas and gives it back as PNG.

use super::files;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// Browsers refuse canvases that are wider or higher than this.
const MOST_PIXELS: f64 = 8_192.0;

/// The PNG of an SVG file of the given size, at `scale` pixels a unit or as many as the browser can.
///
/// # Errors
/// When the browser cannot draw it.
pub async fn png(svg: &str, width: f64, height: f64, scale: f64) -> Result<Blob, JsValue> {
    let scale = scale.min(MOST_PIXELS / width.max(1.0)).min(MOST_PIXELS / height.max(1.0));
    let source = files::blob("image/svg+xml", svg.as_bytes()).ok_or(JsValue::NULL)?;
    let address = Url::create_object_url_with_blob(&source)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decode: Function = Reflect::get(&image, &"decode".into())?.dyn_into()?;
    let decoded = JsFuture::from(Promise::resolve(&decode.call0(&image)?)).await;
    Url::revoke_object_url(&address)?;
    decoded?;
    let canvas = canvas()?;
    canvas.set_width((width * scale).ceil().max(1.0) as u32);
    canvas.set_height((height * scale).ceil().max(1.0) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    context.scale(scale, scale)?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    blob_of(&canvas).await
}

fn canvas() -> Result<HtmlCanvasElement, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    Ok(document.create_element("canvas")?.dyn_into()?)
}

async fn blob_of(canvas: &HtmlCanvasElement) -> Result<Blob, JsValue> {
    let promise = Promise::new(&mut |resolve, _reject| {
        let hand_over = Closure::once_into_js(move |blob: JsValue| {
            // Resolving a promise does not fail.
            let _ = resolve.call1(&JsValue::NULL, &blob);
        });
        // A refusal leaves no blob, which the caller sees.
        let _ = canvas.to_blob(hand_over.unchecked_ref());
    });
    JsFuture::from(promise).await?.dyn_into()
}
