//! Go types of collections.

use crate::function::Function;

/// What a collection holds, as far as templates can tell: it decides what a missing key gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// `interface {}`: a missing key is nil.
    Any,
    /// `string`: a missing key is the empty string.
    String,
    /// `int`
    Int,
    /// `[]uint8`
    Bytes,
    /// Something else whose zero value prints as nil.
    Other,
}

/// The type of a list or map.
#[derive(Debug)]
pub struct Type {
    /// As `%T` prints it.
    pub name: &'static str,
    /// The type without its name: `map[string]interface {}` for `common.Values`. A value can be passed where its
    /// type or the underlying type is wanted.
    pub underlying: &'static str,
    /// What it holds.
    pub element: Element,
    /// Its methods; the first argument is the receiver.
    pub methods: &'static [Function],
}

/// `map[string]interface {}`
pub static ANY_MAP: Type = plain("map[string]interface {}", Element::Any);
/// `map[string]string`
pub static STRING_MAP: Type = plain("map[string]string", Element::String);
/// `[]interface {}`
pub static ANY_LIST: Type = plain("[]interface {}", Element::Any);
/// `[]string`
pub static STRING_LIST: Type = plain("[]string", Element::String);
/// `[]int`
pub static INT_LIST: Type = plain("[]int", Element::Int);

const fn plain(name: &'static str, element: Element) -> Type {
    Type { name, underlying: name, element, methods: &[] }
}
