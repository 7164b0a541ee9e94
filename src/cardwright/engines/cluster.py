"""The engine on Ray: every piece of the work is a task; Ray knows the machines, hands tasks out, repeats those whose worker died.

Tasks, not Ray Data: the parts are the same as those of the local engine, so the files are the same bytes, and a run that was
killed goes on with either. Ray Data would cut blocks of its own, and what is done would be known to it alone. The machines
must see the sources under the same path (a shared folder), and have cardwright[scale] installed.
"""

from __future__ import annotations

import os
import socket

from .. import doors
from ..errors import CardwrightError
from . import AHEAD, TRIES, Lost

_SECONDS = 5  # for a first answer from an address
_CONNECT = {"RAY_gcs_rpc_server_connect_timeout_s": "5", "RAY_gcs_server_request_timeout_seconds": "5"}
_QUIET = {"RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0", "RAY_USAGE_STATS_ENABLED": "0", "RAY_DEDUP_LOGS": "0"}


class Ray:
    """The cluster at an address ("auto": the one that runs here); without one, a cluster of this run with `jobs` workers."""

    def __init__(self, jobs: int, address: str | None) -> None:
        self._jobs, self._address = jobs, address
        for name, value in (_QUIET | _CONNECT).items():
            os.environ.setdefault(name, value)
        self._ray = doors.ray()

    def __enter__(self):
        quiet = {"log_to_driver": False, "logging_level": "ERROR", "include_dashboard": False}
        if self._address:
            _knock(self._address)
            quiet.pop("include_dashboard")
        try:
            self._ray.init(self._address or "local", num_cpus=None if self._address else self._jobs, **quiet)
        except Exception as error:  # Ray raises many kinds for what a network may do
            why = str(error).strip().split("\n")[0].split(". ")[0][:150]
            raise _unreachable(self._address or "local", why or type(error).__name__) from None
        return self

    def __exit__(self, *_) -> None:
        self._ray.shutdown()

    @property
    def gpus(self) -> int:
        """GPUs of the cluster."""
        return int(self._ray.cluster_resources().get("GPU", 0))

    def map(self, function, tasks, gpus: int = 0):
        """(number, outcome) of each task, as they are done; `gpus`: that each of them needs."""
        remote = self._ray.remote(num_cpus=1, num_gpus=gpus, max_retries=TRIES - 1)(function)
        most = AHEAD * max(1, self.gpus if gpus else int(self._ray.cluster_resources().get("CPU", 1)))
        running: dict = {}
        for number, task in enumerate(tasks):
            running[remote.remote(*task)] = number
            if len(running) >= most:
                yield from self._done(running)
        while running:
            yield from self._done(running)

    def _done(self, running: dict):
        errors = self._ray.exceptions
        for reference in self._ray.wait(list(running), num_returns=1)[0]:
            number = running.pop(reference)
            try:
                yield number, self._ray.get(reference)
            except errors.RayTaskError as error:
                if isinstance(error.cause, CardwrightError):
                    raise error.cause from None
                raise
            except errors.RayError as error:
                why = f"its worker or machine was lost {TRIES} times ({type(error).__name__})"
                yield number, Lost(why)


_HELLO = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))  # a gRPC client's first words
_SETTINGS = 4  # the kind of frame that a server answers with


def _knock(address: str) -> None:
    """Raise CardwrightError where nothing that speaks gRPC answers at an address; Ray itself waits for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host and not port.isdecimal():  # auto, local
        return
    try:
        with socket.create_connection((host.strip("[]"), int(port)), _SECONDS) as connection:
            if os.environ.get("RAY_USE_TLS") == "1":
                return
            connection.sendall(_HELLO)
            said = connection.recv(9)
    except (OSError, ValueError) as error:
        raise _unreachable(address, getattr(error, "strerror", "") or str(error)) from None
    if len(said) < 4 or said[3] != _SETTINGS:
        raise _unreachable(address, "what listens there is no Ray")


def _unreachable(address: str, why: str) -> CardwrightError:
    return CardwrightError(
        f"no Ray cluster at {address}: {why[:1].lower() + why[1:]}",
        "`ray start --head` starts one, --address auto finds it; without --address this machine does the work",
    )
