//! Documents and directives.

use super::{Parser, State, unexpected};
use crate::Error;
use crate::read::event::{Event, EventKind};
use crate::read::token::TokenKind;

impl<'text> Parser<'text> {
    /// The beginning of a document, or the end of the stream. Only the `first` document needs no `---`.
    pub(super) fn document_start(&mut self, first: bool) -> Result<Event<'text>, Error> {
        let mut token = self.scanner.peek()?;
        while !first && token.kind == TokenKind::DocumentEnd {
            token = self.advance()?;
        }
        if token.kind == TokenKind::StreamEnd {
            self.state = State::End;
            return Ok(Event::bare(EventKind::StreamEnd, token.start, token.end));
        }
        self.directives()?;
        self.after.push(State::DocumentEnd);
        let announced =
            matches!(token.kind, TokenKind::VersionDirective | TokenKind::TagDirective | TokenKind::DocumentStart);
        if first && !announced {
            self.state = State::Root;
            return Ok(Event::bare(EventKind::DocumentStart, token.start, token.end));
        }
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::DocumentStart {
            return Err(unexpected("did not find expected <document start>", token));
        }
        self.scanner.drop_next()?;
        self.state = State::DocumentContent;
        Ok(Event::bare(EventKind::DocumentStart, token.start, token.end))
    }

    pub(super) fn document_content(&mut self) -> Result<Event<'text>, Error> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::VersionDirective
            | TokenKind::TagDirective
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.complete();
                Ok(Event::empty(token.start))
            }
            _ => self.node(true, false),
        }
    }

    pub(super) fn document_end(&mut self) -> Result<Event<'text>, Error> {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::DocumentEnd {
            self.scanner.drop_next()?;
        }
        self.handles.clear();
        self.state = State::Document;
        Ok(Event::bare(EventKind::DocumentEnd, token.start, token.end))
    }

    fn directives(&mut self) -> Result<(), Error> {
        let mut versioned = false;
        loop {
            let token = self.scanner.peek()?;
            match token.kind {
                TokenKind::VersionDirective => {
                    if versioned {
                        return Err(unexpected("found duplicate %YAML directive", token));
                    }
                    if self.scanner.take()?.value != "1.1" {
                        return Err(unexpected("found incompatible YAML document", token));
                    }
                    versioned = true;
                }
                TokenKind::TagDirective => {
                    let directive = self.scanner.take()?;
                    if self.handles.iter().any(|(handle, _)| *handle == directive.value) {
                        return Err(unexpected("found duplicate %TAG directive", token));
                    }
                    let prefix = directive.suffix.unwrap_or_default();
                    self.handles.push((directive.value.into_owned(), prefix));
                }
                _ => return Ok(()),
            }
        }
    }
}
