"""What a user without rights meets: root may do everything, and tests that ask what is forbidden would tell nothing."""

import ctypes
import os
import pickle

_CAPABILITIES_VERSION = 0x20080522  # of three words for each of two sets, linux/capability.h


def as_nobody(work):
    """Return what ``work()`` returns where it may not do everything: as root, in a child without root's powers.

    It stays the owner of its files, so that it can read this project wherever that lies.
    """
    if os.getuid() != 0:
        return work()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "wb") as answer:
            pickle.dump(_result(work), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        result = pickle.load(answer)
    os.waitpid(child, 0)
    if isinstance(result, BaseException):
        raise result
    return result


def _result(work):
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, none):
        raise OSError(ctypes.get_errno(), "root's powers cannot be laid down")
    try:
        return work()
    except BaseException as error:
        return error
