//! Pipelines, commands and operands (Go: `text/template/parse/parse.go`).

use std::sync::Arc;

use crate::ast::{At, Command, Expr, ExprKind, Pipe, Variable};
use crate::bytes::Str;

use super::names::Constant;
use super::number;
use super::parser::{Parser, Result};
use super::runes;
use super::token::{Kind, Token};
use super::unquote;

impl Parser<'_> {
    /// A pipeline up to and with the token that closes it. Returns also where that token ends.
    pub(super) fn pipeline(&mut self, context: &'static str, closing: Kind) -> Result<(Pipe, u32)> {
        let at = at(self.peek_non_space());
        let mut pipe = Pipe { at, is_assign: false, declarations: Vec::new(), commands: Vec::new() };
        self.declarations(&mut pipe, context)?;
        let mark = self.commands.mark();
        loop {
            let token = self.next_non_space();
            if token.kind == closing {
                pipe.commands = self.commands.take(mark);
                self.check(&pipe, context)?;
                return Ok((pipe, token.end));
            }
            if !token.kind.starts_command() {
                return Err(self.unexpected(token, context));
            }
            self.back_up();
            let command = self.command()?;
            pipe.at.end = command.at.end;
            self.commands.push(command);
        }
    }

    /// The variables that the pipeline declares or sets, if there are any.
    fn declarations(&mut self, pipe: &mut Pipe, context: &str) -> Result<()> {
        while self.peek_non_space().kind == Kind::Variable {
            let variable = self.next();
            // "$x foo" begins a command, and only what follows the space tells.
            let after = self.peek();
            let next = self.peek_non_space();
            match next.kind {
                Kind::Assign | Kind::Declare => {
                    pipe.is_assign = next.kind == Kind::Assign;
                    self.next_non_space();
                    self.declare(pipe, variable);
                    return Ok(());
                }
                Kind::Char if self.value(next) == b"," => {
                    self.next_non_space();
                    self.declare(pipe, variable);
                    self.check_second_variable(pipe, context)?;
                }
                _ if after.kind == Kind::Space => {
                    self.back_up_three(variable, after);
                    return Ok(());
                }
                _ => {
                    self.back_up_two(variable);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn declare(&mut self, pipe: &mut Pipe, token: Token) {
        let name = self.value(token);
        self.scope.variables.declare(name);
        pipe.declarations.push(Variable { at: at(token), name: self.names.name(name) });
    }

    /// After a comma: only `range` may have two variables.
    fn check_second_variable(&mut self, pipe: &Pipe, context: &str) -> Result<()> {
        if context != "range" || pipe.declarations.len() >= 2 {
            return Err(self.fail(format!("too many declarations in {context}")));
        }
        match self.peek_non_space().kind {
            Kind::Variable | Kind::RightDelim | Kind::RightParen => Ok(()),
            _ => Err(self.fail("range can only initialize variables")),
        }
    }

    /// A pipeline has commands, and all but the first can take an argument.
    fn check(&self, pipe: &Pipe, context: &str) -> Result<()> {
        if pipe.commands.is_empty() {
            return Err(self.fail(format!("missing value for {context}")));
        }
        let bad = pipe.commands.iter().skip(1).position(|command| {
            command
                .arguments
                .first()
                .is_some_and(|first| first.kind.is_literal() || matches!(first.kind, ExprKind::Dot))
        });
        match bad {
            Some(index) => Err(self.fail(format!("non executable command in pipeline stage {}", index + 2))),
            None => Ok(()),
        }
    }

    /// Operands up to a `|`, which is passed over, or to what closes the pipeline.
    fn command(&mut self) -> Result<Command> {
        let mut command = Command { at: at(self.peek_non_space()), arguments: Vec::new() };
        let mark = self.operands.mark();
        loop {
            self.peek_non_space();
            if let Some(operand) = self.operand()? {
                command.at.end = operand.at.end;
                self.operands.push(operand);
            }
            let token = self.next();
            match token.kind {
                Kind::Space => continue,
                Kind::Pipe => {}
                Kind::RightDelim | Kind::RightParen => self.back_up(),
                _ => return Err(self.unexpected(token, "operand")),
            }
            command.arguments = self.operands.take(mark);
            if command.arguments.is_empty() {
                return Err(self.fail("empty command"));
            }
            return Ok(command);
        }
    }

    /// A term and the fields that follow it. Nothing if the next token is none.
    fn operand(&mut self) -> Result<Option<Expr>> {
        match self.term()? {
            Some(term) => self.with_fields(term).map(Some),
            None => Ok(None),
        }
    }

    fn with_fields(&mut self, operand: Expr) -> Result<Expr> {
        let next = self.peek();
        if next.kind != Kind::Field {
            return Ok(operand);
        }
        let (added, end) = self.fields(None);
        if operand.kind.is_literal() || matches!(operand.kind, ExprKind::Dot) {
            let term = runes::quote(operand.to_string().as_bytes());
            return Err(self.fail(format!("unexpected . after term {term}")));
        }
        let at = At { pos: next.start, start: operand.at.start, end };
        Ok(Expr { at, kind: ExprKind::Chain { base: Box::new(operand), fields: added } })
    }

    /// `.a.b` or `$x.a.b`. Go reports it where the first field after the first token begins, if there is one.
    fn path(&mut self, token: Token) -> Result<Expr> {
        let (first, variable) = match token.kind {
            Kind::Variable => (None, Some(self.variable(token)?)),
            _ => (Some(self.field(token)), None),
        };
        let mut at = at(token);
        let next = self.peek();
        let (fields, end) = self.fields(first);
        if next.kind == Kind::Field {
            at.pos = next.start;
            at.end = end;
        }
        let kind = match variable {
            Some(name) => ExprKind::Variable { name, fields },
            None => ExprKind::Field(fields),
        };
        Ok(Expr { at, kind })
    }

    /// A first field, those that follow it without space, and where the last of these ends.
    fn fields(&mut self, first: Option<Str>) -> (Vec<Str>, u32) {
        let (mark, mut end) = (self.segments.mark(), 0);
        if let Some(first) = first {
            self.segments.push(first);
        }
        while self.peek().kind == Kind::Field {
            let token = self.next();
            end = token.end;
            let field = self.field(token);
            self.segments.push(field);
        }
        (self.segments.take(mark), end)
    }

    fn field(&mut self, token: Token) -> Str {
        let name = self.value(token).get(1..).unwrap_or_default();
        self.names.field(name)
    }

    fn term(&mut self) -> Result<Option<Expr>> {
        let token = self.next_non_space();
        if token.kind == Kind::LeftParen {
            return self.parenthesized(token).map(Some);
        }
        if matches!(token.kind, Kind::Field | Kind::Variable) {
            return self.path(token).map(Some);
        }
        if !token.kind.starts_command() {
            self.back_up();
            return Ok(None);
        }
        let kind = self.single_term(token)?;
        Ok(Some(Expr { at: at(token), kind }))
    }

    /// What is a term in one token and has no fields.
    fn single_term(&mut self, token: Token) -> Result<ExprKind> {
        Ok(match token.kind {
            Kind::Dot => ExprKind::Dot,
            Kind::Nil => ExprKind::Nil,
            Kind::Bool => ExprKind::Bool(self.value(token) == b"true"),
            Kind::String | Kind::RawString => {
                let Constant { quoted, text } = self.string(token)?;
                ExprKind::String { quoted, text }
            }
            Kind::CharConstant | Kind::Complex | Kind::Number => {
                let number = number::parse(self.value(token), token.kind).map_err(|problem| self.fail(problem))?;
                ExprKind::Number(Box::new(number))
            }
            _ => ExprKind::Function(self.function(token)?),
        })
    }

    fn parenthesized(&mut self, opening: Token) -> Result<Expr> {
        self.enter()?;
        let (pipe, end) = self.pipeline("parenthesized pipeline", Kind::RightParen)?;
        self.leave();
        Ok(Expr { at: At { pos: pipe.at.pos, start: opening.start, end }, kind: ExprKind::Pipe(Box::new(pipe)) })
    }

    /// What a string constant means.
    pub(super) fn string(&mut self, token: Token) -> Result<Constant> {
        let quoted = self.value(token);
        self.names.string(quoted, unquote::string).map_err(|error| self.fail(error.to_string()))
    }

    fn function(&mut self, token: Token) -> Result<Arc<str>> {
        let name = self.value(token);
        if let Some(name) = self.names.known(name) {
            return Ok(name);
        }
        let text = self.names.name(name);
        if self.has_function(&text) {
            return Ok(text);
        }
        Err(self.fail(format!("function {} not defined", runes::quote(name))))
    }

    fn variable(&mut self, token: Token) -> Result<Arc<str>> {
        let name = self.value(token);
        if self.scope.variables.has(name) {
            return Ok(self.names.name(name));
        }
        Err(self.fail(format!("undefined variable {}", runes::quote(name))))
    }
}

/// A node that is one token.
fn at(token: Token) -> At {
    At { pos: token.start, start: token.start, end: token.end }
}
