//! Reading.

use gostd::strconv::quote;
use gostd::time::{Time, parse_in_location};
use gotemplate::Value;

use super::context::{Document, Node, Part, Table, table_value};
use super::escape::{join_lines, replace_escapes, without_first_break};
use super::key::dotted;
use super::lexer::{Fault, Lexer, is_break, is_space, quoted};
use super::scan::{Quotes, Token};
use super::zones::Zones;
use super::{MAX_DEPTH, number};
use crate::objects::time_value;

/// Reads a document into a map.
///
/// # Errors
/// The library's text, such as `toml: line 1 (last key "a"): unexpected EOF; expected value`.
pub(crate) fn decode(text: &[u8], zones: &Zones) -> Result<Value, String> {
    let marks: [&[u8]; 3] = [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"];
    let text = marks.iter().find_map(|mark| text.strip_prefix(*mark)).unwrap_or(text);
    if text.iter().take(6).any(|byte| *byte == 0) {
        return Err(
            "toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8".to_owned()
        );
    }
    let mut parser = Parser {
        lexer: Lexer::new(text),
        document: Document::default(),
        current: Part::new(),
        key_line: 0,
        depth: 0,
        zones,
    };
    match parser.document() {
        Ok(()) => Ok(table_value(parser.document.root)),
        Err(Fault { line, message }) => Err(match parser.last_key() {
            key if key.is_empty() => format!("toml: line {line}: {message}"),
            key => format!("toml: line {line} (last key {}): {message}", quote(&String::from_utf8_lossy(&key))),
        }),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    document: Document,
    /// The last part of the key whose value is being read.
    current: Part,
    /// The line of the last key.
    key_line: usize,
    depth: usize,
    zones: &'a Zones,
}

impl Parser<'_> {
    /// The key that errors mention.
    fn last_key(&self) -> Vec<u8> {
        let context = dotted(&self.document.context);
        match (context.is_empty(), self.current.is_empty()) {
            (_, true) => context,
            (true, false) => self.current.clone(),
            (false, false) => [context.as_slice(), b".", &self.current].concat(),
        }
    }

    /// An error about the last key.
    fn about_key(&self, message: String) -> Fault {
        Fault { line: self.key_line, message }
    }

    fn document(&mut self) -> Result<(), Fault> {
        loop {
            match self.lexer.next()? {
                None => return Ok(()),
                Some(blank) if is_space(blank) || is_break(blank) => continue,
                Some('#') => {
                    self.lexer.comment()?;
                    continue;
                }
                Some('[') => self.header()?,
                Some(_) => {
                    self.lexer.back();
                    self.top_pair()?;
                }
            }
            if self.ends_here()? {
                return Ok(());
            }
        }
    }

    /// What follows an entry at the top; whether the text ends.
    fn ends_here(&mut self) -> Result<bool, Fault> {
        self.lexer.skip(is_space)?;
        match self.lexer.next()? {
            None => Ok(true),
            Some('#') => self.lexer.comment().map(|()| false),
            Some(line_break) if is_break(line_break) => Ok(false),
            other => Err(self.lexer.fault(format!(
                "expected a top-level item to end with a newline, comment, or EOF, but got {} instead",
                quoted(other)
            ))),
        }
    }

    /// `[key]` or `[[key]]`, behind the first bracket.
    fn header(&mut self) -> Result<(), Fault> {
        let is_array = self.lexer.accept('[')?;
        let mut key = Vec::new();
        loop {
            self.lexer.skip(is_space)?;
            let part = match self.lexer.peek()? {
                Some(']') | None => {
                    return Err(self.lexer.fault("unexpected end of table name (table names cannot be empty)"));
                }
                Some('.') => {
                    return Err(self.lexer.fault("unexpected table separator (table names cannot be empty)"));
                }
                next => self.key_part(next, key.is_empty())?,
            };
            key.push(part);
            self.lexer.skip(is_space)?;
            match self.lexer.next()? {
                Some('.') => {}
                Some(']') => break,
                other => {
                    let message = format!("expected '.' or ']' to end table name, but got {} instead", quoted(other));
                    return Err(self.lexer.fault(message));
                }
            }
        }
        if is_array {
            let next = self.lexer.next()?;
            if next != Some(']') {
                let message =
                    format!("expected end of table array name delimiter ']', but got {} instead", quoted(next));
                return Err(self.lexer.fault(message));
            }
        }
        self.document.add_context(&key, is_array).map_err(|message| self.about_key(message))?;
        self.document.set_type(b"", false);
        Ok(())
    }

    /// A part of a key, which begins with this character.
    fn key_part(&mut self, first: Option<char>, is_first: bool) -> Result<Part, Fault> {
        let part = if matches!(first, Some('"' | '\'')) {
            match self.lexer.quoted_name()? {
                Token::Text(text, quotes) => self.text(text, quotes)?,
                _ => Part::new(),
            }
        } else {
            self.lexer.bare_name()?
        };
        if is_first {
            self.key_line = self.lexer.line();
        }
        Ok(part)
    }

    /// A key and its `=`.
    fn key(&mut self) -> Result<Vec<Part>, Fault> {
        self.lexer.skip(is_space)?;
        match self.lexer.peek()? {
            Some('=') | None => return Err(self.lexer.fault("unexpected '=': key name appears blank")),
            Some('.') => return Err(self.lexer.fault("unexpected '.': keys cannot start with a '.'")),
            Some(_) => {}
        }
        let mut key = Vec::new();
        loop {
            self.lexer.skip(is_space)?;
            let part = match self.lexer.peek()? {
                Some('=') | None => return Err(self.lexer.fault("unexpected '='")),
                Some('.') => return Err(self.lexer.fault("unexpected '.'")),
                next => self.key_part(next, key.is_empty())?,
            };
            key.push(part);
            self.lexer.skip(is_space)?;
            match self.lexer.next()? {
                Some('.') => {}
                Some('=') => return Ok(key),
                None => return Err(self.lexer.fault("unexpected EOF; expected key separator '='")),
                other => {
                    let message = format!("expected '.' or '=', but got {} instead", quoted(other));
                    let is_line_break = other == Some('\n');
                    return Err(if is_line_break {
                        self.lexer.fault_above(message)
                    } else {
                        self.lexer.fault(message)
                    });
                }
            }
        }
    }

    /// Enters the tables that a key mentions before its last part.
    fn enter(&mut self, key: &[Part]) -> Result<(), Fault> {
        let Some((last, parents)) = key.split_last() else { return Ok(()) };
        self.current.clone_from(last);
        for part in parents {
            self.document.add_implicit_context(part).map_err(|message| self.about_key(message))?;
        }
        Ok(())
    }

    fn set(&mut self, node: Node) -> Result<(), Fault> {
        let is_array = matches!(node, Node::List(_));
        let current = self.current.clone();
        self.document.set_value(&current, node).map_err(|message| self.about_key(message))?;
        self.document.set_type(&current, is_array);
        Ok(())
    }

    fn top_pair(&mut self) -> Result<(), Fault> {
        let outer = self.document.context.clone();
        let key = self.key()?;
        self.enter(&key)?;
        let node = self.value(false)?;
        self.set(node)?;
        self.document.context = outer;
        self.current.clear();
        Ok(())
    }

    fn value(&mut self, in_array: bool) -> Result<Node, Fault> {
        let token = self.lexer.value()?;
        let line = self.lexer.line();
        Ok(Node::Leaf(match token {
            Token::Text(text, quotes) => Value::from(self.text(text, quotes)?),
            Token::Boolean(truth) => Value::Bool(truth),
            Token::Integer(text) => number::integer(&text, line)?,
            Token::Float(text) => number::float(&text, line)?,
            Token::DateTime(text) => time_value(self.date_time(&text, line)?),
            Token::ArrayStart => return self.nested(|parser| parser.array()),
            Token::TableStart => return self.nested(|parser| parser.inline_table(in_array)),
        }))
    }

    fn nested(&mut self, body: impl FnOnce(&mut Self) -> Result<Node, Fault>) -> Result<Node, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.lexer.fault(format!("values are nested deeper than {MAX_DEPTH}")));
        }
        let node = body(self)?;
        self.depth -= 1;
        Ok(node)
    }

    fn text(&self, text: Vec<u8>, quotes: Quotes) -> Result<Vec<u8>, Fault> {
        let line = self.lexer.line();
        match quotes {
            Quotes::Plain => Ok(text),
            Quotes::Escaped => replace_escapes(&text, line),
            Quotes::Lines => replace_escapes(&join_lines(without_first_break(&text)), line),
            Quotes::RawLines => Ok(without_first_break(&text).to_vec()),
        }
    }

    fn date_time(&self, text: &str, line: usize) -> Result<Time, Fault> {
        let text = text.replace('z', "Z").replace(['t', ' '], "T");
        let Zones { local, date_time, date, time } = self.zones;
        let layouts = [
            ("2006-01-02T15:04:05.999999999Z07:00", local),
            ("2006-01-02T15:04:05.999999999", date_time),
            ("2006-01-02", date),
            ("15:04:05.999999999", time),
            ("2006-01-02T15:04Z07:00", local),
            ("2006-01-02T15:04", date_time),
            ("15:04", time),
        ];
        let fault = || Fault { line, message: format!("invalid datetime: {}", quote(&text)) };
        for (layout, zone) in layouts {
            if let Ok(time) = parse_in_location(layout.as_bytes(), text.as_bytes(), zone) {
                return if misses_zero(&text, layout) { Err(fault()) } else { Ok(time) };
            }
        }
        Err(fault())
    }

    fn array(&mut self) -> Result<Node, Fault> {
        let current = self.current.clone();
        self.document.set_type(&current, true);
        let mut items = Vec::new();
        loop {
            self.blank_lines()?;
            match self.lexer.next()? {
                Some(',') => return Err(self.lexer.fault("unexpected comma")),
                Some(']') => return Ok(Node::List(items)),
                _ => self.lexer.back(),
            }
            items.push(self.value(true)?);
            self.blank_lines()?;
            match self.lexer.next()? {
                Some(',') => {}
                Some(']') => return Ok(Node::List(items)),
                other => {
                    let found = other.map_or_else(|| "end of file".to_owned(), |other| format!("'{other}'"));
                    let message = format!("expected a comma (',') or array terminator (']'), but got {found}");
                    return Err(self.lexer.fault(message));
                }
            }
        }
    }

    /// White space, line breaks and comments.
    fn blank_lines(&mut self) -> Result<(), Fault> {
        loop {
            self.lexer.skip(|character| is_space(character) || is_break(character))?;
            if !self.lexer.accept('#')? {
                return Ok(());
            }
            self.lexer.comment()?;
        }
    }

    /// `{a = 1}` behind its brace. Its entries are put into the document too, where they are checked.
    fn inline_table(&mut self, in_array: bool) -> Result<Node, Fault> {
        let mut top = Table::new();
        let (outer, outer_key) = (self.document.context.clone(), std::mem::take(&mut self.current));
        self.document.context.push(outer_key.clone());
        let context = self.document.context.clone();
        self.document.add_implicit(&context);
        self.document.add_context(&context, in_array).map_err(|message| self.about_key(message))?;
        loop {
            self.blank_lines()?;
            match self.lexer.next()? {
                Some(',') => return Err(self.lexer.fault("unexpected comma")),
                Some('}') => break,
                _ => self.lexer.back(),
            }
            self.inline_pair(&mut top)?;
            self.document.context.clone_from(&context);
            self.blank_lines()?;
            match self.lexer.next()? {
                Some(',') => {}
                Some('}') => break,
                other => {
                    let found = other.map_or_else(|| "end of file".to_owned(), |other| format!("'{other}'"));
                    let message =
                        format!("expected a comma or an inline table terminator '}}', but got {found} instead");
                    return Err(self.lexer.fault(message));
                }
            }
        }
        self.document.context = outer;
        self.current = outer_key;
        Ok(Node::Table(top))
    }

    fn inline_pair(&mut self, top: &mut Table) -> Result<(), Fault> {
        let key = self.key()?;
        self.enter(&key)?;
        let node = self.value(false)?;
        let shadow = copy(&node);
        self.set(shadow)?;
        let mut table = top;
        for part in key.split_last().map_or(&[][..], |(_, parents)| parents) {
            table = match table.entry(part.clone()).or_insert_with(|| Node::Table(Table::new())) {
                Node::Table(table) => table,
                _ => {
                    let key = String::from_utf8_lossy(&dotted(&self.document.context)).into_owned();
                    return Err(self.about_key(format!("{} is not a table", quote(&key))));
                }
            };
        }
        table.insert(self.current.clone(), node);
        Ok(())
    }
}

/// A copy that shares its values.
fn copy(node: &Node) -> Node {
    match node {
        Node::Leaf(value) => Node::Leaf(value.clone()),
        Node::List(items) => Node::List(items.iter().map(copy).collect()),
        Node::Table(table) => Node::Table(copy_table(table)),
        Node::Tables(tables) => Node::Tables(tables.iter().map(copy_table).collect()),
    }
}

fn copy_table(table: &Table) -> Table {
    table.iter().map(|(key, node)| (key.clone(), copy(node))).collect()
}

/// Whether a number has fewer digits than the layout.
fn misses_zero(text: &str, layout: &str) -> bool {
    let fixed = layout.bytes().take_while(|byte| !matches!(byte, b'.' | b'Z'));
    fixed.zip(text.bytes()).any(|(wanted, found)| !wanted.is_ascii_digit() && wanted != found)
}
