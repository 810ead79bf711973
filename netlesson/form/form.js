// One form of native controls. It holds no rules: what is entered goes to Python as one
// dict, what Python says back is painted. All words come from Python, and what a learner
// typed is never read as HTML.

const PAUSE = { text: 250, status: 400, lost: 5000, held: 1000 };
// A server passes on no message of more than ten megabytes.
const PIECE = 1_000_000;
const SIGNS = { right: "✓", wrong: "✗", missed: "○", note: "!" };
// Every form loads this module for itself, so a count alone would repeat.
const here = Math.random().toString(36).slice(2, 8);
let made = 0;

/** Make an element: names of properties or attributes in `set`, then what is inside. */
function h(tag, set = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value != null && value !== "")
      node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside.filter((each) => each != null && each !== ""));
  return node;
}

const words = (text, set = {}) => h("span", { dir: "auto", ...set }, text);
const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const say = (node, text) => node.textContent !== text && (node.textContent = text);

/** What is entered but not acknowledged yet; shared by all views of one form. */
class Answers {
  constructor(model) {
    Object.assign(this, { model, edits: new Map(), views: new Set(), lost: false, last: 0 });
    model.on("change:_ack", () => this.acknowledge());
    model.on("change:fields", () => {
      const asked = new Set(model.get("fields").map(({ id }) => id));
      for (const id of this.edits.keys()) if (!asked.has(id)) this.edits.delete(id);
    });
    // Typed a moment ago, then F5: there is no later for what waits.
    const leave = () => document.visibilityState === "hidden" && this.leave();
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("pagehide", () => this.leave());
  }

  leave() {
    if (this.edits.size) this.message({ type: "keep" });
  }

  value(id) {
    return this.edits.has(id) ? this.edits.get(id).value : this.model.get("value")[id];
  }

  all() {
    const edits = [...this.edits].map(([id, edit]) => [id, edit.value]);
    return { ...this.model.get("value"), ...Object.fromEntries(edits) };
  }

  edit(id, value, pause = 0) {
    this.edits.set(id, { value });
    this.last = Date.now();
    clearTimeout(this.typing);
    if (pause) this.typing = setTimeout(() => this.send(), pause);
    else this.send();
    for (const view of this.views) view.draw();
  }

  send() {
    if (![...this.edits.values()].some((edit) => !edit.number)) return;
    this.number();
    this.model.save_changes();
  }

  number() {
    clearTimeout(this.typing);
    // Two windows may show one form: the time keeps their numbers apart.
    const number = Math.max(this.model.get("_seq") + 1, Date.now());
    for (const edit of this.edits.values()) edit.number ??= number;
    this.model.set("value", this.all());
    this.model.set("_edited", this.numbers());
    this.model.set("_seq", number);
    this.wait();
    return number;
  }

  /** Which fields were edited, and when: what was taken already is not taken again. */
  numbers() {
    return Object.fromEntries([...this.edits].map(([id, edit]) => [id, edit.number]));
  }

  /** Send a message of its own. It carries the value, so it cannot overtake typed text. */
  message(content, buffers) {
    this.last = Date.now();
    const seq = this.number();
    try {
      this.model.send({ ...content, seq, value: this.all(), edited: this.numbers() }, undefined, buffers);
    } catch {
      // A dead kernel cannot be told; the wait that has begun will say so.
    }
  }

  wait() {
    this.waiting ??= setTimeout(() => {
      this.lost = true;
      for (const view of this.views) view.draw();
    }, PAUSE.lost);
  }

  acknowledge() {
    const number = this.model.get("_ack");
    for (const [id, edit] of this.edits) if (edit.number <= number) this.edits.delete(id);
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.lost = false;
    if (number < this.model.get("_seq")) this.wait();
  }
}

/** What every field has: an id of its own, help, room for an error and a mark. */
class Part {
  constructor(view, field) {
    Object.assign(this, { view, field, labels: view.labels, key: `nl${here}-${(made += 1)}` });
    this.help = field.help && h("p", { id: `${this.key}-help`, class: "nl-help", dir: "auto" }, field.help);
    this.error = h("p", { id: `${this.key}-error`, class: "nl-error", dir: "auto", "aria-live": "polite" });
    this.marks = { "": this.room("") };
    this.controls = [];
  }

  room(id) {
    return h("p", { id: `${this.key}-mark-${id}`, class: "nl-mark", hidden: true });
  }

  described(...ids) {
    const own = [this.help && "help", ...ids, "error", this.marks[""] && "mark-"].filter(Boolean);
    return own.map((id) => `${this.key}-${id}`).join(" ");
  }

  edit(value, pause) {
    this.view.answers.edit(this.field.id, value, pause);
  }

  /** A field with one control: label, help, control, error, mark. */
  labelled(control, ...around) {
    this.controls = [control];
    control.id = this.key;
    control.setAttribute("aria-describedby", this.described(...(this.also ?? [])));
    const label = h("label", { class: "nl-label", for: this.key, dir: "auto" }, this.field.label);
    const row = around.length ? h("div", { class: "nl-row" }, control, ...around) : control;
    return h("div", { class: "nl-field" }, label, this.help, row, this.error, this.marks[""]);
  }

  group(role, ...inside) {
    const legend = h("legend", { id: `${this.key}-legend`, class: "nl-label", dir: "auto" }, this.field.label);
    this.frame = h(
      "fieldset",
      { class: "nl-field", role, "aria-labelledby": legend.id, "aria-describedby": this.described() },
      legend, this.help, ...inside, this.error, this.marks[""],
    );
    return this.frame;
  }

  show() {}
  fit() {}

  draw(value, { error = "", marks = {}, off }) {
    this.show(value);
    say(this.error, error);
    const invalid = this.frame?.getAttribute("role") === "radiogroup" ? [this.frame] : this.controls;
    for (const each of invalid) {
      if (error) each.setAttribute("aria-invalid", "true");
      else each.removeAttribute("aria-invalid");
    }
    for (const each of this.controls) this.turn(each, off);
    for (const [id, room] of Object.entries(this.marks)) this.paint(room, marks[id]);
  }

  turn(control, off) {
    control.disabled = off;
  }

  /** Turn off what has feedback beside it: it can be reached and read, not changed. */
  lock(control, off) {
    this.off = Boolean(off);
    if (off) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
  }

  paint(room, mark) {
    const state = mark ? `${mark.state}:${mark.text}` : "";
    if (room.dataset.shown === state) return;
    room.dataset.shown = state;
    room.hidden = !mark;
    room.className = `nl-mark${mark ? ` nl-${mark.state}` : ""}`;
    room.replaceChildren();
    if (!mark) return;
    const sign = h("span", { class: "nl-mark-sign", "aria-hidden": "true" }, SIGNS[mark.state]);
    const name = h("strong", {}, this.labels[mark.state] + (mark.text ? ":" : ""));
    room.append(sign, h("span", {}, name, " ", words(mark.text)));
  }
}

class Picks extends Part {
  constructor(view, field) {
    super(view, field);
    this.one = field.kind === "choice";
    const rows = field.options.map((option, at) => this.option(option, at));
    this.node = this.group(this.one ? "radiogroup" : "group", ...rows);
  }

  option({ id, label, description }, at) {
    const key = `${this.key}-${at}`;
    this.marks[id] = this.room(at);
    const name = words(label, { id: `${key}-label` });
    const more = description && words(description, { id: `${key}-more`, class: "nl-help" });
    const input = h("input", {
      type: this.one ? "radio" : "checkbox", name: this.key, value: id, change: () => this.change(),
      click: (event) => this.off && event.preventDefault(),
      "aria-labelledby": name.id, "aria-describedby": `${more ? more.id : ""} ${this.marks[id].id}`.trim(),
    });
    this.controls.push(input);
    const row = h("label", { class: "nl-option" }, input, h("span", { class: "nl-words" }, name, more));
    return h("div", { class: "nl-pick" }, row, this.marks[id]);
  }

  turn(control, off) {
    this.lock(control, off);
    // Of radio buttons with one name, Tab comes to a single one.
    const name = off ? `${this.key}-${control.value}` : this.key;
    // Named again, even the same, it would be a stop of its own while it has the focus.
    if (control.name !== name) control.name = name;
  }

  change() {
    const ticked = this.controls.filter((each) => each.checked).map((each) => each.value);
    this.edit(this.one ? ticked[0] : ticked);
  }

  show(value) {
    for (const each of this.controls)
      each.checked = this.one ? each.value === value : (value ?? []).includes(each.value);
  }
}

class Select extends Part {
  constructor(view, field) {
    super(view, field);
    const options = [{ id: "", label: this.labels.choose }, ...field.options];
    const change = () => (this.off ? this.show(view.answers.value(field.id)) : this.edit(this.controls[0].value));
    const hold = (event) => this.off && event.key !== "Tab" && event.preventDefault();
    const list = options.map(({ id, label }) => h("option", { value: id, dir: "auto" }, label));
    list[0].value = "";
    this.node = this.labelled(h("select", { class: "nl-box", change, mousedown: hold, keydown: hold }, ...list));
  }

  turn(control, off) {
    this.lock(control, off);
  }

  show(value) {
    if (this.controls[0].value !== (value ?? "")) this.controls[0].value = value ?? "";
  }
}

class Slider extends Part {
  constructor(view, field) {
    super(view, field);
    const { min, max, step, unit } = field;
    this.also = ["ends"];
    this.number = new Intl.NumberFormat(view.lang, { maximumFractionDigits: 6 });
    const change = () => this.edit(Number(input.value));
    const untouched = () => view.answers.value(field.id) == null && change();
    const input = h("input", {
      type: "range", min, max, step, input: change, click: untouched,
      // The space bar would scroll the page.
      keydown: (event) => event.key === " " && event.preventDefault(),
      keyup: (event) => [" ", "Enter"].includes(event.key) && untouched(),
      // A drag belongs to the learner until the handle is let go.
      pointerdown: () => (this.held = true), change: () => this.free(), pointerup: () => this.free(),
      pointercancel: () => this.free(), lostpointercapture: () => this.free(),
    });
    input.value = this.rest = field.start ?? (min + max) / 2;
    const end = (at, name) => h("span", {}, h("b", {}, `${this.number.format(at)}${unit && ` ${unit}`}`), name && " ", words(name));
    const ends = h("div", { id: `${this.key}-ends`, class: "nl-ends" }, end(min, field.low), end(max, field.high));
    this.shown = h("span", { class: "nl-value", "aria-hidden": "true", dir: "auto" });
    this.node = this.labelled(input);
    this.node.classList.add("nl-range");
    // Beside the label: next to the track, words of changing length would move it.
    const label = this.node.firstElementChild;
    this.node.prepend(h("div", { class: "nl-row" }, label, this.shown));
    input.after(ends);
  }

  free() {
    this.held = false;
    this.show(this.view.answers.value(this.field.id));
  }

  show(value) {
    const { unit, scale } = this.field;
    const [input] = this.controls;
    if (!this.held && Number(input.value) !== (value ?? this.rest)) input.value = value ?? this.rest;
    const at = value == null ? this.labels.unanswered : `${this.number.format(value)}${unit && ` ${unit}`}`;
    const text = value != null && scale[value] ? `${at}: ${scale[value]}` : at;
    say(this.shown, text);
    this.node.classList.toggle("nl-untouched", value == null);
    if (input.getAttribute("aria-valuetext") !== text) input.setAttribute("aria-valuetext", text);
  }
}

class Typed extends Part {
  constructor(view, field) {
    super(view, field);
    const box = h(field.kind === "area" ? "textarea" : "input", {
      class: `nl-box nl-${field.kind}`, style: field.chars && `width: calc(${field.chars}ch + 1.2em)`, dir: "auto", autocomplete: "off", rows: field.rows,
      type: field.kind === "area" ? null : "text", inputmode: field.kind === "number" ? "decimal" : null,
      input: () => {
        this.held = true;
        clearTimeout(this.rest);
        this.rest = setTimeout(() => this.free(), PAUSE.held);
        this.edit(box.value, PAUSE.text);
      },
      change: () => view.answers.send(), blur: () => this.free(),
    });
    const unit = field.unit && h("span", { id: `${this.key}-unit`, class: "nl-unit" }, field.unit);
    if (unit) this.also = ["unit"];
    this.node = unit ? this.labelled(box, unit) : this.labelled(box);
  }

  free() {
    clearTimeout(this.rest);
    this.held = false;
    this.show(this.view.answers.value(this.field.id));
  }

  turn(box, off) {
    box.readOnly = Boolean(off);
  }

  show(value = "") {
    const [box] = this.controls;
    // What came from elsewhere waits while somebody types here.
    if (this.held || box.value === String(value)) return;
    const { selectionStart: from, selectionEnd: to } = box;
    // Who selected all to type over it would type in the middle of what came instead.
    const all = to > from && to - from === box.value.length;
    box.value = value;
    if (this.view.active() === box) box.setSelectionRange(from, all ? box.value.length : from);
  }
}

class Order extends Part {
  constructor(view, field) {
    super(view, field);
    this.ids = field.options.map((option) => option.id);
    this.rows = new Map(field.options.map((option, at) => [option.id, this.row(option, at)]));
    this.list = h("ol", { class: "nl-order" }, ...[...this.rows.values()].map((row) => row.node));
    this.node = this.group("group", this.list);
  }

  row({ id, label }, at) {
    const place = h("span", { class: "nl-place", "aria-hidden": "true" });
    this.marks[id] = this.room(at);
    const [up, down] = [["move_up", -1, "↑"], ["move_down", 1, "↓"]].map(([name, by, sign]) =>
      h("button", {
        type: "button", class: "nl-button nl-small", "aria-label": fill(this.labels[name], { entry: label }),
        title: fill(this.labels[name], { entry: label }), click: () => this.move(id, by),
        "aria-describedby": this.marks[id].id,
      }, sign));
    this.controls.push(up, down);
    const node = h("li", {}, place, words(label, { class: "nl-words" }), up, down, this.marks[id]);
    return { node, place, up, down, label };
  }

  move(id, by) {
    const order = [...this.order];
    const from = order.indexOf(id);
    if (this.off || from + by < 0 || from + by >= order.length) return;
    order.splice(from + by, 0, ...order.splice(from, 1));
    this.edit(order);
    const place = { entry: this.rows.get(id).label, place: from + by + 1, count: order.length };
    this.view.announce(fill(this.labels.moved, place));
  }

  show(value) {
    const known = (value ?? []).filter((id) => this.rows.has(id));
    this.order = [...known, ...this.ids.filter((id) => !known.includes(id))];
    const nodes = this.order.map((id) => this.rows.get(id).node);
    // An element that is moved loses the focus, so the others move around it.
    const fixed = nodes.findIndex((node) => node.contains(this.view.active()));
    const moving = fixed < 0 ? 0 : fixed;
    for (let at = moving - 1; at >= 0; at -= 1)
      if (nodes[at].nextSibling !== nodes[at + 1]) nodes[at + 1].before(nodes[at]);
    for (let at = moving + 1; at < nodes.length; at += 1)
      if (nodes[at - 1].nextSibling !== nodes[at]) nodes[at - 1].after(nodes[at]);
    this.order.forEach((id, at) => say(this.rows.get(id).place, `${at + 1}.`));
  }

  turn(control, off) {
    this.off = off;
    const { up } = this.rows.get(this.order[0]);
    const { down } = this.rows.get(this.order.at(-1));
    control.setAttribute("aria-disabled", String(off || control === up || control === down));
  }
}

class Upload extends Part {
  constructor(view, field) {
    super(view, field);
    this.also = ["limit", "name"];
    const { accept, megabytes } = field;
    const input = h("input", { type: "file", class: "nl-unseen", accept, change: () => this.take(input.files[0]) });
    this.name = h("span", { id: `${this.key}-name`, class: "nl-unit", dir: "auto" }, this.labels.no_file);
    const face = h("label", { class: "nl-button", for: this.key, "aria-hidden": "true" }, this.labels.choose_file);
    this.node = this.labelled(input, face, this.name);
    const limit = fill(this.labels.file_limit, { n: megabytes });
    this.node.append(h("p", { id: `${this.key}-limit`, class: "nl-help" }, limit), this.error);
  }

  async take(file) {
    if (!file) return;
    const [input] = this.controls;
    const fits = file.size <= this.field.megabytes * 1e6;
    say(this.name, file.name);
    this.problem = fits ? "" : fill(this.labels.too_large, { n: this.field.megabytes });
    this.view.draw();
    const of = Math.max(1, Math.ceil(file.size / PIECE));
    for (let piece = 0; fits && piece < of; piece += 1) {
      const content = { type: "upload", id: this.field.id, name: file.name, piece, of };
      const part = file.slice(piece * PIECE, (piece + 1) * PIECE);
      this.view.answers.message(content, [await part.arrayBuffer()]);
    }
    input.value = "";
  }

  draw(value, said) {
    super.draw(value, { ...said, error: said.error || this.problem });
  }
}

class Press extends Part {
  constructor(view, field) {
    super(view, field);
    const type = field.kind === "button" ? "click" : "download";
    this.marks = {};
    const click = () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      view.answers.message({ type, id: field.id, view: view.key });
    };
    const button = h("button", {
      type: "button", class: "nl-button", dir: "auto", click,
      "aria-describedby": this.described(),
    }, field.label);
    this.controls = [button];
    this.node = h("div", { class: "nl-press" }, button, this.help, this.error);
  }

  // A button that is really disabled would drop the focus.
  turn(button, off) {
    button.classList.toggle("nl-primary", Boolean(this.field.primary));
    button.setAttribute("aria-disabled", String(Boolean(off)));
  }
}

class Static extends Part {
  constructor(view, field) {
    super(view, field);
    if (field.kind === "heading") this.node = h(`h${field.level}`, { class: "nl-heading", dir: "auto" }, field.label);
    else if (field.kind === "prose") (this.node = h("div", { class: "nl-prose", id: field.names && this.key })).innerHTML = field.html;
    else this.node = h("div", { class: "nl-output", role: field.label && "region", "aria-label": field.label });
  }

  draw(_value, { html = "" }) {
    if (this.field.kind !== "output" || html === this.html) return;
    const fresh = this.node.cloneNode(false);
    fresh.innerHTML = this.html = html;
    patch(this.node, fresh, true);
    // Measured at once, it would be laid out once more before it is painted.
    requestAnimationFrame(() => this.fit());
  }

  fit() {
    if (this.field.kind !== "output") return;
    // What scrolls sideways must be reachable without a mouse.
    if (this.node.scrollWidth > this.node.clientWidth) this.node.tabIndex = 0;
    else this.node.removeAttribute("tabindex");
  }
}

/** Make `old` like `fresh`, keeping nodes: open details, scroll and focus survive. */
function patch(old, fresh, insideOnly = false) {
  if (!insideOnly) {
    for (const { name } of [...old.attributes])
      if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    for (const { name, value } of fresh.attributes)
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const [was, now] = [[...old.childNodes], [...fresh.childNodes]];
  now.forEach((node, at) => {
    if (!was[at]) old.append(node);
    else if (was[at].nodeName !== node.nodeName) was[at].replaceWith(node);
    else if (node.nodeType === Node.ELEMENT_NODE) patch(was[at], node);
    else if (was[at].data !== node.data) was[at].data = node.data;
  });
  for (const node of was.slice(now.length)) node.remove();
}

const KINDS = {
  choice: Picks, choices: Picks, select: Select, range: Slider, number: Typed, line: Typed, area: Typed,
  order: Order, upload: Upload, download: Press, button: Press, output: Static, heading: Static, prose: Static,
};

class View {
  constructor(answers, model, el) {
    Object.assign(this, { answers, model, el, parts: new Map(), hidden: new Set(), key: `view${(made += 1)}` });
    this.focused = model.get("_focus").count;
    this.main = h("div", { class: "nl-main" });
    // Beside the fields, or above them where it is narrow, and always in sight.
    this.side = h("div", { class: "nl-side" });
    this.below = h("div", { class: "nl-below" });
    this.status = h("p", { class: "nl-status", role: "status", tabindex: "-1", dir: "auto" }, model.get("status"));
    this.kept = h("p", { class: "nl-kept", dir: "auto" });
    this.alert = h("p", { class: "nl-alert", role: "alert", dir: "auto" });
    this.spoken = h("p", { class: "nl-unseen", "aria-live": "polite" });
    const left = h("div", { class: "nl-left" }, this.main, this.kept, this.alert, this.spoken);
    this.root = h("div", { class: "nl-form" }, h("div", { class: "nl-columns" }, this.side, left), this.below);
    for (const type of ["keydown", "keyup", "keypress"])
      this.root.addEventListener(type, (event) => this.contain(event));
    el.classList.add("netlesson");
    el.append(this.root);
    this.draw();
    // Its first call comes once the view is in the page, and so beside its fallback.
    this.sight = new ResizeObserver(() => {
      this.draw();
      for (const part of this.parts.values()) part.fit();
    });
    this.sight.observe(el);
  }

  /** Keys are the form's own: Lab would cut the cell on `x`. Saving stays Lab's. */
  contain(event) {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (saves) this.answers.send();
    else event.stopPropagation();
  }

  active() {
    return this.el.getRootNode().activeElement;
  }

  announce(text) {
    say(this.spoken, text);
  }

  build() {
    const [fields, labels, lang] = ["fields", "labels", "lang"].map((name) => this.model.get(name));
    if (this.fields === fields) return;
    const inside = this.root.contains(this.active());
    Object.assign(this, { fields, labels, lang });
    this.root.lang = lang;
    const old = this.parts;
    this.parts = new Map();
    for (const field of fields) {
      // A button that becomes the main one stays the button that has the focus.
      const key = JSON.stringify([{ ...field, primary: null }, labels, lang]);
      const kept = old.get(key);
      old.delete(key);
      const part = kept ?? new KINDS[field.kind](this, field);
      part.field = field;
      this.parts.set(key, part);
    }
    for (const part of old.values()) part.node.remove();
    const [flow, beside, below] = [this.main, this.side, this.below].map((column) => ({ column, at: 0 }));
    for (const { node, field } of this.parts.values()) {
      const place = { beside, below }[field.place] ?? flow;
      const there = [...place.column.children].filter((each) => each !== this.status)[place.at];
      if (there !== node) place.column.insertBefore(node, there ?? null);
      place.at += 1;
    }
    const stem = [...this.parts.values()].find(({ field }) => field.names);
    for (const [name, value] of [["role", "group"], ["aria-labelledby", stem?.key]])
      if (stem) this.main.setAttribute(name, value);
      else this.main.removeAttribute(name);
    // What is said stands before the last buttons: from there, Tab leads on to them.
    const nodes = [...this.main.children].filter((each) => each !== this.status);
    let first = nodes.findLastIndex((each) => each.matches(".nl-press"));
    while (nodes[first - 1]?.matches(".nl-press")) first -= 1;
    const next = nodes[first] ?? null;
    if (this.status.parentNode !== this.main || this.status.nextSibling !== next) this.main.insertBefore(this.status, next);
    if (inside && !this.root.contains(this.active())) this.focus(this.main.firstElementChild);
  }

  focus(node) {
    if (!node) return;
    const control = node.matches("fieldset, h1, h2, h3, h4, .nl-prose") ? node : node.querySelector("input, select, textarea, button");
    if (control === node) node.tabIndex = -1;
    (control ?? node).focus();
  }

  draw() {
    const { model, answers } = this;
    this.build();
    const [errors, marks, outputs, disabled, focus] =
      ["errors", "marks", "outputs", "disabled", "_focus"].map((name) => model.get(name));
    for (const part of this.parts.values()) {
      const { id } = part.field;
      const said = { error: errors[id], marks: marks[id], html: outputs[id], off: disabled.includes(id) };
      part.draw(answers.value(id), said);
    }
    this.side.hidden = !this.side.querySelector(":scope > :not(:empty)");
    const [unkept, waits] = [model.get("unkept"), model.get("keeps") && answers.edits.size];
    say(this.kept, unkept || answers.lost ? "" : waits ? this.labels.waiting : model.get("kept"));
    this.root.toggleAttribute("data-waits", answers.edits.size > 0);
    const trouble = [answers.lost ? this.labels.lost : unkept, model.get("_alert")];
    say(this.alert, trouble.filter(Boolean).join(" "));
    this.hide();
    if (focus.count !== this.focused) {
      this.focused = focus.count;
      const part = [...this.parts.values()].find(({ field }) => field.id === focus.id);
      const here = this.root.contains(this.active()) || answers.views.size < 2;
      if (here && focus.id) this.focus(part?.node);
      else if (here) {
        // Focused while it is empty, what is said is read out once: when it comes.
        say(this.status, "");
        this.status.focus();
      }
    }
    this.speak(model.get("status"));
  }

  /** Save a file that this view asked for. */
  receive({ type, view, name, mime }, buffers) {
    if (type !== "file" || view !== this.key) return;
    const href = URL.createObjectURL(new Blob(buffers, { type: mime }));
    h("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  /** A screen reader would chatter if the status followed every step of a drag. */
  speak(text) {
    clearTimeout(this.pausing);
    if (this.status.textContent === text) return;
    // Nothing is not read out, and what was said must not stand under the next question.
    if (!text) this.status.textContent = "";
    const pause = Math.max(0, this.answers.last + PAUSE.status - Date.now());
    this.pausing = setTimeout(() => say(this.status, text), pause);
  }

  /** Hide the fallback in the same output area for as long as this view lives. */
  hide() {
    if (!this.el.isConnected) return;
    const area = this.el.closest(".jp-OutputArea") ?? document;
    for (const node of area.querySelectorAll(`.nl-for-${CSS.escape(this.model.get("name"))}`)) {
      const output = node.closest(".jp-OutputArea-child") ?? node;
      output.classList.add("nl-hidden");
      this.hidden.add(output);
    }
  }

  remove() {
    this.answers.send();
    this.sight.disconnect();
    clearTimeout(this.pausing);
    this.answers.views.delete(this);
    const still = [...this.answers.views].flatMap((view) => [...view.hidden]);
    for (const output of this.hidden) if (!still.includes(output)) output.classList.remove("nl-hidden");
  }
}

export default () => {
  let answers;
  return {
    initialize({ model }) {
      answers = new Answers(model);
    },
    render({ model, el }) {
      const view = new View(answers, model, el);
      const draw = () => view.draw();
      const receive = (content, buffers) => view.receive(content, buffers);
      answers.views.add(view);
      model.on("change", draw);
      model.on("msg:custom", receive);
      return () => {
        model.off("change", draw);
        model.off("msg:custom", receive);
        view.remove();
      };
    },
  };
};
