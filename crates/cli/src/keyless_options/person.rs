//! The person at the terminal, with the browser of the desktop.

use std::io::{self, BufRead};
use std::process::{Command, Stdio};

use keyless::token::Person;

use crate::terminal;

/// Whoever reads stderr and types.
pub(super) struct Terminal;

impl Person for Terminal {
    fn open(&self, page: &str) -> bool {
        let mut command = opener();
        let started = command.arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        let opened = started.is_ok_and(|status| status.success());
        if opened {
            terminal::say("log in with your browser; it shows a page of your identity provider");
        }
        opened
    }

    fn code(&self, page: &str) -> io::Result<String> {
        terminal::say(&format!("no browser can be opened here; log in at\n{page}\nand enter the code that it shows:"));
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        if line.trim().is_empty() { Err(io::Error::other("no code was entered")) } else { Ok(line) }
    }
}

/// The program that opens pages on this system.
fn opener() -> Command {
    if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    }
}
