//! How types of Go take JSON.

/// What a value must be.
#[derive(Debug)]
pub(super) enum Shape {
    /// A string of a type with this name.
    Text(&'static str),
    /// `bool`
    Bool,
    /// `int64`
    Int64,
    /// `int32`
    Int32,
    /// `float64`
    Float64,
    /// `[]byte`: base64, or a list of numbers.
    Bytes,
    /// Anything.
    Any,
    /// `metav1.Time`
    Time,
    /// A struct.
    Struct(&'static Struct),
    /// A list of a type with this name, and its elements.
    List(&'static str, &'static Shape),
    /// A map of a type with this name, and its values.
    Map(&'static str, &'static Shape),
    /// A schema or a boolean (`JSONSchemaPropsOrBool`).
    SchemaOrBool,
    /// A schema or a list of them (`JSONSchemaPropsOrArray`); anything else counts as neither.
    SchemaOrList,
    /// A schema or a list of strings (`JSONSchemaPropsOrStringArray`); anything else counts as neither.
    SchemaOrTexts,
}

/// A struct of Go.
#[derive(Debug)]
pub(super) struct Struct {
    /// Its name without the package.
    pub name: &'static str,
    /// Its fields by their keys in JSON.
    pub fields: &'static [(&'static str, Shape)],
}

impl Struct {
    /// The field of this key and the key itself; case counts.
    pub fn field(&self, key: &str) -> Option<&'static (&'static str, Shape)> {
        self.fields.iter().find(|(name, _)| *name == key)
    }
}

/// `string`
pub(super) const TEXT: Shape = Shape::Text("string");
/// `[]string`
pub(super) const TEXTS: Shape = Shape::List("[]string", &TEXT);
/// `map[string]string`
pub(super) const TEXT_MAP: Shape = Shape::Map("map[string]string", &TEXT);
