//! One walk through a schema that finds out whether everything in it is as it should be.
//!
//! It says yes only to what the library accepts for certain. Anything unusual, wrong or not, is left to the library's
//! own procedure.

use std::collections::HashSet;

use gostd::regexp::{self, Budget};

use crate::document::{Document, Kind, Members, NodeId, ROOT};
use crate::draft::{Dialect, Draft, LATEST};
use crate::formats;
use crate::keyword::Keyword;
use crate::pointer::{decode, unescape};
use crate::roots::{Resource, Tables, step};

/// What the walk found.
pub(crate) struct Found {
    pub tables: Tables,
    /// The references and the schemas that they lead to.
    pub targets: Vec<(NodeId, NodeId)>,
}

/// Checks a schema; `None` if it has to be looked at closely. Patterns are read within a budget.
pub(crate) fn check(document: &Document<'_>, budget: &Budget) -> Option<Found> {
    let draft = draft(document)?;
    let mut walk = Walk {
        document,
        draft,
        processed: vec![false; document.len()],
        references: Vec::new(),
        patterns: HashSet::new(),
        budget,
    };
    walk.schema(ROOT)?;
    let mut targets = Vec::with_capacity(walk.references.len());
    for (node, reference) in &walk.references {
        let target = locate(document, reference)?;
        if !walk.processed.get(target.0 as usize).copied().unwrap_or(false) {
            return None;
        }
        targets.push((*node, target));
    }
    let mut tables = Tables::new(walk.processed);
    tables.add(Resource::new(ROOT, String::new(), Dialect::of(draft)));
    Some(Found { tables, targets })
}

fn draft(document: &Document<'_>) -> Option<Draft> {
    let Kind::Object(members) = document.kind(ROOT) else {
        return None;
    };
    match members.get("$schema") {
        None => Some(LATEST),
        Some(node) => named_draft(document, node),
    }
}

fn named_draft(document: &Document<'_>, node: NodeId) -> Option<Draft> {
    let url = document.string(node).filter(|url| url.starts_with("http"))?;
    Draft::from_url(url)
}

/// The node that a reference within the document names.
fn locate(document: &Document<'_>, reference: &str) -> Option<NodeId> {
    let fragment = decode(reference.strip_prefix('#')?).ok()?;
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return None;
    }
    let mut node = ROOT;
    for token in fragment.split('/').skip(1) {
        node = step(document, node, &unescape(token)?)?;
    }
    Some(node)
}

struct Walk<'d> {
    document: &'d Document<'d>,
    draft: Draft,
    processed: Vec<bool>,
    references: Vec<(NodeId, &'d str)>,
    /// Patterns that are known to be fine.
    patterns: HashSet<&'d str>,
    budget: &'d Budget,
}

/// Nothing if something is not certain to be fine.
type Fine = Option<()>;

fn when(is_fine: bool) -> Fine {
    is_fine.then_some(())
}

impl<'d> Walk<'d> {
    fn schema(&mut self, node: NodeId) -> Fine {
        match self.document.kind(node) {
            Kind::Bool(_) => when(self.draft > Draft::Draft4)?,
            Kind::Object(members) => self.object(members, node == ROOT)?,
            _ => return None,
        }
        *self.processed.get_mut(node.0 as usize)? = true;
        Some(())
    }

    fn object(&mut self, members: Members<'d>, is_root: bool) -> Fine {
        for (name, value) in members.iter() {
            if let Some(keyword) = Keyword::from_name(name) {
                self.keyword(keyword, value, is_root)?;
            }
        }
        // Within a schema without an address of its own `$schema` changes nothing.
        when(is_root || members.get("$schema").is_none() || (members.get("$id").or(members.get("id")).is_none()))?;
        // Draft 4 wants the limits that these change.
        if self.draft == Draft::Draft4 {
            when(members.get("exclusiveMinimum").is_none() || members.get("minimum").is_some())?;
            when(members.get("exclusiveMaximum").is_none() || members.get("maximum").is_some())?;
        }
        Some(())
    }

    fn keyword(&mut self, keyword: Keyword, value: NodeId, is_root: bool) -> Fine {
        use Keyword as K;
        let kind = self.document.kind(value);
        match keyword {
            K::Title | K::Description | K::Comment | K::Format | K::ContentMediaType | K::ContentEncoding => {
                when(matches!(kind, Kind::Text(_)))
            }
            K::Default | K::Const => Some(()),
            K::UniqueItems | K::Deprecated | K::ReadOnly | K::WriteOnly => when(matches!(kind, Kind::Bool(_))),
            K::Examples => when(matches!(kind, Kind::Array(_))),
            K::Type => self.types(kind),
            K::Enum => self.values(kind),
            K::Required => self.names(kind),
            K::Ref => self.reference(value, kind),
            K::Schema => named_draft(self.document, value).map(drop),
            K::Id | K::OldId => self.id(keyword, kind, is_root),
            K::Pattern => match kind {
                Kind::Text(pattern) => self.pattern(pattern),
                _ => None,
            },
            _ => self.limit_or_schemas(keyword, value, kind),
        }
    }

    fn limit_or_schemas(&mut self, keyword: Keyword, value: NodeId, kind: Kind<'d>) -> Fine {
        use Keyword as K;
        match keyword {
            K::MinLength
            | K::MaxLength
            | K::MinItems
            | K::MaxItems
            | K::MinProperties
            | K::MaxProperties
            | K::MinContains
            | K::MaxContains => when(matches!(kind, Kind::Number(digits) if is_count(digits))),
            K::Minimum | K::Maximum => when(matches!(kind, Kind::Number(_))),
            K::ExclusiveMinimum | K::ExclusiveMaximum => match kind {
                Kind::Bool(_) => when(self.draft == Draft::Draft4),
                Kind::Number(_) => when(self.draft > Draft::Draft4),
                _ => None,
            },
            K::MultipleOf => when(matches!(kind, Kind::Number(digits) if is_count(digits) && digits != "0")),
            K::Not
            | K::If
            | K::Then
            | K::Else
            | K::Contains
            | K::PropertyNames
            | K::AdditionalProperties
            | K::AdditionalItems
            | K::UnevaluatedItems
            | K::UnevaluatedProperties
            | K::ContentSchema => self.schema_or_bool(keyword, value, kind),
            K::AllOf | K::AnyOf | K::OneOf | K::PrefixItems => self.schemas(kind),
            K::Items => self.items(value, kind),
            K::Properties | K::Definitions | K::Defs | K::DependentSchemas => self.schema_map(kind),
            K::PatternProperties => {
                for (pattern, _) in self.members(kind)?.iter() {
                    self.pattern(pattern)?;
                }
                self.schema_map(kind)
            }
            K::Dependencies | K::DependentRequired => self.dependencies(keyword, kind),
            // Anchors, dynamic references and vocabularies.
            _ => None,
        }
    }

    fn members(&self, kind: Kind<'d>) -> Option<Members<'d>> {
        match kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Draft 4 knows truth values in these places only.
    fn schema_or_bool(&mut self, keyword: Keyword, value: NodeId, kind: Kind<'d>) -> Fine {
        let takes_bool = matches!(keyword, Keyword::AdditionalProperties | Keyword::AdditionalItems);
        if takes_bool && matches!(kind, Kind::Bool(_)) { Some(()) } else { self.schema(value) }
    }

    fn schemas(&mut self, kind: Kind<'d>) -> Fine {
        let Kind::Array(items) = kind else {
            return None;
        };
        when(!items.is_empty())?;
        items.iter().try_for_each(|item| self.schema(*item))
    }

    fn items(&mut self, value: NodeId, kind: Kind<'d>) -> Fine {
        match kind {
            Kind::Array(_) => {
                when(self.draft < Draft::Draft2020)?;
                self.schemas(kind)
            }
            _ => self.schema(value),
        }
    }

    fn schema_map(&mut self, kind: Kind<'d>) -> Fine {
        self.members(kind)?.iter().try_for_each(|(_, schema)| self.schema(schema))
    }

    fn dependencies(&mut self, keyword: Keyword, kind: Kind<'d>) -> Fine {
        for (_, value) in self.members(kind)?.iter() {
            match self.document.kind(value) {
                Kind::Array(_) => self.names(self.document.kind(value))?,
                _ if keyword == Keyword::DependentRequired => return None,
                _ => self.schema(value)?,
            }
        }
        Some(())
    }

    fn types(&self, kind: Kind<'d>) -> Fine {
        let is_type =
            |name: &str| matches!(name, "array" | "boolean" | "integer" | "null" | "number" | "object" | "string");
        match kind {
            Kind::Text(name) => when(is_type(name)),
            Kind::Array(items) => {
                self.names(kind)?;
                when(!items.is_empty() && items.iter().all(|item| self.document.string(*item).is_some_and(is_type)))
            }
            _ => None,
        }
    }

    /// Different strings; draft 4 wants at least one.
    fn names(&self, kind: Kind<'d>) -> Fine {
        let Kind::Array(items) = kind else {
            return None;
        };
        when(self.draft > Draft::Draft4 || !items.is_empty())?;
        self.different(items)
    }

    fn different(&self, items: &[NodeId]) -> Fine {
        let mut names: Vec<&str> = Vec::with_capacity(items.len());
        for item in items {
            names.push(self.document.string(*item)?);
        }
        names.sort_unstable();
        when(names.windows(2).all(|pair| pair.first() != pair.last()))
    }

    /// Up to draft 7 some, and different ones; here only strings are compared.
    fn values(&self, kind: Kind<'d>) -> Fine {
        let Kind::Array(items) = kind else {
            return None;
        };
        if self.draft > Draft::Draft7 || items.len() == 1 {
            return Some(());
        }
        when(!items.is_empty())?;
        self.different(items)
    }

    fn reference(&mut self, value: NodeId, kind: Kind<'d>) -> Fine {
        match kind {
            Kind::Text(reference) if !reference.contains('\\') => {
                formats::check("uri-reference", reference, self.budget).ok()?;
                self.references.push((value, reference));
                Some(())
            }
            _ => None,
        }
    }

    /// The address of the whole, or within it none but a pointer. References to other addresses are not followed
    /// here, so this one changes nothing.
    fn id(&self, keyword: Keyword, kind: Kind<'d>, is_root: bool) -> Fine {
        if keyword != self.draft.id_keyword() {
            return Some(());
        }
        let Kind::Text(id) = kind else {
            return None;
        };
        if is_root {
            when(id.split_once('#').is_none_or(|(_, fragment)| fragment.is_empty()))?;
            return formats::check("uri-reference", id, self.budget).ok();
        }
        when(self.draft < Draft::Draft2019 && id.starts_with("#/") && !id.contains(['%', '\\']))
    }

    fn pattern(&mut self, pattern: &'d str) -> Fine {
        if self.patterns.contains(pattern) {
            return Some(());
        }
        regexp::check(pattern, self.budget).ok()?;
        self.patterns.insert(pattern);
        Some(())
    }
}

/// A whole number, plainly written.
fn is_count(digits: &str) -> bool {
    digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
