//! Key pairs.

use aws_lc_rs::error::Unspecified;
use zeroize::Zeroizing;

use super::encrypted::{self, Failure, Random};
use super::private::{Form, Secret};
use super::{Accept, Algorithm, MOST_BYTES};
use crate::pem::{self, Block};
use crate::{PublicKey, SignerError};

const ENCRYPTED: &str = "ENCRYPTED SIGSTORE PRIVATE KEY";
const ENCRYPTED_BY_COSIGN_1: &str = "ENCRYPTED COSIGN PRIVATE KEY";
const PKCS8: &str = "PRIVATE KEY";
const OPENSSH: &str = "OPENSSH PRIVATE KEY";

/// A private key with its public half. It is never printed, and wiped from memory when it is dropped.
pub struct KeyPair {
    secret: Secret,
    public: PublicKey,
}

impl KeyPair {
    /// Reads a key that every reader of signatures verifies. `what` names the file or variable in errors; `password` is
    /// for encrypted keys only, where none differs from an empty one.
    ///
    /// # Errors
    /// [`SignerError`]: too large, no or several private keys, no or a wrong password, an algorithm that readers can't
    /// verify.
    pub fn read(text: &[u8], password: Option<&[u8]>, what: &str) -> Result<Self, SignerError> {
        Self::read_accepting(Accept::Readable, text, password, what)
    }

    /// The same, and says which algorithms it takes.
    ///
    /// # Errors
    /// As [`KeyPair::read`].
    pub fn read_accepting(
        accept: Accept,
        text: &[u8],
        password: Option<&[u8]>,
        what: &str,
    ) -> Result<Self, SignerError> {
        let refused = |detail: String| SignerError::configuration(what, detail);
        if text.len() > MOST_BYTES {
            return Err(refused(format!("it has {} bytes, a key has at most {MOST_BYTES}", text.len())));
        }
        let block = private_block(pem::read(text).map_err(refused)?, what)?;
        let secret = opened(&block, password, what)?;
        if let (Accept::Readable, Some(readers)) = (accept, secret.algorithm().unreadable()) {
            let detail = format!("it is a key for {}: {readers}", secret.algorithm());
            return Err(refused(detail).with_hint("sign with ECDSA P-256: `portolan key generate` makes such a key"));
        }
        Self::of(secret).map_err(|_| refused("its public key can't be computed".to_owned()))
    }

    /// A new key on P-256.
    ///
    /// # Errors
    /// [`SignerError`] when the system gives no randomness.
    pub fn generate() -> Result<Self, SignerError> {
        let made = Secret::generate().and_then(Self::of);
        made.map_err(|_| SignerError::configuration("new key", "the system gives no randomness"))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        self.public.clone()
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.secret.algorithm()
    }

    /// The text of a `cosign.key`, encrypted with a password that may be empty.
    ///
    /// # Errors
    /// [`SignerError`] when the system gives no randomness.
    pub fn encrypt(&self, password: &[u8]) -> Result<String, SignerError> {
        let refused = |detail: String| SignerError::configuration("private key", detail);
        let plain = self.secret.pkcs8().map_err(|_| refused("it can't be written as PKCS#8".to_owned()))?;
        let random = Random::new().map_err(refused)?;
        let document = encrypted::encrypt(&plain, password, &random).map_err(refused)?;
        Ok(pem::write(ENCRYPTED, document.as_bytes()))
    }

    /// The key in PEM, for whoever opens the file: PKCS#8 without a password.
    ///
    /// # Errors
    /// [`SignerError`] when memory is short.
    pub fn unencrypted(&self) -> Result<Zeroizing<String>, SignerError> {
        let plain = self.secret.pkcs8();
        let plain = plain.map_err(|_| SignerError::configuration("private key", "it can't be written as PKCS#8"))?;
        Ok(Zeroizing::new(pem::write(PKCS8, &plain)))
    }

    /// Whether a password is needed to read this text.
    pub fn is_encrypted(text: &[u8]) -> bool {
        let blocks = pem::read(text).unwrap_or_default();
        blocks.iter().any(|block| [ENCRYPTED, ENCRYPTED_BY_COSIGN_1].contains(&block.label.as_str()))
    }

    /// The signature of a message.
    ///
    /// # Errors
    /// [`SignerError`] when the system gives no randomness.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.secret.sign(message).map_err(|_| SignerError::configuration("private key", "it could not sign"))
    }

    fn of(secret: Secret) -> Result<Self, Unspecified> {
        let public = PublicKey::from_spki(secret.public()?);
        Ok(Self { secret, public })
    }
}

/// The one block that is a private key; certificates and curve parameters may stand beside it.
fn private_block(blocks: Vec<Block>, what: &str) -> Result<Block, SignerError> {
    let labels: Vec<String> = blocks.iter().map(|block| block.label.clone()).collect();
    let mut keys = blocks.into_iter().filter(|block| block.label.ends_with("PRIVATE KEY"));
    let key = keys.next().ok_or_else(|| no_key(&labels, what))?;
    match keys.next() {
        None => Ok(key),
        Some(_) => Err(SignerError::configuration(what, "it holds several private keys, expected one")),
    }
}

fn no_key(labels: &[String], what: &str) -> SignerError {
    let error =
        |found: String| SignerError::configuration(what, format!("expected a private key in PEM, found {found}"));
    match labels.first() {
        None => error("no PEM block".to_owned()),
        Some(label) if label.ends_with("PUBLIC KEY") => {
            error("a public key".to_owned()).with_hint("name the file with the private key, `cosign.key`")
        }
        Some(label) => error(format!("{:?}", label.chars().take(60).collect::<String>())),
    }
}

fn opened(block: &Block, password: Option<&[u8]>, what: &str) -> Result<Secret, SignerError> {
    let refused = |detail: String| SignerError::configuration(what, detail);
    let form = match block.label.as_str() {
        ENCRYPTED | ENCRYPTED_BY_COSIGN_1 => {
            let plain = decrypted(block, password, what)?;
            return Secret::read(Form::Pkcs8, &plain).map_err(refused);
        }
        _ if block.headers => return Err(encrypted_elsewhere(&block.label, what)),
        PKCS8 => Form::Pkcs8,
        "EC PRIVATE KEY" => Form::Sec1,
        "RSA PRIVATE KEY" => Form::Pkcs1,
        label => return Err(encrypted_elsewhere(label, what)),
    };
    Secret::read(form, &block.content).map_err(refused)
}

fn decrypted(block: &Block, password: Option<&[u8]>, what: &str) -> Result<Zeroizing<Vec<u8>>, SignerError> {
    let Some(password) = password else {
        let error = SignerError::configuration(what, "it is encrypted and there is no password");
        return Err(error.with_hint("set COSIGN_PASSWORD; an empty value is the empty password"));
    };
    encrypted::decrypt(&block.content, password).map_err(|failure| match failure {
        Failure::Unusable(detail) => SignerError::configuration(what, detail),
        Failure::Password => SignerError::configuration(what, "wrong password or damaged key")
            .with_hint("COSIGN_PASSWORD must be the password that the key was made with"),
    })
}

fn encrypted_elsewhere(label: &str, what: &str) -> SignerError {
    let label: String = label.chars().take(60).collect();
    let detail = format!(
        "a {label:?} as it stands there can't be read: expected {ENCRYPTED:?}, or an unencrypted \"PRIVATE KEY\", \
         \"EC PRIVATE KEY\" or \"RSA PRIVATE KEY\""
    );
    if label == OPENSSH {
        return SignerError::configuration(what, detail)
            .with_hint("`ssh-keygen -p -m PKCS8 -f FILE` writes the file anew in that form; do it with a copy");
    }
    SignerError::configuration(what, detail)
        .with_hint("`openssl pkey -in FILE` decrypts it, `cosign import-key-pair` encrypts it as cosign does")
}
