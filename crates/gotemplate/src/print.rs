//! Trees printed back, as Go does it in `executing "x" at <…>` (Go: `String` in `text/template/parse/node.go`).
//!
//! White space and comments of the source are gone, pipelines have spaces around `|`, and constants look as written.

use std::fmt::{Display, Formatter, Result, Write};

use crate::ast::{Branch, Command, Expr, ExprKind, Invocation, Node, Pipe, Tree};
use crate::bytes::Str;

impl Display for Tree {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        list(&self.root, formatter)
    }
}

impl Display for Node {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Text(text) => text.fmt(formatter),
            Self::Action(pipe) => write!(formatter, "{{{{{pipe}}}}}"),
            Self::If(branch) => block("if", branch, formatter),
            Self::Range(branch) => block("range", branch, formatter),
            Self::With(branch) => block("with", branch, formatter),
            Self::Template(invocation) => invocation.fmt(formatter),
            Self::Break => formatter.write_str("{{break}}"),
            Self::Continue => formatter.write_str("{{continue}}"),
        }
    }
}

fn list(nodes: &[Node], formatter: &mut Formatter<'_>) -> Result {
    nodes.iter().try_for_each(|node| node.fmt(formatter))
}

fn block(keyword: &str, branch: &Branch, formatter: &mut Formatter<'_>) -> Result {
    write!(formatter, "{{{{{keyword} {}}}}}", branch.pipe)?;
    list(&branch.list, formatter)?;
    if let Some(nodes) = &branch.else_list {
        formatter.write_str("{{else}}")?;
        list(nodes, formatter)?;
    }
    formatter.write_str("{{end}}")
}

impl Display for Invocation {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        write!(formatter, "{{{{template {}", crate::parse::quote(self.name.as_bytes()))?;
        if let Some(pipe) = &self.pipe {
            write!(formatter, " {pipe}")?;
        }
        formatter.write_str("}}")
    }
}

/// A pipeline, without the parentheses that it may stand in.
impl Display for Pipe {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        for (index, variable) in self.declarations.iter().enumerate() {
            formatter.write_str(if index == 0 { "" } else { ", " })?;
            formatter.write_str(&variable.name)?;
        }
        if !self.declarations.is_empty() {
            formatter.write_str(if self.is_assign { " = " } else { " := " })?;
        }
        for (index, command) in self.commands.iter().enumerate() {
            formatter.write_str(if index == 0 { "" } else { " | " })?;
            command.fmt(formatter)?;
        }
        Ok(())
    }
}

impl Display for Command {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        for (index, argument) in self.arguments.iter().enumerate() {
            if index > 0 {
                formatter.write_char(' ')?;
            }
            parenthesized(argument, formatter)?;
        }
        Ok(())
    }
}

/// An operand. A pipeline has its parentheses only as an argument or before fields, not when it is printed alone.
impl Display for Expr {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ExprKind::Dot => formatter.write_char('.'),
            ExprKind::Nil => formatter.write_str("nil"),
            ExprKind::Bool(value) => value.fmt(formatter),
            ExprKind::Number(number) => formatter.write_str(&number.text),
            ExprKind::String { quoted, .. } => formatter.write_str(quoted),
            ExprKind::Function(name) => formatter.write_str(name),
            ExprKind::Field(names) => fields(names, formatter),
            ExprKind::Variable { name, fields: names } => {
                formatter.write_str(name)?;
                fields(names, formatter)
            }
            ExprKind::Chain { base, fields: names } => {
                parenthesized(base, formatter)?;
                fields(names, formatter)
            }
            ExprKind::Pipe(pipe) => pipe.fmt(formatter),
        }
    }
}

fn parenthesized(operand: &Expr, formatter: &mut Formatter<'_>) -> Result {
    match &operand.kind {
        ExprKind::Pipe(pipe) => {
            formatter.write_char('(')?;
            pipe.fmt(formatter)?;
            formatter.write_char(')')
        }
        _ => operand.fmt(formatter),
    }
}

fn fields(names: &[Str], formatter: &mut Formatter<'_>) -> Result {
    names.iter().try_for_each(|name| {
        formatter.write_char('.')?;
        name.fmt(formatter)
    })
}
