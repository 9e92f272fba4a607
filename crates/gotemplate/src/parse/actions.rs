//! Lists of text and actions, and the actions with keywords (Go: `text/template/parse/parse.go`).

use std::fmt;

use crate::ast::{At, Branch, Invocation, Node};
use crate::bytes::Str;
use crate::error::Error;

use super::names::text_of;
use super::parser::{Parser, Result};
use super::runes;
use super::token::{Kind, Token};

/// What was read of a list.
enum Step {
    /// Text or an action.
    Node(Node),
    /// What ends the list.
    Last(Ending),
}

/// What ends a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// `{{end}}`
    End,
    /// `{{else}}`, or `{{else` before an `if` or `with` that is still to be read.
    Else,
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::End => "{{end}}",
            Self::Else => "{{else}}",
        })
    }
}

impl Parser<'_> {
    /// The whole text. What `define` and `block` give is added to `defined`.
    pub(super) fn main(&mut self) -> Result<Vec<Node>> {
        let mut nodes = Vec::new();
        loop {
            match self.peek().kind {
                Kind::Eof => return Ok(nodes),
                Kind::LeftDelim if self.definition()? => {}
                _ => match self.text_or_action()? {
                    Step::Node(node) => nodes.push(node),
                    Step::Last(ending) => return Err(self.fail(format!("unexpected {ending}"))),
                },
            }
        }
    }

    /// Reads a `define` if one is next; says whether it was.
    fn definition(&mut self) -> Result<bool> {
        let delimiter = self.next();
        if self.next_non_space().kind != Kind::Define {
            self.back_up_two(delimiter);
            return Ok(false);
        }
        let outer = std::mem::take(&mut self.scope);
        self.define()?;
        self.scope = outer;
        Ok(true)
    }

    /// `{{define "name"}}…{{end}}` from the name on.
    fn define(&mut self) -> Result<()> {
        const CONTEXT: &str = "define clause";
        let token = self.next_non_space();
        let name = self.template_name(token, CONTEXT)?;
        self.expect(Kind::RightDelim, CONTEXT)?;
        let (nodes, last) = self.list()?;
        if last != Ending::End {
            return Err(self.fail(format!("unexpected {last} in {CONTEXT}")));
        }
        self.add(&name, nodes)
    }

    /// Adds a template that this text defines.
    fn add(&mut self, name: &Str, nodes: Vec<Node>) -> Result<()> {
        let tree = self.tree(text_of(name.as_bytes()), nodes);
        if self.defined.add(tree) {
            return Ok(());
        }
        Err(self.multiple_definition(name.as_bytes()))
    }

    /// Two templates of this name that are not empty.
    pub(super) fn multiple_definition(&self, name: &[u8]) -> Box<Error> {
        self.fail(format!("template: multiple definition of template {}", runes::quote(name)))
    }

    /// What stands up to an `end` or `else`, and which of the two it was.
    fn list(&mut self) -> Result<(Vec<Node>, Ending)> {
        let mark = self.nodes.mark();
        while self.peek_non_space().kind != Kind::Eof {
            match self.text_or_action()? {
                Step::Node(node) => self.nodes.push(node),
                Step::Last(ending) => return Ok((self.nodes.take(mark), ending)),
            }
        }
        Err(self.fail("unexpected EOF"))
    }

    fn text_or_action(&mut self) -> Result<Step> {
        let token = self.next_non_space();
        match token.kind {
            Kind::Text => Ok(Step::Node(Node::Text(Str::from(self.value(token))))),
            Kind::LeftDelim => {
                self.scope.action = Some(token.start);
                self.opening = token.start;
                let step = self.action()?;
                // From here on, also for an `else if` that is still to be read, Go has forgotten it.
                self.scope.action = None;
                Ok(step)
            }
            _ => Err(self.unexpected(token, "input")),
        }
    }

    fn action(&mut self) -> Result<Step> {
        let token = self.next_non_space();
        match token.kind {
            Kind::Else => return self.else_action(),
            Kind::End => return self.expect(Kind::RightDelim, "end").map(|_| Step::Last(Ending::End)),
            Kind::If => self.branch("if").map(Node::If),
            Kind::Range => self.branch("range").map(Node::Range),
            Kind::With => self.branch("with").map(Node::With),
            Kind::Template => self.template().map(Node::Template),
            Kind::Block => self.block().map(Node::Template),
            Kind::Break => self.leave_or_repeat(Node::Break, "{{break}}"),
            Kind::Continue => self.leave_or_repeat(Node::Continue, "{{continue}}"),
            _ => self.command_action(),
        }
        .map(Step::Node)
    }

    fn command_action(&mut self) -> Result<Node> {
        self.back_up();
        let (pipe, _) = self.pipeline("command", Kind::RightDelim)?;
        Ok(Node::Action(pipe))
    }

    fn leave_or_repeat(&mut self, node: Node, text: &str) -> Result<Node> {
        self.expect(Kind::RightDelim, text)?;
        if self.scope.ranges == 0 {
            return Err(self.fail(format!("{text} outside {{{{range}}}}")));
        }
        Ok(node)
    }

    fn else_action(&mut self) -> Result<Step> {
        if !matches!(self.peek_non_space().kind, Kind::If | Kind::With) {
            self.expect(Kind::RightDelim, "else")?;
        }
        Ok(Step::Last(Ending::Else))
    }

    /// `if`, `range` or `with`, from the pipeline on. Its variables end with it, those of the list last into the `else`.
    fn branch(&mut self, keyword: &'static str) -> Result<Box<Branch>> {
        self.enter()?;
        let start = self.opening;
        let variables = self.scope.variables.count();
        let (pipe, end) = self.pipeline(keyword, Kind::RightDelim)?;
        let ranges = self.scope.ranges;
        self.scope.ranges += u32::from(keyword == "range");
        let (list, last) = self.list()?;
        self.scope.ranges = ranges;
        let else_list = match last {
            Ending::Else => Some(self.else_list(keyword)?),
            Ending::End => None,
        };
        self.scope.variables.forget_after(variables);
        self.leave();
        Ok(Box::new(Branch { at: At { pos: pipe.at.pos, start, end }, pipe, list, else_list }))
    }

    /// What follows an `else`. An `else if` is an `if` of its own whose `end` is the `end` of the whole.
    fn else_list(&mut self, keyword: &'static str) -> Result<Vec<Node>> {
        match (keyword, self.peek().kind) {
            ("if", Kind::If) => {
                self.next();
                Ok(vec![Node::If(self.branch("if")?)])
            }
            ("with", Kind::With) => {
                self.next();
                Ok(vec![Node::With(self.branch("with")?)])
            }
            _ => match self.list()? {
                (nodes, Ending::End) => Ok(nodes),
                (_, last) => Err(self.fail(format!("expected end; found {last}"))),
            },
        }
    }

    /// `{{template "name" pipeline}}` from the name on.
    fn template(&mut self) -> Result<Box<Invocation>> {
        const CONTEXT: &str = "template clause";
        let start = self.opening;
        let token = self.next_non_space();
        let name = self.template_name(token, CONTEXT)?;
        let next = self.next_non_space();
        let (pipe, end) = if next.kind == Kind::RightDelim {
            (None, next.end)
        } else {
            self.back_up();
            let (pipe, end) = self.pipeline(CONTEXT, Kind::RightDelim)?;
            (Some(pipe), end)
        };
        Ok(Box::new(Invocation { at: At { pos: token.start, start, end }, name, pipe }))
    }

    /// `{{block "name" pipeline}}…{{end}}` from the name on.
    fn block(&mut self) -> Result<Box<Invocation>> {
        const CONTEXT: &str = "block clause";
        self.enter()?;
        let start = self.opening;
        let token = self.next_non_space();
        let name = self.template_name(token, CONTEXT)?;
        let (pipe, end) = self.pipeline(CONTEXT, Kind::RightDelim)?;
        let clause = self.last_read();
        let outer = std::mem::take(&mut self.scope);
        let (nodes, last) = self.list()?;
        if last != Ending::End {
            return Err(self.fail_at(clause, format!("unexpected {last} in {CONTEXT}")));
        }
        self.add(&name, nodes)?;
        self.scope = outer;
        self.leave();
        Ok(Box::new(Invocation { at: At { pos: token.start, start, end }, name, pipe: Some(pipe) }))
    }

    fn template_name(&mut self, token: Token, context: &str) -> Result<Str> {
        if !matches!(token.kind, Kind::String | Kind::RawString) {
            return Err(self.unexpected(token, context));
        }
        self.string(token).map(|constant| constant.text)
    }
}
