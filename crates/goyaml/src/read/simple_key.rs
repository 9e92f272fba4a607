//! Places where a key without `?` may have begun.

use std::collections::VecDeque;

use super::cursor::Mark;
use crate::Error;

/// Characters that a key without `?` may have before its `:`.
pub(super) const KEY_LENGTH: u32 = 1024;

/// A place where a key may have begun.
#[derive(Clone, Copy, Default)]
pub(super) struct SimpleKey {
    possible: bool,
    /// Nothing but a key can stand there.
    required: bool,
    /// The number of the token that begins it.
    pub(super) token: usize,
    pub(super) mark: Mark,
}

/// One place per flow level.
pub(super) struct SimpleKeys {
    levels: Vec<SimpleKey>,
    /// Numbers of tokens and the levels that keys were saved at, ascending. An entry stays when
    /// its key has turned out to be none, and then stands for a later key of its level.
    by_token: VecDeque<(usize, usize)>,
}

impl SimpleKeys {
    pub(super) fn new() -> Self {
        Self { levels: vec![SimpleKey::default()], by_token: VecDeque::new() }
    }

    pub(super) fn flow_level(&self) -> usize {
        self.levels.len() - 1
    }

    /// Whether there is neither a flow level nor a key that may still be one.
    pub(super) fn is_quiet(&self) -> bool {
        matches!(self.levels.as_slice(), [SimpleKey { possible: false, .. }])
    }

    /// Begins a flow level with the token that opens it.
    pub(super) fn open_level(&mut self, token: usize) {
        self.levels.push(SimpleKey { token, ..SimpleKey::default() });
    }

    /// Ends a flow level. If no key could begin in it, its opening token is no longer waited for
    /// to be a key, so `{}: x` ends the document before the colon.
    pub(super) fn close_level(&mut self) {
        if self.levels.len() > 1
            && let Some(key) = self.levels.pop()
        {
            self.forget_token(key.token);
        }
    }

    /// Whether the token may begin a key, so that it is not known what comes before it. Earlier
    /// tokens are forgotten.
    pub(super) fn may_begin_at(&mut self, token: usize, here: Mark) -> Result<bool, Error> {
        while let Some((number, level)) = self.by_token.front().copied() {
            if number == token {
                return self.is_valid(level, here);
            }
            if number > token {
                break;
            }
            self.by_token.pop_front();
        }
        Ok(false)
    }

    /// The key of the innermost level if it may still be one.
    pub(super) fn take_valid(&mut self, here: Mark) -> Result<Option<SimpleKey>, Error> {
        let level = self.flow_level();
        if !self.is_valid(level, here)? {
            return Ok(None);
        }
        let key = self.levels.get(level).copied();
        self.forget(level);
        Ok(key)
    }

    /// A key must be on the same line and not too long.
    fn is_valid(&mut self, level: usize, here: Mark) -> Result<bool, Error> {
        let Some(key) = self.levels.get_mut(level).filter(|key| key.possible) else {
            return Ok(false);
        };
        if key.mark.line == here.line && key.mark.column + KEY_LENGTH >= here.column {
            return Ok(true);
        }
        if key.required {
            return Err(missing_colon(here));
        }
        key.possible = false;
        Ok(false)
    }

    /// Remembers that a key may begin with a token.
    pub(super) fn save(&mut self, token: usize, mark: Mark, required: bool) -> Result<(), Error> {
        self.remove(mark)?;
        let level = self.flow_level();
        if let Some(slot) = self.levels.get_mut(level) {
            *slot = SimpleKey { possible: true, required, token, mark };
        }
        self.by_token.push_back((token, level));
        Ok(())
    }

    /// Gives up the key of the innermost level.
    pub(super) fn remove(&mut self, here: Mark) -> Result<(), Error> {
        let level = self.flow_level();
        match self.levels.get(level) {
            Some(key) if key.possible && key.required => return Err(missing_colon(here)),
            Some(key) if key.possible => self.forget(level),
            _ => {}
        }
        Ok(())
    }

    fn forget(&mut self, level: usize) {
        if let Some(key) = self.levels.get_mut(level) {
            key.possible = false;
            let token = key.token;
            self.forget_token(token);
        }
    }

    fn forget_token(&mut self, token: usize) {
        if let Some(place) = self.by_token.iter().rposition(|(number, _)| *number == token) {
            self.by_token.remove(place);
        }
    }
}

fn missing_colon(here: Mark) -> Error {
    Error::scanning("could not find expected ':'", here.position())
}
