//! CPU loops too long for a declaration.
