"""Every error a caller may meet, in one tree; each message says what was wrong, where, and what to do.

Her2GuideError
├── DocumentError             one file cannot be read; the other files of the upload go on
│   ├── UnsupportedType       none of the kinds that extraction/reading/formats.py lists
│   ├── EmptyFile             no bytes, or no pages
│   ├── DamagedFile           cut off or broken
│   ├── EncryptedFile         locked with a password
│   └── FileTooLarge          over a limit of size or pages
├── RequestError              the request cannot be carried out as it is
│   ├── SignInNeeded          no token or key, or one that is not known
│   ├── NotAllowed            signed in, but this is not yours to do
│   ├── NotFound              no such record, document or page (or not yours: the answer is the same)
│   └── InvalidRequest        something in the request is missing or out of bounds
├── KnowledgeError            a rule, source or lexicon file is wrong; raised on load
└── ServiceError              the product cannot do its work just now
    ├── InvalidSetting        a HER2GUIDE_* setting is out of bounds
    ├── ProgramMissing        tesseract or redis-server is not installed
    ├── DatabaseUnavailable   the database does not answer
    ├── QueueUnavailable      the queue does not answer
    └── StorageError          a stored file cannot be read back
"""

from typing import ClassVar


class Her2GuideError(Exception):
    """Base of the tree.

    Attributes:
        code: A stable name for programs, used as the problem type over HTTP and in JSON.
        message: What was wrong, where, and what to do, in words for the person. Never record content.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DocumentError(Her2GuideError):
    """One file cannot be read; the other files of the upload are not affected."""

    code = "document-error"


class UnsupportedType(DocumentError):
    """The bytes are of a kind that we do not read."""

    code = "unsupported-type"


class EmptyFile(DocumentError):
    """There are no bytes, or no pages."""

    code = "empty-file"


class DamagedFile(DocumentError):
    """The file is cut off or broken."""

    code = "damaged-file"


class EncryptedFile(DocumentError):
    """The file is locked with a password."""

    code = "encrypted-file"


class FileTooLarge(DocumentError):
    """The file is over a limit of size or of pages."""

    code = "file-too-large"


class RequestError(Her2GuideError):
    """The request cannot be carried out as it is."""

    code = "request-error"


class SignInNeeded(RequestError):
    """No token or key was given, or one that is not known."""

    code = "sign-in-needed"


class NotAllowed(RequestError):
    """Signed in, but not for this."""

    code = "not-allowed"


class NotFound(RequestError):
    """There is no such thing, or it belongs to somebody else: the answer is the same."""

    code = "not-found"


class InvalidRequest(RequestError):
    """Something in the request is missing or out of bounds."""

    code = "invalid-request"


class KnowledgeError(Her2GuideError):
    """A rule, source or lexicon file is wrong. Raised when it is loaded, never while it is used."""

    code = "knowledge-error"


class ServiceError(Her2GuideError):
    """The product cannot do its work just now."""

    code = "service-error"


class InvalidSetting(ServiceError):
    """A setting is missing or out of bounds."""

    code = "invalid-setting"


class ProgramMissing(ServiceError):
    """A program that must be installed is not."""

    code = "program-missing"


class DatabaseUnavailable(ServiceError):
    """The database does not answer, or refuses."""

    code = "database-unavailable"


class QueueUnavailable(ServiceError):
    """The queue does not answer."""

    code = "queue-unavailable"


class StorageError(ServiceError):
    """A stored file cannot be read back."""

    code = "storage-error"
