//! Macros: calls that stand for something longer. They are written out as cel-go does it (`parser/macro.go`,
//! `ext/comprehensions.go`, `ext/lists.go`, `cel/library.go`), since costs and errors come from what they become.

mod lists;
mod optionals;
mod quantifiers;

use crate::ast::{Comprehension, Constant, Expr, Id, Kind, Name};

use super::nodes::Nodes;

/// What macros fold into.
const ACCUMULATOR: &str = "@result";

/// What macros folded into in the past; nothing may have this name either.
const OLD_ACCUMULATOR: &str = "__result__";

/// The name of elements that nobody asks for.
const UNUSED: &str = "#unused";

/// What a macro makes, or what is wrong with its arguments and where.
type Expanded = Result<Expr, (usize, String)>;

/// A macro: its name, how many arguments it takes, and what it makes of target and arguments.
type Method = (&'static str, usize, fn(&mut Maker<'_>, Expr, Vec<Expr>) -> Expanded);

/// The macros that are called on something. `existsOne` with one variable is not in the API server's environment.
const METHODS: &[Method] = &[
    ("all", 2, quantifiers::all),
    ("exists", 2, quantifiers::exists),
    ("exists_one", 2, quantifiers::exists_one),
    ("map", 2, lists::map),
    ("map", 3, lists::map),
    ("filter", 2, lists::filter),
    ("optMap", 2, optionals::map),
    ("optFlatMap", 2, optionals::flat_map),
    ("all", 3, quantifiers::all),
    ("exists", 3, quantifiers::exists),
    ("exists_one", 3, quantifiers::exists_one),
    ("existsOne", 3, quantifiers::exists_one),
    ("transformList", 3, lists::transform_list),
    ("transformList", 4, lists::transform_list),
    ("transformMap", 3, lists::transform_map),
    ("transformMap", 4, lists::transform_map),
    ("transformMapEntry", 3, lists::transform_map_entry),
    ("transformMapEntry", 4, lists::transform_map_entry),
    ("sortBy", 2, lists::sort_by),
];

/// What a call is: what its macro makes of it, else the call itself.
pub(super) fn expand_or_call(
    nodes: &mut Nodes,
    id: Id,
    function: &str,
    target: Option<Expr>,
    mut arguments: Vec<Expr>,
) -> Expr {
    let place = nodes.offset(id);
    if nodes.are_too_many() {
        return nodes.node(place, Kind::Constant(Constant::Null));
    }
    let known = METHODS.iter().find(|(name, count, _)| *name == function && *count == arguments.len());
    let expanded = match (target, known) {
        (Some(target), Some((_, _, expand))) => expand(&mut Maker { nodes: &mut *nodes, place }, target, arguments),
        (None, _) if function == "has" && arguments.len() == 1 => {
            has(&mut Maker { nodes: &mut *nodes, place }, arguments.swap_remove(0))
        }
        (target, _) => {
            let target = target.map(Box::new);
            return Expr { id, kind: Kind::Call { function: function.into(), target, arguments } };
        }
    };
    expanded.unwrap_or_else(|(place, message)| nodes.wrong(place, message))
}

/// `has(a.b)`
fn has(maker: &mut Maker<'_>, argument: Expr) -> Expanded {
    match argument.kind {
        Kind::Select { operand, field, .. } => Ok(maker.node(Kind::Select { operand, field, test_only: true })),
        _ => Err((maker.nodes.offset(argument.id), "invalid argument to has() macro".to_owned())),
    }
}

/// Makes nodes at the place of a macro's call.
struct Maker<'a> {
    nodes: &'a mut Nodes,
    place: usize,
}

impl Maker<'_> {
    fn node(&mut self, kind: Kind) -> Expr {
        self.nodes.node(self.place, kind)
    }

    fn constant(&mut self, constant: Constant) -> Expr {
        self.node(Kind::Constant(constant))
    }

    fn ident(&mut self, name: &str) -> Expr {
        self.node(Kind::Ident(name.into()))
    }

    fn accumulator(&mut self) -> Expr {
        self.ident(ACCUMULATOR)
    }

    fn list(&mut self, elements: Vec<Expr>) -> Expr {
        self.node(Kind::List { elements, optional: Vec::new() })
    }

    fn call(&mut self, function: &str, arguments: Vec<Expr>) -> Expr {
        self.node(Kind::Call { function: function.into(), target: None, arguments })
    }

    fn method(&mut self, function: &str, target: Expr, arguments: Vec<Expr>) -> Expr {
        self.node(Kind::Call { function: function.into(), target: Some(Box::new(target)), arguments })
    }

    fn fold(&mut self, fold: Comprehension) -> Expr {
        self.node(Kind::Comprehension(Box::new(fold)))
    }

    /// The names that a macro gives to elements: one, or two different ones.
    fn variables(&self, arguments: &[Expr], missing: &str) -> Result<Vec<Name>, (usize, String)> {
        let place = |index: usize| arguments.get(index).map_or(self.place, |argument| self.nodes.offset(argument.id));
        let mut names: Vec<Name> = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let Kind::Ident(name) = &argument.kind else { return Err((place(index), missing.to_owned())) };
            names.push(name.clone());
        }
        if names.len() == 2 && names[0] == names[1] {
            return Err((place(1), format!("duplicate variable name: {}", names[0])));
        }
        match names.iter().position(|name| matches!(&**name, ACCUMULATOR | OLD_ACCUMULATOR)) {
            Some(index) => Err((place(index), "iteration variable overwrites accumulator variable".to_owned())),
            None => Ok(names),
        }
    }
}
