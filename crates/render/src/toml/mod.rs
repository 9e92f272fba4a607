//! TOML as `github.com/BurntSushi/toml` 1.6.0 writes and reads it.

mod context;
mod decode;
mod encode;
mod escape;
mod key;
mod kind;
mod lexer;
mod number;
mod scan;
mod zones;

pub(crate) use decode::decode;
pub(crate) use encode::{EncodeError, encode};
pub(crate) use zones::Zones;

/// Values may be nested this deep; the library has no limit, and no stack for more.
const MAX_DEPTH: usize = 200;
