"""What a browser loads of a page: the first time, and again."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from bench.proxy import stand_before


@dataclass
class Load:
    """What went over the wire for one look at a page, heads included."""

    requests: int = 0
    kilobytes: float = 0.0
    of_scripts: float = 0.0


def loads(port: int, path: str, members: Mapping[str, str]) -> dict[str, Load]:
    """Return what the page at `path` costs visitor and member, cold and warm; nothing without a browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return {}
    proxy = stand_before(port)
    address = f"http://127.0.0.1:{proxy.server_address[1]}"
    try:
        with sync_playwright() as playwright:
            options = ["--no-sandbox", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=chromium, args=options)
            found: dict[str, Load] = {}
            for who, cookies in (("visitor", {}), ("member", members)):
                found |= looks(browser, who, address, path, cookies)
            browser.close()
            return found
    finally:
        proxy.shutdown()


def looks(browser: Browser, who: str, address: str, path: str, cookies: Mapping[str, str]) -> dict[str, Load]:
    """Return what `who` pays for two looks at the page at `path`: with nothing kept, and right after that."""
    # A member's service worker fetches its files after the page; the page itself is what is looked at here.
    context = browser.new_context(service_workers="block")
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page = context.new_page()
    found = {}
    for time in ("cold", "warm"):
        # A session for each look, or the first one would be told of the second, too.
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        found[f"{who} {time}"] = _listen(network)
        page.goto(address + path, wait_until="networkidle")
        network.detach()
        page.goto("about:blank")
    context.close()
    return found


def _listen(network: CDPSession) -> Load:
    """Return a load that grows with what the browser fetches from now on, for as long as `network` is listened to."""
    load, kinds, cached = Load(), dict[str, str](), set[str]()

    def on_response(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]
        if event["response"].get("fromDiskCache") or event["response"]["url"].startswith(("data:", "about:")):
            cached.add(event["requestId"])

    def on_end(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"])
        if kind is None or event["requestId"] in cached or not event["encodedDataLength"]:
            return
        load.requests += 1
        load.kilobytes += event["encodedDataLength"] / 1024
        load.of_scripts += event["encodedDataLength"] / 1024 if kind == "Script" else 0

    def on_memory(event: dict[str, Any]) -> None:
        cached.add(event["requestId"])

    network.on("Network.responseReceived", on_response)
    network.on("Network.requestServedFromCache", on_memory)
    network.on("Network.loadingFinished", on_end)
    return load
