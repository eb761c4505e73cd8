// Shows what the events tell and sends the one thing there is to send. It counts nothing itself:
// what is not told is not shown. Its few words stand in the page, in the language of the laptop.
"use strict";

const AGAIN_MS = 1000;
const DEAF_MS = 6000;
const ANSWER_MS = 2000;
const CLICK_MS = 1000;
const TRIES = 3;
const body = document.body;
const form = document.forms[0];
const button = document.getElementById("stop");
const oldAfter = Number(body.dataset.oldAfter);
const TEXTS = ["word", "time", "name", "left", "belt", "target", "unit", "then", "note", "stop"];

let source = null;
let told = null; // The last state.
let toldAt = -Infinity; // When the front end told it, by this device's clock.
let openedAt = 0;
let nonce = form.elements.nonce.value;
let busy = false;
let failed = ""; // Why the last press did not arrive.

function put(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}

function show() {
  if (told !== null && told.left_session) {
    put("last", told.note);
    body.className = "left";
    return;
  }
  const age = Date.now() - toldAt;
  // A clock that was set back tells no age.
  const late = age > oldAfter || age < -oldAfter;
  const old = told === null || told.old || (late && !told.last);
  body.className = old ? "old" : told.kind;
  const since = body.dataset.since.replace("{seconds}", Math.round(age / 1000));
  put("since", old && Number.isFinite(age) && age > 0 ? ` ${since}` : "");
  if (!old) {
    for (const id of TEXTS) put(id === "stop" ? "stopped" : id, String(told[id]));
    put("last", told.note);
    put("stop", told.label);
    button.classList.toggle("long", told.label.length > 8);
    document.getElementById("simulated").hidden = !told.simulated;
  }
  if (failed) put("stopped", failed);
  else if (old) put("stopped", "");
}

function open() {
  if (source !== null) source.close();
  openedAt = Date.now();
  source = new EventSource("events");
  source.onmessage = (event) => {
    told = JSON.parse(event.data);
    toldAt = Date.now() - told.age;
    if (told.left_session) source.close();
    show();
  };
}

function look() {
  if (told !== null && told.left_session) return;
  const now = Date.now();
  const closed = source.readyState === EventSource.CLOSED && now - openedAt > AGAIN_MS;
  const deaf = now - Math.max(openedAt, toldAt) > DEAF_MS;
  if (closed || deaf) open();
  show();
}

// A press that did not arrive is sent again; one that was answered is not.
async function stop() {
  if (busy) return;
  busy = true;
  button.classList.add("sent");
  failed = body.dataset.sending;
  show();
  let last = "";
  for (let each = 0; each < TRIES && failed; each += 1) {
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams({ nonce }),
        headers: { accept: "application/json" },
        signal: AbortSignal.timeout(ANSWER_MS),
        cache: "no-store",
      });
      if (answer.status === 202 || answer.status === 409) nonce = (await answer.json()).nonce;
      if (answer.status === 202) failed = "";
      last = ` (${answer.status})`;
    } catch {
      last = "";
      await new Promise((done) => setTimeout(done, AGAIN_MS / 4));
    }
  }
  if (failed) failed = body.dataset.notArrived.replace("{answer}", last);
  busy = false;
  button.classList.remove("sent");
  show();
}

// A finger stops on its way down, and its click says the same again; a keyboard has only the click.
let downAt = -Infinity;
button.addEventListener("pointerdown", () => {
  downAt = Date.now();
  void stop();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (Math.abs(Date.now() - downAt) > CLICK_MS) void stop();
});

// Browsers offer it on this computer only; over a network without encryption there is none.
async function stayAwake() {
  if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // Refused, for example by a low battery.
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  toldAt = -Infinity; // What was shown before the device slept is not shown as news.
  open();
  show();
  void stayAwake();
});
void stayAwake();
open();
setInterval(look, 500);
