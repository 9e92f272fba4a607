//! Answers recorded from Go 1.27. Texts are in hexadecimal where they could hold tabs or bytes that are not UTF-8.

use super::{
    NumberError, append_float, append_quoted, append_quoted_rune, atoi, can_backquote, format_float, parse_bool,
    parse_float, parse_int, parse_uint, quote, quote_bytes, unquote, unquote_char,
};
use crate::utf8::decode_rune;

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn columns(line: &str) -> Vec<&str> {
    line.split('\t').collect()
}

/// The value and the error text of a result, as the tables have them.
fn answer<T: ToString>(result: Result<T, NumberError<T>>) -> [String; 2] {
    match result {
        Ok(value) => [value.to_string(), "-".to_owned()],
        Err(error) => [error.value.to_string(), error.to_string()],
    }
}

#[test]
fn integers_are_read_as_in_go() {
    for line in include_str!("../../testdata/integers.tsv").lines() {
        match columns(line)[..] {
            [text, base, bits, signed, signed_error, unsigned, unsigned_error] => {
                let (text, base, bits) = (from_hex(text), base.parse().unwrap(), bits.parse().unwrap());
                assert_eq!(answer(parse_int(&text, base, bits)), [signed, signed_error], "{line}");
                assert_eq!(answer(parse_uint(&text, base, bits)), [unsigned, unsigned_error], "{line}");
            }
            [text, number, error, truth, truth_error] => {
                let text = from_hex(text);
                assert_eq!(answer(atoi(&text)), [number, error], "{line}");
                assert_eq!(answer(parse_bool(&text)), [truth, truth_error], "{line}");
            }
            _ => panic!("five or seven columns: {line}"),
        }
    }
}

#[test]
fn floats_are_read_as_in_go() {
    let bits = |value: f64| format!("{:016x}", if value.is_nan() { f64::NAN } else { value }.to_bits());
    let answer = |result: Result<f64, NumberError<f64>>| match result {
        Ok(value) => [bits(value), "-".to_owned()],
        Err(error) => [bits(error.value), error.to_string()],
    };
    for line in include_str!("../../testdata/parsed_floats.tsv").lines() {
        let [text, double, double_error, single, single_error] = columns(line)[..] else {
            panic!("five columns: {line}");
        };
        let text = from_hex(text);
        assert_eq!(answer(parse_float(&text, 64)), [double, double_error], "{line}");
        assert_eq!(answer(parse_float(&text, 32)), [single, single_error], "{line}");
    }
}

#[test]
fn floats_are_written_as_in_go() {
    for line in include_str!("../../testdata/formatted_floats.tsv").lines() {
        let [value, format, precision, bits, text] = columns(line)[..] else {
            panic!("five columns: {line}");
        };
        let value = f64::from_bits(u64::from_str_radix(value, 16).unwrap());
        let mut written = Vec::new();
        append_float(&mut written, value, format.as_bytes()[0], precision.parse::<usize>().ok(), bits.parse().unwrap());
        assert_eq!(String::from_utf8(written).unwrap(), text, "{line}");
    }
}

#[test]
fn shortest_floats_as_go_writes_them() {
    for line in include_str!("../../testdata/floats.tsv").lines() {
        let [value, general, exponent, plain, single, _json] = columns(line)[..] else {
            panic!("six columns: {line}");
        };
        let value: f64 = value.parse().unwrap();
        assert_eq!(format_float(value, b'g', 64), general, "g of {line}");
        assert_eq!(format_float(value, b'e', 64), exponent, "e of {line}");
        assert_eq!(format_float(value, b'f', 64), plain, "f of {line}");
        assert_eq!(format_float(value, b'g', 32), single, "32 bit g of {line}");
    }
    assert_eq!(format_float(1e300, b'g', 32), "+Inf");
}

#[test]
fn literals_as_in_go() {
    for line in include_str!("../../testdata/quotes.tsv").lines() {
        match columns(line)[..] {
            ["quote", text, quoted, ascii, backquotes, first, first_ascii] => {
                let text = from_hex(text);
                assert_eq!(quote_bytes(&text), quoted);
                if let Ok(text) = std::str::from_utf8(&text) {
                    assert_eq!(quote(text), quoted);
                }
                let mut written = Vec::new();
                append_quoted(&mut written, &text, true);
                assert_eq!(written, ascii.as_bytes(), "{line}");
                assert_eq!(can_backquote(&text).to_string(), backquotes, "{line}");
                let (character, _) = decode_rune(if text.is_empty() { b"x" } else { &text });
                for (ascii, expected) in [(false, first), (true, first_ascii)] {
                    let mut written = Vec::new();
                    append_quoted_rune(&mut written, character, ascii);
                    assert_eq!(written, expected.as_bytes(), "{line}");
                }
            }
            ["unquote", literal, text, error] => {
                let result = unquote(&from_hex(literal));
                let message = result.as_ref().err().map_or("-".to_owned(), ToString::to_string);
                assert_eq!((result.unwrap_or_default(), message.as_str()), (from_hex(text), error), "{line}");
            }
            _ => panic!("four or seven columns: {line}"),
        }
    }
}

#[test]
fn characters_of_literals() {
    let first = unquote_char(b"\\xffrest", b'\'').unwrap();
    assert_eq!((first.value, first.multibyte, first.rest), (0xff, false, &b"rest"[..]));
    let first = unquote_char("é'".as_bytes(), b'\'').unwrap();
    assert_eq!((first.value, first.multibyte, first.rest), (0xe9, true, &b"'"[..]));
    assert!(unquote_char(b"'", b'\'').is_err() && unquote_char(b"'", 0).is_ok());
}
