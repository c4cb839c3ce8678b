//! A design as a picture in another page: from the address, or from a document of the same origin. Read-only.
