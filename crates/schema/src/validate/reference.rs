//! `$ref`, `$recursiveRef`, `$dynamicRef`.

use super::frame::Frame;
use crate::address::split_fragment;
use crate::document::NodeId;
use crate::draft::Draft;
use crate::failure::Failure;
use crate::keyword::{Keyword, Keywords};
use crate::roots::SchemaRef;

impl<'v> Frame<'_, 'v> {
    /// Whether a reference makes the keywords beside it meaningless, as it does up to draft 7.
    pub(super) fn hides_siblings(&self, keywords: &Keywords<'v>) -> bool {
        let draft = self.scope.resource(self.roots()).map(|resource| resource.dialect.draft);
        draft.is_some_and(|draft| draft < Draft::Draft2019) && keywords.string(Keyword::Ref).is_some()
    }

    /// Follows `$ref`; says whether nothing else counts.
    pub(super) fn check_reference(&mut self, keywords: &Keywords<'v>, draft: Draft) -> Result<bool, Failure> {
        let Some(target) = self.target(keywords, Keyword::Ref) else {
            return Ok(false);
        };
        let followed = self.follow(target, "$ref");
        if draft < Draft::Draft2019 {
            return followed.map(|()| true);
        }
        self.errors.extend(followed.err());
        Ok(false)
    }

    /// Follows the references that depend on where they are used.
    pub(super) fn check_later_references(&mut self, keywords: &Keywords<'v>) {
        if let Some(target) = self.target(keywords, Keyword::RecursiveRef) {
            let target = if self.has_recursive_anchor(target) { self.outermost_recursive(target) } else { target };
            let followed = self.follow(target, "$recursiveRef");
            self.errors.extend(followed.err());
        }
        if let Some(target) = self.target(keywords, Keyword::DynamicRef) {
            let text = keywords.string(Keyword::DynamicRef).unwrap_or_default();
            let target = self.outermost_dynamic(target, text);
            let followed = self.follow(target, "$dynamicRef");
            self.errors.extend(followed.err());
        }
    }

    fn target(&self, keywords: &Keywords<'v>, keyword: Keyword) -> Option<SchemaRef> {
        self.roots().target(self.scope.schema.root, keywords.get(keyword)?)
    }

    fn follow(&mut self, target: SchemaRef, keyword: &'static str) -> Result<(), Failure> {
        let failure = match self.apply_here(target, keyword, false) {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        let mut failure = Failure::group(self.pointer(), failure.into_causes());
        // A reference is a failure of its own, not one of several at this place.
        failure.is_group = false;
        Err(failure)
    }

    fn has_recursive_anchor(&self, schema: SchemaRef) -> bool {
        self.member(schema, "$recursiveAnchor").is_some_and(|value| {
            let document = self.roots().root(schema.root).map(|root| &root.document);
            document.is_some_and(|document| matches!(document.kind(value), crate::document::Kind::Bool(true)))
        })
    }

    fn member(&self, schema: SchemaRef, keyword: &str) -> Option<NodeId> {
        self.roots().root(schema.root)?.document.object(schema.node)?.get(keyword)
    }

    /// The outermost schema whose resource may be taken over.
    fn outermost_recursive(&self, fallback: SchemaRef) -> SchemaRef {
        let roots = self.roots();
        let own = std::iter::once((self.scope.schema, self.scope.resource(roots)));
        let outer = self.scope.outer().map(|scope| (scope.schema, scope.resource(roots)));
        let open = own.chain(outer).filter(|(schema, resource)| {
            resource.is_some_and(|resource| {
                resource.dialect.draft >= Draft::Draft2019
                    && self.has_recursive_anchor(SchemaRef { root: schema.root, node: resource.node })
            })
        });
        open.last().map_or(fallback, |(schema, _)| schema)
    }

    fn outermost_dynamic(&self, target: SchemaRef, reference: &str) -> SchemaRef {
        let anchor = match split_fragment(reference) {
            Ok((_, fragment)) if !fragment.is_empty() && !fragment.starts_with('/') => fragment,
            _ => return target,
        };
        let document = self.roots().root(target.root).map(|root| &root.document);
        let own =
            self.member(target, "$dynamicAnchor").and_then(|node| document.and_then(|document| document.string(node)));
        if own != Some(anchor.as_ref()) {
            return target;
        }
        self.scope.dynamic_anchor(self.roots(), &anchor).unwrap_or(target)
    }
}
