"""The keys that open encrypted files, and those that they are encrypted for."""

from __future__ import annotations

import time

from journal import storage
from journal.age.header import has_passphrase, is_encrypted
from journal.errors import DataError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - how every key begins, and no key


class Keys:
    """The private keys that open files, and the public ones that files are encrypted for.

    `path` is that of the identity file, the private keys as `age-keygen` writes
    them. `recipients` are public keys (`age1…`) of others; those that belong to
    the identity file are always added.
    """

    def __init__(self, path: str, recipients: Sequence[str] = ()) -> None:
        """Keep where the keys are; nothing is read."""
        self.path = path
        self._recipients = tuple(recipients)
        self._known: list[Any] = []

    def decrypt(self, data: bytes, path: str) -> bytes:
        """Return what is in an encrypted file.

        Raises DataError for other keys, for bytes that were cut or changed, and
        where the identity file or the package pyrage is missing.
        """
        pyrage = _pyrage(path)
        try:
            return bytes(pyrage.decrypt(data, self._identities(path)))
        except pyrage.DecryptError as error:
            if has_passphrase(data):
                raise DataError(
                    "is encrypted with a passphrase, for which journal does not ask",
                    where=path,
                    todo="decrypt it with age -d",
                ) from None
            if "No matching keys" in str(error):
                raise DataError(
                    f"is encrypted for other keys than those in {self.path}",
                    where=path,
                    todo="bring the identity file back that fits it",
                ) from None
            raise DataError(
                "is encrypted, and was cut or changed since",
                where=path,
                todo="bring it back from a backup",
            ) from None

    def encrypt(self, data: bytes, path: str) -> bytes:
        """Return a file, binary, that holds the data; it is opened once to see that it does.

        Raises DataError as `decrypt` does, and UsageError for a recipient that is none.
        """
        pyrage = _pyrage(path)
        made = bytes(pyrage.encrypt(data, self._all_recipients(path)))
        if self.decrypt(made, path) != data:
            raise DataError("not saved: what was encrypted cannot be read again", where=path)
        return made

    def count(self) -> int:
        """Return for how many keys files are encrypted. Raises DataError."""
        return len(self._all_recipients(self.path))

    def make(self) -> None:
        """Make the identity file, 0600, which must not be there yet. Raises DataError."""
        identity = _pyrage(self.path).x25519.Identity.generate()
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        text = f"# created: {made}\n# public key: {identity.to_public()}\n{identity}\n"
        storage.replace(self.path, None, text.encode())

    def _identities(self, path: str) -> list[Any]:
        """Return the private keys, read once. Raises DataError, which never shows one."""
        if not self._known:
            self._known = [self._identity(number, line) for number, line in self._lines()]
        if not self._known:
            raise missing_key(self.path, path)
        return self._known

    def _identity(self, number: int, line: str) -> Any:
        pyrage = _pyrage(self.path)
        try:
            return pyrage.x25519.Identity.from_str(line)
        except pyrage.IdentityError:
            raise DataError(
                "is no private key of a kind that journal knows",
                where=f"{self.path}:{number}",
                todo=f"they begin with {_SECRET}",
            ) from None

    def _lines(self) -> list[tuple[int, str]]:
        """Return the lines of the identity file that are keys, each with its number."""
        data = storage.read(self.path) or b""
        if is_encrypted(data):
            raise DataError(
                "is protected by a passphrase, for which journal does not ask",
                where=self.path,
                todo=f"age -d -o FILE {self.path} takes it off",
            )
        lines = enumerate(storage.decode(data).split("\n"), 1)
        bare = ((number, line.strip(" \t\r")) for number, line in lines)
        return [(number, line) for number, line in bare if line and not line.startswith("#")]

    def _all_recipients(self, path: str) -> list[Any]:
        """Return the public keys, each once."""
        pyrage = _pyrage(path)
        found = {str(one.to_public()): one.to_public() for one in self._identities(path)}
        for text in self._recipients:
            try:
                found.setdefault(text, pyrage.x25519.Recipient.from_str(text))
            except pyrage.RecipientError:
                raise UsageError(
                    "a key in this setting is none, or was mistyped",
                    where="recipients",
                    todo="they are age1… as age-keygen says them",
                ) from None
        return list(found.values())


def missing_key(path: str, journal: str) -> DataError:
    """Return the error for an encrypted file without the identity file at `path`."""
    return DataError(
        f"is encrypted, and the key to it is missing: there is none in {path}",
        where=journal,
        todo="bring the identity file back from its backup",
    )


def _pyrage(path: str) -> Any:
    """Return the package that encrypts, loaded where it is needed. Raises DataError."""
    try:
        import pyrage
    except ImportError:
        raise DataError(
            "to work with encrypted files journal needs the package pyrage",
            where=path,
            todo="pip install 'journal-md[age]'",
        ) from None
    return pyrage
