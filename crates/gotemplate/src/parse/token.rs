//! What the lexer hands to the parser.

/// A piece of a template's text. Its value is the text between `start` and `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte; of an error, where the bad piece begins.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

/// What a token is (Go: `itemType` in `text/template/parse/lex.go`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text cannot be read on; the lexer holds the reason.
    Error,
    /// `true`, `false`
    Bool,
    /// A printable ASCII character without meaning of its own, such as the comma.
    Char,
    /// `'c'`
    CharConstant,
    /// `1+2i`
    Complex,
    /// `=`
    Assign,
    /// `:=`
    Declare,
    /// The end of the text.
    Eof,
    /// `.name`
    Field,
    /// The name of a function.
    Identifier,
    /// `{{`
    LeftDelim,
    /// `(`
    LeftParen,
    /// A number that is no complex pair.
    Number,
    /// `|`
    Pipe,
    /// A string in backquotes.
    RawString,
    /// `}}`
    RightDelim,
    /// `)`
    RightParen,
    /// White space between arguments.
    Space,
    /// A string in double quotes.
    String,
    /// Text outside actions.
    Text,
    /// `$name`
    Variable,
    /// `block`
    Block,
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `.`
    Dot,
    /// `define`
    Define,
    /// `else`
    Else,
    /// `end`
    End,
    /// `if`
    If,
    /// `nil`
    Nil,
    /// `range`
    Range,
    /// `template`
    Template,
    /// `with`
    With,
}

impl Kind {
    /// What a word means: a keyword, a truth value or a function.
    pub(super) fn of_word(word: &[u8]) -> Self {
        match word {
            b"true" | b"false" => Self::Bool,
            b"block" => Self::Block,
            b"break" => Self::Break,
            b"continue" => Self::Continue,
            b"define" => Self::Define,
            b"else" => Self::Else,
            b"end" => Self::End,
            b"if" => Self::If,
            b"nil" => Self::Nil,
            b"range" => Self::Range,
            b"template" => Self::Template,
            b"with" => Self::With,
            _ => Self::Identifier,
        }
    }

    /// Whether error texts show it as `<word>`. Go counts the dot and `nil` as keywords too.
    pub(super) fn is_keyword(self) -> bool {
        matches!(
            self,
            Self::Block
                | Self::Break
                | Self::Continue
                | Self::Dot
                | Self::Define
                | Self::Else
                | Self::End
                | Self::If
                | Self::Nil
                | Self::Range
                | Self::Template
                | Self::With
        )
    }

    /// Whether a command can begin with it.
    pub(super) fn starts_command(self) -> bool {
        matches!(
            self,
            Self::Bool
                | Self::CharConstant
                | Self::Complex
                | Self::Dot
                | Self::Field
                | Self::Identifier
                | Self::Number
                | Self::Nil
                | Self::RawString
                | Self::String
                | Self::Variable
                | Self::LeftParen
        )
    }
}
