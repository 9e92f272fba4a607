//! Reading JSON into a [`Document`].

use std::borrow::Cow;

use gostd::json::{MAX_DEPTH, parse_first};

use super::{Content, Document, Member, NodeId, Text};

/// Reads a text that is one JSON value.
///
/// # Errors
///
/// The texts of the library's `UnmarshalJSON`, which are those of Go's `json.Decoder`.
pub(crate) fn parse(text: &[u8]) -> Result<Document<'_>, String> {
    let source = decode(text);
    if source.len() < u32::MAX as usize
        && let Some(document) = Parser::new(&source).document()
    {
        return Ok(Document { source, ..document });
    }
    Err(explain(text))
}

/// The same for a text that nobody else keeps.
///
/// # Errors
///
/// As [`parse`].
pub(crate) fn parse_owned(text: String) -> Result<Document<'static>, String> {
    match Parser::new(&text).document() {
        Some(document) => Ok(Document { source: Cow::Owned(text), ..document }),
        None => Err(explain(text.as_bytes())),
    }
}

/// Why a text is refused.
fn explain(text: &[u8]) -> String {
    match parse_first(text) {
        Ok(None) => "EOF".to_owned(),
        Ok(Some(_)) => "invalid character after top-level value".to_owned(),
        Err(error) => error.message,
    }
}

/// Bytes that are no UTF-8 become U+FFFD, one each.
fn decode(text: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(text) {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        decoded.push_str(chunk.valid());
        decoded.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Cow::Owned(decoded)
}

/// `None` says that something is wrong, not what.
struct Parser<'a> {
    text: &'a str,
    position: usize,
    depth: usize,
    document: Document<'static>,
    /// Items and members of the arrays and objects that are still open.
    open_items: Vec<NodeId>,
    open_members: Vec<Member>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let expected = text.len() / 16;
        let document = Document {
            source: Cow::Borrowed(""),
            nodes: Vec::with_capacity(expected),
            parents: Vec::with_capacity(expected),
            items: Vec::with_capacity(expected / 4),
            members: Vec::with_capacity(expected),
            decoded: Vec::new(),
        };
        Self { text, position: 0, depth: 0, document, open_items: Vec::new(), open_members: Vec::new() }
    }

    fn document(mut self) -> Option<Document<'static>> {
        self.value(super::ROOT)?;
        self.skip_space();
        (self.position == self.text.len()).then_some(self.document)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.position += 1;
        Some(byte)
    }

    fn skip(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.position += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.position += 1;
        }
    }

    fn add(&mut self, content: Content, parent: NodeId) -> NodeId {
        let node = NodeId(self.document.nodes.len() as u32);
        self.document.nodes.push(content);
        self.document.parents.push(parent);
        node
    }

    fn value(&mut self, parent: NodeId) -> Option<NodeId> {
        self.skip_space();
        match self.peek()? {
            b'{' => self.nested(parent, Self::object),
            b'[' => self.nested(parent, Self::array),
            b'"' => {
                let text = self.string()?;
                Some(self.add(Content::Text(text), parent))
            }
            b't' => self.literal("true", Content::Bool(true), parent),
            b'f' => self.literal("false", Content::Bool(false), parent),
            b'n' => self.literal("null", Content::Null, parent),
            _ => {
                let start = self.position;
                self.number()?;
                Some(self.add(Content::Number(start as u32, (self.position - start) as u32), parent))
            }
        }
    }

    fn nested(&mut self, parent: NodeId, content: fn(&mut Self, NodeId) -> Option<Content>) -> Option<NodeId> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        self.position += 1;
        self.skip_space();
        let node = self.add(Content::Null, parent);
        let content = content(self, node)?;
        *self.document.nodes.get_mut(node.0 as usize)? = content;
        self.depth -= 1;
        Some(node)
    }

    fn array(&mut self, node: NodeId) -> Option<Content> {
        let mark = self.open_items.len();
        if !self.skip(b']') {
            loop {
                let item = self.value(node)?;
                self.open_items.push(item);
                self.skip_space();
                match self.take()? {
                    b',' => {}
                    b']' => break,
                    _ => return None,
                }
            }
        }
        let start = self.document.items.len();
        self.document.items.extend(self.open_items.drain(mark..));
        Some(Content::Array(start as u32, (self.document.items.len() - start) as u32))
    }

    fn object(&mut self, node: NodeId) -> Option<Content> {
        let mark = self.open_members.len();
        if !self.skip(b'}') {
            loop {
                self.skip_space();
                let key = self.string()?;
                self.skip_space();
                if !self.skip(b':') {
                    return None;
                }
                let value = self.value(node)?;
                self.open_members.push(Member { key, value });
                self.skip_space();
                match self.take()? {
                    b',' => {}
                    b'}' => break,
                    _ => return None,
                }
            }
        }
        Some(self.close_object(mark))
    }

    /// Sorts the members; of equal keys only the last stays.
    fn close_object(&mut self, mark: usize) -> Content {
        let document = &mut self.document;
        let (text, decoded) = (self.text, &document.decoded);
        let key = |member: &Member| match member.key {
            Text::Source(start, length) => text.get(super::range(start, length)).unwrap_or_default(),
            Text::Decoded(index) => decoded.get(index as usize).map_or("", String::as_str),
        };
        if let Some(members) = self.open_members.get_mut(mark..) {
            members.sort_by(|left, right| key(left).cmp(key(right)));
        }
        let start = document.members.len();
        for member in self.open_members.drain(mark..) {
            let same =
                document.members.get(start..).and_then(<[Member]>::last).is_some_and(|last| key(last) == key(&member));
            if same {
                document.members.pop();
            }
            document.members.push(member);
        }
        Content::Object(start as u32, (document.members.len() - start) as u32)
    }

    fn literal(&mut self, word: &str, content: Content, parent: NodeId) -> Option<NodeId> {
        self.text.get(self.position..)?.starts_with(word).then_some(())?;
        self.position += word.len();
        Some(self.add(content, parent))
    }

    fn number(&mut self) -> Option<()> {
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _sign = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// Passes over at least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.position;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.position += 1;
        }
        (self.position > start).then_some(())
    }

    /// Reads a string from quote to quote; only one with escapes is copied.
    fn string(&mut self) -> Option<Text> {
        if !self.skip(b'"') {
            return None;
        }
        let start = self.position;
        loop {
            match self.take()? {
                b'"' => return Some(Text::Source(start as u32, (self.position - 1 - start) as u32)),
                b'\\' => break,
                0x00..=0x1f => return None,
                _ => {}
            }
        }
        self.position -= 1;
        self.escaped_string(start)
    }

    fn escaped_string(&mut self, start: usize) -> Option<Text> {
        let mut content = self.text.get(start..self.position)?.to_owned();
        loop {
            let plain = self.position;
            while !matches!(self.peek()?, b'"' | b'\\' | 0x00..=0x1f) {
                self.position += 1;
            }
            content.push_str(self.text.get(plain..self.position)?);
            match self.take()? {
                b'"' => break,
                b'\\' => content.push(self.escape()?),
                _ => return None,
            }
        }
        self.document.decoded.push(content);
        Some(Text::Decoded(self.document.decoded.len() as u32 - 1))
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.take()? {
            plain @ (b'"' | b'\\' | b'/') => char::from(plain),
            b'b' => '\u{08}',
            b'f' => '\u{0c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode_escape()?,
            _ => return None,
        })
    }

    /// Reads `XXXX`, and a second half if this is the first one of a pair; a lone half becomes U+FFFD.
    fn unicode_escape(&mut self) -> Option<char> {
        let mut code = self.hexadecimal()?;
        if (0xd800..=0xdbff).contains(&code) && self.text.get(self.position..)?.starts_with("\\u") {
            let before = self.position;
            self.position += 2;
            match self.hexadecimal()? {
                low @ 0xdc00..=0xdfff => code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00),
                _ => self.position = before,
            }
        }
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + char::from(self.take()?).to_digit(16)?;
        }
        Some(code)
    }
}
