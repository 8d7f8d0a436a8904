"""How encrypted files begin. Light: a scan looks here before it reads on."""

from __future__ import annotations

HEADER = b"age-encryption.org/v1\n"
ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
LONGEST = len(ARMOR)
"""The bytes by which an encrypted file is known."""


def is_encrypted(data: bytes | None) -> bool:
    """Tell whether a file that begins so is encrypted, binary or armored."""
    return data is not None and data.startswith((HEADER, ARMOR))


def is_armored(data: bytes) -> bool:
    """Tell whether an encrypted file is in the form for mails."""
    return data.startswith(ARMOR)


def count_keys(data: bytes) -> int:
    """Return for how many keys a binary file is encrypted, as its header says."""
    lines = data[: data.find(b"\n--- ")].split(b"\n")
    kinds = (line.split(b" ")[1] for line in lines if line.startswith(b"-> "))
    # Writers may put in one that is for nobody, to see who cannot pass over it.
    return sum(not kind.endswith(b"-grease") for kind in kinds)


def has_passphrase(data: bytes) -> bool:
    """Tell whether a file is encrypted with a passphrase, and for no key."""
    if is_armored(data):
        from binascii import Error, a2b_base64

        try:
            data = a2b_base64(data.split(b"\n", 2)[1])
        except (Error, IndexError):
            return False
    return data.startswith(HEADER + b"-> scrypt ")
