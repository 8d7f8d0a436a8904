"""What operating systems do differently: locks, flushing, rights, placing a new file."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time

from journal.errors import suppress

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.005
_KEPT = ("user.", "system.posix_acl_access")


def open_flags(base: int, *names: str) -> int:
    """Return flags for `os.open`, with those of the names that this system has."""
    for name in names:
        base |= getattr(os, name, 0)
    return base


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write all of some bytes to an open file. Raises OSError."""
    rest = memoryview(data)
    while rest:
        written = os.write(descriptor, rest)
        if not written:
            raise OSError(errno.EIO, "nothing was written")
        rest = rest[written:]


def try_lock(descriptor: int) -> bool:
    """Take the kernel's exclusive lock on an open file, or return False at once.

    The kernel frees it when its holder ends, however that happens. Raises
    OSError where the file system has no locks.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def wait_for_lock(descriptor: int, seconds: float) -> bool:
    """Take the lock of `try_lock` as soon as it is free, or return False after so many seconds.

    Where signals can end it the wait is in the kernel's queue, which is fair and
    costs nothing; elsewhere (Windows, other threads) it asks again and again.
    """
    if sys.platform != "win32":
        import signal

        with suppress(ValueError):  # not the main thread, which is the only one to get signals
            former = signal.signal(signal.SIGALRM, _ring)
            try:
                signal.setitimer(signal.ITIMER_REAL, seconds)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            except _TimeIsUp:
                return False
            finally:
                signal.signal(signal.SIGALRM, signal.SIG_DFL if former is None else former)
            return True
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(_PAUSE)
        if try_lock(descriptor):
            return True
    return False


class _TimeIsUp(Exception):
    """The wait for a lock has been long enough."""


def _ring(*_: object) -> None:
    raise _TimeIsUp


def unlock(descriptor: int) -> None:
    """Free the lock, also where a forked child still has the file open."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def flush(descriptor: int) -> None:
    """Wait until an open file is on disk: on macOS past the drive's own cache too."""
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL):
                raise
    os.fsync(descriptor)


def flush_folder(folder: str) -> None:
    """Wait until the names in a folder are on disk, where the system can do that."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        flush(descriptor)
    except OSError as error:
        # Some network file systems keep names in order themselves and offer no fsync of folders.
        if error.errno not in (errno.ENOTSUP, errno.EINVAL):
            raise
    finally:
        os.close(descriptor)


def make_private(descriptor: int) -> None:
    """Set mode 0600 whatever the umask, where the file system has modes."""
    if sys.platform != "win32" and stat.S_IMODE(os.fstat(descriptor).st_mode) != 0o600:
        try:
            os.fchmod(descriptor, 0o600)
        except PermissionError:
            return


def copy_rights(descriptor: int, source: str) -> None:
    """Give an open file the owner, extended attributes (ACLs too) and mode of another.

    Raises OSError if one of them cannot be kept.
    """
    if sys.platform == "win32":
        return
    own, wanted = os.fstat(descriptor), os.stat(source)
    if (own.st_uid, own.st_gid) != (wanted.st_uid, wanted.st_gid):
        os.fchown(descriptor, wanted.st_uid, wanted.st_gid)
    # The mode comes last: it must not open to a group what the ACL keeps from it.
    _copy_attributes(descriptor, source)
    if os.fstat(descriptor).st_mode != wanted.st_mode:
        os.fchmod(descriptor, stat.S_IMODE(wanted.st_mode))


def _copy_attributes(descriptor: int, source: str) -> None:
    """Make the extended attributes of an open file those of another (Linux)."""
    if sys.platform != "linux":
        return
    own, wanted = _attributes(descriptor), _attributes(source)
    for name in own.keys() - wanted.keys():
        # A folder's default ACL would let in people whom the old file keeps out.
        if name.startswith(_KEPT):
            os.removexattr(descriptor, name)
    for name, value in wanted.items():
        if own.get(name) == value:
            continue
        try:
            os.setxattr(descriptor, name, value)
        except OSError:
            # Labels of the security system are its own business.
            if name.startswith(_KEPT):
                raise


def _attributes(file: int | str) -> dict[str, bytes]:
    """Return the extended attributes of a file; none where there cannot be any."""
    if sys.platform != "linux":
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
        return {}


def place_new(temporary: str, target: str) -> None:
    """Give a finished file its name, atomically, or raise FileExistsError.

    The temporary name may remain. Where there are no hard links the name is
    claimed by an empty file first.
    """
    if sys.platform == "win32":
        os.rename(temporary, target)
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        try:
            os.replace(temporary, target)
        except BaseException:
            os.unlink(target)
            raise
