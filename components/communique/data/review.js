// The review page: shows one record at a time, lets a person correct it by keyboard, and exports JSONL.
//
// In the model all offsets count code points, as in the records; the DOM counts UTF-16 units. The only
// places that convert are `openArticle`, `wordsOf`, `domRange` and `selectedOffsets`. Nothing from the data
// ever becomes HTML: nodes are made by `el` and `svg`, and text goes in as text.

/** Integers beyond 2^53 come out again digit by digit, where the browser can do that. */
const parseJson = (text) =>
  JSON.parse(text, (key, value, context) =>
    context && JSON.rawJSON && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? JSON.rawJSON(context.source)
      : value
  );
const clone = (value) => parseJson(JSON.stringify(value));
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const $ = (id) => document.getElementById(id);

const page = parseJson($("data").textContent);
const ANSWERS = { accept: ["accepted", "✓"], reject: ["rejected", "✗"], ignore: ["ignored", "–"] };
const SLOTS = ["forum", "round", "status", "place", "date", "parties"];
const POINTED = SLOTS.slice(0, 5); // the slots whose value stands in the text
const [CO_CHAIRS, NUMBERS] = page.links.map((rule) => rule.label);
const BY_HAND = "by-hand"; // the rule of what a person wrote

/** What is on the screen. index: of the article. current: `spanId`. target: `spanId` while a link is made. */
const view = { index: -1, current: null, linking: null, target: null, lit: null, hover: null };
let open = null; // the article on the screen: its text, its offsets in both counts, its text nodes
const works = new Map(); // index → work, for articles that were looked at or changed
const answers = []; // index → answer, of all articles: for the counts
const undone = [];
const done = [];
let unsaved = false;

// --- nodes -------------------------------------------------------------------------------------------

/** An element. attrs: attributes, and `on: {event: handler}`. Strings among the children become text. */
function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  const { on = {}, ...rest } = attrs;
  for (const [name, value] of Object.entries(rest)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, handler] of Object.entries(on)) node.addEventListener(event, handler);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function svg(tag, attrs, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

const button = (text, click, attrs = {}) => el("button", { type: "button", on: { click }, ...attrs }, text);
const quoted = (text) => `“${text.length > 60 ? `${text.slice(0, 57)}…` : text}”`;
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Tell it: on the screen, and to a screen reader. */
function say(message) {
  $("status").replaceChildren(message);
}

// --- the model: what a person has made of a record ------------------------------------------------------

const ref = (span) => `${span.start}:${span.end}`;
const spanId = (span) => `${ref(span)}:${span.label}`;
const byPlace = (a, b) => a.start - b.start || a.end - b.end;

/** [start, end] of a record as {start, end}, or null where it is none. */
function pair(value) {
  const [start, end] = Array.isArray(value) ? value : isObject(value) ? [value.start, value.end] : [];
  return Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end ? { start, end } : null;
}
const pairRef = (value) => (pair(value) ? ref(pair(value)) : null);
const chairsOf = (meeting) => (Array.isArray(meeting.co_chairs) ? meeting.co_chairs.filter(isObject) : []);
const evidenceOf = (meeting, key) => pair(isObject(meeting.evidence) ? meeting.evidence[key] : null);

function readKey(index, key) {
  const found = page.articles[index].keys.find(([name]) => name === key);
  return found ? parseJson(found[1]) : undefined;
}

/**
 * The record as the file has it. links: relations with their ends as `ref`, or null where an end is no
 * span of the record; such a relation is shown and handed through. meetings: {at, data}, at: their index
 * in the file, or null for new ones.
 */
function freshWork(index) {
  const spans = (readKey(index, "spans") ?? []).sort(byPlace);
  return {
    answer: freshAnswer(index),
    spans,
    links: linksOf(readKey(index, "relations") ?? [], spans),
    meetings: (readKey(index, "meetings") ?? []).map((data, at) => ({ at, data })),
    notes: [],
  };
}

/** The record's own answer, or null where it has none that we know. */
function freshAnswer(index) {
  const given = readKey(index, "answer");
  return typeof given === "string" && Object.hasOwn(ANSWERS, given) ? given : null;
}

function linksOf(relations, spans) {
  const refs = new Set(spans.map(ref));
  const end = (span, token) => {
    const own = pairRef(span) ?? pairRef(spans.find((s) => Number.isInteger(token) && s.token_end === token));
    return refs.has(own) ? own : null;
  };
  return relations.map((relation) => {
    const head = end(relation.head_span, relation.head);
    const child = end(relation.child_span, relation.child);
    const whole = head !== null && child !== null && typeof relation.label === "string";
    return { label: String(relation.label), head: whole ? head : null, child: whole ? child : null, raw: relation };
  });
}

const work = () => workOf(view.index);
function workOf(index) {
  if (!works.has(index)) works.set(index, stored(index) ?? freshWork(index));
  return works.get(index);
}
const spanAt = (id) => work().spans.find((span) => spanId(span) === id);
const spanByRef = (key, of = work()) => of.spans.find((span) => ref(span) === key);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// --- the browser's storage ------------------------------------------------------------------------------

const PREFIX = `communique-review:${page.file}:${page.hash}:`;

function stored(index) {
  try {
    const kept = parseJson(localStorage.getItem(PREFIX + index));
    return isObject(kept) && ["spans", "links", "meetings", "notes"].every((key) => Array.isArray(kept[key])) ? kept : null;
  } catch {
    return null; // no storage here, which `save` tells, or not what we wrote
  }
}

function save(key, text) {
  try {
    if (text === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, text);
    unsaved = false;
  } catch {
    unsaved = true;
  }
}

function put(index, state) {
  works.set(index, state);
  answers[index] = state.answer;
  save(index, same(state, freshWork(index)) ? null : JSON.stringify(state));
  $("jump").options[index].textContent = optionText(index);
}

// --- changes, each one step of undo ---------------------------------------------------------------------

/**
 * Change the article on the screen. mutate gets a copy of its work; what it pushes to `notes` is told and
 * stays beside the article. current: the entity to be on then. Returns false where nothing changed.
 */
function change(what, mutate, current = view.current) {
  const before = work();
  const after = clone(before);
  mutate(after);
  if (same(before, after)) return false;
  after.spans.sort(byPlace);
  const news = after.notes.slice(before.notes.length);
  done.push({ index: view.index, before, after, what, current: { before: view.current, after: current } });
  undone.length = 0;
  view.current = current;
  put(view.index, after);
  say([what, ...news, unsaved ? "This browser does not keep your work: export it before you leave." : ""].join(" "));
  return true;
}

function step(from, to, which, word) {
  const entry = from.pop();
  if (!entry) return say(`Nothing to ${word}.`);
  to.push(entry);
  put(entry.index, entry[which]);
  if (entry.index !== view.index) show(entry.index);
  view.linking = view.target = view.lit = null;
  view.current = entry.current[which];
  render();
  say(`${word === "undo" ? "Undone" : "Done again"}: ${entry.what}`);
}

function answer(value) {
  const number = view.index + 1;
  change(`Article ${number} ${ANSWERS[value][0]}.`, (state) => {
    state.answer = value;
  });
  const told = `Article ${number} ${ANSWERS[value][0]}.`;
  if (view.index + 1 < page.articles.length) {
    show(view.index + 1);
    say(`${told} Now article ${view.index + 1} of ${page.articles.length}.`);
  } else {
    render();
    say(`${told} This is the last article.`);
  }
}

/** A span over [start, end): a new one, or one of that label that it overlaps, moved. Others give way. */
function putSpan(start, end, label) {
  const words = quoted(wordsOf({ start, end }));
  let what = `${label} ${words} added.`;
  const over = work().spans.filter((span) => span.start < end && span.end > start);
  const moved = over.filter((span) => span.label === label);
  if (over.length === 1 && moved.length === 1) what = `${label} is now ${words}.`;
  const span = moved.length ? { ...moved[0], start, end } : { start, end, label };
  const untouched = moved.length > 0 && ref(moved[0]) === ref(span);
  if (!untouched) forgetPlace(span);
  const changed = change(what, (state) => {
    state.spans = state.spans.filter((old) => !(old.start < end && old.end > start));
    for (const old of over) {
      if (old.label === label) retarget(state, old, span);
      else detach(state, old);
    }
    state.spans.push(span);
  }, spanId(span));
  if (!changed) say(`${label} ${words} is there already.`);
  render(true);
}

/** What was true of a span's old borders only. */
function forgetPlace(span) {
  for (const key of ["token_start", "token_end", "score"]) delete span[key];
  if ("text" in span) span.text = wordsOf(span);
}

function relabel(label) {
  const old = spanAt(view.current);
  if (!old) return say("Select words, or go to an entity with j and k, then press a label's number.");
  if (old.label === label) return say(`It is ${label} already.`);
  change(`${quoted(wordsOf(old))} is now ${label}.`, (state) => {
    const span = state.spans.find((s) => spanId(s) === spanId(old));
    span.label = label;
    delete span.score;
    detach(state, old);
  }, spanId({ ...old, label }));
  render(true);
}

function removeSpan(id = view.current) {
  const old = spanAt(id);
  if (!old) return say("No entity is chosen: go to one with j and k.");
  const { spans } = work();
  const next = spans[spans.indexOf(old) + 1] ?? spans[spans.indexOf(old) - 1];
  change(`${old.label} ${quoted(wordsOf(old))} removed.`, (state) => {
    state.spans = state.spans.filter((span) => spanId(span) !== id);
    detach(state, old);
  }, id !== view.current ? view.current : next ? spanId(next) : null);
  render(true);
}

/** The span is gone, or no longer what it was: so are its links, and what meetings have from it. */
function detach(state, span) {
  const lost = state.links.filter((link) => link.head === ref(span) || link.child === ref(span));
  state.links = state.links.filter((link) => !lost.includes(link));
  if (lost.length) state.notes.push(`${plural(lost.length, "link")} of ${quoted(wordsOf(span))} removed too.`);
  state.meetings.forEach(({ data }, i) => {
    dropChair(state, i, ref(span));
    dropRound(state, i, ref(span));
    if (pairRef(evidenceOf(data, "forum")) === ref(span)) {
      delete data.evidence.forum;
      state.notes.push(`Meeting ${i + 1} keeps its forum's name, but points at no words for it any more.`);
    }
  });
}

function dropChair(state, i, head) {
  const meeting = state.meetings[i].data;
  for (const chair of chairsOf(meeting).filter((c) => pairRef(c.span) === head)) {
    meeting.co_chairs.splice(meeting.co_chairs.indexOf(chair), 1);
    state.notes.push(`Meeting ${i + 1} lost the link to its co-chair ${chair.name}.`);
  }
}

function dropRound(state, i, head) {
  const meeting = state.meetings[i].data;
  if (pairRef(evidenceOf(meeting, "round")) !== head) return;
  state.notes.push(`Meeting ${i + 1} lost its round ${meeting.round}.`);
  meeting.round = null;
  delete meeting.evidence.round;
  if (isObject(meeting.rules)) delete meeting.rules.round;
}

/** The span's borders moved: links and meetings follow it, and names that were its words. */
function retarget(state, old, span) {
  for (const link of state.links) {
    for (const end of ["head", "child"]) if (link[end] === ref(old)) link[end] = ref(span);
  }
  state.links = state.links.filter((link, i) => link.head === null || state.links.findIndex((l) => sameLink(l, link)) === i);
  const [before, after] = [wordsOf(old), wordsOf(span)];
  const moved = [span.start, span.end];
  for (const { data } of state.meetings) {
    for (const key of Object.keys(isObject(data.evidence) ? data.evidence : {})) {
      if (pairRef(data.evidence[key]) === ref(old)) data.evidence[key] = moved;
    }
    if (data.forum === before) data.forum = after;
    for (const chair of chairsOf(data).filter((c) => pairRef(c.span) === ref(old))) {
      chair.span = moved;
      if (chair.name === before) chair.name = after;
    }
  }
}

const sameLink = (a, b) => a.label === b.label && a.head === b.head && a.child === b.child;

// --- links and the meetings behind them ---------------------------------------------------------------

const hasChair = (meeting, head) => chairsOf(meeting).some((chair) => pairRef(chair.span) === head);

/** The FORUM spans that a meeting hangs on, as `ref`. except: a chair whose links tell nothing here. */
function anchorsOf(state, meeting, except) {
  const heads = new Set(chairsOf(meeting).map((chair) => pairRef(chair.span)));
  heads.delete(except);
  const anchors = state.links.filter((l) => l.label === CO_CHAIRS && heads.has(l.head)).map((l) => l.child);
  const round = pairRef(evidenceOf(meeting, "round"));
  anchors.push(...state.links.filter((l) => l.label === NUMBERS && l.head === round).map((l) => l.child));
  return new Set([...anchors, pairRef(evidenceOf(meeting, "forum"))]);
}

/**
 * The meetings that a link stands for. Who chairs two meetings has a link for each: the link belongs to
 * the meeting that hangs on its FORUM for another reason, else to one that no link of this chair reaches.
 */
function ownersOf(state, link) {
  const all = [...state.meetings.keys()];
  if (link.label === NUMBERS) return all.filter((i) => pairRef(evidenceOf(state.meetings[i].data, "round")) === link.head);
  if (link.label !== CO_CHAIRS) return [];
  const chaired = all.filter((i) => hasChair(state.meetings[i].data, link.head));
  const anchors = new Map(chaired.map((i) => [i, anchorsOf(state, state.meetings[i].data, link.head)]));
  const direct = chaired.filter((i) => anchors.get(i).has(link.child));
  if (direct.length) return direct;
  const reached = state.links.filter((l) => l.label === link.label && l.head === link.head).map((l) => l.child);
  return chaired.filter((i) => !reached.some((child) => anchors.get(i).has(child)));
}

/** The meeting that this FORUM span announces: by its links, else by its name, else a new one. */
function meetingAt(state, forum) {
  const round = (m) => pairRef(evidenceOf(m.data, "round"));
  const numbered = state.links.filter((l) => l.label === NUMBERS && l.child === ref(forum)).map((l) => l.head);
  const words = wordsOf(forum);
  const named = state.meetings.filter((m) => fold(m.data.forum) === fold(words));
  const found =
    state.meetings.find((m) => numbered.includes(round(m))) ??
    state.meetings.find((m) => pairRef(evidenceOf(m.data, "forum")) === ref(forum)) ??
    state.meetings.find((m) => anchorsOf(state, m.data).has(ref(forum))) ??
    (named.length === 1 ? named[0] : undefined);
  if (found) return found;
  const data = { forum: words, round: null, status: "held", place: null, date: null, parties: [], co_chairs: [] };
  const made = { at: null, data: { ...data, evidence: { forum: [forum.start, forum.end] }, rules: { forum: BY_HAND } } };
  state.meetings.push(made);
  state.notes.push(`Meeting ${state.meetings.length} is new: look at its status, place and date.`);
  return made;
}

/** Link the two spans, or take their link away. One of them is a FORUM. */
function toggleLink(one, other) {
  const [head, child] = one.label === page.anchor ? [other, one] : [one, other];
  const { label } = page.links.find((rule) => rule.head === head.label);
  const link = { label, head: ref(head), child: ref(child) };
  if (work().links.some((l) => sameLink(l, link))) return removeLink(link);
  change(`${label}: ${quoted(wordsOf(head))} → ${quoted(wordsOf(child))}.`, (state) => {
    const meeting = meetingAt(state, child).data;
    state.links.push({ ...link, raw: {} });
    if (label === NUMBERS) setRound(state, meeting, head);
    else addChair(meeting, head);
  });
  render();
}

function addChair(meeting, span) {
  const words = wordsOf(span);
  const known = chairsOf(meeting).find((chair) => chair.name === words || pairRef(chair.span) === ref(span));
  if (known) {
    if (!pair(known.span)) known.span = [span.start, span.end];
    return;
  }
  const chair = { name: words, role: null, country: null, span: [span.start, span.end], rule: BY_HAND, trigger: null };
  if (Array.isArray(meeting.co_chairs)) meeting.co_chairs.push(chair);
  else meeting.co_chairs = [chair];
}

function setRound(state, meeting, span) {
  meeting.round = roundOf(wordsOf(span));
  meeting.evidence = { ...(isObject(meeting.evidence) ? meeting.evidence : {}), round: [span.start, span.end] };
  if (isObject(meeting.rules)) meeting.rules.round = BY_HAND;
  if (meeting.round === null) state.notes.push(`Which number is ${quoted(wordsOf(span))}? Write it under Edit.`);
}

/** The number in "14th round", "Round 3", "twenty-sixth meeting" or "inaugural session", else null. */
function roundOf(words) {
  const digits = /\d{1,4}/.exec(words);
  if (digits) return Number(digits[0]);
  const plain = ` ${words.toLowerCase().replace(/[^\p{L}]+/gu, " ")} `;
  const spelled = page.ordinals.findLastIndex((ordinal) => plain.includes(` ${ordinal} `));
  if (/ (inaugural|maiden) /.test(plain)) return 1;
  return spelled < 0 ? null : spelled + 1;
}

function removeLink(link) {
  change(`${link.label} removed: ${describeLink(link)}.`, (state) => {
    if (link.head === null) {
      state.links.splice(state.links.findIndex((l) => l.head === null && same(l.raw, link.raw)), 1);
      return;
    }
    const owners = ownersOf(state, link);
    state.links = state.links.filter((l) => !sameLink(l, link));
    for (const i of owners) {
      if (link.label === NUMBERS) dropRound(state, i, link.head);
      else if (link.label === CO_CHAIRS) dropChair(state, i, link.head);
    }
  });
  render();
}

function describeLink(link) {
  const [head, child] = [spanByRef(link.head), spanByRef(link.child)];
  if (head && child) return `${quoted(wordsOf(head))} → ${quoted(wordsOf(child))}`;
  const words = (span) => (typeof span?.text === "string" ? span.text : pair(span) ? wordsOf(pair(span)) : "?");
  return `${quoted(words(link.raw.head_span))} → ${quoted(words(link.raw.child_span))}, whose ends are no entities`;
}

function removeChair(i, chair) {
  const state = work();
  const at = chairsOf(state.meetings[i].data).indexOf(chair);
  const own = state.links.filter((l) => l.label === CO_CHAIRS && l.head === pairRef(chair.span) && ownersOf(state, l).includes(i));
  change(`Co-chair ${chair.name} removed from meeting ${i + 1}.`, (after) => {
    const meeting = after.meetings[i].data;
    meeting.co_chairs.splice(meeting.co_chairs.indexOf(chairsOf(meeting)[at]), 1);
    dropLinks(after, own);
  });
  render();
}

function removeMeeting(i) {
  const state = work();
  const own = state.links.filter((l) => l.head !== null && same(ownersOf(state, l), [i]));
  change(`Meeting ${i + 1} removed.`, (after) => {
    after.meetings.splice(i, 1);
    dropLinks(after, own);
  });
  render();
}

function dropLinks(state, lost) {
  const before = state.links.length;
  state.links = state.links.filter((link) => link.head === null || !lost.some((l) => sameLink(l, link)));
  if (state.links.length < before) state.notes.push(`${plural(before - state.links.length, "link")} removed too.`);
}

function newMeeting() {
  const forum = spanAt(view.current);
  const changed = change(`Meeting added.`, (state) => void meetingAt(state, forum));
  if (!changed) say("This forum has its meeting already.");
  render();
}

// --- linking by keyboard or by two clicks ----------------------------------------------------------------

function candidates() {
  const from = spanAt(view.linking);
  const heads = page.links.map((rule) => rule.head);
  return work().spans.filter((span) => (from.label === page.anchor ? heads.includes(span.label) : span.label === page.anchor));
}

function startLink() {
  if (view.linking) return finishLink();
  const from = spanAt(view.current);
  const fits = from && (from.label === page.anchor || page.links.some((rule) => rule.head === from.label));
  if (!fits) return say("Links go from an OFFICIAL or a ROUND to a FORUM: choose one of them first.");
  view.linking = view.current;
  const choice = candidates();
  if (!choice.length) {
    view.linking = null;
    return say("There is nothing here that it can be linked to.");
  }
  const near = (span) => Math.min(Math.abs(span.start - from.end), Math.abs(from.start - span.end));
  view.target = spanId(choice.reduce((a, b) => (near(b) < near(a) ? b : a)));
  render(true);
  sayTarget();
}

function sayTarget() {
  const [from, to] = [spanAt(view.linking), spanAt(view.target)];
  const [head, child] = from.label === page.anchor ? [to, from] : [from, to];
  const there = work().links.some((l) => l.head === ref(head) && l.child === ref(child));
  say(
    `${there ? "Unlink" : "Link"} ${quoted(wordsOf(from))} ${there ? "from" : "to"} ${to.label} ${quoted(wordsOf(to))}? ` +
      "Enter: yes. j, k: another. Esc: no."
  );
}

function finishLink() {
  const [from, to] = [spanAt(view.linking), spanAt(view.target)];
  view.linking = view.target = null;
  view.current = spanId(from);
  toggleLink(from, to);
  focusEntity();
}

function cancel() {
  const was = view.linking || view.lit || !getSelection().isCollapsed;
  view.linking = view.target = view.lit = null;
  getSelection().removeAllRanges();
  render();
  if (was) say("Cancelled.");
}

// --- the article on the screen ---------------------------------------------------------------------------

/** Offsets of both counts. units[p]: where code point p starts in UTF-16; points[u]: the other way. */
function openArticle(index) {
  const { text } = page.articles[index];
  const units = [];
  const points = new Uint32Array(text.length + 1);
  let unit = 0;
  for (const char of text) {
    for (let k = 0; k < char.length; k++) points[unit + k] = units.length;
    units.push(unit);
    unit += char.length;
  }
  points[unit] = units.length;
  units.push(unit);
  open = { text, units, points, nodes: [], entities: new Map() };
}

const wordsOf = (span) => open.text.slice(open.units[span.start], open.units[span.end]);
const inText = (span) => span !== null && span.end < open.units.length;

function show(index) {
  if (index < 0 || index >= page.articles.length) return say(index < 0 ? "This is the first article." : "This is the last article.");
  view.index = index;
  view.linking = view.target = view.lit = view.hover = null;
  openArticle(index);
  const first = work().spans[0];
  view.current = first ? spanId(first) : null;
  save("at", String(index));
  getSelection().removeAllRanges();
  render();
  window.scrollTo(0, 0);
  document.title = `${index + 1}/${page.articles.length} ${page.file}`;
  say(`Article ${index + 1} of ${page.articles.length}: ${plural(work().spans.length, "entity").replace("entitys", "entities")}.`);
}

function nextOpen() {
  const count = page.articles.length;
  for (let i = 1; i <= count; i++) {
    const index = (view.index + i) % count;
    if (answers[index] === null) return show(index);
  }
  say("Every article has an answer. Press e to export.");
}

function moveEntity(by) {
  const list = view.linking ? candidates() : work().spans;
  if (!list.length) return say("This article has no entities. Select words and press a label's number.");
  const at = list.findIndex((span) => spanId(span) === (view.linking ? view.target : view.current));
  const span = list[(at + by + list.length) % list.length];
  if (view.linking) {
    view.target = spanId(span);
    render(true);
    sayTarget();
  } else choose(spanId(span));
}

function choose(id) {
  view.current = id;
  if (view.lit) {
    view.lit = null;
    renderMeetings();
    renderGold();
  }
  renderCurrent(); // not all of the article: j and k must stay quick where it is long
  renderBar();
  draw();
  focusEntity();
  const span = spanAt(id);
  const links = work().links.filter((l) => l.head === ref(span) || l.child === ref(span)).length;
  const score = typeof span.score === "number" ? `, score ${span.score.toFixed(2)}` : "";
  say(`${span.label} ${quoted(wordsOf(span))}${score}, ${links ? plural(links, "link") : "no links"}.`);
}

function clickEntity(id) {
  if (!getSelection().isCollapsed) return; // the end of a selection, not a click
  if (view.linking && candidates().some((span) => spanId(span) === id)) {
    view.target = id;
    finishLink();
  } else choose(id);
}

// --- words: the selection, by mouse, touch or keyboard ---------------------------------------------------

/** The words of the text as {start, end}: the record's tokens, else runs of letters and digits. */
function words() {
  if (!open.words) {
    const tokens = tokensOf(view.index);
    open.words = tokens
      ? tokens.filter((token) => inText(token) && /\S/.test(wordsOf(token)))
      : [...open.text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu)].map((match) => ({
          start: open.points[match.index],
          end: open.points[match.index + match[0].length],
        }));
  }
  return open.words;
}

/** The record's tokens, or null: what `token_sizes` in review.py packed, or as they stand in the record. */
function tokensOf(index) {
  const { sizes } = page.articles[index];
  if (!sizes) {
    const raw = readKey(index, "tokens");
    return Array.isArray(raw) && raw.length && raw.every(pair) ? raw : null;
  }
  const chars = Array.from(page.articles[index].text);
  let start = 0;
  return sizes.map((size, id) => {
    const end = start + (size >> 1);
    const token = { text: chars.slice(start, end).join(""), start, end, id, ws: size % 2 === 1 };
    start = end + (size % 2);
    return token;
  });
}

/** The selected words in code points, grown to whole words, or null. */
function selectedOffsets() {
  const selection = getSelection();
  const text = $("text");
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(text)) return null;
  if (!text.contains(range.startContainer)) range.setStart(text, 0);
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  const ahead = document.createRange();
  ahead.setStart(text, 0);
  ahead.setEnd(range.startContainer, range.startOffset);
  const from = ahead.toString().length;
  const start = open.points[from];
  const end = open.points[from + range.toString().length];
  const touched = words().filter((word) => word.start < end && word.end > start);
  return touched.length ? { start: touched[0].start, end: touched.at(-1).end } : null;
}

function domRange({ start, end }) {
  const place = (unit, last) => {
    const at = open.nodes.findLastIndex((entry) => (last ? entry.start < unit : entry.start <= unit));
    const { node, start: from } = open.nodes[Math.max(0, at)];
    return [node, Math.min(unit - from, node.length)];
  };
  const range = document.createRange();
  range.setStart(...place(open.units[start], false));
  range.setEnd(...place(open.units[end], true));
  return range;
}

function selectWords(span) {
  const range = domRange(span);
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  reveal(range.getBoundingClientRect());
  say(`Selected: ${quoted(wordsOf(span))}. Arrows move, Shift moves the end, Ctrl+Shift the start; then a label's number.`);
}

function startSelection() {
  const current = spanAt(view.current);
  const start = current ?? words()[0];
  if (start) selectWords(start);
}

/** Arrow keys: move the selection, or with Shift its end or start; with none, the entity's borders. */
function arrow(by, shift, ctrl) {
  const selected = selectedOffsets();
  const entity = spanAt(view.current);
  const span = selected ?? (shift ? entity : null);
  if (!span) return false;
  const list = words();
  const first = list.findIndex((word) => word.end > span.start);
  const last = list.findLastIndex((word) => word.start < span.end);
  let [from, to] = [first, last];
  if (!shift) from = to = by > 0 ? last + 1 : first - 1;
  else if (ctrl) from += by;
  else to += by;
  if (from < 0 || to >= list.length || from > to) return true;
  const moved = { start: list[from].start, end: list[to].end };
  if (selected) selectWords(moved);
  else putSpan(moved.start, moved.end, entity.label);
  return true;
}

function giveLabel(name) {
  const selected = selectedOffsets() ?? pressed;
  pressed = null;
  if (!selected) return relabel(name);
  getSelection().removeAllRanges();
  putSpan(selected.start, selected.end, name);
}

// Touch browsers drop the selection before the click on a button arrives: remember it from the press.
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  pressed = event.target.closest(".bar, aside") ? selectedOffsets() : null;
}, true);

// --- drawing ---------------------------------------------------------------------------------------------

/** focus: put the focus on the entity that is current, for j, k and after a change to it. */
function render(focus = false) {
  const key = document.activeElement?.dataset?.key;
  renderHead();
  renderText();
  renderGold();
  renderMeetings();
  renderLinks();
  renderEntities();
  renderNotes();
  renderBar();
  draw();
  if (focus) focusEntity();
  else if (key && document.activeElement?.dataset?.key !== key) {
    document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}

function focusEntity() {
  const node = open.entities.get(view.target ?? view.current);
  if (!node) return;
  node.focus({ preventScroll: true });
  reveal(node.getBoundingClientRect());
}

/** Scroll so that it stands between the header and the bar. */
function reveal(rect) {
  const top = document.querySelector("header").getBoundingClientRect().bottom + 24;
  const bottom = document.querySelector(".bar").getBoundingClientRect().top - 24;
  if (rect.top < top || rect.bottom > bottom) window.scrollBy(0, rect.top - top - (bottom - top) / 3);
}

function optionText(index) {
  const { id } = page.articles[index];
  const mark = answers[index] ? ` ${ANSWERS[answers[index]][1]} ${ANSWERS[answers[index]][0]}` : "";
  return `${index + 1}${id === null ? "" : ` · ${id}`}${mark}`;
}

function counts() {
  const by = (value) => answers.filter((answer) => answer === value).length;
  return { accept: by("accept"), reject: by("reject"), ignore: by("ignore"), none: by(null) };
}

function renderHead() {
  const { id, published } = page.articles[view.index];
  const total = page.articles.length;
  const { none } = counts();
  $("title").textContent = [id ?? `Article ${view.index + 1}`, published].filter((part) => part !== null).join(" · ");
  const state = work().answer;
  $("answer").textContent = state ? `${ANSWERS[state][1]} ${ANSWERS[state][0]}` : "no answer yet";
  $("answer").className = state ?? "";
  $("progress").max = total;
  $("progress").value = total - none;
  $("progress-text").textContent = `${total - none} of ${total} answered`;
  $("jump").value = String(view.index);
  $("previous").disabled = view.index === 0;
  $("next").disabled = view.index === total - 1;
}

function renderText() {
  const { spans } = work();
  const faults = goldFaults();
  const nodes = [];
  const box = document.createDocumentFragment();
  const add = (parent, from, to) => {
    if (from === to) return;
    const node = document.createTextNode(open.text.slice(open.units[from], open.units[to]));
    nodes.push({ node, start: open.units[from] });
    parent.append(node);
  };
  // Lines are far apart, for the links between them; blank lines need not be: they stay out of the runs.
  const addRuns = (from, to) => {
    const text = open.text.slice(open.units[from], open.units[to]);
    for (const match of text.matchAll(/(?:\r?\n)+|(?:(?!\r?\n)[^])+/g)) {
      const [start, end] = [0, match[0].length].map((more) => open.points[open.units[from] + match.index + more]);
      const run = /\n/.test(match[0]) ? box : box.appendChild(el("span", { class: "run" }));
      add(run, start, end);
    }
  };
  const hidden = [];
  let at = 0;
  open.entities = new Map();
  for (const span of spans) {
    if (span.start < at) {
      hidden.push(span);
      continue;
    }
    addRuns(at, span.start);
    const id = spanId(span);
    const node = el("mark", {
      class: `ent ${kind(span.label)}`,
      role: "button",
      "data-key": `e${id}`,
      "data-tag": span.label + (faults.has(id) ? ` ≠ gold` : ""),
      on: { click: () => clickEntity(id) },
    });
    add(node, span.start, span.end);
    box.append(node);
    open.entities.set(id, node);
    at = span.end;
  }
  addRuns(at, open.units.length - 1);
  open.nodes = nodes;
  $("text").replaceChildren(box);
  renderCurrent();
  $("note-overlaps").hidden = hidden.length === 0;
  $("note-overlaps").textContent = hidden.length
    ? `${plural(hidden.length, "entity").replace("entitys", "entities")} overlap others and cannot be coloured: ` +
      `${hidden.map((span) => `${span.label} ${quoted(wordsOf(span))}`).join(", ")}. Remove them in the list of entities.`
    : "";
}

/** Which entity is current, which is the target of a link, and which one Tab reaches. */
function renderCurrent() {
  const entry = open.entities.has(view.current) ? view.current : open.entities.keys().next().value;
  for (const [id, node] of open.entities) {
    node.classList.toggle("current", id === view.current);
    node.classList.toggle("target", id === view.target);
    node.tabIndex = id === entry ? 0 : -1;
    if (id === view.current) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
  $("new-meeting").disabled = spanAt(view.current)?.label !== page.anchor;
}

/** The class that colours a label: one each for the guide's own, a few in turn for others. */
function kind(name) {
  const at = page.labels.indexOf(name);
  return `k${at < 4 ? at : 4 + ((at - 4) % 4)}`;
}

/** A button that lights up its words, or plain text where it has none. */
function value(key, shown, ranges, what) {
  const fit = ranges.filter(inText);
  if (!fit.length) return el("span", { class: "value" }, shown, el("small", {}, " no words"));
  const on = view.lit?.key === key;
  return el(
    "button",
    {
      type: "button",
      class: "value",
      "data-key": key,
      "aria-label": `${what}: ${shown}`,
      "aria-pressed": String(on),
      on: {
        click: () => {
          view.lit = on ? null : { key, ranges: fit };
          render();
          if (on) return say("No words are lit.");
          reveal(domRange(fit[0]).getBoundingClientRect());
          say(`${what}: ${fit.map((range) => quoted(wordsOf(range))).join(" … ")}`);
        },
      },
    },
    shown
  );
}

const shownSlot = (slot, data) => {
  const value = data[slot];
  if (value === null || value === undefined || value === "") return "none";
  return Array.isArray(value) ? value.join(", ") || "none" : String(value);
};

function renderMeetings() {
  const { meetings } = work();
  const { gold } = page.articles[view.index];
  const cards = meetings.map((meeting, i) => {
    const twin = goldTwin(meeting);
    return meetingCard(`m${i}`, `Meeting ${i + 1}`, meeting.data, gold ? twin ?? {} : null, [
      button("Edit", () => editMeeting(i), { "data-key": `m${i}-edit`, "aria-label": `Edit meeting ${i + 1}` }),
      button("Remove", () => removeMeeting(i), { "data-key": `m${i}-remove`, "aria-label": `Remove meeting ${i + 1}` }),
    ], i);
  });
  const paired = new Set(meetings.map(goldTwin));
  const missed = (gold?.meetings ?? []).filter((meeting) => !paired.has(meeting));
  cards.push(...missed.map((data, i) => meetingCard(`g${i}`, "Only in gold", data, null, [])));
  if (!cards.length) cards.push(el("p", { class: "quiet" }, "No meetings."));
  $("meetings").replaceChildren(...cards);
}

/** twin: the gold meeting, {} where gold has none for it, null where there is no gold at all. */
function meetingCard(key, title, data, twin, tools, index = null) {
  const list = el("dl", {});
  for (const slot of SLOTS) {
    const shown = shownSlot(slot, data);
    const evidence = evidenceOf(data, slot);
    const known = POINTED.includes(slot) && shown !== "none" && shown !== "held";
    const cell = known || inText(evidence) ? value(`${key}-${slot}`, shown, [evidence], `${title}, ${slot}`) : el("span", { class: "value" }, shown);
    const differs = twin && Object.keys(twin).length && !sameSlot(slot, data, twin);
    list.append(
      el("dt", {}, slot),
      el("dd", {}, cell, differs && el("span", { class: "differs" }, `≠ gold: ${shownSlot(slot, twin)}`))
    );
  }
  const chairs = chairsOf(data).map((chair, k) => chairItem(`${key}-c${k}`, chair, twin, index));
  const missed = twin ? chairsOf(twin).filter((g) => !chairsOf(data).some((c) => sameName(c.name, g.name))) : [];
  chairs.push(...missed.map((g) => el("li", { class: "differs" }, `only in gold: ${g.name}${g.country ? `, ${g.country}` : ""}`)));
  list.append(el("dt", {}, "co-chairs"), el("dd", {}, chairs.length ? el("ul", {}, ...chairs) : "none"));
  const unmatched = twin && !Object.keys(twin).length;
  return el(
    "article",
    { class: "card", "aria-label": title },
    el("div", { class: "row" }, el("h4", {}, title, unmatched && el("span", { class: "differs" }, " not in gold")), ...tools),
    list
  );
}

function chairItem(key, chair, twin, index) {
  const name = String(chair.name ?? "?");
  const pointed = (part) => pair(isObject(chair.evidence) ? chair.evidence[part] : null);
  const gold = twin ? chairsOf(twin).find((g) => sameName(g.name, name)) : null;
  const part = (slot) =>
    typeof chair[slot] === "string" && chair[slot]
      ? value(`${key}-${slot}`, chair[slot], [pointed(slot)], `${name}, ${slot}`)
      : null;
  const ruled = typeof chair.rule === "string" && chair.rule;
  return el(
    "li",
    {},
    el(
      "div",
      { class: "who" },
      value(`${key}-name`, name, [pair(chair.span)], "Co-chair"),
      index !== null && button("✕", () => removeChair(index, chair), { class: "small", "aria-label": `Remove co-chair ${name}`, "data-key": `${key}-x` })
    ),
    part("role"),
    part("country"),
    ruled && value(`${key}-rule`, `why: ${ruled}`, [pair(chair.trigger)], `${name}, words of the rule`),
    twin && Object.keys(twin).length && !gold && el("span", { class: "differs" }, "≠ not in gold"),
    gold && fold(gold.country) !== fold(chair.country) && el("span", { class: "differs" }, `≠ gold: ${gold.country ?? "no country"}`)
  );
}

function renderLinks() {
  const items = work().links.map((link, i) =>
    el(
      "li",
      {
        class: link.head === null ? "differs" : null,
        on: {
          mouseenter: () => hover(link),
          mouseleave: () => hover(null),
          focusin: () => hover(link),
          focusout: () => hover(null),
        },
      },
      el("span", { class: `tag link-${link.label === NUMBERS ? 1 : 0}` }, link.label),
      el("span", {}, describeLink(link)),
      button("✕", () => removeLink(link), { class: "small", "aria-label": `Remove ${link.label}: ${describeLink(link)}`, "data-key": `l${i}` })
    )
  );
  $("links").replaceChildren(items.length ? el("ul", { class: "list" }, ...items) : el("p", { class: "quiet" }, "No links."));
}

function hover(link) {
  view.hover = link;
  draw();
}

function renderEntities() {
  const skipped = readKey(view.index, "skipped") ?? [];
  const reasons = new Map((Array.isArray(skipped) ? skipped : []).filter(isObject).map((s) => [pairRef(s), s.reason]));
  const linked = new Set(work().links.flatMap((link) => [link.head, link.child]));
  const items = work().spans.map((span, i) => {
    const id = spanId(span);
    const why = !linked.has(ref(span)) && reasons.get(ref(span));
    return el(
      "li",
      {},
      el("span", { class: `tag ${kind(span.label)}` }, span.label),
      el(
        "span",
        {},
        button(wordsOf(span), () => choose(id), { class: "value", "data-key": `s${i}` }),
        why && el("small", {}, ` not linked: ${why}`)
      ),
      button("✕", () => removeSpan(id), { class: "small", "aria-label": `Remove ${span.label} ${quoted(wordsOf(span))}`, "data-key": `sx${i}` })
    );
  });
  $("entities").replaceChildren(items.length ? el("ul", { class: "list" }, ...items) : el("p", { class: "quiet" }, "No entities."));
}

function renderNotes() {
  const { notes } = work();
  $("notes").hidden = notes.length === 0;
  $("notes-body").replaceChildren(...notes.map((note) => el("li", {}, note)));
}

// --- gold ------------------------------------------------------------------------------------------------

const fold = (value) => String(value ?? "").toLowerCase().trim();
const goldTwin = (meeting) => {
  const { gold } = page.articles[view.index];
  const found = gold?.pairs.find(([at]) => at === meeting.at);
  return found ? gold.meetings[found[1]] : undefined;
};

function sameName(a, b) {
  const [left, right] = [a, b].map((name) => fold(name).split(/\s+/).filter(Boolean));
  if (!left.length || !right.length) return false;
  const within = (x, y) => x.every((word) => y.includes(word));
  return left.at(-1) === right.at(-1) || within(left, right) || within(right, left);
}

function sameSlot(slot, data, twin) {
  const [a, b] = [data, twin].map((m) => (Array.isArray(m[slot]) ? m[slot].map(fold).sort().join("|") : fold(m[slot])));
  return a === b;
}

/** Entities that gold does not have, by `spanId`. */
function goldFaults() {
  const { gold } = page.articles[view.index];
  if (!gold) return new Set();
  const right = new Set(gold.spans.map(spanId));
  return new Set(work().spans.map(spanId).filter((id) => !right.has(id)));
}

function goldMissed() {
  const { gold } = page.articles[view.index];
  const have = new Set(work().spans.map(spanId));
  return (gold?.spans ?? []).filter((span) => !have.has(spanId(span))).sort(byPlace);
}

function renderGold() {
  const { gold } = page.articles[view.index];
  $("gold").hidden = !gold;
  if (!gold) return;
  const { spans, links } = work();
  const faults = goldFaults();
  const covered = new Set();
  const items = goldMissed().map((g, i) => {
    const over = spans.filter((span) => faults.has(spanId(span)) && span.start < g.end && span.end > g.start);
    over.forEach((span) => covered.add(spanId(span)));
    const here = over.map((span) => `${span.label} ${quoted(wordsOf(span))}`).join(" and ");
    return el(
      "li",
      {},
      over.length ? `here ${here}, in gold ` : "only in gold: ",
      el("span", { class: `tag ${kind(g.label)}` }, g.label),
      value(`gs${i}`, wordsOf(g), [g], "Gold"),
      button("Take", () => putSpan(g.start, g.end, g.label), { "data-key": `gt${i}`, "aria-label": `Take ${g.label} ${quoted(wordsOf(g))} from gold` })
    );
  });
  for (const span of spans.filter((s) => faults.has(spanId(s)) && !covered.has(spanId(s)))) {
    items.push(
      el(
        "li",
        {},
        "not in gold: ",
        el("span", { class: `tag ${kind(span.label)}` }, span.label),
        value(`gx${spanId(span)}`, wordsOf(span), [span], "Not in gold"),
        button("Remove", () => removeSpan(spanId(span)), { "aria-label": `Remove ${span.label} ${quoted(wordsOf(span))}`, "data-key": `gr${spanId(span)}` })
      )
    );
  }
  const theirs = linksOf(gold.relations, gold.spans).filter((link) => link.head !== null);
  for (const link of theirs.filter((g) => !links.some((l) => sameLink(l, g)))) {
    const [head, child] = [spanByRef(link.head), spanByRef(link.child)];
    const words = [link.head, link.child].map((key) => quoted(wordsOf(spanByRef(key, gold))));
    const fits = head && child?.label === page.anchor && page.links.some((r) => r.label === link.label && r.head === head.label);
    items.push(el("li", {}, `only in gold: ${link.label} ${words.join(" → ")} `, fits && button("Link", () => toggleLink(head, child), { "aria-label": `Link ${words.join(" to ")} as in gold` })));
  }
  for (const link of links.filter((l) => l.head !== null && !theirs.some((g) => sameLink(g, l)))) {
    items.push(el("li", {}, `not in gold: ${link.label} ${describeLink(link)} `, button("Unlink", () => removeLink(link), { "aria-label": `Unlink ${describeLink(link)}` })));
  }
  const body = items.length ? el("ul", { class: "list" }, ...items) : el("p", { class: "quiet" }, "Entities and links are as in gold.");
  $("gold-title").textContent = items.length ? `Gold: ${plural(items.length, "difference")}` : "Gold";
  $("gold-body").replaceChildren(body);
}

// --- the overlay: lit words, what gold has, and the links -----------------------------------------------

function draw() {
  const layer = $("above");
  const sheet = $("sheet").getBoundingClientRect();
  const nodes = [];
  const boxes = (span) => {
    const rects = [...domRange(span).getClientRects()];
    const wide = rects.filter((rect) => rect.width > 6); // without the space that hangs at a line's end
    return wide.length ? wide : rects;
  };
  for (const g of goldMissed()) {
    boxes(g).forEach((rect, i) => {
      const [x, y] = [rect.left - sheet.left, rect.top - sheet.top];
      nodes.push(svg("rect", { class: "missed", x: x - 2, y: y - 2, width: rect.width + 4, height: rect.height + 4, rx: 3 }));
      if (i === 0) nodes.push(svg("text", { class: "missed", x, y: y + rect.height + 10 }, `gold ${g.label}`));
    });
  }
  for (const range of view.lit?.ranges ?? []) {
    for (const rect of boxes(range)) {
      const place = { x: rect.left - sheet.left - 2, y: rect.top - sheet.top - 2, width: rect.width + 4, height: rect.height + 4 };
      nodes.push(svg("rect", { class: "lit", ...place, rx: 3 }));
    }
  }
  layer.replaceChildren(...drawLinks(sheet), ...nodes);
}

/** Lanes above the lines and beside the text, so that links that run together do not cover each other. */
function laneMaker(limit) {
  const taken = new Map();
  return (where, from, to) => {
    const lanes = taken.get(where) ?? taken.set(where, []).get(where);
    const free = (lane) => (lanes[lane] ?? []).every(([a, b]) => Math.max(from, to) < a || Math.min(from, to) > b);
    let lane = 0;
    while (lane < limit - 1 && !free(lane)) lane++;
    (lanes[lane] ??= []).push([Math.min(from, to), Math.max(from, to)]);
    return lane;
  };
}

/**
 * Each link goes up from its head, along the gap above the line, and down to its child. Where the child is
 * on another line, it goes through the margin that is nearer.
 */
function drawLinks(sheet) {
  const byRef = new Map([...open.entities].map(([id, node]) => [id.slice(0, id.indexOf(":", id.indexOf(":") + 1)), node]));
  const box = $("text").getBoundingClientRect();
  const style = getComputedStyle($("text"));
  const left = box.left - sheet.left + parseFloat(style.paddingLeft);
  const right = box.right - sheet.left - parseFloat(style.paddingRight);
  const gap = Math.max(3, Math.min(5, parseFloat(style.paddingLeft) / 5));
  const links = work().links.filter((link) => byRef.has(link.head) && byRef.has(link.child));
  const draft = view.linking && view.target ? { label: "", head: refOf(view.linking), child: refOf(view.target), draft: true } : null;
  const ends = new Map();
  const places = [...links, ...(draft ? [draft] : [])].map((link) => {
    const at = (key) => {
      const rect = byRef.get(key).getClientRects()[0];
      const place = ends.get(key) ?? { x: rect.left - sheet.left, width: rect.width, top: rect.top - sheet.top, count: 0 };
      ends.set(key, place);
      place.count++;
      return place;
    };
    return { link, head: at(link.head), child: at(link.child) };
  });
  const used = new Map();
  const spread = (end) => {
    const k = used.get(end) ?? 0;
    used.set(end, k + 1);
    return end.x + (end.width * (k + 1)) / (end.count + 1);
  };
  const lane = laneMaker(3);
  const sideLane = laneMaker(4);
  const up = (end, k) => end.top - 4 - gap * k;
  const chosen = spanAt(view.current);
  return places
    .sort((a, b) => Math.abs(a.head.top - a.child.top) - Math.abs(b.head.top - b.child.top) || Math.abs(a.head.x - a.child.x) - Math.abs(b.head.x - b.child.x))
    .flatMap(({ link, head, child }) => {
      const [hx, cx] = [spread(head), spread(child)];
      let points;
      if (Math.abs(head.top - child.top) < 8) {
        const y = up(head, lane(Math.round(head.top), hx, cx));
        points = [[hx, head.top], [hx, y], [cx, y], [cx, child.top]];
      } else {
        const onLeft = hx + cx - 2 * left < 2 * right - hx - cx;
        const k = sideLane(onLeft, head.top, child.top);
        const gx = onLeft ? left - 5 - gap * k : right + 5 + gap * k;
        const [hy, cy] = [up(head, lane(Math.round(head.top), hx, gx)), up(child, lane(Math.round(child.top), cx, gx))];
        points = [[hx, head.top], [hx, hy], [gx, hy], [gx, cy], [cx, cy], [cx, child.top]];
      }
      const strong = link.draft || (view.hover ? sameLink(view.hover, link) : chosen && [link.head, link.child].includes(ref(chosen)));
      const look = `link ${link.draft ? "draft" : link.label === NUMBERS ? "link-1" : "link-0"}${strong ? " strong" : ""}`;
      const [[x, y], [x2]] = points.slice(1, 3);
      const label = svg("text", { class: look, x: (x + Math.max(left, Math.min(right, x2))) / 2, y: y + 3, "text-anchor": "middle" }, link.label.replaceAll("_", "-"));
      const arrow = svg("path", { class: `${look} arrow`, d: `M${cx - 3.5},${child.top - 6}L${cx + 3.5},${child.top - 6}L${cx},${child.top}Z` });
      const room = Math.abs(Math.max(left, Math.min(right, x2)) - x) > 7 * link.label.length;
      return [svg("path", { class: look, d: rounded(points) }), arrow, ...(strong && room ? [label] : [])];
    });
}

const refOf = (id) => ref(spanAt(id));

/** A path through the points with round corners. */
function rounded(points) {
  const toward = ([x, y], [a, b], by) => {
    const length = Math.hypot(a - x, b - y) || 1;
    const part = Math.min(by, length / 2) / length;
    return [x + (a - x) * part, y + (b - y) * part];
  };
  const corners = points.slice(1, -1).map((point, i) => {
    const [before, after] = [toward(point, points[i], 4), toward(point, points[i + 2], 4)];
    return `L${before}Q${point} ${after}`;
  });
  return `M${points[0]}${corners.join("")}L${points.at(-1)}`;
}

// --- the bar, the keys and the dialogs -------------------------------------------------------------------

const KEYS = [
  { keys: ["n"], text: "next article", run: () => show(view.index + 1) },
  { keys: ["p"], text: "previous article", run: () => show(view.index - 1) },
  { keys: ["u"], text: "next article without an answer", run: nextOpen },
  { keys: ["j"], text: "next entity", run: () => moveEntity(1) },
  { keys: ["k"], text: "previous entity", run: () => moveEntity(-1) },
  { keys: ["a"], text: "accept, and on", run: () => answer("accept") },
  { keys: ["x"], text: "reject, and on", run: () => answer("reject") },
  { keys: ["i"], text: "ignore, and on", run: () => answer("ignore") },
  ...page.labels.slice(0, 9).map((name, i) => ({ keys: [String(i + 1)], text: `${name}: add the selected words, or change the entity`, run: () => giveLabel(name) })),
  { keys: ["d", "Delete", "Backspace"], text: "remove the entity", run: () => removeSpan() },
  { keys: ["l"], text: "link, or unlink: then j and k choose the other end, Enter or l does it", run: startLink },
  { keys: ["s"], text: "select words by keyboard; ← → move, Shift+← → move the end, Ctrl+Shift+← → the start", run: startSelection },
  { keys: ["z"], text: "undo (also Ctrl+Z)", run: () => step(done, undone, "before", "undo") },
  { keys: ["y"], text: "redo (also Shift+Z, Ctrl+Y)", run: () => step(undone, done, "after", "redo") },
  { keys: ["e"], text: "export", run: openExport },
  { keys: ["?"], text: "this help", run: () => $("help").showModal() },
  { keys: ["Escape"], text: "cancel: link, selection, lit words", run: cancel },
];
const EXTRA = [{ keys: ["Shift+← →"], text: "move the end of the entity you are on, word by word; with Ctrl, its start" }];
const runKey = (key) => KEYS.find((entry) => entry.keys.includes(key))?.run;

function renderBar() {
  const current = spanAt(view.current);
  const one = (key, text, attrs = {}) =>
    el(
      "button",
      { type: "button", "data-key": `b${text}`, "aria-keyshortcuts": key, on: { click: () => runKey(key)(), mousedown: (event) => event.preventDefault() }, ...attrs },
      key.length === 1 && el("kbd", { "aria-hidden": "true" }, key),
      text
    );
  $("labels").replaceChildren(
    ...page.labels.map((name, i) =>
      i < 9
        ? one(String(i + 1), name, { class: kind(name), "aria-pressed": String(current?.label === name) })
        : button(name, () => giveLabel(name), { class: kind(name), "aria-pressed": String(current?.label === name), "data-key": `b${name}` })
    )
  );
  $("edits").replaceChildren(
    one("d", "Remove", { disabled: !current }),
    one("l", view.linking ? "Link it" : "Link", { disabled: !current, "aria-pressed": String(Boolean(view.linking)) }),
    one("z", "Undo", { disabled: !done.length }),
    one("y", "Redo", { disabled: !undone.length })
  );
  const given = work().answer;
  $("answers").replaceChildren(
    ...[["a", "Accept", "accept"], ["x", "Reject", "reject"], ["i", "Ignore", "ignore"]].map(([key, text, name]) =>
      one(key, text, { class: name, "aria-pressed": String(given === name) })
    )
  );
}

/** The key as on a Latin keyboard: a Cyrillic or Devanagari layout has the same keys in the same places. */
function latin(event) {
  if (event.key.length > 1 || /[\x20-\x7e]/.test(event.key)) return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

document.addEventListener("keydown", (event) => {
  pressed = null;
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const field = event.target.closest?.("input, textarea, select");
  const key = latin(event);
  if (field) {
    if (key === "Escape") $("text").focus();
    return;
  }
  const ctrl = event.ctrlKey || event.metaKey;
  const handled = () => {
    event.preventDefault();
    return true;
  };
  if (ctrl && !event.altKey && (key === "z" || key === "y")) {
    handled();
    return runKey(key === "y" || event.shiftKey ? "y" : "z")();
  }
  if (!$("single-keys").checked && key !== "Escape") return;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    if (!event.altKey && (!ctrl || event.shiftKey) && arrow(key === "ArrowRight" ? 1 : -1, event.shiftKey, ctrl)) handled();
    return;
  }
  if (ctrl || event.altKey) return;
  if (key === "Enter" || key === " ") {
    if (event.target.closest?.("button, a, summary")) return;
    if (view.linking) return handled() && finishLink();
    const id = event.target.dataset?.key;
    if (event.target.matches?.(".ent")) return handled() && choose(id.slice(1));
    return;
  }
  const run = runKey(key === "z" && event.shiftKey ? "y" : key);
  if (run) {
    handled();
    run();
  }
});

function exportLines(onlyAnswered) {
  const lines = [];
  page.articles.forEach((_, index) => {
    if (!onlyAnswered || answers[index] !== null) lines.push(`${recordLine(index)}\n`);
  });
  return lines;
}

/** One record as JSON: what was not changed, letter by letter as it came. */
function recordLine(index) {
  const state = workOf(index);
  const fresh = freshWork(index);
  const out = new Map(page.articles[index].keys);
  const set = (key, value) => out.set(key, JSON.stringify(value));
  const spansChanged = !same(state.spans, fresh.spans);
  const linksChanged = spansChanged || !same(state.links, fresh.links);
  const tokens = out.has("tokens") ? tokensOf(index) : null;
  if (linksChanged) {
    const spans = withTokens(state.spans, tokens);
    if (spansChanged) set("spans", spans);
    if (out.has("relations") || state.links.length) set("relations", state.links.map((link) => relationOf(link, state.spans, spans)));
    if (out.has("skipped")) set("skipped", stillSkipped(readKey(index, "skipped"), state));
  }
  if (!same(state.meetings, fresh.meetings)) set("meetings", state.meetings.map((meeting) => meeting.data));
  set("answer", state.answer ?? "ignore");
  const known = { text: () => page.articles[index].text, tokens: () => tokens };
  return `{${[...out].map(([key, raw]) => `${JSON.stringify(key)}: ${raw ?? JSON.stringify(known[key]())}`).join(", ")}}`;
}

/** Spans with the tokens they start and end at. Without tokens, what an untouched span has is kept. */
function withTokens(spans, tokens) {
  if (!tokens) return spans;
  const id = (token, i) => (Number.isInteger(token.id) ? token.id : i);
  const starts = new Map(tokens.map((token, i) => [token.start, id(token, i)]));
  const ends = new Map(tokens.map((token, i) => [token.end, id(token, i)]));
  return spans.map((span) => {
    const { token_start, token_end, ...rest } = span;
    const [from, to] = [starts.get(span.start), ends.get(span.end)];
    return from === undefined || to === undefined ? rest : { ...span, token_start: from, token_end: to };
  });
}

/** A relation as the record holds it; head and child are left out where the tokens are not known. */
function relationOf(link, spans, finished) {
  if (link.head === null) return link.raw;
  const { head, child, head_span, child_span, ...rest } = link.raw;
  const end = (key, old) => {
    const { start, end, token_start, token_end, label } = finished[spans.findIndex((span) => ref(span) === key)];
    const { token_start: _, token_end: __, ...kept } = isObject(old) ? old : {};
    return { ...kept, start, end, token_start, token_end, label };
  };
  const [from, to] = [end(link.head, head_span), end(link.child, child_span)];
  return { ...rest, head: from.token_end, child: to.token_end, label: link.label, head_span: from, child_span: to };
}

/** The officials that no rule linked: without those that are gone, and those that a person linked. */
function stillSkipped(skipped, state) {
  if (!Array.isArray(skipped)) return skipped;
  const heads = new Set(state.links.map((link) => link.head));
  return skipped.filter((entry) => !pairRef(entry) || (spanByRef(pairRef(entry), state) && !heads.has(pairRef(entry))));
}

function openExport() {
  const { accept, reject, ignore, none } = counts();
  const changed = answers.filter((answer, i) => answer === null && works.has(i) && !same(works.get(i), freshWork(i))).length;
  $("export-counts").textContent =
    `${plural(page.articles.length, "article")}: ${accept} accepted, ${reject} rejected, ${ignore} ignored. ` +
    (none ? `${none} without an answer, of which you changed ${changed}; they go out as ignored.` : "");
  $("download").textContent = `Download ${exportName()}`;
  $("export").showModal();
  $("download").focus();
}

const exportName = () => `${page.file.replace(/\.jsonl?$/i, "")}.reviewed.jsonl`;

function download() {
  const lines = exportLines($("only-answered").checked);
  const link = el("a", { download: exportName(), href: URL.createObjectURL(new Blob(lines, { type: "application/jsonl" })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  $("export").close();
  say(`${plural(lines.length, "article")} exported to ${exportName()}.`);
}

/** A form for what a meeting says. Words that are selected can be made the place that shows a value. */
function editMeeting(i) {
  const { data } = work().meetings[i];
  const selected = selectedOffsets() ?? pressed;
  const fields = new Map();
  const field = (key, title, input) => {
    fields.set(key, input);
    return el("p", {}, el("label", {}, title, input));
  };
  const text = (key, title, value) => field(key, title, el("input", { type: "text", value: value ?? "" }));
  const option = (value, chosen) => el("option", { value, selected: value === chosen }, value);
  const rows = [
    text("forum", "Forum", data.forum),
    text("round", "Round (a number)", data.round === null ? "" : String(data.round ?? "")),
    field("status", "Status", el("select", {}, ...["held", "scheduled"].map((value) => option(value, data.status)))),
    text("place", "Place (a city, or virtual)", data.place),
    text("date", "Date (2023-11-16, 2023-11 or 2023)", data.date),
    text("parties", "Parties, with commas between", shownSlot("parties", data).replace(/^none$/, "")),
    ...chairsOf(data).flatMap((chair, k) => [
      text(`role${k}`, `Role of ${chair.name}`, chair.role),
      text(`country${k}`, `Country of ${chair.name}`, chair.country),
    ]),
  ];
  if (selected) {
    const slots = ["nothing", ...POINTED];
    rows.push(field("shows", `The selected words ${quoted(wordsOf(selected))} show its`, el("select", {}, ...slots.map((slot) => option(slot)))));
  }
  const fault = el("p", { class: "differs", role: "alert" });
  $("edit-title").textContent = `Meeting ${i + 1}`;
  $("edit-form").replaceChildren(
    ...rows,
    fault,
    el("div", { class: "row" }, button("Save", () => submit(), { class: "main" }), button("Cancel", () => $("edit").close()))
  );
  const submit = () => {
    const read = (key) => fields.get(key).value.trim() || null;
    const round = read("round");
    const date = read("date");
    if (round !== null && !/^\d{1,4}$/.test(round)) return fault.replaceChildren("The round is a number, or empty.");
    if (date !== null && !/^\d{4}(-\d{2}(-\d{2})?)?$/.test(date)) return fault.replaceChildren("Write the date as 2023-11-16, 2023-11 or 2023.");
    if (read("forum") === null) return fault.replaceChildren("A meeting needs its forum's name.");
    const parties = (read("parties") ?? "").split(",").map((party) => party.trim()).filter(Boolean);
    const values = { forum: read("forum"), round: round === null ? null : Number(round), status: read("status"), place: read("place"), date, parties };
    $("edit").close();
    change(`Meeting ${i + 1} edited.`, (state) => {
      const meeting = state.meetings[i].data;
      for (const slot of SLOTS) setSlot(meeting, slot, values[slot]);
      chairsOf(meeting).forEach((chair, k) => {
        setPart(chair, "role", read(`role${k}`));
        setPart(chair, "country", read(`country${k}`));
      });
      const slot = selected ? read("shows") : "nothing";
      if (slot !== "nothing") meeting.evidence = { ...meeting.evidence, [slot]: [selected.start, selected.end] };
    });
    render();
  };
  $("edit-form").onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  $("edit").showModal();
}

/** A person's value: its rule is by-hand, and words that showed the old value show it no more. */
function setSlot(meeting, slot, value) {
  if (same(value, meeting[slot] ?? (slot === "parties" ? [] : null))) return;
  meeting[slot] = value;
  if (!POINTED.includes(slot)) return;
  meeting.rules = { ...(isObject(meeting.rules) ? meeting.rules : {}), [slot]: BY_HAND };
  if (isObject(meeting.evidence)) delete meeting.evidence[slot];
  const found = typeof value === "string" && slot !== "status" ? findWords(value) : null;
  if (found) meeting.evidence = { ...(isObject(meeting.evidence) ? meeting.evidence : {}), [slot]: found };
}

function setPart(chair, part, value) {
  if (value === (chair[part] ?? null)) return;
  chair[part] = value;
  if (isObject(chair.evidence)) delete chair.evidence[part];
}

/** Where the words stand first in the text, as [start, end], or null. */
function findWords(words) {
  const at = open.text.indexOf(words);
  return at < 0 ? null : [open.points[at], open.points[at + words.length]];
}

// --- start -----------------------------------------------------------------------------------------------

function start() {
  $("file").textContent = page.file;
  for (let index = 0; index < page.articles.length; index++) {
    const kept = stored(index);
    if (kept) works.set(index, kept);
    answers.push(kept ? kept.answer : freshAnswer(index));
    $("jump").append(el("option", { value: String(index) }, optionText(index)));
  }
  $("keys").replaceChildren(
    ...[...KEYS, ...EXTRA].map(({ keys, text }) =>
      el("tr", {}, el("td", {}, ...keys.flatMap((key) => [el("kbd", {}, key), " "])), el("td", {}, text))
    )
  );
  $("previous").addEventListener("click", () => show(view.index - 1));
  $("next").addEventListener("click", () => show(view.index + 1));
  $("open-export").addEventListener("click", openExport);
  $("open-help").addEventListener("click", () => $("help").showModal());
  $("download").addEventListener("click", download);
  $("new-meeting").textContent = `New meeting from this ${page.anchor}`;
  $("new-meeting").addEventListener("click", newMeeting);
  for (const node of document.querySelectorAll("[data-close]")) node.addEventListener("click", () => node.closest("dialog").close());
  let byPointer = false;
  $("jump").addEventListener("pointerdown", () => (byPointer = true));
  $("jump").addEventListener("keydown", () => (byPointer = false));
  $("jump").addEventListener("change", () => {
    show(Number($("jump").value));
    if (byPointer) $("text").focus({ preventScroll: true }); // so that the keys work again; a keyboard user stays
  });
  $("single-keys").checked = storedSetting("keys") !== "off";
  $("single-keys").addEventListener("change", () => save("keys", $("single-keys").checked ? null : "off"));
  new ResizeObserver(() => requestAnimationFrame(draw)).observe($("sheet"));
  const bar = document.querySelector(".bar");
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  window.addEventListener("storage", adopt);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && done.length) event.preventDefault();
  });
  const at = Number(storedSetting("at"));
  show(Number.isInteger(at) && at >= 0 && at < page.articles.length ? at : 0);
}

function storedSetting(key) {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** The same file is open in another tab, and was changed there: take that over, or the two overwrite each other. */
function adopt(event) {
  if (!event.key?.startsWith(PREFIX)) return;
  const index = Number(event.key.slice(PREFIX.length));
  if (!Number.isInteger(index) || !page.articles[index]) return;
  works.set(index, stored(index) ?? freshWork(index));
  answers[index] = works.get(index).answer;
  $("jump").options[index].textContent = optionText(index);
  for (const steps of [done, undone]) steps.splice(0, steps.length, ...steps.filter((entry) => entry.index !== index));
  if (index === view.index) {
    view.linking = view.target = null;
    render();
    say("This article was changed in another tab.");
  } else renderHead();
}

start();
