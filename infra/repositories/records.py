"""Records as their owners see them: uploaded, followed, read and deleted. Somebody else's record is not found."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.analysis import Analysis
from domain.document import Document
from domain.progress import RecordProgress, Stage
from infra.repositories.owner import Owner


@dataclass(frozen=True)
class RecordSummary:
    """One line of an owner's list.

    Attributes:
        patient: The clinic's own identifier of the patient; None for a person's own upload.
    """

    id: str
    created: dt.datetime
    stage: Stage
    files: int
    patient: str | None


class Records:
    """The records of one database, inside one transaction."""

    def create(
        self,
        owner: Owner,
        files: Sequence[tuple[str, bytes]],
        *,
        patient: str | None = None,
        country: str | None = None,
    ) -> str:
        """Stores an upload and what must be done with it; returns the record's id.

        Args:
            owner: Whose it is.
            files: Name and bytes of each, in the person's order; documents get the ids d1, d2, ... in that order.
            patient: The clinic's own identifier of the patient.
            country: ISO 3166 code of where she is treated.

        Raises:
            InvalidRequest: If there are no files, or more than the settings allow.
        """
        raise NotImplementedError

    def progress(self, owner: Owner, record_id: str) -> RecordProgress:
        """How far its reading has come. Raises NotFound when there is none, or it is somebody else's."""
        raise NotImplementedError

    def analysis(self, owner: Owner, record_id: str) -> Analysis | None:
        """What came of it; None until it is done. Raises NotFound."""
        raise NotImplementedError

    def document(self, owner: Owner, record_id: str, document_id: str) -> Document | None:
        """One file as it was read; None while it is not read, or could not be. Raises NotFound."""
        raise NotImplementedError

    def page_picture(self, owner: Owner, record_id: str, document_id: str, page: int) -> bytes | None:
        """The PNG of one page; None for a file without pictures (plain text) or not read yet. Raises NotFound."""
        raise NotImplementedError

    def delete(self, owner: Owner, record_id: str) -> None:
        """Deletes it with its files, also while it is being read. Deleting what is gone is no error."""
        raise NotImplementedError

    def list(self, owner: Owner, patient: str | None = None) -> list[RecordSummary]:
        """The owner's records, newest first; with `patient`, those of one patient."""
        raise NotImplementedError
