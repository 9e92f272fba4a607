//! Functions and methods that templates can call, and how they see the world.

use std::any::Any;

use crate::bytes::Str;
use crate::error::Error;
use crate::value::{List, Map, Value};

/// The Go type of a parameter. The executor checks and converts arguments as Go's reflection does, so a function gets
/// what its parameters say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// `interface {}`: anything, nil too.
    Any,
    /// `string`
    String,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `int64`
    Int64,
    /// `uint32`
    Uint32,
    /// `float64`
    Float,
    /// `[]uint8`
    Bytes,
    /// `map[string]interface {}`; nil becomes an empty map.
    Map,
    /// `[]interface {}`; nil becomes an empty list.
    List,
    /// `[]string`; nil becomes an empty list.
    Strings,
    /// An [`crate::Object`] whose type has this name.
    Object(&'static str),
    /// The same for a type that is an integer, such as `time.Duration`: whole numbers in the template fit it too, and
    /// come as `int64`.
    NamedInteger(&'static str),
}

/// Something callable by name.
#[derive(Debug)]
pub struct Function {
    /// Its name in templates.
    pub name: &'static str,
    /// The types of its fixed parameters.
    pub params: &'static [Param],
    /// The type of further arguments, if it takes any.
    pub variadic: Option<Param>,
    /// The function itself.
    pub call: fn(&mut Call<'_>) -> Result<Value, Error>,
}

/// What the executor offers to functions.
pub trait Context {
    /// Executes a template of the set by name and returns its output (`ExecuteTemplate`).
    ///
    /// # Errors
    /// No such template, or its execution failed.
    fn execute(&mut self, name: &Str, data: &Value) -> Result<Str, Error>;

    /// Parses a text on top of the present set, whose definitions hold only for this call, and executes it.
    ///
    /// # Errors
    /// [`Error::parse`] if the text is no template, else that of the execution.
    fn execute_text(&mut self, text: &Str, data: &Value) -> Result<Str, Error>;

    /// The state of the program that runs the template.
    fn host(&self) -> &dyn Any;

    /// Must be asked before a function makes something large whose size does not follow from its input's
    /// (`repeat`, `until`, `printf "%999d"`).
    ///
    /// # Errors
    /// The render would need more memory than it may have.
    fn charge(&mut self, bytes: usize) -> Result<(), Error>;

    /// Must be told what a function did, or is about to do, beyond looking once at the texts it was given; in nodes of
    /// a template that take as long, a tenth of a microsecond each.
    ///
    /// # Errors
    /// The render would need more time than it may take.
    fn work(&mut self, steps: usize) -> Result<(), Error>;
}

/// One call: arguments that fit the parameters, and the world.
pub struct Call<'a> {
    arguments: &'a [Value],
    /// The executor.
    pub context: &'a mut dyn Context,
}

impl<'a> Call<'a> {
    /// A call with arguments that have been checked.
    pub fn new(arguments: &'a [Value], context: &'a mut dyn Context) -> Self {
        Self { arguments, context }
    }

    /// All arguments.
    #[must_use]
    pub fn arguments(&self) -> &'a [Value] {
        self.arguments
    }

    /// The argument at a place, nil if there is none.
    #[must_use]
    pub fn value(&self, index: usize) -> &'a Value {
        self.arguments.get(index).unwrap_or(&Value::Nil)
    }

    /// The arguments from a place on.
    #[must_use]
    pub fn rest(&self, from: usize) -> &'a [Value] {
        self.arguments.get(from..).unwrap_or_default()
    }

    /// A [`Param::String`] or [`Param::Bytes`].
    #[must_use]
    pub fn string(&self, index: usize) -> Str {
        match self.value(index) {
            Value::String(text) | Value::Bytes(text) => text.clone(),
            _ => Str::default(),
        }
    }

    /// The text of a [`Param::String`], with U+FFFD for what is not UTF-8.
    #[must_use]
    pub fn text(&self, index: usize) -> String {
        self.string(index).to_str().into_owned()
    }

    /// A [`Param::Bool`].
    #[must_use]
    pub fn boolean(&self, index: usize) -> bool {
        matches!(self.value(index), Value::Bool(true))
    }

    /// A [`Param::Int`], [`Param::Int64`] or [`Param::Uint32`].
    #[must_use]
    pub fn integer(&self, index: usize) -> i64 {
        match self.value(index) {
            Value::Int(number) => number.as_i64(),
            _ => 0,
        }
    }

    /// A [`Param::Float`].
    #[must_use]
    pub fn float(&self, index: usize) -> f64 {
        match self.value(index) {
            Value::Float(number) => *number,
            _ => 0.0,
        }
    }

    /// A [`Param::Map`].
    #[must_use]
    pub fn map(&self, index: usize) -> Map {
        match self.value(index) {
            Value::Map(map) => map.clone(),
            _ => Map::new(&crate::value::ANY_MAP, std::collections::BTreeMap::new()),
        }
    }

    /// A [`Param::List`] or [`Param::Strings`].
    #[must_use]
    pub fn list(&self, index: usize) -> List {
        match self.value(index) {
            Value::List(list) => list.clone(),
            _ => List::new(&crate::value::ANY_LIST, Vec::new()),
        }
    }

    /// The state of the program that runs the template, if it is of this type.
    #[must_use]
    pub fn host<T: 'static>(&self) -> Option<&T> {
        self.context.host().downcast_ref()
    }
}
