//! Load on a node.
fn main() {}
