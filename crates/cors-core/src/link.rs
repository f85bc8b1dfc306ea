//! The URL codec: a draft as a fragment, and back.
