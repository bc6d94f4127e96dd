"use strict";
(() => {
  const board = document.getElementById("board");
  const details = document.getElementById("details");
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const steps = [...document.querySelectorAll(".step")];
  const edges = [...document.querySelectorAll(".edge")];
  const byId = new Map(steps.map((s) => [s.id, s]));
  const before = new Map();
  const after = new Map();
  for (const e of edges) {
    if (!before.has(e.dataset.to)) before.set(e.dataset.to, []);
    if (!after.has(e.dataset.from)) after.set(e.dataset.from, []);
    before.get(e.dataset.to).push(e);
    after.get(e.dataset.from).push(e);
  }

  const whole = board.getAttribute("viewBox").split(" ").map(Number);
  let view = [...whole];
  const show = () => board.setAttribute("viewBox", view.join(" "));
  const perPixel = () => Math.max(view[2] / board.clientWidth, view[3] / board.clientHeight);
  const zoom = (factor, x, y) => {
    const size = view[2] * factor;
    if (size < 100 || size > whole[2] * 8 + 4000) return;
    view = [x - (x - view[0]) * factor, y - (y - view[1]) * factor, size, view[3] * factor];
    show();
  };
  const middle = (factor) => zoom(factor, view[0] + view[2] / 2, view[1] + view[3] / 2);
  const place = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(board.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  board.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1 / 1.2 : 1.2, ...place(event));
  }, { passive: false });
  let held = null;
  let travelled = 0;
  board.addEventListener("pointerdown", (event) => {
    held = [event.clientX, event.clientY];
    travelled = 0;
  });
  board.addEventListener("pointermove", (event) => {
    if (!held) return;
    const scale = perPixel();
    const dx = event.clientX - held[0];
    const dy = event.clientY - held[1];
    travelled += Math.abs(dx) + Math.abs(dy);
    if (travelled < 4) return;
    board.classList.add("held");
    view[0] -= dx * scale;
    view[1] -= dy * scale;
    held = [event.clientX, event.clientY];
    show();
  });
  window.addEventListener("pointerup", () => {
    held = null;
    board.classList.remove("held");
  });
  document.getElementById("in").addEventListener("click", () => middle(1 / 1.3));
  document.getElementById("out").addEventListener("click", () => middle(1.3));
  document.getElementById("all").addEventListener("click", () => {
    view = [...whole];
    show();
  });

  const reach = (start, edgesOf, end) => {
    const seen = new Set();
    const open = [start];
    while (open.length) {
      for (const e of edgesOf.get(open.pop()) || []) {
        const next = e.dataset[end];
        e.classList.add("lit");
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return seen;
  };
  const clear = () => {
    for (const s of steps) s.classList.remove("faded", "chosen");
    for (const e of edges) e.classList.remove("faded", "lit");
  };
  const element = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };
  const list = (title, texts) => {
    if (!texts.length) return;
    details.append(element("h2", title));
    const ul = document.createElement("ul");
    for (const t of texts) ul.append(element("li", t));
    details.append(ul);
  };
  const label = (id) => byId.get(id).dataset.id;
  const choose = (step) => {
    clear();
    const up = reach(step.id, before, "from");
    const down = reach(step.id, after, "to");
    for (const s of steps) if (s !== step && !up.has(s.id) && !down.has(s.id)) s.classList.add("faded");
    for (const e of edges) if (!e.classList.contains("lit")) e.classList.add("faded");
    step.classList.add("chosen");
    history.replaceState(null, "", "#" + encodeURIComponent(step.dataset.id));
    details.replaceChildren(element("h2", step.dataset.id));
    for (const line of step.querySelector("title").textContent.split("\n").slice(1))
      if (line) details.append(element("div", line));
    list("waits for", (before.get(step.id) || []).map((e) => label(e.dataset.from)));
    list("waited for by", (after.get(step.id) || []).map((e) => label(e.dataset.to)));
  };
  const centre = (step) => {
    const box = step.getBBox();
    const width = Math.min(view[2], 1400);
    const height = width * (view[3] / view[2]);
    view = [box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2, width, height];
    show();
  };
  board.addEventListener("click", (event) => {
    if (travelled >= 4) return;
    const step = event.target.closest(".step");
    if (step) choose(step);
    else clear();
  });
  board.addEventListener("keydown", (event) => {
    const step = event.target.closest(".step");
    if (step && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(step);
    }
    if (event.key === "Escape") clear();
  });

  let hits = [];
  let at = 0;
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase();
    clear();
    hits = wanted ? steps.filter((s) => s.querySelector("title").textContent.toLowerCase().includes(wanted)) : [];
    at = 0;
    found.textContent = wanted ? `${hits.length} found` : "";
    if (!wanted) return;
    const keep = new Set(hits);
    for (const s of steps) if (!keep.has(s)) s.classList.add("faded");
    for (const e of edges) e.classList.add("faded");
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) centre(hits[at++ % hits.length]);
    if (event.key === "Escape") {
      search.value = "";
      search.dispatchEvent(new Event("input"));
    }
  });
  // A link to a step: graph.html#SERVICE/GROUP/STEP.
  const linked = steps.find((s) => "#" + encodeURIComponent(s.dataset.id) === location.hash ||
    "#" + s.dataset.id === location.hash);
  if (linked) {
    choose(linked);
    centre(linked);
  }
  for (const a of document.querySelectorAll("a[data-step]"))
    a.addEventListener("click", (event) => {
      const step = byId.get(a.dataset.step);
      event.preventDefault();
      choose(step);
      centre(step);
    });
})();
