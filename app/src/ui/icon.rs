//! Line icons of the page's own controls, 16 by 16.

use leptos::prelude::*;

/// A control's icon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// Three bars.
    Menu,
    /// An arrow back.
    Undo,
    /// An arrow forth.
    Redo,
    /// Half a disc.
    Theme,
    /// A question mark.
    Help,
    /// An arrow out of a tray.
    Share,
    /// An arrow into a tray.
    Export,
    /// A folder.
    Open,
    /// A disk.
    Save,
    /// Lines of text.
    Text,
    /// Boxes with a link.
    Picture,
    /// A panel on the right.
    Side,
    /// A plus.
    Plus,
    /// A minus.
    Minus,
    /// Four corners.
    Fit,
    /// A cross.
    Close,
    /// A magnifying glass.
    Search,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Menu => "M2.5 4h11M2.5 8h11M2.5 12h11",
            Self::Undo => "M5.5 3 2.5 6l3 3M3 6h6.5a4 4 0 0 1 0 8H6",
            Self::Redo => "m10.5 3 3 3-3 3M13 6H6.5a4 4 0 0 0 0 8H10",
            Self::Theme => {
                "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 0v12M8 5.5a2.5 2.5 0 0 1 0 5M8 3.5a4.5 4.5 0 0 1 0 9"
            }
            Self::Help => "M5.5 6a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2 1-1.2 1.8M8 12.7v.1",
            Self::Share => "M8 10V2M5 5l3-3 3 3M3 8.5V14h10V8.5",
            Self::Export => "M8 2v8M5 7l3 3 3-3M3 10.5V14h10v-3.5",
            Self::Open => "M2 13V3.5h4.5L8 5.5h6V13Z",
            Self::Save => "M3 2.5h8l2.5 2.5v8.5h-11v-11ZM5 2.5v4h5v-4M5 13.5v-4h6v4",
            Self::Text => "M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h5",
            Self::Picture => "M2 3h5v4H2ZM9 9h5v4H9ZM4.5 7v4H9",
            Self::Side => "M2 3h12v10H2ZM10 3v10",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Fit => "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.5 10.5l3 3",
        }
    }
}

/// Draws an icon; it says nothing to a screen reader, the control around it does.
#[component]
pub fn Glyph(icon: Icon) -> impl IntoView {
    view! {
        <svg class="glyph" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}
