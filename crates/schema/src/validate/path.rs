//! Where in the instance a check is.

use crate::pointer::escape;

/// A place, as a chain up to the root.
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    token: Token<'p>,
}

#[derive(Clone, Copy)]
pub(super) enum Token<'p> {
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub const ROOT: Path<'static> = Path { parent: None, token: Token::Index(0) };

    pub fn child(&'p self, token: Token<'p>) -> Self {
        Self { parent: Some(self), token }
    }

    /// As a JSON pointer.
    pub fn pointer(&self) -> String {
        let Some(parent) = self.parent else {
            return String::new();
        };
        let mut pointer = parent.pointer();
        pointer.push('/');
        match self.token {
            Token::Key(key) => pointer.push_str(&escape(key)),
            Token::Index(index) => pointer.push_str(&index.to_string()),
        }
        pointer
    }
}
