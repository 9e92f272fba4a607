//! JSON Schema as Helm's validator (santhosh-tekuri/jsonschema v6) judges it.
