//! The grammar of expressions (cel-go's `CEL.g4`), down to members of objects; what stands between brackets and
//! literals is in [`super::primary`].

use crate::ast::{Constant, Expr, Id, Kind, Name};

use super::macros;
use super::nodes::Nodes;
use super::tokens::{Kind as Token, Token as Place};

/// No rule may be inside itself more often than this, as in cel-go.
const DEEPEST: usize = 250;

/// So many brackets may be inside each other; cel-go allows [`DEEPEST`] of them, which would need much stack.
pub(super) const MOST_BRACKETS: usize = 120;

/// Operators that stand in chains, weaker ones first.
const CHAINS: [(&str, &str); 2] = [("||", "_||_"), ("&&", "_&&_")];

/// Why there is no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The text is not an expression.
    Syntax,
    /// It is nested too deeply for cel-go.
    Depth,
    /// A chain of operators or members is too long for cel-go.
    Chain,
    /// It is nested too deeply for us.
    Brackets,
}

/// A node, or why there is none.
pub(super) type Parsed = Result<Expr, Stop>;

/// Goes through the tokens once, from left to right.
#[derive(Debug)]
pub(super) struct Grammar<'a> {
    text: &'a [char],
    tokens: &'a [Place],
    at: usize,
    depths: [usize; 4],
    pub(super) nodes: Nodes,
}

/// The rules that cel-go counts and that may be inside themselves.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Expression,
    Relation,
    Sum,
    Member,
}

impl<'a> Grammar<'a> {
    /// At the first token.
    pub(super) fn new(text: &'a [char], tokens: &'a [Place], nodes: Nodes) -> Self {
        Self { text, tokens, at: 0, depths: [0; 4], nodes }
    }

    /// The whole text as one expression.
    pub(super) fn whole(&mut self) -> Parsed {
        let root = self.expression()?;
        if self.next().kind == Token::End { Ok(root) } else { Err(Stop::Syntax) }
    }

    /// The token that comes next.
    pub(super) fn next(&self) -> Place {
        let end = Place { kind: Token::End, start: self.text.len(), end: self.text.len() };
        self.tokens.get(self.at).copied().unwrap_or(end)
    }

    /// The token after `count` others.
    pub(super) fn ahead(&self, count: usize) -> Token {
        self.tokens.get(self.at + count).map_or(Token::End, |token| token.kind)
    }

    /// Goes over a token.
    pub(super) fn advance(&mut self) -> Place {
        let token = self.next();
        self.at += 1;
        token
    }

    /// Goes over this sign, if it comes next, and tells where it is.
    pub(super) fn accept(&mut self, sign: &str) -> Option<usize> {
        matches!(self.next().kind, Token::Sign(found) if found == sign).then(|| self.advance().start)
    }

    /// Goes over this sign, which has to come next.
    pub(super) fn expect(&mut self, sign: &str) -> Result<usize, Stop> {
        self.accept(sign).ok_or(Stop::Syntax)
    }

    /// Goes over a name, which has to come next.
    pub(super) fn name(&mut self) -> Result<(String, usize), Stop> {
        if self.next().kind != Token::Name {
            return Err(Stop::Syntax);
        }
        let token = self.advance();
        Ok((self.text_of(token), token.start))
    }

    /// Goes over a name, perhaps between backticks, which has to come next.
    pub(super) fn field_name(&mut self) -> Result<(String, usize), Stop> {
        if self.next().kind != Token::Escaped {
            return self.name();
        }
        let token = self.advance();
        Ok((self.text_of(token).trim_matches('`').to_owned(), token.start))
    }

    /// The text of a token.
    pub(super) fn text_of(&self, token: Place) -> String {
        self.text.get(token.start..token.end).unwrap_or_default().iter().collect()
    }

    /// Goes into a rule and tells how deep it was before.
    fn enter(&mut self, rule: Rule) -> Result<usize, Stop> {
        let depth = &mut self.depths[rule as usize];
        *depth += 1;
        match rule {
            Rule::Expression if *depth > DEEPEST => Err(Stop::Depth),
            Rule::Relation | Rule::Sum | Rule::Member if *depth > DEEPEST + 1 => Err(Stop::Chain),
            Rule::Expression if *depth > MOST_BRACKETS => Err(Stop::Brackets),
            _ => Ok(*depth - 1),
        }
    }

    /// Comes out of a rule, however often it entered itself.
    fn leave(&mut self, rule: Rule, before: usize) {
        self.depths[rule as usize] = before;
    }

    /// `a ? b : c`, or less.
    pub(super) fn expression(&mut self) -> Parsed {
        let before = self.enter(Rule::Expression)?;
        let mut parsed = self.chain(0)?;
        if let Some(sign) = self.accept("?") {
            let id = self.nodes.id(sign);
            let met = self.chain(0)?;
            self.expect(":")?;
            let unmet = self.expression()?;
            parsed = call(id, "_?_:_", vec![parsed, met, unmet]);
        }
        self.leave(Rule::Expression, before);
        Ok(parsed)
    }

    /// `a || b` at level 0, `a && b` at level 1, or less.
    fn chain(&mut self, level: usize) -> Parsed {
        let Some((sign, function)) = CHAINS.get(level) else { return self.relation() };
        let first = self.chain(level + 1)?;
        if self.ahead(0) != Token::Sign(sign) {
            return Ok(first);
        }
        let (mut terms, mut ids) = (vec![first], Vec::new());
        while let Some(place) = self.accept(sign) {
            terms.push(self.chain(level + 1)?);
            ids.push(self.nodes.id(place));
        }
        Ok(balanced(function, &ids, &mut terms.into_iter()))
    }

    /// `a < b`, or less.
    fn relation(&mut self) -> Parsed {
        let before = self.enter(Rule::Relation)?;
        let mut left = self.sum(0)?;
        while let Some((function, sign)) = self.operator(relation_of) {
            let inner = self.enter(Rule::Relation)? + 1;
            let id = self.nodes.id(sign);
            self.enter(Rule::Relation)?;
            let right = self.sum(0)?;
            self.leave(Rule::Relation, inner);
            left = call(id, function, vec![left, right]);
        }
        self.leave(Rule::Relation, before);
        Ok(left)
    }

    /// `a + b * c`, with operators that bind as strongly as `least` or more.
    fn sum(&mut self, least: u8) -> Parsed {
        let before = self.enter(Rule::Sum)?;
        let mut left = self.unary()?;
        while let Some((function, sign)) = self.operator(|sign| calculation_of(sign, least)) {
            self.enter(Rule::Sum)?;
            let id = self.nodes.id(sign);
            let right = self.sum(if matches!(function, "_+_" | "_-_") { 1 } else { 2 })?;
            left = call(id, function, vec![left, right]);
        }
        self.leave(Rule::Sum, before);
        Ok(left)
    }

    /// Goes over the operator that comes next, if `known` knows it.
    fn operator(&mut self, known: impl Fn(&str) -> Option<&'static str>) -> Option<(&'static str, usize)> {
        let Token::Sign(sign) = self.next().kind else { return None };
        let function = known(sign)?;
        Some((function, self.advance().start))
    }

    /// `!a`, `-a`, or less.
    fn unary(&mut self) -> Parsed {
        let Some((id, function)) = self.signs() else { return self.member() };
        let operand = self.member()?;
        Ok(call(id, function, vec![operand]))
    }

    /// Goes over signs before a member; those in pairs mean nothing. The sign right before a number belongs to it.
    fn signs(&mut self) -> Option<(Id, &'static str)> {
        let (sign, function) = match self.ahead(0) {
            Token::Sign("!") => ("!", "!_"),
            Token::Sign("-") if !matches!(self.ahead(1), Token::Int | Token::Double) => ("-", "-_"),
            _ => return None,
        };
        let first = self.next().start;
        let mut count = 0;
        while self.accept(sign).is_some() {
            count += 1;
        }
        (count % 2 == 1).then(|| (self.nodes.id(first), function))
    }

    /// `a.b[c].d(e)`, or less.
    fn member(&mut self) -> Parsed {
        let before = self.enter(Rule::Member)?;
        let mut operand = self.primary()?;
        while let Token::Sign("." | "[") = self.ahead(0) {
            self.enter(Rule::Member)?;
            let sign = self.advance();
            let selection = sign.kind == Token::Sign(".");
            operand = if selection { self.selection(operand, sign.start)? } else { self.index(operand, sign.start)? };
        }
        self.leave(Rule::Member, before);
        Ok(operand)
    }

    /// What comes after `a.`.
    fn selection(&mut self, operand: Expr, dot: usize) -> Parsed {
        if self.accept("?").is_some() {
            let (field, place) = self.field_name()?;
            let field = self.nodes.node(place, Kind::Constant(Constant::String(field.into())));
            return Ok(call(self.nodes.id(dot), "_?._", vec![operand, field]));
        }
        if self.ahead(0) == Token::Name && self.ahead(1) == Token::Sign("(") {
            let (function, _) = self.name()?;
            let id = self.nodes.id(self.next().start);
            let arguments = self.arguments()?;
            return Ok(macros::expand_or_call(&mut self.nodes, id, &function, Some(operand), arguments));
        }
        let (field, _) = self.field_name()?;
        let kind = Kind::Select { operand: Box::new(operand), field: field.into(), test_only: false };
        Ok(self.nodes.node(dot, kind))
    }

    /// What comes after `a[`.
    fn index(&mut self, operand: Expr, bracket: usize) -> Parsed {
        let id = self.nodes.id(bracket);
        let function = if self.accept("?").is_some() { "_[?_]" } else { "_[_]" };
        let index = self.expression()?;
        self.expect("]")?;
        Ok(call(id, function, vec![operand, index]))
    }
}

/// A call of a function that is not a method.
pub(super) fn call(id: Id, function: &str, arguments: Vec<Expr>) -> Expr {
    Expr { id, kind: Kind::Call { function: Name::from(function), target: None, arguments } }
}

fn relation_of(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "<" => "_<_",
        "<=" => "_<=_",
        ">=" => "_>=_",
        ">" => "_>_",
        "==" => "_==_",
        "!=" => "_!=_",
        "in" => "@in",
        _ => return None,
    })
}

fn calculation_of(sign: &str, least: u8) -> Option<&'static str> {
    Some(match sign {
        "*" if least <= 1 => "_*_",
        "/" if least <= 1 => "_/_",
        "%" if least <= 1 => "_%_",
        "+" if least == 0 => "_+_",
        "-" if least == 0 => "_-_",
        _ => return None,
    })
}

/// A chain of `&&` or `||` as a tree that is as flat as it can be; `ids` are those of the signs.
fn balanced(function: &str, ids: &[Id], terms: &mut impl Iterator<Item = Expr>) -> Expr {
    let Some(id) = ids.get(ids.len() / 2) else {
        return terms.next().unwrap_or(Expr { id: 0, kind: Kind::Constant(Constant::Null) });
    };
    let middle = ids.len() / 2;
    let left = balanced(function, &ids[..middle], terms);
    let right = balanced(function, &ids[middle + 1..], terms);
    call(*id, function, vec![left, right])
}
