//! The statements that say how things look: `style`, `linkStyle`, `classDef`, `class`, and `click`.

use super::{Parser, Read};
use crate::mermaid::syntax::{Click, LinkStyle, StatementIndex, StatementKind, Word};
use crate::mermaid::token::Kind;

/// What a declaration is made of.
const DECLARATION: [Kind; 6] = [Kind::Number, Kind::Id, Kind::Colon, Kind::Space, Kind::Hash, Kind::Style];

/// What a curve's or a callback's name is made of.
const NAME: [Kind; 11] = [
    Kind::Number,
    Kind::Letters,
    Kind::Id,
    Kind::HeaderDirection,
    Kind::Down,
    Kind::Minus,
    Kind::Comma,
    Kind::Colon,
    Kind::Ampersand,
    Kind::Hash,
    Kind::Star,
];

/// More declarations than this in one statement are not kept: no style has them, and each is given to each of
/// the statement's targets.
const MAX_DECLARATIONS: usize = 256;

impl Parser<'_> {
    /// `style a fill:#f9f`
    pub(super) fn style(&mut self, index: StatementIndex) -> Read<()> {
        self.advance();
        self.space("`style`")?;
        let id = self.id("the id of a node")?;
        self.space("the id")?;
        let declarations = self.declarations()?;
        self.put(index, StatementKind::Style(id, declarations));
        Ok(())
    }

    /// `classDef a,b fill:#f9f`
    pub(super) fn class_definition(&mut self, index: StatementIndex) -> Read<()> {
        self.advance();
        self.space("`classDef`")?;
        let names = self.id("the name of a class")?;
        self.space("the name")?;
        let declarations = self.declarations()?;
        self.put(index, StatementKind::ClassDef(self.list(&names), declarations));
        Ok(())
    }

    /// `class a,b name`
    pub(super) fn class(&mut self, index: StatementIndex) -> Read<()> {
        self.advance();
        self.space("`class`")?;
        let ids = self.id("the id of a node")?;
        self.space("the ids")?;
        let name = self.id("the name of a class")?;
        self.put(index, StatementKind::Class(self.list(&ids), name));
        Ok(())
    }

    /// `linkStyle 0,1 interpolate basis stroke:red`
    pub(super) fn link_style(&mut self, index: StatementIndex) -> Read<()> {
        self.advance();
        self.space("`linkStyle`")?;
        let positions = self.positions()?;
        self.space("the numbers of links")?;
        let mut curve = None;
        let mut styles = None;
        if self.eat(Kind::Interpolate).is_some() {
            self.space("`interpolate`")?;
            curve = Some(self.run_of(&NAME, "the name of a curve")?);
            if self.eat(Kind::Space).is_some() {
                styles = Some(self.declarations()?);
            }
        } else {
            styles = Some(self.declarations()?);
        }
        self.put(index, StatementKind::LinkStyle(LinkStyle { positions, curve, styles }));
        Ok(())
    }

    /// `default`, or numbers with commas between them.
    fn positions(&mut self) -> Read<Vec<Word>> {
        if self.eat(Kind::Default).is_some() {
            return Ok(Vec::new());
        }
        let mut positions = Vec::new();
        loop {
            let number = self.expect(Kind::Number, "the number of a link or `default`")?;
            positions.push(self.word(number.start, number.end));
            if self.eat(Kind::Comma).is_none() {
                return Ok(positions);
            }
        }
    }

    fn space(&mut self, after: &str) -> Read<()> {
        self.expect(Kind::Space, &format!("a space after {after}")).map(|_| ())
    }

    /// `fill:#f9f,stroke:red`
    fn declarations(&mut self) -> Read<Vec<Word>> {
        let mut declarations = Vec::new();
        loop {
            let declaration = self.run_of(&DECLARATION, "a declaration such as `fill:#f9f`")?;
            if declarations.len() < MAX_DECLARATIONS {
                declarations.push(declaration);
            }
            if self.eat(Kind::Comma).is_none() {
                return Ok(declarations);
            }
        }
    }

    /// `click a "https://…" "tip" _blank`, with `href` before the address or without, or `click a call f()`.
    pub(super) fn click(&mut self, index: StatementIndex) -> Read<()> {
        let target = self.advance();
        let mut click =
            Click { targets: self.list(&self.word(target.start, target.end)), ..Click::default() };
        let opens = match self.token.kind {
            Kind::CallbackName => {
                self.advance();
                self.eat(Kind::CallbackArguments);
                false
            }
            Kind::Href => {
                self.advance();
                let address = self.expect(Kind::String, "an address in double quotes")?;
                click.address = Some(self.word(address.start, address.end));
                true
            }
            Kind::String => {
                let address = self.advance();
                click.address = Some(self.word(address.start, address.end));
                true
            }
            _ => {
                self.run_of(&NAME, "an address in double quotes, `href`, `call` or a function")?;
                false
            }
        };
        if self.eat(Kind::Space).is_some() {
            if opens && self.eat(Kind::LinkTarget).is_some() {
                self.put(index, StatementKind::Click(click));
                return Ok(());
            }
            let tooltip = self.expect(Kind::String, "a tooltip in double quotes")?;
            click.tooltip = Some(self.word(tooltip.start, tooltip.end));
            if opens && self.eat(Kind::Space).is_some() {
                self.expect(Kind::LinkTarget, "`_self`, `_blank`, `_parent` or `_top`")?;
            }
        }
        self.put(index, StatementKind::Click(click));
        Ok(())
    }
}
