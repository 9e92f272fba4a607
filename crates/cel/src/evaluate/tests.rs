//! What evaluation comes to.
