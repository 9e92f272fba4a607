//! Names, calls, brackets and literals.

use crate::ast::{Constant, Entry, Expr, Field, Kind};

use super::grammar::{Grammar, Parsed, Stop};
use super::literal;
use super::macros;
use super::tokens::{Kind as Token, Token as Place};

/// Words that may be fields, but not variables or functions.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

impl Grammar<'_> {
    /// What needs no operator.
    pub(super) fn primary(&mut self) -> Parsed {
        match self.next().kind {
            Token::Name => self.named(None),
            Token::Sign(".") => {
                let dot = self.advance().start;
                self.named(Some(dot))
            }
            Token::Sign("(") => {
                self.advance();
                let inner = self.expression()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("[") => self.list(),
            Token::Sign("{") => self.map(),
            _ => self.constant(),
        }
    }

    /// A variable, a call or a struct; `dot` is where a dot stands before it.
    fn named(&mut self, dot: Option<usize>) -> Parsed {
        if let Some(names) = self.struct_names() {
            return self.structure(names, dot);
        }
        let (name, place) = self.name()?;
        let start = dot.unwrap_or(place);
        let qualified = if dot.is_some() { format!(".{name}") } else { name.clone() };
        if self.ahead(0) == Token::Sign("(") {
            let reserved = RESERVED.contains(&name.as_str());
            let id = if reserved { 0 } else { self.nodes.id(self.next().start) };
            let arguments = self.arguments()?;
            if reserved {
                return Ok(self.nodes.wrong(start, format!("reserved identifier: {name}")));
            }
            return Ok(macros::expand_or_call(&mut self.nodes, id, &qualified, None, arguments));
        }
        if RESERVED.contains(&name.as_str()) {
            return Ok(self.nodes.wrong(start, format!("reserved identifier: {name}")));
        }
        Ok(self.nodes.node(place, Kind::Ident(qualified.into())))
    }

    /// How many names, with dots between them, stand before a brace.
    fn struct_names(&self) -> Option<usize> {
        let mut names = 0;
        loop {
            if self.ahead(names * 2) != Token::Name {
                return None;
            }
            names += 1;
            match self.ahead(names * 2 - 1) {
                Token::Sign("{") => return Some(names),
                Token::Sign(".") => {}
                _ => return None,
            }
        }
    }

    /// `a.B{c: d}`
    fn structure(&mut self, names: usize, dot: Option<usize>) -> Parsed {
        let mut parts = Vec::with_capacity(names);
        for _ in 0..names {
            self.accept(".");
            parts.push(self.name()?.0);
        }
        let lead = if dot.is_some() { "." } else { "" };
        let name = format!("{lead}{}", parts.join(".")).into();
        let brace = self.expect("{")?;
        let id = self.nodes.id(brace);
        let mut fields = Vec::new();
        while !self.ends("}", fields.len())? {
            let optional = self.accept("?").is_some();
            let (name, _) = self.field_name()?;
            let colon = self.expect(":")?;
            let id = self.nodes.id(colon);
            fields.push(Field { id, name: name.into(), value: self.expression()?, optional });
        }
        Ok(Expr { id, kind: Kind::Struct { name, fields } })
    }

    /// `(a, b)`
    pub(super) fn arguments(&mut self) -> Result<Vec<Expr>, Stop> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        if self.accept(")").is_some() {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.expression()?);
            if self.accept(",").is_none() {
                self.expect(")")?;
                return Ok(arguments);
            }
        }
    }

    /// `[a, ?b]`
    fn list(&mut self) -> Parsed {
        let bracket = self.expect("[")?;
        let id = self.nodes.id(bracket);
        let (mut elements, mut optional) = (Vec::new(), Vec::new());
        while !self.ends("]", elements.len())? {
            if self.accept("?").is_some() {
                optional.push(elements.len());
            }
            elements.push(self.expression()?);
        }
        Ok(Expr { id, kind: Kind::List { elements, optional } })
    }

    /// `{a: b, ?c: d}`
    fn map(&mut self) -> Parsed {
        let brace = self.expect("{")?;
        let id = self.nodes.id(brace);
        let mut entries = Vec::new();
        while !self.ends("}", entries.len())? {
            let id = self.nodes.id(brace);
            let optional = self.accept("?").is_some();
            let key = self.expression()?;
            let colon = self.expect(":")?;
            self.nodes.place(id, colon);
            entries.push(Entry { id, key, value: self.expression()?, optional });
        }
        Ok(Expr { id, kind: Kind::Map(entries) })
    }

    /// Goes over the comma before another part or over the bracket at the end, and tells which; a comma may stand
    /// before the bracket.
    fn ends(&mut self, bracket: &str, parts: usize) -> Result<bool, Stop> {
        if self.accept(bracket).is_some() {
            return Ok(true);
        }
        if self.accept(",").is_none() {
            return if parts == 0 { Ok(false) } else { Err(Stop::Syntax) };
        }
        if self.accept(bracket).is_some() {
            return Ok(true);
        }
        if parts == 0 { Err(Stop::Syntax) } else { Ok(false) }
    }

    fn constant(&mut self) -> Parsed {
        let start = self.next().start;
        let negative = self.accept("-").is_some();
        let token = self.advance();
        let value = match self.value(token, negative) {
            Some(value) => value,
            None => return Err(Stop::Syntax),
        };
        match value {
            Ok(value) => Ok(self.nodes.node(start, Kind::Constant(value))),
            Err(message) => Ok(self.nodes.wrong(start, message)),
        }
    }

    /// The value of a literal, or what is wrong with it; `None` if it is none.
    fn value(&self, token: Place, negative: bool) -> Option<Result<Constant, &'static str>> {
        let text = self.text_of(token);
        Some(match token.kind {
            Token::Int => literal::int(&text, negative).map(Constant::Int).ok_or("invalid int literal"),
            Token::Double => literal::double(&text, negative).map(Constant::Double).ok_or("invalid double literal"),
            _ if negative => return None,
            Token::Uint => literal::uint(&text).map(Constant::Uint).ok_or("invalid uint literal"),
            Token::Text => literal::text(&text).map(|text| Constant::String(text.into())),
            Token::Bytes => literal::bytes(&text).map(|bytes| Constant::Bytes(bytes.into())),
            Token::Sign("true") => Ok(Constant::Bool(true)),
            Token::Sign("false") => Ok(Constant::Bool(false)),
            Token::Sign("null") => Ok(Constant::Null),
            _ => return None,
        })
    }
}
