//! Why the bytes of a key or keyring can't be read.

/// Why the bytes of a key or keyring can't be read. The caller knows the file's name and puts it in front.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MaterialError {
    /// Nothing in it.
    #[error("the key file is empty")]
    Empty,
    /// Over the limit.
    #[error("{bytes} bytes are more than a keyring may have ({limit})")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// [`super::MAX_BYTES`].
        limit: usize,
    },
    /// Neither packets nor armour nor keybox.
    #[error("not an OpenPGP key or keyring but {found}")]
    Foreign {
        /// What it looks like.
        found: &'static str,
    },
    /// Armour that stops, or is no base64.
    #[error("line {line} of the armour: {detail}")]
    Armour {
        /// Line, from 1.
        line: usize,
        /// Why.
        detail: &'static str,
    },
    /// Armour of something that is no key.
    #[error("line {line}: expected a public or private key block, found PGP {found}")]
    Block {
        /// What the block's first line says.
        found: String,
        /// Its line, from 1.
        line: usize,
    },
    /// A keybox that is cut off or points out of itself.
    #[error("keybox blob at byte {offset}: {detail}")]
    Keybox {
        /// Where the blob starts.
        offset: usize,
        /// Why.
        detail: &'static str,
    },
    /// A packet that can't be read.
    #[error("OpenPGP packet at byte {offset}: {detail}")]
    Packet {
        /// Where the packet starts.
        offset: usize,
        /// Why.
        detail: String,
    },
    /// Over the limit.
    #[error("more than {limit} OpenPGP packets", limit = super::MAX_PACKETS)]
    TooManyPackets,
    /// Packets, but no key among them.
    #[error("no OpenPGP key in it")]
    NoKey,
}

impl MaterialError {
    /// How to mend it.
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Foreign { found } if found.contains("private-keys-v1.d") => {
                "GnuPG 2.1 and later keep secret keys in a form of their own: export the key with \
                 `gpg --export-secret-keys --armor NAME > key.asc`"
            }
            Self::Foreign { .. } | Self::NoKey | Self::Empty | Self::Block { .. } => {
                "give the output of `gpg --export-secret-keys NAME` for signing, of `gpg --export NAME` for verifying"
            }
            Self::TooLarge { .. } | Self::TooManyPackets => {
                "export only the key that is needed: `gpg --export --export-options export-minimal NAME`"
            }
            Self::Armour { .. } | Self::Keybox { .. } | Self::Packet { .. } => {
                "the file is damaged or cut off: export the key again"
            }
        };
        Some(text.to_owned())
    }
}
