//! Between the core's bytes and the editor's UTF-16 offsets, and between its values and the editor's objects.

use crate::late;
use crate::workspace::Workspace;
use js_sys::{Array, Object, Reflect};
use netplat_core::diagnostic::Problem;
use netplat_core::session::{Completion, CompletionKind, Snapshot};
use netplat_core::text::{Edit, LineIndex, Span, Splice};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn place(text: &str, span: Span) -> [(&'static str, JsValue); 2] {
    let (from, to) = LineIndex::utf16_span(text, span);
    [("from", from.into()), ("to", to.into())]
}

/// An edit as splices for the editor, which shows `before`.
pub fn splices(before: &str, edit: &Edit) -> Array {
    let splice = |splice: &Splice| {
        let [from, to] = place(before, splice.span);
        object(&[from, to, ("insert", splice.insert.as_str().into())])
    };
    edit.splices().iter().map(splice).collect()
}

/// The editor's splices of `before` as an edit; none if they do not fit it.
pub fn edit(before: &str, splices: &JsValue) -> Option<Edit> {
    let number = |item: &JsValue, name: &str| Reflect::get(item, &name.into()).ok()?.as_f64();
    let read = |item: JsValue| {
        let byte = |name: &str| Some(LineIndex::byte_offset(before, number(&item, name)? as u32));
        let insert = Reflect::get(&item, &"insert".into()).ok()?.as_string()?;
        Some(Splice { span: Span::new(byte("from")?, byte("to")?), insert })
    };
    let splices: Option<Vec<Splice>> = Array::from(splices).iter().map(read).collect();
    Edit::new(splices?).ok()
}

/// Places for the editor to mark.
pub fn places(text: &str, spans: &[Span]) -> Array {
    spans.iter().map(|span| object(&place(text, *span))).collect()
}

/// Problems for the editor to underline, in their order.
pub fn diagnostics(text: &str, problems: &[Problem]) -> Array {
    problems.iter().map(|problem| diagnostic(text, problem)).collect()
}

fn diagnostic(text: &str, problem: &Problem) -> JsValue {
    let severity = problem.severity.name();
    let message = match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    };
    let source = format!("{} {}", problem.rule.code, problem.rule.name);
    let actions: Array = problem.fixes.iter().map(|fix| JsValue::from(&fix.title)).collect();
    let [from, to] = place(text, problem.span);
    object(&[
        from,
        to,
        ("severity", severity.into()),
        ("message", message.into()),
        ("source", source.into()),
        ("actions", actions.into()),
    ])
}

/// The fix that the editor's `{ problem, fix }` names.
pub fn fix(snapshot: &Snapshot, detail: &JsValue) -> Option<Edit> {
    let index = |name: &str| Some(Reflect::get(detail, &name.into()).ok()?.as_f64()? as usize);
    let fix = snapshot.problems.get(index("problem")?)?.fixes.get(index("fix")?)?;
    Some(fix.edit.clone())
}

/// A promise of what could stand at an offset, as the editor wants it; nothing is offered unasked where no word is begun.
pub fn completions(workspace: Workspace, offset: u32, explicit: bool) -> JsValue {
    let found = async move {
        // Without them one types on.
        Ok(late_completions(workspace, offset, explicit).await.unwrap_or(JsValue::UNDEFINED))
    };
    future_to_promise(found).into()
}

late::part! {
    in tools;
    /// What could stand at an offset.
    fn late_completions(workspace: Workspace, offset: u32, explicit: bool) -> JsValue {
        if workspace.is_behind() {
            JsValue::UNDEFINED
        } else {
            workspace.peek(|snapshot| completions_in(snapshot, offset, explicit))
        }
    }
}

fn completions_in(snapshot: &Snapshot, offset: u32, explicit: bool) -> JsValue {
    let at = LineIndex::byte_offset(&snapshot.text, offset);
    let found = snapshot.complete(at);
    if found.items.is_empty() || (found.from == at && !explicit) {
        return JsValue::UNDEFINED;
    }
    let options: Array = found.items.iter().map(option).collect();
    let from = LineIndex::utf16_offset(&snapshot.text, found.from);
    object(&[("from", from.into()), ("options", options.into())])
}

fn option(completion: &Completion) -> JsValue {
    let kind = match completion.kind {
        CompletionKind::Node | CompletionKind::Link => "variable",
        CompletionKind::Group => "namespace",
        CompletionKind::Class => "class",
        CompletionKind::Shape | CompletionKind::Direction | CompletionKind::Value => "constant",
        CompletionKind::Keyword => "keyword",
        CompletionKind::Key => "property",
    };
    object(&[
        ("label", completion.label.as_str().into()),
        ("detail", completion.detail.as_str().into()),
        ("type", kind.into()),
    ])
}
