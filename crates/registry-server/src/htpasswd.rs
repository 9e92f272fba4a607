//! Users from an `htpasswd` file.

use bcrypt::HashParts;

/// Work factors above this cost seconds per login, and are a way to stop a server.
const HIGHEST_COST: u32 = 16;

/// The text is not a list of users with bcrypt hashes. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidHtpasswd {
    /// No colon, or nothing before it.
    #[error("line {line}: expected `user:hash`")]
    Line {
        /// Its number.
        line: usize,
    },
    /// MD5, SHA-1, crypt, plain text or a broken bcrypt hash.
    #[error("line {line}: the hash of user {user:?} is not bcrypt ($2y$, $2a$ or $2b$)")]
    Hash {
        /// Its number.
        line: usize,
        /// Whose hash.
        user: String,
    },
    /// A work factor outside of 4 to 16.
    #[error("line {line}: bcrypt cost {cost} of user {user:?} is not between 4 and 16")]
    Cost {
        /// Its number.
        line: usize,
        /// Whose hash.
        user: String,
        /// The work factor.
        cost: u32,
    },
    /// One user with two hashes.
    #[error("line {line}: user {user:?} is there twice")]
    Twice {
        /// The second line's number.
        line: usize,
        /// Who.
        user: String,
    },
    /// Nobody could log in.
    #[error("no users")]
    Empty,
}

impl InvalidHtpasswd {
    /// How to mend it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Hash { .. } | Self::Line { .. } | Self::Empty => "add users with `htpasswd -B FILE USER`",
            Self::Cost { .. } => "make the hash again with `htpasswd -B -C 10 FILE USER`",
            Self::Twice { .. } => "keep one of the two lines",
        };
        Some(hint.to_owned())
    }
}

/// Users and the bcrypt hashes of their passwords.
#[derive(Clone)]
pub struct Htpasswd {
    entries: Vec<(String, String)>,
}

impl Htpasswd {
    /// Reads `user:hash` lines. Empty lines and lines that start with `#` are skipped; only bcrypt is accepted.
    ///
    /// # Errors
    /// [`InvalidHtpasswd`] with the number of the line.
    pub fn parse(text: &str) -> Result<Self, InvalidHtpasswd> {
        let mut entries: Vec<(String, String)> = Vec::new();
        for (index, content) in text.lines().enumerate() {
            let content = content.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let (user, hash) = parse_line(index + 1, content)?;
            if entries.iter().any(|(known, _)| *known == user) {
                return Err(InvalidHtpasswd::Twice { line: index + 1, user });
            }
            entries.push((user, hash));
        }
        if entries.is_empty() { Err(InvalidHtpasswd::Empty) } else { Ok(Self { entries }) }
    }

    /// The hash to check a password of `user` against, and whether that user exists. Somebody's hash is given for
    /// unknown users too, so that they take as long to refuse as known ones.
    pub(crate) fn hash_for(&self, user: &str) -> Option<(String, bool)> {
        let entry = self.entries.iter().find(|(known, _)| known == user);
        let known = entry.is_some();
        entry.or_else(|| self.entries.first()).map(|(_, hash)| (hash.clone(), known))
    }
}

fn parse_line(line: usize, content: &str) -> Result<(String, String), InvalidHtpasswd> {
    let (user, hash) = content.split_once(':').ok_or(InvalidHtpasswd::Line { line })?;
    if user.is_empty() {
        return Err(InvalidHtpasswd::Line { line });
    }
    let (user, hash) = (user.to_owned(), hash.trim());
    let known = ["$2y$", "$2a$", "$2b$"].iter().any(|prefix| hash.starts_with(prefix));
    let parts: Option<HashParts> = if known { hash.parse().ok() } else { None };
    let Some(parts) = parts else { return Err(InvalidHtpasswd::Hash { line, user }) };
    let cost = parts.get_cost();
    if !(4..=HIGHEST_COST).contains(&cost) {
        return Err(InvalidHtpasswd::Cost { line, user, cost });
    }
    Ok((user, hash.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIL: &str = "abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcdee";

    fn hash(prefix: &str) -> String {
        format!("{prefix}{}", &TAIL[..60 - prefix.len()])
    }

    #[test]
    fn reads_bcrypt_lines() {
        let text = format!("# staff\n\nann:{}\r\nbob:{}\n", hash("$2y$10$"), hash("$2b$05$"));
        let users = Htpasswd::parse(&text).unwrap();
        assert_eq!(users.hash_for("bob"), Some((hash("$2b$05$"), true)));
        assert_eq!(users.hash_for("eve"), Some((hash("$2y$10$"), false)));
    }

    #[test]
    fn names_the_line_that_is_wrong() {
        let fails = |text: &str| Htpasswd::parse(text).err().map(|error| error.to_string()).unwrap();
        assert_eq!(fails("\n# only a comment"), "no users");
        assert_eq!(fails("\nann"), "line 2: expected `user:hash`");
        assert_eq!(
            fails("ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="),
            "line 1: the hash of user \"ann\" is not bcrypt ($2y$, $2a$ or $2b$)"
        );
        assert_eq!(fails(&format!("a:{}", hash("$2x$10$"))), fails("a:$apr1$x"));
        let costly = format!("ann:{}", hash("$2y$31$"));
        assert_eq!(fails(&costly), "line 1: bcrypt cost 31 of user \"ann\" is not between 4 and 16");
        let line = format!("ann:{}", hash("$2y$10$"));
        assert_eq!(fails(&format!("{line}\n{line}")), "line 2: user \"ann\" is there twice");
    }
}
