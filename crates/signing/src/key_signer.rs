//! Signing with a key on disk.

use async_trait::async_trait;

use crate::keys::KeyPair;
use crate::{Holder, Material, Message, Signature, Signer, SignerError};

/// Signs with a key pair. Nothing is logged, and no time is proven: whoever has the key could have signed at any time.
pub struct KeySigner {
    pair: KeyPair,
}

impl KeySigner {
    /// A signer with this pair.
    pub fn new(pair: KeyPair) -> Self {
        Self { pair }
    }
}

#[async_trait]
impl Signer for KeySigner {
    async fn holder(&self) -> Result<Holder, SignerError> {
        Ok(Holder::Key(self.pair.public()))
    }

    async fn sign(&self, messages: &[Message<'_>]) -> Result<Vec<Signature>, SignerError> {
        messages.iter().map(|message| self.signature(message)).collect()
    }
}

impl KeySigner {
    fn signature(&self, message: &Message<'_>) -> Result<Signature, SignerError> {
        Ok(Signature {
            bytes: self.pair.sign(&message.signed_bytes())?,
            material: Material::Key(self.pair.public()),
            log_entries: Vec::new(),
            timestamps: Vec::new(),
        })
    }
}
