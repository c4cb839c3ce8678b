//! Messages between parts of the page that must arrive once each and in order, which signals do not promise.

use leptos::prelude::{GetValue, LocalStorage, StoredValue, UpdateValue, on_cleanup};
use std::rc::Rc;

type Listener<T> = Rc<dyn Fn(&T)>;

/// A place to send messages to, and to listen at.
///
/// A message is delivered before `send` returns, to everyone who listens by then.
#[derive(Debug)]
pub struct Mailbox<T: 'static> {
    listeners: StoredValue<Vec<(usize, Listener<T>)>, LocalStorage>,
    next: StoredValue<usize>,
}

impl<T> Clone for Mailbox<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Mailbox<T> {}

impl<T> Default for Mailbox<T> {
    fn default() -> Self {
        Self { listeners: StoredValue::new_local(Vec::new()), next: StoredValue::new(0) }
    }
}

impl<T> Mailbox<T> {
    /// Hands `message` to each listener.
    pub fn send(self, message: &T) {
        // Listeners may listen or send in turn, so the list is not held while they run.
        for (_, listener) in self.listeners.try_get_value().unwrap_or_default() {
            listener(message);
        }
    }

    /// Calls `listener` with each message until the current owner is cleaned up.
    pub fn listen(self, listener: impl Fn(&T) + 'static) {
        let Some(key) = self.next.try_update_value(|next| {
            *next += 1;
            *next
        }) else {
            return;
        };
        self.listeners.update_value(|all| all.push((key, Rc::new(listener))));
        on_cleanup(move || {
            self.listeners.try_update_value(|all| all.retain(|(other, _)| *other != key));
        });
    }
}
