// Looks again at a page on which work goes on elsewhere: <div data-live>. Once the page has no such part any more,
// it is shown whole. Without scripts, a link in that part does the same.

const EVERY = 1500;
const SLOWEST = 15000;

export function followLive(part) {
  let pause = EVERY;
  const again = () => setTimeout(look, pause);

  async function look() {
    if (document.hidden) return again();
    const fresh = await freshPart().catch(() => null);
    if (fresh === null) pause = Math.min(pause * 2, SLOWEST);
    else if (!fresh) return location.reload();
    else if (fresh.innerHTML !== part.innerHTML) {
      pause = EVERY;
      const kept = part.contains(document.activeElement);
      part.replaceChildren(...fresh.childNodes);
      if (kept) part.querySelector("a")?.focus();
    }
    return again();
  }

  again();
}

// The part as it is now; undefined when the page has none any more, an error when the page could not be had.
async function freshPart() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "live" }, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-live]") ?? undefined;
}
