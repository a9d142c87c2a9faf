//! One error type for the whole core. The Python door turns `Kind` into an exception class.

use std::any::Any;
use std::sync::Arc;

/// TensorFlow's status codes (`error_codes.proto`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Code {
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}

/// What went wrong, as the class of exception a TensorFlow 1 user would catch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Python's ValueError: a wrong shape or argument while the graph is built.
    Value,
    /// Python's TypeError: a wrong dtype or kind of argument while the graph is built.
    Type,
    /// Python's KeyError: a name that is not in the graph.
    Key,
    /// Python's LookupError: no gradient is defined.
    Lookup,
    /// Python's RuntimeError: a closed session, a finalized graph.
    Runtime,
    Cancelled,
    Unknown,
    InvalidArgument,
    DeadlineExceeded,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    ResourceExhausted,
    FailedPrecondition,
    Aborted,
    OutOfRange,
    Unimplemented,
    Internal,
    Unavailable,
    DataLoss,
}

impl Kind {
    /// The status code, for kinds that TensorFlow reports as `tf.errors.*`.
    pub fn code(self) -> Option<Code> {
        Some(match self {
            Kind::Value | Kind::Type | Kind::Key | Kind::Lookup | Kind::Runtime => return None,
            Kind::Cancelled => Code::Cancelled,
            Kind::Unknown => Code::Unknown,
            Kind::InvalidArgument => Code::InvalidArgument,
            Kind::DeadlineExceeded => Code::DeadlineExceeded,
            Kind::NotFound => Code::NotFound,
            Kind::AlreadyExists => Code::AlreadyExists,
            Kind::PermissionDenied => Code::PermissionDenied,
            Kind::ResourceExhausted => Code::ResourceExhausted,
            Kind::FailedPrecondition => Code::FailedPrecondition,
            Kind::Aborted => Code::Aborted,
            Kind::OutOfRange => Code::OutOfRange,
            Kind::Unimplemented => Code::Unimplemented,
            Kind::Internal => Code::Internal,
            Kind::Unavailable => Code::Unavailable,
            Kind::DataLoss => Code::DataLoss,
        })
    }
}

/// Where in the user's graph an error belongs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Op type: `MatMul`.
    pub op: String,
    /// Node name: `scope/MatMul_1`.
    pub node: String,
    /// Inputs as `a is float32(2, 3)`.
    pub inputs: String,
    /// `model.py:12`, where the user's program made the node.
    pub location: String,
}

/// A user-facing failure, with the node it belongs to once that is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Inner {
    kind: Kind,
    message: String,
    place: Option<Place>,
    cause: Option<Cause>,
}

/// What the embedding program knows of a failure of its own; the core only carries it.
#[derive(Clone)]
struct Cause(Arc<dyn Any + Send + Sync>);

impl PartialEq for Cause {
    fn eq(&self, other: &Cause) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Cause {}

impl std::fmt::Debug for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cause")
    }
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(kind: Kind, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind, message: message.into(), place: None, cause: None }))
    }

    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The bare message, without the node.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// Attaches what the embedding program wants to find again when the error reaches it.
    pub fn with_cause(mut self, cause: Arc<dyn Any + Send + Sync>) -> Error {
        self.0.cause = Some(Cause(cause));
        self
    }

    pub fn cause(&self) -> Option<&(dyn Any + Send + Sync)> {
        self.0.cause.as_ref().map(|c| &*c.0)
    }

    /// Names the node the error belongs to, unless an inner stage already did.
    pub fn at(mut self, place: impl FnOnce() -> Place) -> Error {
        if self.0.place.is_none() {
            self.0.place = Some(place());
        }
        self
    }

    /// The same message as another kind: a rule's ValueError at build is an InvalidArgument in a run.
    pub fn with_kind(mut self, kind: Kind) -> Error {
        self.0.kind = kind;
        self
    }
}

impl std::fmt::Display for Error {
    /// `MatMul 'scope/MatMul_1': message: a is …; created at model.py:12`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(place) = &self.0.place else { return f.write_str(&self.0.message) };
        write!(f, "{} '{}': {}", place.op, place.node, self.0.message)?;
        if !place.inputs.is_empty() {
            write!(f, "; {}", place.inputs)?;
        }
        if !place.location.is_empty() {
            write!(f, "; created at {}", place.location)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
