"""What the person is told when a file or a record is given up for a reason that is not the file's own."""

from domain.document import Problem
from domain.errors import Her2GuideError

INTERRUPTED_FILE = Problem(
    code="reading-interrupted",
    message="Reading this file stopped the program more than once, so it was given up. "
    "Print it to a new PDF, or photograph its pages, and upload that.",
)
TOO_LONG = Problem(
    code="reading-took-too-long",
    message="Reading this file took longer than is allowed, so it was given up. Upload its pages as several files.",
)
FAULT_IN_FILE = Problem(
    code="internal-error",
    message="This file could not be read because of a fault in her2guide, not in the file. "
    "The fault is in the log. Try a newer version, or upload the report in another form.",
)
NOTHING_READ = Problem(
    code="nothing-readable",
    message="None of the files could be read, so there is nothing to base guidance on. "
    "See the reason beside each file, and upload better copies.",
)
INTERRUPTED_RECORD = Problem(
    code="analysis-interrupted",
    message="Putting the results together stopped the program more than once, so it was given up. "
    "Upload the files again; if it happens again, upload fewer of them at once.",
)
RECORD_TOO_LONG = Problem(
    code="analysis-took-too-long",
    message="Putting the results together took longer than is allowed, so it was given up. Upload fewer files at once.",
)
FAULT_IN_RECORD = Problem(
    code="internal-error",
    message="The files were read, but the guidance could not be made because of a fault in her2guide. "
    "The fault is in the log. Nothing was lost: try again with a newer version.",
)


def problem_of(error: Her2GuideError) -> Problem:
    """The error as it is stored and shown."""
    return Problem(code=error.code, message=error.message)
