//! What every HTTP client of Portolan does the same: secrets that can't be printed, addresses and errors for messages,
//! what may be told of a request, and which addresses are this machine's.

mod address;
mod exchange;
mod secret;
mod text;

pub use address::{host_of, is_localhost, is_loopback, shown};
pub use exchange::{Exchange, shown_headers};
pub use secret::Secret;
pub use text::{explain, printable, shortened};
