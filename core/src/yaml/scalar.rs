use crate::text::decimal;

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScalarStyle {
    /// `web`
    Plain,
    /// `'web'`
    SingleQuoted,
    /// `"web"`
    DoubleQuoted,
    /// After `|` or `>`.
    Block,
}

/// One value that is neither list nor mapping.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scalar {
    /// Its text, escapes decoded. Empty where no value is written.
    pub text: String,
    /// How it is written.
    pub style: ScalarStyle,
    /// Its tag, `!!str` as `str`; a tag of an application in full.
    pub tag: Option<String>,
}

/// What a scalar is by the core schema of YAML 1.2.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Resolved<'a> {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// Anything else, and everything between quotes.
    Text(&'a str),
}

/// A plain scalar that YAML 1.1, and so kubectl, reads as another type than YAML 1.2 does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trap {
    /// `yes`, `no`, `on`, `off`, `y`, `n`: booleans.
    Bool,
    /// `12:30:45`: a number to the base 60.
    Sexagesimal,
    /// `0755`: octal; YAML 1.2 reads decimal.
    Octal,
    /// `1_000`: a number with its underscores left out.
    Underscores,
    /// `2026-11-21`: a date.
    Date,
}

impl Scalar {
    /// What it is.
    pub fn resolve(&self) -> Resolved<'_> {
        let text = self.text.as_str();
        match self.tag.as_deref() {
            Some("null") => return Resolved::Null,
            Some("bool" | "int" | "float") => {}
            Some(_) => return Resolved::Text(text),
            None if self.style != ScalarStyle::Plain => return Resolved::Text(text),
            None => {}
        }
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Resolved::Null,
            "true" | "True" | "TRUE" => return Resolved::Bool(true),
            "false" | "False" | "FALSE" => return Resolved::Bool(false),
            _ => {}
        }
        integer(text)
            .map(Resolved::Integer)
            .or_else(|| float(text).map(Resolved::Float))
            .unwrap_or(Resolved::Text(text))
    }

    /// Whether nothing is written, or `null`.
    pub fn is_null(&self) -> bool {
        self.resolve() == Resolved::Null
    }

    /// How YAML 1.1 would read it differently, if it would.
    ///
    /// ```
    /// use netplat_core::yaml::{self, Trap, Value};
    /// let read = yaml::read("[no, 'no', 8080]", 0);
    /// let traps: Vec<_> = read.root().into_iter().flat_map(|list| list.items()).map(|item| match &item.value {
    ///     Value::Scalar(scalar) => scalar.trap(),
    ///     _ => None,
    /// }).collect();
    /// assert_eq!(traps, [Some(Trap::Bool), None, None]);
    /// ```
    pub fn trap(&self) -> Option<Trap> {
        if self.style != ScalarStyle::Plain || self.tag.is_some() {
            return None;
        }
        let text = self.text.as_str();
        if ["y", "n", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Some(Trap::Bool);
        }
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let only = |allowed: char| digits.chars().all(|c| c.is_ascii_digit() || c == allowed);
        if only(':') && digits.contains(':') && digits.split(':').skip(1).all(is_sexagesimal_digit) {
            return Some(Trap::Sexagesimal);
        }
        if digits.contains('_') && only('_') {
            return Some(Trap::Underscores);
        }
        if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Trap::Octal);
        }
        let lengths: Vec<usize> = digits.split('-').map(str::len).collect();
        (only('-') && lengths == [4, 2, 2]).then_some(Trap::Date)
    }
}

fn is_sexagesimal_digit(digits: &str) -> bool {
    matches!(digits.parse::<u8>(), Ok(0..=59)) && digits.len() <= 2
}

fn integer(text: &str) -> Option<i64> {
    if let Some(octal) = text.strip_prefix("0o") {
        return i64::from_str_radix(octal, 8).ok().filter(|_| !octal.starts_with(['+', '-']));
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return i64::from_str_radix(hexadecimal, 16).ok().filter(|_| !hexadecimal.starts_with(['+', '-']));
    }
    text.parse().ok()
}

fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => return Some(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => return Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Some(f64::NAN),
        _ => {}
    }
    decimal(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Scalar {
        Scalar { text: text.to_owned(), style: ScalarStyle::Plain, tag: None }
    }

    #[test]
    fn plain_scalars_resolve_by_the_core_schema() {
        let expected = [
            ("", Resolved::Null),
            ("~", Resolved::Null),
            ("true", Resolved::Bool(true)),
            ("yes", Resolved::Text("yes")),
            ("24", Resolved::Integer(24)),
            ("-1", Resolved::Integer(-1)),
            ("0x10", Resolved::Integer(16)),
            ("0o17", Resolved::Integer(15)),
            ("1.33", Resolved::Float(1.33)),
            ("1e3", Resolved::Float(1000.0)),
            ("1.2.3", Resolved::Text("1.2.3")),
            ("inf", Resolved::Text("inf")),
            (".", Resolved::Text(".")),
            ("10.0.0.0/8", Resolved::Text("10.0.0.0/8")),
        ];
        for (text, resolved) in expected {
            assert_eq!(plain(text).resolve(), resolved, "{text}");
        }
    }

    #[test]
    fn quotes_and_tags_make_text() {
        let quoted = Scalar { style: ScalarStyle::DoubleQuoted, ..plain("24") };
        assert_eq!(quoted.resolve(), Resolved::Text("24"));
        let tagged = Scalar { tag: Some("str".to_owned()), ..plain("24") };
        assert_eq!(tagged.resolve(), Resolved::Text("24"));
        let number = Scalar { tag: Some("int".to_owned()), ..quoted };
        assert_eq!(number.resolve(), Resolved::Integer(24));
    }

    #[test]
    fn what_yaml_1_1_reads_differently_is_a_trap() {
        let expected = [
            ("on", Some(Trap::Bool)),
            ("NO", Some(Trap::Bool)),
            ("12:30:45", Some(Trap::Sexagesimal)),
            ("22:22", Some(Trap::Sexagesimal)),
            ("0755", Some(Trap::Octal)),
            ("1_000", Some(Trap::Underscores)),
            ("2026-11-21", Some(Trap::Date)),
            ("8080", None),
            ("80:99", None),
            ("10.0.0.1-10.0.0.9", None),
            ("none", None),
        ];
        for (text, trap) in expected {
            assert_eq!(plain(text).trap(), trap, "{text}");
        }
    }
}
