async ({ rules, sizes, narrow }) => {
  // Axe on the whole page; narrow, on what was not shown before, and on the sizes of what was.
  const shown = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility());
  const before = window.shownWide ?? new Set();
  const looks = [];
  if (narrow) {
    const fresh = shown.filter((one) => !before.has(one));
    looks.push(await axe.run({ runOnly: sizes, resultTypes: ["violations"] }));
    if (fresh.length) {
      const outermost = fresh.filter((one) => !fresh.includes(one.parentElement));
      looks.push(await axe.run({ include: outermost }, { runOnly: rules, resultTypes: ["violations"] }));
    }
  } else {
    window.shownWide = new Set(shown);
    looks.push(await axe.run({ runOnly: rules, resultTypes: ["violations"] }));
  }
  return looks.flatMap((one) => one.violations).map(({ id, help, nodes }) => ({ id, help, targets: nodes.slice(0, 3).map((node) => String(node.target)) }));
}
