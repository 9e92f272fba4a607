//! YAML into Go structs as go-yaml's `Unmarshal` puts it there, for the few structs that publishers write for Artifact
//! Hub. Annotations are read by `gopkg.in/yaml.v3` 3.0.1, except `changes`, which like the two metadata files is read by
//! `gopkg.in/yaml.v2` 2.4.0; `artifacthub-pkg.yml` strictly. Both have one scanner; they differ in what scalars are, in
//! keys that are there twice, and in null.
//!
//! A value that does not fit is an error in the end, but everything else is still put in its place.
//!
//! One difference remains: yaml.v3 looks two tokens further than the first document, for comments, and finds errors
//! there of which nothing is known here.

mod any;
mod decoder;
mod error;
mod fill;
mod scalar;

#[cfg(test)]
mod tests;

use goyaml::Node;

pub(crate) use any::Any;
pub(crate) use decoder::{Decoder, GoStruct, IgnoredKey};
pub(crate) use error::{Abort, DecodeError};

/// Which go-yaml reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// yaml.v2, `Unmarshal`.
    V2,
    /// yaml.v2, `UnmarshalStrict`: no unknown and no repeated keys.
    V2Strict,
    /// yaml.v3, `Unmarshal`: no repeated keys.
    V3,
}

/// What a text was decoded to.
#[derive(Debug)]
pub(crate) struct Decoded<T> {
    /// What could be put in its place.
    pub(crate) value: T,
    /// What Go returns, if that is not nil.
    pub(crate) error: Option<DecodeError>,
    /// Keys that no field has, of which Go says nothing.
    pub(crate) ignored: Vec<IgnoredKey>,
}

impl<T> Decoded<T> {
    /// The value, unless Go returns an error.
    pub(crate) fn into_result(self) -> Result<T, DecodeError> {
        match self.error {
            None => Ok(self.value),
            Some(error) => Err(error),
        }
    }
}

/// Decodes the first document; nothing happens when there is none.
pub(crate) fn unmarshal<T: Default>(
    text: &[u8],
    dialect: Dialect,
    fill: impl FnOnce(&mut Decoder, &Node, &mut T) -> Result<bool, Abort>,
) -> Decoded<T> {
    match goyaml::parse(text) {
        Ok(Some(node)) => decode(&node, dialect, fill),
        Ok(None) => Decoded { value: T::default(), error: None, ignored: Vec::new() },
        Err(error) => Decoded { value: T::default(), error: Some(DecodeError::of_text(&error)), ignored: Vec::new() },
    }
}

/// Decodes a document that has been read.
pub(crate) fn decode<T: Default>(
    node: &Node,
    dialect: Dialect,
    fill: impl FnOnce(&mut Decoder, &Node, &mut T) -> Result<bool, Abort>,
) -> Decoded<T> {
    let mut decoder = Decoder::new(dialect);
    let mut value = T::default();
    let error = match fill(&mut decoder, node, &mut value) {
        Err(abort) => Some(DecodeError::of_abort(abort)),
        Ok(_) if decoder.faults.is_empty() => None,
        Ok(_) => Some(DecodeError::of_faults(std::mem::take(&mut decoder.faults))),
    };
    Decoded { value, error, ignored: decoder.ignored }
}
