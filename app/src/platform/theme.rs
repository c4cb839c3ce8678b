//! Light and dark: the user's choice, else the system's.

use super::storage;
use leptos::prelude::{GetUntracked, RwSignal, Set};
use netplat_core::render::Theme;
use wasm_bindgen::JsValue;

const KEY: &str = "netplat.theme";

/// What the page follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// The system's setting.
    System,
    /// One of the two.
    Fixed(Theme),
}

/// The choice, kept across visits.
#[derive(Clone, Copy, Debug)]
pub struct ThemeChoice(RwSignal<Choice>);

impl ThemeChoice {
    /// Takes up what was chosen before, and gives the scene's colours to the page's style sheets.
    pub fn restore() -> Self {
        adopt_scene_colors();
        let choice = match storage::load(KEY).as_deref() {
            Some("light") => Choice::Fixed(Theme::Light),
            Some("dark") => Choice::Fixed(Theme::Dark),
            _ => Choice::System,
        };
        let this = Self(RwSignal::new(choice));
        this.show();
        this
    }

    /// What is on the screen now.
    pub fn effective(self) -> Theme {
        match self.0.get_untracked() {
            Choice::Fixed(theme) => theme,
            Choice::System if system_is_dark() => Theme::Dark,
            Choice::System => Theme::Light,
        }
    }

    /// Changes to the other of light and dark.
    pub fn toggle(self) {
        let other = match self.effective() {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        };
        let is_systems = (other == Theme::Dark) == system_is_dark();
        self.0.set(if is_systems { Choice::System } else { Choice::Fixed(other) });
        self.show();
        match self.0.get_untracked() {
            Choice::System => storage::forget(KEY),
            // Not kept in a forbidden storage: it then holds for this visit.
            Choice::Fixed(theme) => drop(storage::save(KEY, name(theme))),
        }
    }

    fn show(self) {
        let Some(root) = document_element() else { return };
        // An attribute of a fixed, valid name cannot be refused.
        let _ = match self.0.get_untracked() {
            Choice::System => root.remove_attribute("data-theme"),
            Choice::Fixed(theme) => root.set_attribute("data-theme", name(theme)),
        };
    }
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn document_element() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

fn system_is_dark() -> bool {
    let query = web_sys::window()
        .and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// The scene's colours are known to the core alone; a constructed sheet brings them to the page, which the content
/// security policy allows while it refuses a `<style>` element.
fn adopt_scene_colors() {
    let (light, dark) = (Theme::Light.custom_properties(), Theme::Dark.custom_properties());
    let css = format!(
        ":root {{ {light} }}\n:root[data-theme=dark] {{ {dark} }}\n\
         @media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ {dark} }} }}"
    );
    let adopt = || -> Result<(), JsValue> {
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let sheet = web_sys::CssStyleSheet::new()?;
        js_sys::Reflect::get(&sheet, &"replaceSync".into())
            .map(js_sys::Function::from)?
            .call1(&sheet, &css.into())?;
        let sheets = js_sys::Array::of1(&sheet);
        js_sys::Reflect::set(&document, &"adoptedStyleSheets".into(), &sheets)?;
        Ok(())
    };
    // A browser without constructed sheets shows the style sheet's fallback colours.
    let _ = adopt();
}
