//! Go's integers, which differ in how they print their type and in what equals what.

/// The type of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntKind {
    /// `int`, 64 bits
    Int,
    /// `int8`
    Int8,
    /// `int16`
    Int16,
    /// `int32`
    Int32,
    /// `int64`
    Int64,
    /// `uint`, 64 bits
    Uint,
    /// `uint8`
    Uint8,
    /// `uint16`
    Uint16,
    /// `uint32`
    Uint32,
    /// `uint64`
    Uint64,
}

impl IntKind {
    /// Go's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint => "uint",
            Self::Uint8 => "uint8",
            Self::Uint16 => "uint16",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
        }
    }

    /// Whether it has a sign.
    #[must_use]
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Int | Self::Int8 | Self::Int16 | Self::Int32 | Self::Int64)
    }
}

/// An integer of some type. The caller keeps it within its type's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Int {
    kind: IntKind,
    /// Two's complement; unsigned kinds are read as `u64`.
    bits: i64,
}

impl Int {
    /// A number of a signed kind, or the bits of an unsigned one.
    #[must_use]
    pub fn new(kind: IntKind, bits: i64) -> Self {
        Self { kind, bits }
    }

    /// A `uint64`.
    #[must_use]
    pub fn uint64(number: u64) -> Self {
        Self { kind: IntKind::Uint64, bits: number.cast_signed() }
    }

    /// The type.
    #[must_use]
    pub fn kind(self) -> IntKind {
        self.kind
    }

    /// The number, sign and size apart from the type.
    #[must_use]
    pub fn value(self) -> i128 {
        if self.kind.is_signed() { i128::from(self.bits) } else { i128::from(self.bits.cast_unsigned()) }
    }

    /// As Go's `int64(x)` converts it: large unsigned numbers wrap.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        self.bits
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.bits == 0
    }
}
