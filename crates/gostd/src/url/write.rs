//! Joining the parts of a URL (`URL.String`).

use super::escape::{Place, escape, escape_again};
use super::parse::is_port;
use super::{Url, User};
use crate::utf8::find_last;

impl Url {
    /// The whole URL, escaped.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if !self.scheme.is_empty() {
            out.extend_from_slice(&self.scheme);
            out.push(b':');
        }
        if self.opaque.is_empty() {
            self.write_authority(&mut out);
            self.write_path(&mut out);
        } else {
            out.extend_from_slice(&self.opaque);
        }
        if !self.query.is_empty() || self.force_query {
            out.push(b'?');
            out.extend_from_slice(&self.query);
        }
        if !self.fragment.is_empty() {
            out.push(b'#');
            escape_again(&mut out, &self.fragment, &self.raw_fragment, Place::Fragment);
        }
        out
    }

    fn write_authority(&self, out: &mut Vec<u8>) {
        let is_absolute = !self.scheme.is_empty() && !self.path.is_empty() && !self.omit_host;
        if is_absolute || !self.host.is_empty() || self.user.is_some() {
            out.extend_from_slice(b"//");
        }
        if let Some(user) = &self.user {
            out.extend(user.to_bytes());
            out.push(b'@');
        }
        escape(out, &self.host, Place::Host);
    }

    fn write_path(&self, out: &mut Vec<u8>) {
        let path = self.escaped_path();
        if path == b"*" {
            return out.push(b'*');
        }
        if path.first().is_some_and(|first| *first != b'/') && !self.host.is_empty() {
            out.push(b'/');
        }
        let first_segment = path.split(|byte| *byte == b'/').next().unwrap_or_default();
        if out.is_empty() && first_segment.contains(&b':') {
            // Otherwise it would be read as a scheme.
            out.extend_from_slice(b"./");
        }
        out.extend_from_slice(&path);
    }

    /// The path, escaped, as it was written if possible (`URL.EscapedPath`).
    #[must_use]
    pub fn escaped_path(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.path.len());
        if self.raw_path.is_empty() && self.path == b"*" {
            out.push(b'*');
        } else {
            escape_again(&mut out, &self.path, &self.raw_path, Place::Path);
        }
        out
    }

    /// What follows the host's last colon, if it is a number (`URL.Port`).
    #[must_use]
    pub fn port(&self) -> &[u8] {
        let port = find_last(&self.host, b":").and_then(|colon| self.host.get(colon..));
        port.filter(|port| is_port(port)).and_then(|port| port.get(1..)).unwrap_or_default()
    }

    /// The host without port and brackets (`URL.Hostname`).
    #[must_use]
    pub fn hostname(&self) -> &[u8] {
        let port = find_last(&self.host, b":").filter(|colon| self.host.get(*colon..).is_some_and(is_port));
        let host = port.and_then(|colon| self.host.get(..colon)).unwrap_or(&self.host);
        host.strip_prefix(b"[").and_then(|inside| inside.strip_suffix(b"]")).unwrap_or(host)
    }
}

impl User {
    /// Name and password, escaped (`Userinfo.String`).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        escape(&mut out, &self.name, Place::User);
        if let Some(password) = &self.password {
            out.push(b':');
            escape(&mut out, password, Place::User);
        }
        out
    }
}
