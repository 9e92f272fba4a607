//! Single fields: pointers to structs, lists, texts and booleans (`decode.go`: `prepare`, `scalar`, `sequence`).

use std::collections::BTreeMap;

use goyaml::{Kind, Node, Scalar, Style};

use super::decoder::{Decoder, GoStruct};
use super::error::Abort;
use super::scalar::{Resolved, named_tag, resolve};
use super::{Any, Dialect};

/// A list of pointers; an item is `None` where Go has nil, the list where Go has a nil slice.
pub(crate) type Pointers<T> = Option<Vec<Option<T>>>;

impl Decoder {
    /// A pointer to a struct: nil for null.
    pub(crate) fn pointer<T: GoStruct>(&mut self, node: &Node, target: &mut Option<T>) -> Result<bool, Abort> {
        if self.is_nil(node)? {
            *target = None;
            return Ok(true);
        }
        self.structure(node, target.get_or_insert_default())
    }

    fn structure<T: GoStruct>(&mut self, node: &Node, target: &mut T) -> Result<bool, Abort> {
        match &node.kind {
            Kind::Mapping(entries) => self.fields(entries, target),
            Kind::Sequence(_) => Ok(self.mismatch(node, T::NAME)),
            Kind::Scalar(scalar) => match resolve(node, scalar, self.dialect)? {
                Resolved::Null => {
                    *target = T::default();
                    Ok(true)
                }
                _ => Ok(self.mismatch(node, T::NAME)),
            },
        }
    }

    /// A list of pointers to structs.
    pub(crate) fn list<T: GoStruct>(&mut self, node: &Node, target: &mut Pointers<T>) -> Result<bool, Abort> {
        let Some(items) = self.items(node, &format!("[]*{}", T::NAME))? else {
            return Ok(self.clear_list(node, target));
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            let mut slot = None;
            if self.pointer(item, &mut slot)? {
                list.push(slot);
            }
        }
        *target = Some(list);
        Ok(true)
    }

    /// A list of strings.
    pub(crate) fn texts(&mut self, node: &Node, target: &mut Option<Vec<String>>) -> Result<bool, Abort> {
        let Some(items) = self.items(node, "[]string")? else {
            return Ok(self.clear_list(node, target));
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            let mut slot = String::new();
            if self.text(item, &mut slot)? {
                list.push(slot);
            }
        }
        *target = Some(list);
        Ok(true)
    }

    /// A list of anything, yaml.v3 only.
    pub(crate) fn values(&mut self, node: &Node, target: &mut Option<Vec<Any>>) -> Result<bool, Abort> {
        let Some(items) = self.items(node, "[]interface {}")? else {
            return Ok(self.clear_list(node, target));
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.extend(self.any(item)?);
        }
        *target = Some(list);
        Ok(true)
    }

    /// A string: scalars as they are written. Null empties it in yaml.v2, and leaves it alone in yaml.v3.
    pub(crate) fn text(&mut self, node: &Node, target: &mut String) -> Result<bool, Abort> {
        let Kind::Scalar(scalar) = &node.kind else {
            return Ok(self.mismatch(node, "string"));
        };
        match resolve(node, scalar, self.dialect)? {
            Resolved::Null if self.dialect == Dialect::V3 => return Ok(false),
            Resolved::Null => target.clear(),
            Resolved::Binary(text) => *target = text,
            _ => scalar.value.clone_into(target),
        }
        Ok(true)
    }

    /// A boolean. yaml.v3 takes YAML 1.1's words too, even in quotes, but not `"true"`.
    pub(crate) fn truth(&mut self, node: &Node, target: &mut bool) -> Result<bool, Abort> {
        let Kind::Scalar(scalar) = &node.kind else {
            return Ok(self.mismatch(node, "bool"));
        };
        let v3 = self.dialect == Dialect::V3;
        let truth = match resolve(node, scalar, self.dialect)? {
            Resolved::Null if v3 => return Ok(false),
            Resolved::Null => Some(false),
            Resolved::Bool(truth) => Some(truth),
            Resolved::Text if v3 => old_word(&scalar.value),
            _ => None,
        };
        let Some(truth) = truth else {
            return Ok(self.mismatch(node, "bool"));
        };
        *target = truth;
        Ok(true)
    }

    /// A map of strings, yaml.v2 only.
    pub(crate) fn text_map(
        &mut self,
        node: &Node,
        target: &mut Option<BTreeMap<String, String>>,
    ) -> Result<bool, Abort> {
        let Kind::Mapping(entries) = &node.kind else {
            if self.is_null(node)? {
                *target = None;
                return Ok(true);
            }
            return Ok(self.mismatch(node, "map[string]string"));
        };
        let map = target.get_or_insert_default();
        for (key, value) in entries {
            let Some(name) = self.key(key)? else { continue };
            let mut text = String::new();
            if !self.text(value, &mut text)? {
                continue;
            }
            if self.dialect == Dialect::V2Strict && map.contains_key(&name) {
                let quoted = gostd::strconv::quote(&name);
                self.fault(value, format!("key {quoted} already set in map"));
                continue;
            }
            map.insert(name, text);
        }
        Ok(true)
    }

    /// The items of a list; `None` for null, and for anything else after noting the mismatch.
    fn items<'n>(&mut self, node: &'n Node, go_type: &str) -> Result<Option<&'n [Node]>, Abort> {
        if let Kind::Sequence(items) = &node.kind {
            return Ok(Some(items));
        }
        if !self.is_null(node)? {
            self.mismatch(node, go_type);
        }
        Ok(None)
    }

    /// Null makes a list nil; what is no list leaves it alone.
    fn clear_list<T>(&mut self, node: &Node, target: &mut Option<T>) -> bool {
        let is_null = node.as_scalar().is_some() && self.is_null(node).unwrap_or(false);
        if is_null {
            *target = None;
        }
        is_null
    }

    pub(super) fn is_null(&self, node: &Node) -> Result<bool, Abort> {
        let Kind::Scalar(scalar) = &node.kind else { return Ok(false) };
        Ok(matches!(resolve(node, scalar, self.dialect)?, Resolved::Null))
    }

    /// Whether a pointer stays nil. yaml.v2 knows only these spellings here; for `Null` it makes an empty struct.
    fn is_nil(&self, node: &Node) -> Result<bool, Abort> {
        if self.dialect == Dialect::V3 {
            return self.is_null(node);
        }
        if !node.as_scalar().is_some_and(is_short_null) {
            return Ok(false);
        }
        // A tag that contradicts the text is an error all the same.
        self.is_null(node)
    }

    /// Notes a value of the wrong type (`terror`).
    pub(super) fn mismatch(&mut self, node: &Node, go_type: &str) -> bool {
        let what = match &node.kind {
            Kind::Sequence(_) => "!!seq".to_owned(),
            Kind::Mapping(_) => "!!map".to_owned(),
            Kind::Scalar(scalar) => {
                let resolved = resolve(node, scalar, self.dialect).unwrap_or(Resolved::Text);
                format!("{} `{}`", named_tag(scalar, &resolved), excerpt(&scalar.value))
            }
        };
        self.fault(node, format!("cannot unmarshal {what} into {go_type}"));
        false
    }
}

fn is_short_null(scalar: &Scalar) -> bool {
    match scalar.tag.as_deref() {
        Some(tag) => tag == "tag:yaml.org,2002:null",
        None => scalar.style == Style::Plain && matches!(scalar.value.as_str(), "" | "~" | "null"),
    }
}

fn old_word(text: &str) -> Option<bool> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// Ten bytes at most, or seven and dots.
fn excerpt(text: &str) -> String {
    let bytes = text.as_bytes();
    if bytes.len() <= 10 {
        return text.to_owned();
    }
    format!("{}...", String::from_utf8_lossy(bytes.get(..7).unwrap_or(bytes)))
}
