//! Calico's selector language. Source: Calico's documentation, "Network policy", "Selectors".
//!
//! ```text
//! any     := all ( "||" all )*
//! all     := one ( "&&" one )*
//! one     := "!" one | "(" any ")" | "all()" | "global()" | "has(" KEY ")" | KEY test
//! test    := "==" TEXT | "!=" TEXT | "in" texts | "not in" texts
//!          | "contains" TEXT | "starts with" TEXT | "ends with" TEXT
//! texts   := "{" TEXT ( "," TEXT )* "}"
//! ```

use crate::k8s::{Expression, Operator, Requirement, TextTest};

/// Brackets and `!` may be nested so deep.
const MAX_DEPTH: usize = 64;

/// Reads a selector; empty text selects everything. Linear.
///
/// # Errors
/// What was expected and what was found instead, in words.
pub(super) fn parse(text: &str) -> Result<Expression, String> {
    if text.trim().is_empty() {
        return Ok(Expression::All(Vec::new()));
    }
    let mut parser = Parser { rest: text.trim_start() };
    let expression = parser.any(0)?;
    match parser.rest.is_empty() {
        true => Ok(expression),
        false => Err(parser.expected("`&&` or `||`")),
    }
}

struct Parser<'t> {
    /// What is not read yet, from its first character that is no space.
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn any(&mut self, depth: usize) -> Result<Expression, String> {
        let first = self.all(depth)?;
        let mut parts = vec![first];
        while self.take("||") {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self, depth: usize) -> Result<Expression, String> {
        let mut parts = vec![self.one(depth)?];
        while self.take("&&") {
            parts.push(self.one(depth)?);
        }
        Ok(Expression::all(parts))
    }

    fn one(&mut self, depth: usize) -> Result<Expression, String> {
        if depth > MAX_DEPTH {
            return Err(format!("brackets are nested deeper than {MAX_DEPTH} levels"));
        }
        if !self.rest.starts_with("!=") && self.take("!") {
            return Ok(match self.one(depth + 1)? {
                Expression::Label(Requirement { key, operator: Operator::Exists }) => {
                    Expression::Label(Requirement { key, operator: Operator::DoesNotExist })
                }
                other => Expression::Not(Box::new(other)),
            });
        }
        if self.take("(") {
            let inner = self.any(depth + 1)?;
            return self.must("`)`", ")").map(|()| inner);
        }
        let key = self.key()?;
        if self.take("(") {
            return self.function(key);
        }
        self.test(key)
    }

    /// What follows a name and a bracket.
    fn function(&mut self, name: &str) -> Result<Expression, String> {
        let expression = match name {
            "has" => {
                let key = self.key()?.to_owned();
                Expression::Label(Requirement { key, operator: Operator::Exists })
            }
            // What belongs to no namespace is asked for where a namespace is chosen, and is no pod.
            "all" | "global" => Expression::All(Vec::new()),
            other => return Err(format!("expected `has`, `all` or `global`, found `{other}`")),
        };
        self.must("`)`", ")").map(|()| expression)
    }

    fn test(&mut self, key: &str) -> Result<Expression, String> {
        let label = |operator| Expression::Label(Requirement { key: key.to_owned(), operator });
        let of_text = |test, text| Expression::Text(key.to_owned(), test, text);
        if self.take("==") {
            return Ok(label(Operator::In(vec![self.text()?])));
        }
        if self.take("!=") {
            return Ok(label(Operator::NotIn(vec![self.text()?])));
        }
        let word = self.key().unwrap_or_default();
        match word {
            "in" => Ok(label(Operator::In(self.texts()?))),
            "not" => self.word("in").and_then(|()| Ok(label(Operator::NotIn(self.texts()?)))),
            "contains" => Ok(of_text(TextTest::Contains, self.text()?)),
            "starts" => self.word("with").and_then(|()| Ok(of_text(TextTest::StartsWith, self.text()?))),
            "ends" => self.word("with").and_then(|()| Ok(of_text(TextTest::EndsWith, self.text()?))),
            "" => Err(self.expected("`==`, `!=`, `in`, `not in`, `contains`, `starts with` or `ends with`")),
            other => Err(format!(
                "expected `in`, `not in`, `contains`, `starts with` or `ends with`, found `{other}`"
            )),
        }
    }

    /// Texts in braces.
    fn texts(&mut self) -> Result<Vec<String>, String> {
        self.must("`{`", "{")?;
        let mut texts = Vec::new();
        while !self.take("}") {
            if !texts.is_empty() {
                self.must("`,` or `}`", ",")?;
            }
            texts.push(self.text()?);
        }
        Ok(texts)
    }

    /// A text in quotes of either kind.
    fn text(&mut self) -> Result<String, String> {
        let quote = self.rest.chars().next().filter(|first| matches!(first, '\'' | '"'));
        let quoted = quote.and_then(|quote| self.rest.get(1..)?.split_once(quote));
        let Some((text, rest)) = quoted else { return Err(self.expected("a text in quotes")) };
        self.rest = rest.trim_start();
        Ok(text.to_owned())
    }

    /// A label's key, or a word.
    fn key(&mut self) -> Result<&'t str, String> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
        let end = self.rest.find(|c: char| !is_part(c)).unwrap_or(self.rest.len());
        let (key, rest) = self.rest.split_at(end);
        if key.is_empty() {
            return Err(self.expected("a label's key"));
        }
        self.rest = rest.trim_start();
        Ok(key)
    }

    fn word(&mut self, word: &str) -> Result<(), String> {
        match self.key() {
            Ok(found) if found == word => Ok(()),
            Ok(found) => Err(format!("expected `{word}`, found `{found}`")),
            Err(_) => Err(self.expected(&format!("`{word}`"))),
        }
    }

    fn must(&mut self, expected: &str, mark: &str) -> Result<(), String> {
        if self.take(mark) { Ok(()) } else { Err(self.expected(expected)) }
    }

    fn take(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.map_or(self.rest, str::trim_start);
        rest.is_some()
    }

    fn expected(&self, what: &str) -> String {
        let found: String = self.rest.chars().take(20).collect();
        let found = if found.is_empty() { "the end".to_owned() } else { format!("`{found}`") };
        format!("expected {what}, found {found}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::Labels;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, labels: &str, expect: bool) {
        let labels: Labels = labels
            .split(',')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(parse(text).map(|it| it.matches(&labels)), Ok(expect), "{text} of {labels:?}");
    }

    #[test]
    fn each_test_holds_for_what_it_names() {
        check("app == 'web'", "app=web", true);
        check("app==\"web\"", "app=db", false);
        check("app != 'web'", "", true);
        check("app in { 'web', 'db' }", "app=db", true);
        check("app in {}", "app=db", false);
        check("app not in {'web','db'}", "app=db", false);
        check("app not in {'web'}", "", true);
        check("has(k8s-app)", "k8s-app=", true);
        check("!has(example.com/a_b)", "example.com/a_b=c", false);
        check("app contains 'e'", "app=web", true);
        check("app starts with 'we' && app ends with 'eb'", "app=web", true);
        check("app starts with 'e'", "app=web", false);
        check("app contains 'e'", "", false);
        check("all()", "", true);
        check("", "", true);
    }

    #[test]
    fn and_binds_closer_than_or_and_brackets_closest() {
        check("a == '1' || b == '1' && c == '1'", "a=1", true);
        check("(a == '1' || b == '1') && c == '1'", "a=1", false);
        check("!(a == '1' || b == '1')", "a=1", false);
        check("!!has(a)", "a=1", true);
        check("! all()", "a=1", false);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let check = |text: &str, expect: &str| {
            assert_eq!(parse(text), Err(expect.to_owned()), "{text}");
        };
        check(
            "app = 'web'",
            "expected `==`, `!=`, `in`, `not in`, `contains`, `starts with` or `ends with`, found `= 'web'`",
        );
        check("app == web", "expected a text in quotes, found `web`");
        check("has(app", "expected `)`, found the end");
        check("has(a) has(b)", "expected `&&` or `||`, found `has(b)`");
        check(
            "app is 'web'",
            "expected `in`, `not in`, `contains`, `starts with` or `ends with`, found `is`",
        );
        assert!(parse(&"(".repeat(100_000)).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_text_is_read_or_refused(text in "(has\\(a\\)|a == '1'|all\\(\\)|&&|\\|\\||!|\\(|\\)| |in|\\{|\\}|\\PC){0,20}") {
            // What was understood is understood again when it is written.
            if let Ok(expression) = parse(&text) {
                prop_assert_eq!(parse(&expression.to_string()), Ok(expression));
            }
        }
    }
}
