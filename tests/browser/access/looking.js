// What axe has no rule for. Each looks at the page as it stands and returns its complaints, as lines.
(() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const called = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.closest("[inert]");
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  // A button that stays where it is may stand over words that can be scrolled, but never over what has the focus.
  const stays = (one) => {
    for (let up = one; up instanceof Element; up = up.parentElement) {
      if (["fixed", "sticky"].includes(getComputedStyle(up).position)) return true;
    }
    return false;
  };
  const tiny = (box) => box.width <= 1.5 || box.height <= 1.5;
  // Words for screen readers alone, and a skip link before it has the focus.
  const away = (one) => {
    const box = one.getBoundingClientRect();
    return getComputedStyle(one).clipPath === "inset(50%)" || tiny(box) || box.bottom + scrollY <= 0;
  };

  const sideways = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = all("body *").filter((one) => one.getBoundingClientRect().right > clientWidth + 1).slice(0, 3);
    return [`scrolls sideways: ${scrollWidth} in ${clientWidth}: ${wide.map(called).join(" | ")}`];
  };

  const clipped = () =>
    all("body *")
      .filter((one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
      .filter((one) => !one.matches("textarea, option, select") && !away(one))
      .filter((one) => {
        const style = getComputedStyle(one);
        const hides = (overflow) => ["hidden", "clip"].includes(overflow);
        return (
          (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1) ||
          (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1)
        );
      })
      .map((one) => `words cut off: ${called(one)}`);

  const boxes = (one) => [...one.getClientRects()].filter((box) => !tiny(box));
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5;
  // What has been scrolled out of its frame meets nothing.
  const within = (frame, box) => ({
    left: Math.max(frame.left, box.left),
    right: Math.min(frame.right, box.right),
    top: Math.max(frame.top, box.top),
    bottom: Math.min(frame.bottom, box.bottom),
  });
  const shown = (one) => {
    let frame = one.parentElement;
    while (frame && !/auto|scroll/.test(getComputedStyle(frame).overflowY)) frame = frame.parentElement;
    if (!frame || frame === document.documentElement) return boxes(one);
    return boxes(one).map((box) => within(frame.getBoundingClientRect(), box));
  };
  const overlapping = () => {
    const controls = all(CONTROLS).filter((one) => !stays(one) && !away(one));
    return controls.flatMap((one, at) =>
      controls
        .slice(at + 1)
        .filter((other) => !one.contains(other) && !other.contains(one))
        // Lines of one paragraph may touch; WCAG counts targets in a sentence apart.
        .filter((other) => shown(one).some((a) => shown(other).some((b) => meet(a, b))))
        .filter((other) => getComputedStyle(one).display !== "inline" || getComputedStyle(other).display !== "inline")
        .map((other) => `overlap: ${called(one)} and ${called(other)}`),
    );
  };

  const smaller = (one, least) => {
    const { width, height } = one.getBoundingClientRect();
    if (away(one) || (width >= least - 0.5 && height >= least - 0.5)) return [];
    return [`smaller than ${least}: ${width.toFixed(0)} x ${height.toFixed(0)} ${called(one)}`];
  };
  const small = (selector, least) => all(selector).flatMap((one) => smaller(one, least));

  const outlined = (one) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)$|\/ 0\)$/.test(outlineColor);
  };
  // A link that covers its row may have the ring around the row.
  const ringed = (one) => outlined(one) || [...document.querySelectorAll(":has(:focus)")].slice(2).some(outlined);
  const coveredBy = (one) => {
    const [box] = boxes(one);
    if (!box) return "nothing to see";
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right <= left || bottom <= top) return "out of view";
    const [dx, dy] = [Math.min(3, (right - left) / 2), Math.min(3, (bottom - top) / 2)];
    const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
    // The middles of its sides, as round ends leave the corners to what lies behind.
    const points = [[midX, midY], [left + dx, midY], [right - dx, midY], [midX, top + dy], [midX, bottom - dy]];
    for (const [x, y] of points) {
      const hit = document.elementFromPoint(x, y);
      if (hit && !hit.contains(one) && !one.contains(hit) && !one.labels?.length) return called(hit);
    }
    return "";
  };
  const focused = () => {
    const complaints = [];
    for (const one of all(CONTROLS)) {
      one.focus();
      if (document.activeElement !== one) continue;
      if (!ringed(one)) complaints.push(`focus not seen: ${called(one)}`);
      const over = coveredBy(one);
      if (over) complaints.push(`focus covered by ${over}: ${called(one)}`);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return complaints;
  };

  const built = () => {
    const complaints = [];
    const inPage = (selector) => all(selector).filter((one) => !one.closest("main, article, section, aside"));
    const [headers, footers, mains] = [inPage("header"), inPage("footer"), all("main")].map((found) => found.length);
    // A page that stands alone, locked or offline, has neither header nor footer.
    if (mains !== 1 || headers !== footers || headers > 1) {
      complaints.push(`headers, mains, footers: ${headers}, ${mains}, ${footers}`);
    }
    let last = 1; // what sums up the errors of a form stands above the h1, under a heading of its own
    const headings = all("h1, h2, h3, h4, h5, h6");
    if (headings.filter((one) => one.localName === "h1").length !== 1) complaints.push("not one h1");
    for (const one of headings) {
      const level = Number(one.localName[1]);
      if (level > last + 1) complaints.push(`h${level} after h${last}: ${called(one)}`);
      last = level;
    }
    return complaints;
  };

  // Each menu and hidden part, opened in its turn.
  const opened = () => {
    const complaints = [];
    for (const one of all("details:not([open])")) {
      one.open = true;
      complaints.push(...sideways().map((line) => `${line}, opened: ${called(one)}`));
      complaints.push(...[...one.querySelectorAll(".menu-list :is(a, button)")].flatMap((part) => smaller(part, 44)));
      one.open = false;
    }
    return complaints;
  };

  window.looking = { sideways, clipped, overlapping, small, focused, built, opened };
})();
