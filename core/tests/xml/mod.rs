//! A strict reader of the XML that we write: elements, quoted attributes, text with the five entities.

/// An element with its attributes and its own text.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

/// All elements in order, or why the text is not well-formed.
pub fn read(text: &str) -> Result<Vec<Element>, String> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(bad) = text.chars().find(|c| !allowed(*c)) {
        return Err(format!("{bad:?} is no character of XML"));
    }
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = text;
    loop {
        let (words, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let words = decoded(words)?;
        match open.last() {
            Some(index) => elements[*index].text.push_str(&words),
            None if words.trim().is_empty() => {}
            None => return Err(format!("text outside of elements: {words}")),
        }
        let Some(after) = after.strip_prefix('<') else { break };
        let (tag, after) = after.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let index = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
            if elements[index].name != name {
                return Err(format!("</{name}> closes <{}>", elements[index].name));
            }
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        elements.push(element(tag)?);
        if !empty {
            open.push(elements.len() - 1);
        }
    }
    if open.is_empty() { Ok(elements) } else { Err(format!("{} elements are never closed", open.len())) }
}

fn element(tag: &str) -> Result<Element, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(format!("<{name}> is no name"));
    }
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").ok_or_else(|| format!("no attribute: {rest}"))?;
        let (value, after) = after.split_once('"').ok_or_else(|| format!("{key} has no end"))?;
        if element.attributes.iter().any(|(other, _)| other == key) {
            return Err(format!("{key} stands twice"));
        }
        element.attributes.push((key.to_owned(), decoded(value)?));
        rest = after.strip_prefix(' ').unwrap_or(after);
        if rest.len() == after.len() && !rest.is_empty() {
            return Err(format!("no blank after {key}"));
        }
    }
    Ok(element)
}

fn decoded(text: &str) -> Result<String, String> {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').ok_or("a bare ampersand")?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => return Err(format!("&{other}; is none of ours")),
        });
        out.push_str(after);
    }
    Ok(out)
}
