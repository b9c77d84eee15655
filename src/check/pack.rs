//! Rule packs: rules as data, format v1.

/// A pack of rules as read from JSON.
#[derive(Clone, Debug, Default)]
pub struct Pack {}

/// The packs that are part of the program.
pub fn bundled() -> Vec<Pack> {
    Vec::new()
}
