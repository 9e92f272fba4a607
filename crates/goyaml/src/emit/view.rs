//! Values of any kind, as they are shown to be written.

use gostd::json::{Number, Value};

/// A value that can be written as YAML. Implement it for values of your own, so that they need not be made JSON
/// first.
///
/// ```
/// use goyaml::{Tree, View};
///
/// enum Setting {
///     Switch(bool),
///     Group(Vec<(String, Setting)>),
/// }
///
/// impl Tree for Setting {
///     fn show<R>(&self, see: impl FnOnce(View<'_, Self>) -> R) -> R {
///         match self {
///             Self::Switch(on) => see(View::Bool(*on)),
///             Self::Group(entries) => {
///                 see(View::Map(entries.iter().map(|(key, value)| (key.as_bytes(), value)).collect()))
///             }
///         }
///     }
/// }
///
/// let group = Setting::Group(vec![("b".into(), Setting::Switch(true)), ("a".into(), Setting::Switch(false))]);
/// assert_eq!(goyaml::emit_tree(&group)?, "a: false\nb: true\n");
/// # Ok::<(), goyaml::Error>(())
/// ```
pub trait Tree: Sized {
    /// Shows the value. What the view borrows needs to live only as long as this call, so that it may come out of a
    /// `RefCell`, or be made for the occasion.
    fn show<R>(&self, see: impl FnOnce(View<'_, Self>) -> R) -> R;
}

/// A value as it looks from outside, in Go's types.
#[derive(Debug)]
pub enum View<'a, T> {
    /// `nil`
    Null,
    /// `bool`
    Bool(bool),
    /// Any signed integer.
    Int(i64),
    /// Any unsigned integer.
    Uint(u64),
    /// `float64`
    Float(f64),
    /// `string`. It need not be UTF-8: compact YAML gets U+FFFD for every stray byte, as through Go's JSON, pretty
    /// YAML gets `!!binary`.
    Text(&'a [u8]),
    /// A word that is written as it stands, such as a time; a string in compact YAML.
    Word(&'a [u8]),
    /// `[]byte`: base64 in compact YAML, a list of numbers in pretty YAML.
    Bytes(&'a [u8]),
    /// A slice.
    List(&'a [T]),
    /// A map with string keys, in any order. Keys must be distinct.
    Map(Vec<(&'a [u8], &'a T)>),
    /// A struct: a map whose keys stay in their order in pretty YAML.
    Fields(Vec<(&'a [u8], &'a T)>),
}

impl Tree for Value {
    fn show<R>(&self, see: impl FnOnce(View<'_, Self>) -> R) -> R {
        see(match self {
            Self::Null => View::Null,
            Self::Bool(truth) => View::Bool(*truth),
            Self::Number(Number::Int(number)) => View::Int(*number),
            Self::Number(Number::Uint(number)) => View::Uint(*number),
            Self::Number(Number::Float(number)) => View::Float(*number),
            Self::String(text) => View::Text(text.as_bytes()),
            Self::Array(items) => View::List(items),
            Self::Object(members) => View::Map(members.iter().map(|(key, member)| (key.as_bytes(), member)).collect()),
        })
    }
}
