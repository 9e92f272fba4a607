//! Values under verbs.

use std::rc::Rc;

use super::flags::Flags;
use super::output::Output;
use super::scalar;
use crate::error::Error;
use crate::value::{Int, IntKind, List, Map, Object, Value};

/// Deeper values are not printed: a map can hold itself, and the stack ends.
const MOST_DEPTH: usize = 1000;
/// What `%p` prints for every map, slice and pointer.
const ADDRESS: u64 = 0xc000_010000;
/// So many bytes of a slice are written as numbers at once.
const DECIMALS: usize = 1024;

/// Go's `pp`: prints values with the flags of the present directive.
pub(super) struct Printer<'a> {
    pub(super) output: Output<'a>,
    pub(super) flags: Flags,
    /// While a complaint is written, in which nothing has a text of its own.
    is_complaining: bool,
}

impl<'a> Printer<'a> {
    pub(super) fn new(output: Output<'a>) -> Self {
        Self { output, flags: Flags::default(), is_complaining: false }
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        self.output.finish()
    }

    /// `fmt.Print`
    pub(super) fn print(&mut self, arguments: &[Value]) {
        let mut after_string = true;
        for argument in arguments {
            let is_string = argument.kind_name() == "string";
            if !is_string && !after_string {
                self.output.write(b" ");
            }
            self.print_argument(argument, 'v');
            after_string = is_string;
        }
    }

    /// `fmt.Println`
    pub(super) fn print_line(&mut self, arguments: &[Value]) {
        for (place, argument) in arguments.iter().enumerate() {
            if place > 0 {
                self.output.write(b" ");
            }
            self.print_argument(argument, 'v');
        }
        self.output.write(b"\n");
    }

    /// Prints an operand (`printArg`).
    pub(super) fn print_argument(&mut self, value: &Value, verb: char) {
        match (value, verb) {
            (Value::Nil, 'T' | 'v') => self.pad(b"<nil>"),
            (Value::Nil, _) => self.bad_verb(value, verb),
            (_, 'T') => self.print_plain(value.type_name().as_bytes()),
            (_, 'p') if has_address(value) => self.print_hexadecimal(ADDRESS, !self.flags.sharp),
            (_, 'p') => self.bad_verb(value, verb),
            (Value::Bytes(bytes), 'v') => self.print_bytes(bytes.as_bytes(), verb, "[]byte"),
            (Value::Bytes(bytes), _) => self.print_bytes(bytes.as_bytes(), verb, "[]uint8"),
            (Value::List(_) | Value::Map(_), 'w') => self.bad_verb(value, verb),
            _ => self.print_value(value, verb, 0),
        }
    }

    /// Prints an operand or what is inside of one (`printValue`).
    fn print_value(&mut self, value: &Value, verb: char, depth: usize) {
        if self.output.has_failed() {
            return;
        }
        match value {
            Value::Nil if self.flags.go_syntax => self.output.write(b"interface {}(nil)"),
            Value::Nil => self.output.write(b"<nil>"),
            Value::Bool(truth) => self.print_boolean(value, *truth, verb),
            Value::Int(number) => self.print_integer(value, *number, verb),
            Value::Float(number) => self.print_float(value, *number, verb),
            Value::String(text) => self.print_text(value, text.as_bytes(), verb),
            Value::Bytes(_) if verb == 'w' => self.bad_verb(value, verb),
            Value::Bytes(bytes) => self.print_bytes(bytes.as_bytes(), verb, "[]uint8"),
            Value::Object(object) => self.print_object(value, object, verb, depth),
            _ if depth >= MOST_DEPTH => self.output.fail(Error::limit("a value is nested too deeply to be printed")),
            Value::List(list) => self.print_list(list, verb, depth),
            Value::Map(map) => self.print_map(map, verb, depth),
        }
    }

    fn print_boolean(&mut self, value: &Value, truth: bool, verb: char) {
        match verb {
            't' | 'v' => self.pad(if truth { b"true" } else { b"false" }),
            _ => self.bad_verb(value, verb),
        }
    }

    fn print_list(&mut self, list: &List, verb: char, depth: usize) {
        if self.flags.go_syntax && list.is_nil() {
            return self.print_nil(list.type_of().name);
        }
        self.open(list.type_of().name, b"[");
        for (place, item) in list.items().iter().enumerate() {
            self.separate(place);
            self.print_value(item, verb, depth + 1);
        }
        self.close();
    }

    /// `[]interface {}(nil)`
    fn print_nil(&mut self, type_name: &str) {
        self.output.write(type_name.as_bytes());
        self.output.write(b"(nil)");
    }

    fn print_map(&mut self, map: &Map, verb: char, depth: usize) {
        if self.flags.go_syntax && map.is_nil() {
            return self.print_nil(map.type_of().name);
        }
        self.open(map.type_of().name, b"map[");
        for (place, (key, value)) in map.entries().iter().enumerate() {
            self.separate(place);
            match verb {
                's' | 'v' if !self.flags.go_syntax => self.print_plain(key.as_bytes()),
                _ => self.print_value(&Value::String(key.clone()), verb, depth + 1),
            }
            self.output.write(b":");
            self.print_value(value, verb, depth + 1);
        }
        self.close();
    }

    /// A byte slice, which some verbs take for a text (`fmtBytes`).
    fn print_bytes(&mut self, bytes: &[u8], verb: char, type_name: &str) {
        match verb {
            's' => return self.print_plain(bytes),
            'q' => return self.print_quoted(bytes),
            'x' | 'X' => return self.print_encoded(bytes, verb == 'X'),
            'v' | 'd' if self.flags == Flags::default() => return self.print_decimals(bytes),
            _ => {}
        }
        self.open(type_name, b"[");
        for (place, byte) in bytes.iter().enumerate() {
            self.separate(place);
            let number = Int::new(IntKind::Uint8, i64::from(*byte));
            self.print_integer(&Value::Int(number), number, verb);
        }
        self.close();
    }

    /// The numbers of a byte slice without any flags; charts print certificates so.
    fn print_decimals(&mut self, bytes: &[u8]) {
        self.output.write(b"[");
        for (place, bytes) in bytes.chunks(DECIMALS).enumerate() {
            let mut text = Vec::with_capacity(4 * DECIMALS);
            for byte in bytes {
                if place > 0 || !text.is_empty() {
                    text.push(b' ');
                }
                push_decimal(&mut text, *byte);
            }
            self.output.write(&text);
        }
        self.output.write(b"]");
    }

    fn open(&mut self, type_name: &str, plain: &[u8]) {
        if self.flags.go_syntax {
            self.output.write(type_name.as_bytes());
            self.output.write(b"{");
        } else {
            self.output.write(plain);
        }
    }

    fn separate(&mut self, place: usize) {
        if place > 0 {
            self.output.write(if self.flags.go_syntax { b", " } else { b" " });
        }
    }

    fn close(&mut self) {
        self.output.write(if self.flags.go_syntax { b"}" } else { b"]" });
    }

    /// An object's own text where one is wanted; else named scalars print as what they are, and structs their fields.
    fn print_object(&mut self, value: &Value, object: &Rc<dyn Object>, verb: char, depth: usize) {
        if verb == 'w' {
            return self.bad_verb(value, verb);
        }
        let has_methods = !self.is_complaining;
        let wants_text = has_methods && !self.flags.go_syntax && matches!(verb, 'v' | 's' | 'x' | 'X' | 'q');
        let is_stringer = || object.methods().iter().any(|method| method.name == "String");
        if self.flags.go_syntax
            && has_methods
            && let Some(text) = object.go_string()
        {
            return self.print_plain(text.as_bytes());
        }
        if let Some(fields) = object.insides().filter(|_| !(wants_text && is_stringer())) {
            return self.print_struct(&**object, &fields, verb, depth);
        }
        match scalar(&**object).filter(|_| !wants_text) {
            Some(Value::Bool(truth)) => self.print_boolean(value, truth, verb),
            Some(Value::Int(number)) => self.print_integer(value, number, verb),
            Some(Value::Float(number)) => self.print_float(value, number, verb),
            _ if self.flags.go_syntax => self.print_plain(object.text().as_bytes()),
            _ if wants_text || self.is_complaining => self.print_text(value, object.text().as_bytes(), verb),
            _ => self.bad_verb(value, verb),
        }
    }

    /// `{1 2}`, `{a:1 b:2}` or `semver.Version{major:0x1}`, behind `&` if a pointer was given.
    fn print_struct(&mut self, object: &dyn Object, fields: &[(&str, Value)], verb: char, depth: usize) {
        let Flags { go_syntax, names, .. } = self.flags;
        if object.kind_name() == "ptr" {
            self.output.write(b"&");
        }
        if go_syntax {
            self.output.write(object.type_name().trim_start_matches('*').as_bytes());
        }
        self.output.write(b"{");
        for (place, (name, value)) in fields.iter().enumerate() {
            self.separate(place);
            if go_syntax || names {
                self.output.write(name.as_bytes());
                self.output.write(b":");
            }
            self.print_value(value, verb, depth + 1);
        }
        self.output.write(b"}");
    }

    /// Complains that a verb does not go with a value: `%!d(string=x)`.
    pub(super) fn bad_verb(&mut self, value: &Value, verb: char) {
        self.output.write(b"%!");
        self.output.write_char(verb);
        self.output.write(b"(");
        let was_complaining = std::mem::replace(&mut self.is_complaining, true);
        self.print_typed(value);
        self.is_complaining = was_complaining;
        self.output.write(b")");
    }

    /// `string=x`, or `<nil>`.
    pub(super) fn print_typed(&mut self, value: &Value) {
        if value.is_nil() {
            return self.output.write(b"<nil>");
        }
        self.output.write(value.type_name().as_bytes());
        self.output.write(b"=");
        self.print_argument(value, 'v');
    }
}

fn has_address(value: &Value) -> bool {
    match value {
        Value::Bytes(_) | Value::List(_) | Value::Map(_) => true,
        Value::Object(object) => matches!(object.kind_name(), "ptr" | "map" | "slice" | "func" | "chan"),
        _ => false,
    }
}

fn push_decimal(text: &mut Vec<u8>, byte: u8) {
    if byte >= 100 {
        text.push(b'0' + byte / 100);
    }
    if byte >= 10 {
        text.push(b'0' + byte / 10 % 10);
    }
    text.push(b'0' + byte % 10);
}
