//! Gestures as small state machines: events in, a preview or a command out. They know neither the browser nor the page.
