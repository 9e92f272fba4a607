//! Checks of authorizations (`kubernetes.authz`, since 1.27, and `kubernetes.authzSelectors`, since 1.31).
//!
//! Rules of custom resources have no authorizer to begin with, so none of these can ever be called there; yet their
//! names exist, and errors show it.

use crate::function::{Call, Estimate, Fault, Function, Overload, Track};
use crate::library::prices;
use crate::types::Type;
use crate::value::Value;

const AUTHORIZER: Type = Type::Opaque("kubernetes.authorization.Authorizer");
const PATH: Type = Type::Opaque("kubernetes.authorization.PathCheck");
const GROUP: Type = Type::Opaque("kubernetes.authorization.GroupCheck");
const RESOURCE: Type = Type::Opaque("kubernetes.authorization.ResourceCheck");
const DECISION: Type = Type::Opaque("kubernetes.authorization.Decision");

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 27 {
        return Vec::new();
    }
    vec![
        of_text("path", "authorizer_path", AUTHORIZER, PATH),
        of_text("group", "authorizer_group", AUTHORIZER, GROUP),
        Function::of(
            "serviceAccount",
            nominal("authorizer_serviceaccount", vec![AUTHORIZER, Type::String, Type::String], AUTHORIZER),
        ),
        of_text("resource", "groupcheck_resource", GROUP, RESOURCE),
        of_text("subresource", "resourcecheck_subresource", RESOURCE, RESOURCE),
        of_text("namespace", "resourcecheck_namespace", RESOURCE, RESOURCE),
        of_text("name", "resourcecheck_name", RESOURCE, RESOURCE),
        Function {
            name: "check",
            overloads: vec![check("pathcheck_check", PATH), check("resourcecheck_check", RESOURCE)],
        },
        Function::of("errored", nominal("decision_errored", vec![DECISION], Type::Bool)),
        Function::of("error", nominal("decision_error", vec![DECISION], Type::String)),
        Function::of("allowed", nominal("decision_allowed", vec![DECISION], Type::Bool)),
        Function::of("reason", nominal("decision_reason", vec![DECISION], Type::String)),
    ]
}

/// The functions that name what exactly is asked for.
pub(crate) fn selectors(minor: u32) -> Vec<Function> {
    if minor < 31 {
        return Vec::new();
    }
    let selector =
        |id| method(id, vec![RESOURCE, Type::String], RESOURCE, (prices::selector, prices::tracked_selector));
    vec![
        Function::of("fieldSelector", selector("authorizer_fieldselector")),
        Function::of("labelSelector", selector("authorizer_labelselector")),
    ]
}

fn method(id: &'static str, parameters: Vec<Type>, result: Type, price: (Estimate, Track)) -> Overload {
    Overload::method(id, parameters, result, no_authorizer).priced(price.0, price.1)
}

fn nominal(id: &'static str, parameters: Vec<Type>, result: Type) -> Overload {
    method(id, parameters, result, (prices::nominal, prices::tracked_nominal))
}

fn of_text(name: &'static str, id: &'static str, target: Type, result: Type) -> Function {
    Function::of(name, nominal(id, vec![target, Type::String], result))
}

fn check(id: &'static str, target: Type) -> Overload {
    method(id, vec![target, Type::String], DECISION, (prices::authorization, prices::tracked_authorization))
}

/// There is no authorizer, so there is no value that this could be called on.
fn no_authorizer(_: &Call<'_>) -> Result<Value, Fault> {
    Err(Fault::no_such_overload())
}
