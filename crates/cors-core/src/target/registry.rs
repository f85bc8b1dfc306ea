use super::Target;
use super::nginx;

/// Every target, in the order of the tabs. Adding one is a new file, its `mod` line and its line here.
pub const TARGETS: &[Target] = &[nginx::TARGET];

/// The target of that id.
pub fn find(id: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.id == id)
}
