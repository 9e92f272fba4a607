//! What every HTTP client of Portolan does the same: secrets that can't be printed, addresses and errors for messages,
//! and which addresses are this machine's.

mod address;
mod secret;
mod text;

pub use address::{host_of, is_localhost, is_loopback, shown};
pub use secret::Secret;
pub use text::{explain, printable, shortened};
