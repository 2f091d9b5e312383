// What a person typed or chose in a form, as plain data: name → text, or a list where one name has several boxes.
// Hidden fields, files and passwords are never part of it.

const LEFT_OUT = new Set(["hidden", "file", "password", "submit", "button", "reset", "image"]);

const controls = (form) => Array.from(form.elements).filter((one) => one.name && !LEFT_OUT.has(one.type));

// What stands in the form now.
export const read = (form) =>
  gather(form, { text: (control) => control.value, on: (box) => box.checked, picked: (option) => option.selected });

// What the server put into the form. A browser that goes back to a page fills in what was typed there before, so
// the two may differ from the start.
export const readServed = (form) =>
  gather(form, { text: (control) => servedText(control), on: (box) => box.defaultChecked, picked: (option) => option.defaultSelected });

const servedText = (control) =>
  control.type === "select-one"
    ? (Array.from(control.options).find((option) => option.defaultSelected) ?? control.options[0])?.value ?? ""
    : control.defaultValue;

function gather(form, { text, on, picked }) {
  const fields = {};
  for (const control of controls(form)) {
    const { name, type } = control;
    if (type === "radio") fields[name] = on(control) ? control.value : (fields[name] ?? "");
    else if (type === "checkbox") fields[name] = [...(fields[name] ?? []), ...(on(control) ? [control.value] : [])];
    else if (type === "select-multiple") fields[name] = Array.from(control.options).filter(picked).map((option) => option.value);
    else fields[name] = name in fields ? [fields[name], text(control)].flat() : text(control);
  }
  return fields;
}

export function write(form, fields) {
  const taken = {};
  for (const control of controls(form)) {
    const value = fields[control.name];
    if (value === undefined) continue;
    if (control.type === "radio") control.checked = value === control.value;
    else if (control.type === "checkbox") control.checked = [value].flat().includes(control.value);
    else if (control.type === "select-multiple") for (const option of control.options) option.selected = value.includes(option.value);
    else control.value = Array.isArray(value) ? (value[(taken[control.name] = (taken[control.name] ?? -1) + 1)] ?? "") : value;
    control.dispatchEvent(new Event("keyup", { bubbles: true })); // GOV.UK's character count listens to this
  }
}

const settled = (value) => [value ?? ""].flat().join("\n").replaceAll("\r\n", "\n").trim();

export const same = (one, other) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => settled(one[name]) === settled(other[name]));

export const differing = (one, other) => Object.keys(one).filter((name) => name in other && settled(one[name]) !== settled(other[name]));

// The words a person knows a field by, and its value in words where it is a choice.
export function label(form, name) {
  const [control] = controls(form).filter((one) => one.name === name);
  const group = control?.closest("fieldset")?.querySelector("legend");
  return (group ?? control?.labels?.[0])?.textContent.trim() ?? name;
}

export function words(form, name, value) {
  const choice = (one) =>
    controls(form).find((control) => control.name === name && ["radio", "checkbox"].includes(control.type) && control.value === one);
  return [value ?? ""].flat().map((one) => choice(one)?.labels?.[0]?.textContent.replace(/\s+/g, " ").trim() ?? one).join("\n");
}
