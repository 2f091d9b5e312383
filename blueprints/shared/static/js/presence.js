// Says who else has an item of the group's pool open: <p data-presence="address" data-version="3">. The page says it
// when it is opened; this only keeps it true.

const EVERY = 20000;

export function watchPresence(line) {
  const version = Number(line.dataset.version);

  async function look() {
    if (document.hidden) return;
    const answer = await fetch(line.dataset.presence, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    const words = sentence(found.here) + (found.version === version ? "" : " Somebody has saved since you opened this.");
    if (line.textContent !== words) line.textContent = words;
  }

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}

function sentence(here) {
  if (!here.length) return "Nobody else has this open.";
  const names = [here.slice(0, -1).join(", "), here.at(-1)].filter(Boolean).join(" and ");
  return `${names} ${here.length === 1 ? "is" : "are"} here now.`;
}
