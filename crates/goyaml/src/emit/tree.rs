//! Collections: where they are indented and where their parts begin.

use super::analysis::{Analysis, Quoting};
use super::scalar::Scalar;
use super::writer::Writer;
use super::{Dialect, Item};

/// Columns of an indentation.
const INDENT: usize = 2;

/// Lines of go-yaml v2 are folded behind this column, those of v3 never.
const V2_WIDTH: usize = 80;

/// Writes a document.
pub(super) fn write(item: &Item, dialect: Dialect) -> String {
    let width = match dialect {
        Dialect::V2 => V2_WIDTH,
        Dialect::V3 => usize::MAX,
    };
    let mut emitter = Emitter { writer: Writer::new(width), dialect };
    emitter.item(item, None, false);
    emitter.writer.write_indent(0);
    emitter.writer.out
}

struct Emitter {
    writer: Writer,
    dialect: Dialect,
}

impl Emitter {
    /// Writes an item of a collection at `indent` (`None`: of the document). `in_mapping` says
    /// that it is the value of a key.
    fn item(&mut self, item: &Item, indent: Option<usize>, in_mapping: bool) {
        match item {
            Item::Word(word) => self.scalar(word, Quoting::Plain, indent, true),
            Item::Text(text) => {
                let quoting = Analysis::of(text, self.dialect).quoting(text, self.dialect, false);
                self.scalar(text, quoting, indent, true);
            }
            Item::List(items) if items.is_empty() => self.empty('[', ']'),
            Item::List(items) => self.sequence(items, indent, in_mapping),
            Item::Map(entries) if entries.is_empty() => self.empty('{', '}'),
            Item::Map(entries) => self.mapping(entries, indent),
        }
    }

    fn scalar(&mut self, text: &str, quoting: Quoting, indent: Option<usize>, foldable: bool) {
        let indent = indent.unwrap_or(0) + INDENT;
        self.writer.write_scalar(Scalar { text, quoting, indent, foldable });
    }

    fn empty(&mut self, open: char, close: char) {
        self.writer.write_separate(open);
        self.writer.write_indicator(close);
    }

    fn sequence(&mut self, items: &[Item], outer: Option<usize>, in_mapping: bool) {
        // v2 does not indent a sequence under its key.
        let flat = self.dialect == Dialect::V2 && in_mapping && !self.writer.indention;
        let indent = match outer {
            None => 0,
            Some(outer) if flat => outer,
            Some(outer) => outer + INDENT,
        };
        for item in items {
            self.writer.write_indent(indent);
            self.writer.write_block_indicator('-');
            self.item(item, Some(indent), false);
        }
    }

    fn mapping(&mut self, entries: &[(String, Item)], outer: Option<usize>) {
        let indent = outer.map_or(0, |outer| outer + INDENT);
        for (key, value) in entries {
            self.writer.write_indent(indent);
            let analysis = Analysis::of(key, self.dialect);
            let simple = analysis.is_simple_key(key);
            let quoting = analysis.quoting(key, self.dialect, simple);
            if simple {
                self.scalar(key, quoting, Some(indent), false);
                self.writer.write_indicator(':');
            } else {
                self.writer.write_block_indicator('?');
                self.scalar(key, quoting, Some(indent), true);
                self.writer.write_indent(indent);
                self.writer.write_block_indicator(':');
            }
            self.item(value, Some(indent), true);
        }
    }
}
