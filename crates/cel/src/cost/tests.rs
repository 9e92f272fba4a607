//! Hand-made trees; the estimates of real rules are compared with the server's in the room `crd`.
