// Boxes that scripts add to a page, built from elements, never from strings of HTML.

let counted = 0;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function button(text, kind, act) {
  const made = element("button", { type: "button", class: `govuk-button button button--${kind}` }, text);
  made.addEventListener("click", act);
  return made;
}

export function box({ title, tone = "warning", children = [], actions = [] }) {
  const heading = element("h2", { class: "govuk-heading-m notice__title", id: `kept-${++counted}` }, title);
  const made = element("section", { class: `notice notice--${tone} kept`, "aria-labelledby": heading.id, tabindex: "-1" }, heading, ...children);
  if (actions.length) made.append(element("div", { class: "cluster" }, ...actions));
  return made;
}

// Two versions of a field beside each other, to be read and copied.
export function versions(title, ...texts) {
  const columns = texts.map(([label, text]) => {
    const area = element("textarea", { readonly: "", id: `version-${++counted}` });
    area.value = text;
    return element("div", { class: "versions__one" }, element("label", { for: area.id }, `${label}: ${title}`), area);
  });
  return element("div", { class: "versions" }, ...columns);
}
