//! Mail addresses as Go's `mail.ParseAddress` accepts them: RFC 5322, with a display name or without.

use super::address;

/// `email`
pub(super) fn is_address(text: &str) -> bool {
    let mut reader = Reader { rest: text };
    let Some(mailboxes) = reader.address(true) else {
        return false;
    };
    reader.skip_comments() && reader.rest.is_empty() && mailboxes == 1
}

/// What is left of the text. Methods that give `None` or `false` have found no address.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// A mailbox, or a group; how many mailboxes.
    fn address(&mut self, groups: bool) -> Option<usize> {
        self.skip_spaces();
        if self.rest.is_empty() {
            return None;
        }
        let start = self.rest;
        if self.specification() {
            self.skip_spaces();
            return (!self.take('(') || self.comment()).then_some(1);
        }
        self.rest = start;
        if !self.rest.starts_with('<') && !self.phrase() {
            return None;
        }
        self.skip_spaces();
        if groups && self.take(':') {
            return self.group();
        }
        (self.take('<') && self.specification() && self.take('>')).then_some(1)
    }

    fn group(&mut self) -> Option<usize> {
        self.skip_spaces();
        if self.take(';') {
            return self.skip_comments().then_some(0);
        }
        let mut mailboxes = 0;
        loop {
            self.skip_spaces();
            mailboxes += self.address(false)?;
            if !self.skip_comments() {
                return None;
            }
            if self.take(';') {
                return self.skip_comments().then_some(mailboxes);
            }
            if !self.take(',') {
                return None;
            }
        }
    }

    /// `local@domain`
    fn specification(&mut self) -> bool {
        self.skip_spaces();
        let local = match self.rest.starts_with('"') {
            true => self.quoted().is_some_and(|length| length > 0),
            false => self.atom(false),
        };
        if !local || !self.take('@') {
            return false;
        }
        self.skip_spaces();
        match self.rest.starts_with('[') {
            true => self.literal(),
            false => self.atom(false),
        }
    }

    /// Words before `<`; at least one.
    fn phrase(&mut self) -> bool {
        let mut words = 0;
        loop {
            if words > 0 && !self.skip_comments() {
                return false;
            }
            self.skip_spaces();
            if self.rest.is_empty() {
                return true;
            }
            let word = match self.rest.starts_with('"') {
                true => self.quoted().is_some(),
                false => self.atom(true),
            };
            if !word {
                return words > 0;
            }
            words += 1;
        }
    }

    /// `"…"`; how many characters are within.
    fn quoted(&mut self) -> Option<usize> {
        let mut escaped = false;
        let mut length = 0;
        for (position, character) in self.rest.char_indices().skip(1) {
            match character {
                _ if escaped && (is_visible(character) || is_space(character)) => {
                    escaped = false;
                    length += 1;
                }
                _ if escaped => return None,
                '"' => {
                    self.rest = &self.rest[position + 1..];
                    return Some(length);
                }
                '\\' => escaped = true,
                _ if is_visible(character) || is_space(character) => length += 1,
                _ => return None,
            }
        }
        None
    }

    /// Characters of a word, dots too; unless `permissive` these are not at an end and not doubled.
    fn atom(&mut self, permissive: bool) -> bool {
        let end = self.rest.find(|character| !is_atom(character)).unwrap_or(self.rest.len());
        let (atom, rest) = self.rest.split_at(end);
        let dots = atom.starts_with('.') || atom.ends_with('.') || atom.contains("..");
        self.rest = rest;
        !atom.is_empty() && (permissive || !dots)
    }

    /// `[127.0.0.1]`, `[IPv6:::1]`
    fn literal(&mut self) -> bool {
        let Some((literal, rest)) = self.rest[1..].split_once(']') else {
            return false;
        };
        self.rest = rest;
        let plain = literal.chars().all(|character| is_visible(character) && !matches!(character, '[' | '\\'));
        let address = match literal.strip_prefix("IPv6:") {
            Some(address) => address::parse(address).is_some(),
            None => address::parse(literal) == Some(true),
        };
        plain && address
    }

    fn skip_comments(&mut self) -> bool {
        self.skip_spaces();
        while self.take('(') {
            if !self.comment() {
                return false;
            }
            self.skip_spaces();
        }
        true
    }

    /// The rest of a comment whose parenthesis is taken.
    fn comment(&mut self) -> bool {
        let mut depth = 1;
        let mut escaped = false;
        for (position, character) in self.rest.char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' if position + 1 < self.rest.len() => escaped = true,
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &self.rest[position + 1..];
                return true;
            }
        }
        false
    }

    fn take(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(is_space);
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

fn is_visible(character: char) -> bool {
    ('!'..='~').contains(&character) || !character.is_ascii()
}

fn is_atom(character: char) -> bool {
    is_visible(character)
        && !matches!(character, '(' | ')' | '<' | '>' | '[' | ']' | ':' | ';' | '@' | '\\' | ',' | '"')
}
