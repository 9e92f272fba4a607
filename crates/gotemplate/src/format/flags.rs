//! What stands between the percent sign and the verb.

/// Flags, width and precision of one directive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// `-`: padding goes to the right.
    pub(super) minus: bool,
    /// `+`: numbers always have a sign, quoted texts are ASCII.
    pub(super) plus: bool,
    /// `#`: the other form.
    pub(super) sharp: bool,
    /// A space where the sign would be, or between bytes.
    pub(super) space: bool,
    /// `0`: padding is zeros.
    pub(super) zero: bool,
    /// `%#v`: Go syntax. The flag `#` itself is then off.
    pub(super) go_syntax: bool,
    /// `%+v`: structs with the names of their fields. The flag `+` itself is then off.
    pub(super) names: bool,
    /// In characters.
    pub(super) width: Option<usize>,
    /// Digits or characters.
    pub(super) precision: Option<usize>,
}

impl Flags {
    /// Takes a flag; false if the byte is none.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        match byte {
            b'#' => self.sharp = true,
            b'0' => self.zero = true,
            b'+' => self.plus = true,
            b'-' => self.minus = true,
            b' ' => self.space = true,
            _ => return false,
        }
        true
    }

    /// For the verb `v`, `#` and `+` mean the syntax and not its numbers and texts.
    pub(super) fn move_to_syntax(&mut self) {
        self.go_syntax = self.sharp;
        self.names = self.plus;
        self.sharp = false;
        self.plus = false;
    }

    /// Whether zeros are filled in before the text.
    pub(super) fn pads_with_zeros(&self) -> bool {
        self.zero && !self.minus
    }
}
