// The search box at the top of every page: the key '/' leads to it, and it suggests while one types. Without scripts
// it is a plain form. Suggestions are a list box as the ARIA practices describe it: the focus stays in the box.
import { element } from "./notices.js";

const PAUSE = 200;
const LEAST = 2;

export function startSeeking(form) {
  const box = form.querySelector("input");
  const list = element("ul", { class: "seek__list", id: "seek-list", role: "listbox", "aria-label": "Suggestions", hidden: "" });
  const told = element("p", { class: "govuk-visually-hidden", role: "status" });
  let waiting, asking, chosen = -1;

  form.append(list, told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }))
    box.setAttribute(name, value);

  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  const choose = (number) => {
    chosen = number;
    Array.from(list.children).forEach((one, at) => one.setAttribute("aria-selected", String(at === number)));
    if (number < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (offered) => {
    list.replaceChildren(...offered.map(option));
    list.hidden = offered.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = offered.length ? `${offered.length} ${offered.length === 1 ? "suggestion" : "suggestions"}` : "No suggestions";
    choose(-1);
  };

  async function suggest() {
    asking?.abort();
    asking = new AbortController();
    const address = `${form.dataset.seek}?${new URLSearchParams({ q: box.value })}`;
    const answer = await fetch(address, { signal: asking.signal, headers: { "X-Requested-With": "seek" }, redirect: "error" });
    if (answer.ok && document.activeElement === box) show(await answer.json());
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    if (box.value.trim().length < LEAST) return close();
    waiting = setTimeout(() => suggest().catch(() => {}), PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    const many = list.children.length;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && many) choose((chosen + 1) % many);
    else if (event.key === "ArrowUp" && many) choose((chosen <= 0 ? many : chosen) - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.href);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  // The box keeps the focus, so that a press is a choice and not a leaving.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[data-href]");
    if (one) location.assign(one.dataset.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

function option({ text, about, href }, at) {
  return element("li", { role: "option", id: `seek-${at}`, class: "seek__one", "data-href": href, "aria-selected": "false" },
    element("span", { class: "seek__text" }, text), " ", element("span", { class: "seek__about" }, about));
}

const isTyping = (target) => target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
