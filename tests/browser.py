"""A headless Chromium for the tests of pages: found on the machine, and driven over a pipe where a test has to press keys."""

from __future__ import annotations

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = Path(__file__).parent.parent / "build" / "axe" / "axe.min.js"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")

# What is wider than the page; what scrolls in its own box counts as the box.
WIDTHS = """
const wide = [...document.querySelectorAll('body *')].filter(each => !each.closest('.box *, svg *, .skip')
  && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
return {page: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
  wide: wide.map(each => each.tagName + ': ' + each.textContent.slice(0, 40)).slice(0, 5)};
"""
CONTRAST = """
const lum = text => { const part = text.match(/[\\d.]+/g).slice(0, 3).map(each => { const v = each / 255;
  return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * part[0] + .7152 * part[1] + .0722 * part[2]; };
const behind = each => { for (let at = each; at; at = at.parentElement) { const found = getComputedStyle(at).backgroundColor;
  if (found !== 'rgba(0, 0, 0, 0)') return found; } return 'rgb(255, 255, 255)'; };
const ratio = (one, other) => { const [a, b] = [lum(one), lum(other)].sort((x, y) => y - x); return (a + .05) / (b + .05); };
const bad = [];
for (const each of document.querySelectorAll('body *')) {
  const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const shape = each.matches('rect, path');
  if (!own && !shape) continue;
  const style = getComputedStyle(each), svg = each.closest('svg');
  if (!svg && each.matches('title, desc, script')) continue;
  const color = svg ? (each.matches('path') ? style.stroke : style.fill) : style.color;
  if (each.matches('title, desc, script')) continue;
  const found = ratio(color, behind(each));
  if (found < (shape ? 3 : 4.5)) bad.push([each.tagName, each.className.baseVal || each.className, color, behind(each), found]);
}
return {bad: bad.slice(0, 8), dark: matchMedia('(prefers-color-scheme: dark)').matches, paper: getComputedStyle(document.body).backgroundColor};
"""

# Key: its code for Windows, which Chromium goes by, and the text it types.
_KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "ArrowDown": (40, ""), "ArrowUp": (38, ""), "PageDown": (34, ""),
         "PageUp": (33, ""), "Home": (36, ""), "End": (35, ""), " ": (32, " ")}  # fmt: skip


class Browser:
    """One page of one Chromium, spoken to over its pipe: no port is opened, and the page's own policy stays in force."""

    def __init__(self, profile) -> None:
        ours, theirs = os.pipe(), os.pipe()  # what it reads; what it writes
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-pipe", "--no-first-run", "about:blank"]
        shell = f'exec "$@" 3<&{ours[0]} 4>&{theirs[1]}'
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        # bash, because other shells know only file descriptors of one digit.
        self._process = subprocess.Popen(["bash", "-c", shell, "bash", *command], pass_fds=(ours[0], theirs[1]), **quiet)
        os.close(ours[0])
        os.close(theirs[1])
        self._write, self._read, self._held, self._numbers = ours[1], theirs[0], b"", itertools.count(1)
        self.events: list[dict] = []
        self._session = None
        target = next(each for each in self.send("Target.getTargets")["targetInfos"] if each["type"] == "page")
        self._session = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Performance"):
            self.send(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        os.close(self._write)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)

    def send(self, method: str, **params) -> dict:
        """The answer to a command of the DevTools protocol; events on the way are kept."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params} | ({"sessionId": self._session} if self._session else {})
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == number:
                assert "error" not in found, (method, found["error"])
                return found["result"]
            self.events.append(found)

    def _next(self, patience: float = 60) -> dict:
        while b"\0" not in self._held:
            assert select.select([self._read], [], [], patience)[0], "the browser says nothing"
            piece = os.read(self._read, 1 << 20)
            assert piece, "the browser ended"
            self._held += piece
        message, _, self._held = self._held.partition(b"\0")
        return json.loads(message)

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""
        self.events.clear()
        self.send("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str):
        """What a script finds out: an expression, or the body of an async function that returns."""
        body = script if "return " in script else f"return ({script})"
        answer = self.send("Runtime.evaluate", expression=f"(async () => {{ {body} }})()", awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str, patience: float = 30) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + patience
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < end, f"never true: {condition}"
            time.sleep(0.03)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as a keyboard would."""
        for key in keys:
            code, text = _KEYS[key]
            for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
                more = {"text": text} if text and kind == "keyDown" else {}
                self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more)

    def type(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def size(self, width: int, height: int = 900) -> None:
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def media(self, kind: str = "screen", scheme: str = "light") -> None:
        self.send("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def shot(self, path, whole: bool = False) -> None:
        """A picture of the window, or of the whole page."""
        found = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        Path(path).write_bytes(base64.b64decode(found["data"]))

    def complaints(self) -> list[str]:
        """What was logged as an error or thrown: refusals by the page's policy among it."""
        self.run("1")
        found = []
        for event in self.events:
            told = event.get("params", {})
            if event.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
                found.append(told["entry"]["text"])
            elif event.get("method") == "Runtime.exceptionThrown":
                found.append(str(told["exceptionDetails"].get("exception", told["exceptionDetails"])))
        return found

    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        return [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
