"""Encryption at rest: AES-256-GCM with a key a record, wrapped by one master key; keyed hashes for look-up."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import InvalidSetting, StorageError
from infra.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_FILE = "master.key"


class Sealer:
    """Seals bytes under one key. Every sealing has a nonce of its own and is bound to its place.

    A sealed value is the nonce, then the ciphertext with its tag.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, place: str) -> bytes:
        """The ciphertext of `plain`, which opens only under the same `place`, e.g. `record/d1/name`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes.

        Raises:
            StorageError: If the bytes were changed, belong to another place, or were sealed under another key.
        """
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            raise StorageError(
                "Something stored for this record cannot be read back: it was changed or damaged on disk. "
                "Delete the record and upload the files again."
            ) from None


class Vault:
    """The master key: it wraps the keys of records and makes keyed hashes, and encrypts nothing else.

    Deleting a record's row deletes its wrapped key, so that copies of its files are useless from then on.
    """

    def __init__(self, master_key: bytes) -> None:
        self._wrapper = Sealer(_derived(master_key, "wrap"))
        self._hash_key = _derived(master_key, "hash")

    def new_key(self, record_id: str) -> bytes:
        """A fresh record key, wrapped for storage."""
        return self._wrapper.seal(secrets.token_bytes(KEY_BYTES), f"key/{record_id}")

    def sealer(self, wrapped_key: bytes, record_id: str) -> Sealer:
        """The sealer of one record. Raises StorageError when the key is not this record's."""
        return Sealer(self._wrapper.open(wrapped_key, f"key/{record_id}"))

    def fingerprint(self, purpose: str, value: bytes) -> str:
        """A keyed hash, in hex, equal for equal values of one purpose, which tells nothing without the master key."""
        return hmac.new(self._hash_key, purpose.encode() + b"\0" + value, hashlib.sha256).hexdigest()


def _derived(master_key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"her2guide/{purpose}".encode()).derive(master_key)


def open_vault(settings: Settings) -> Vault:
    """The vault under the key from the settings, or else from the key file, which is made when there is none.

    Raises:
        InvalidSetting: If the key is not 32 bytes in base64.
        StorageError: If the key file cannot be read or made.
    """
    if settings.master_key is not None:
        return Vault(_decoded(settings.master_key.get_secret_value(), "HER2GUIDE_MASTER_KEY"))
    path = settings.data_dir / KEY_FILE
    try:
        if not path.exists():
            _make_key_file(path)
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(
            f"The key file {path} cannot be read or made ({type(error).__name__}). See that its folder is yours."
        ) from None
    return Vault(_decoded(text, f"The key file {path}"))


def _make_key_file(path: Path) -> None:
    """Writes a new key, readable by its owner alone. Of two processes at once one wins, and both use its key."""
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(scratch, path)
        except FileExistsError:
            return
    finally:
        Path(scratch).unlink()


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise InvalidSetting(f"{where} does not hold a key: it must be {KEY_BYTES} bytes in base64.")
    return key
