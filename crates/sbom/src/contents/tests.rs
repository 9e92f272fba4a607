//! Charts made for the purpose.
