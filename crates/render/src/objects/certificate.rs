//! `sprig.certificate`.

use std::any::Any;

use gotemplate::{Field, Object, Str, Value};

/// A certificate and its private key, both as PEM.
#[derive(Clone, Debug, Default)]
pub(crate) struct Certificate {
    /// The certificate.
    pub(crate) cert: Str,
    /// The key.
    pub(crate) key: Str,
}

impl Object for Certificate {
    fn type_name(&self) -> &str {
        "sprig.certificate"
    }

    fn kind_name(&self) -> &str {
        "struct"
    }

    fn field(&self, name: &[u8]) -> Option<Value> {
        match name {
            b"Cert" => Some(Value::String(self.cert.clone())),
            b"Key" => Some(Value::String(self.key.clone())),
            _ => None,
        }
    }

    fn fields(&self) -> Option<Vec<Field>> {
        let field = |name, text: &Str| Field { name, json: name, value: Value::String(text.clone()) };
        Some(vec![field("Cert", &self.cert), field("Key", &self.key)])
    }

    fn text(&self) -> Str {
        Str::from([b"{", self.cert.as_bytes(), b" ", self.key.as_bytes(), b"}"].concat())
    }

    fn insides(&self) -> Option<Vec<(&'static str, Value)>> {
        Some(vec![("Cert", Value::String(self.cert.clone())), ("Key", Value::String(self.key.clone()))])
    }

    fn to_plain(&self) -> Option<Value> {
        let (cert, key) = (self.cert.clone(), self.key.clone());
        Some(Value::map([("Cert", Value::String(cert)), ("Key", Value::String(key))]))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
