"""What a chunk of a xorb holds: nothing, LZ4, or LZ4 of bytes in four groups. Plain Python, for files of a test."""

CHUNK_HEADER = 8


def chunk_sizes(header: bytes) -> tuple:
    """Of a chunk's header: the length on disk, the scheme, and the length of the content."""
    return int.from_bytes(header[1:4], "little"), header[4], int.from_bytes(header[5:8], "little")


def unpack(data: bytes, scheme: int) -> bytes:
    """The content of a chunk."""
    if scheme == 0:
        return data
    plain = _frame(data)
    if scheme == 1:
        return plain
    if scheme == 2:
        return _ungrouped(plain)
    raise ValueError(f"unknown compression of a chunk: {scheme}")


def _ungrouped(data: bytes) -> bytes:
    out, start = bytearray(len(data)), 0
    for group in range(4):
        length = len(out[group::4])
        out[group::4] = data[start : start + length]
        start += length
    return bytes(out)


def _frame(data: bytes) -> bytes:
    if data[:4] != b"\x04\x22\x4d\x18":
        raise ValueError("not a frame of LZ4")
    flags = data[4]
    at, out = 7 + (8 if flags & 8 else 0) + (4 if flags & 1 else 0), bytearray()
    while length := int.from_bytes(data[at : at + 4], "little"):
        plain, length = length >> 31, length & 0x7FFFFFFF
        block = data[at + 4 : at + 4 + length]
        at += 4 + length + (4 if flags & 16 else 0)
        if plain:
            out += block
        else:
            _block(block, out)
    return bytes(out)


def _length(data: bytes, at: int, value: int) -> tuple:
    if value == 15:
        while (more := data[at]) == 255:
            value, at = value + 255, at + 1
        value, at = value + more, at + 1
    return value, at


def _block(data: bytes, out: bytearray) -> None:
    at, end = 0, len(data)
    while at < end:
        token = data[at]
        literals, at = _length(data, at + 1, token >> 4)
        out += data[at : at + literals]
        at += literals
        if at >= end:
            return
        offset = int.from_bytes(data[at : at + 2], "little")
        length, at = _length(data, at + 2, token & 15)
        _repeat(out, offset, length + 4)


def _repeat(out: bytearray, offset: int, length: int) -> None:
    start = len(out) - offset
    if length <= offset:
        out += out[start : start + length]
    else:  # the match runs into what it writes
        piece = bytes(out[start:])
        out += (piece * (length // offset + 1))[:length]
