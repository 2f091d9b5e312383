"""What a browser loads that has never been here, as it comes over the wire."""

from playwright.sync_api import Browser

from tests.bench.load import Asked


def first_view(browser: Browser, address: str, asked: Asked) -> int:
    """Bytes of all answers together, with their heads."""
    context = browser.new_context(extra_http_headers={"Cookie": asked.cookie} if asked.cookie else {})
    page = context.new_page()
    sizes: list[int] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto(f"{address}{asked.path}", wait_until="networkidle")
    context.close()
    return sum(sizes)
