// What was typed and is not saved yet. Long texts in dialogs stay in this tab until they are sent. Everything else is kept only when the connection is
// lost: if the server has forgotten the circuit and the page is loaded anew, its fields are filled in again, and those of a dialog when it is opened again.
(() => {
  'use strict';
  const stored = change => { try { return change(sessionStorage); } catch { return null; /* a full or closed store keeps nothing */ } };
  const person = () => document.body.dataset.person;
  const textOf = el => (el?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const tell = (el, ...kinds) => kinds.forEach(kind => el.dispatchEvent(new Event(kind, { bubbles: true })));
  const pause = ms => new Promise(done => setTimeout(done, ms));

  // ---- long texts in dialogs: neither Escape nor a reload throws them away
  const dialogs = new Set();
  const draftOf = (dialog, area) => `${dialog.dataset.place}:${[...dialog.querySelectorAll('textarea')].indexOf(area)}`;
  const meetTexts = dialog => {
    const areas = [...dialog.querySelectorAll('textarea')];
    if (areas.length === 0) return;
    // By all that it says: the same question about another record is another text.
    dialog.dataset.place = `dialog:${person()}:${location.pathname}:${textOf(dialog).slice(0, 300)}`;
    dialogs.add(dialog);
    for (const area of areas) {
      area.dataset.was = area.value;
      const kept = JSON.parse(stored(s => s.getItem(draftOf(dialog, area))) ?? 'null');
      if (kept?.was !== area.value) continue;
      area.value = kept.now;
      tell(area, 'input', 'change');
    }
  };
  const leaveTexts = () => {
    for (const dialog of dialogs) {
      if (dialog.isConnected) continue;
      dialogs.delete(dialog);
      if (dialog.dataset.sent) for (const area of dialog.querySelectorAll('textarea')) stored(s => s.removeItem(draftOf(dialog, area)));
    }
  };
  document.addEventListener('input', e => {
    const dialog = e.target.closest?.('.mud-dialog[data-place]');
    if (!dialog || e.target.tagName !== 'TEXTAREA') return;
    delete dialog.dataset.sent;
    const draft = { was: e.target.dataset.was, now: e.target.value };
    stored(s => (draft.now === draft.was ? s.removeItem(draftOf(dialog, e.target)) : s.setItem(draftOf(dialog, e.target), JSON.stringify(draft))));
  });
  const send = e => { const dialog = e.target.closest?.('.mud-dialog[data-place]'); if (dialog) dialog.dataset.sent = 'true'; };
  document.addEventListener('click', e => { if (e.target.closest?.('.mud-dialog-actions .mud-button-filled')) send(e); });
  document.addEventListener('keydown', e => { if (e.key === 'Enter' && e.target.tagName === 'INPUT') send(e); });

  // ---- fields: which of them count, what they show, and how each is found again
  const never = '[type=password], [type=file], [type=search], [autocomplete*=password], [autocomplete=one-time-code], [data-no-draft], [data-no-draft] *, .mud-popover:not(.drop) *, .drop [type=checkbox], .drop .mud-select *';
  const isTick = f => f.type === 'checkbox' || f.type === 'radio';
  const isChoice = f => f.closest('.mud-select') !== null && !f.closest('.mud-autocomplete');
  const counts = f => !f.disabled && !f.matches(never) && (isChoice(f) || !(f.readOnly || f.type === 'hidden'));
  const dialogOf = f => f.closest('.mud-dialog, .drop [role=dialog]');
  const shown = f => (isTick(f) ? String(f.checked) : (isChoice(f) && textOf(f.closest('.mud-input')?.querySelector('div.mud-input-slot'))) || f.value);
  const labelOf = f => {
    const label = f.labels?.[0] ?? f.closest('.mud-input-control')?.querySelector('label');
    return (f.getAttribute('aria-label') || textOf(label?.querySelector('.field-label') ?? label) || f.placeholder || f.name).slice(0, 100);
  };
  const same = (dialog, label) => [...(dialog ?? document).querySelectorAll('input, textarea')].filter(f => counts(f) && dialogOf(f) === dialog && labelOf(f) === label);
  const find = (dialog, kept) => same(dialog, kept.label)[kept.at];

  // Each field that the person was in: what it showed before, and where it is.
  const touched = new Map();
  const touch = (f, was = shown(f)) => {
    if (touched.size > 500) for (const old of touched.keys()) if (!old.isConnected) touched.delete(old);
    const [dialog, label] = [dialogOf(f), labelOf(f)];
    touched.set(f, { was, dialog, label, at: same(dialog, label).indexOf(f), tick: isTick(f), path: location.pathname, href: location.href });
  };
  const meet = e => {
    const f = e.target.matches?.('input, textarea') ? e.target : e.target.closest?.('.mud-input-control')?.querySelector('input, textarea');
    if (f && !touched.has(f) && counts(f)) touch(f);
  };
  addEventListener('focusin', meet, true);
  addEventListener('pointerdown', meet, true);
  // In the order in which they were changed: what is chosen in one may change the others. A browser may tick a box without giving it the focus.
  const order = e => {
    const before = touched.get(e.target);
    if (before) { touched.delete(e.target); touched.set(e.target, before); }
    else if (e.target.matches?.('input') && isTick(e.target) && counts(e.target)) touch(e.target, String(!e.target.checked));
  };
  addEventListener('input', order, true);
  addEventListener('change', order, true);

  // ---- what was saved is no draft: all in the form or card of the button, or the one field that saves itself
  let acted = null;
  const noticed = new WeakSet();
  addEventListener('change', e => { acted = e.target; }, true);
  const leaveSaved = () => {
    const notice = document.querySelector('.notices > [data-tone=good]:last-child');
    if (!notice || noticed.has(notice)) return;
    noticed.add(notice);
    const place = acted?.matches('input, textarea') ? acted : acted?.closest('form, .mud-dialog, .card, #main');
    for (const [f, about] of touched) if (place?.contains(f)) about.was = shown(f);
  };

  // ---- dialogs: which button opened them
  const pressable = 'button, a[href], [role=button], [role=menuitem]';
  const nameOf = b => b.getAttribute('aria-label') || textOf(b) || b.title;
  const rowOf = b => { const row = b.closest('tr, li'); return row?.querySelector('a[href]')?.getAttribute('href') ?? textOf(row).slice(0, 200); };
  let opener = null;
  addEventListener('click', e => {
    const b = e.target.closest?.(pressable);
    if (!b) return;
    acted = b;
    // Not what is in a panel or menu, which is gone when it is looked for, and not what sends a form.
    opener = b.closest('.mud-dialog, .mud-popover, [type=submit]') ? null : { name: nameOf(b), row: rowOf(b), at: Date.now() };
  }, true);
  addEventListener('keydown', e => { if (e.key !== 'Enter' && e.key !== ' ') opener = null; }, true);
  const met = new Map();
  const meetDialogs = () => {
    for (const dialog of met.keys()) if (!dialog.isConnected) met.delete(dialog);
    for (const dialog of document.querySelectorAll('.mud-dialog, .drop [role=dialog]')) {
      if (met.has(dialog)) continue;
      met.set(dialog, {
        title: textOf(dialog.querySelector('h2')) || dialog.getAttribute('aria-label') || 'a dialog',
        words: textOf(dialog).slice(0, 300),
        opener: opener && Date.now() - opener.at < 5000 ? { name: opener.name, row: opener.row } : null
      });
      fillDialog(dialog);
    }
  };

  // ---- the connection: what differs is kept when the page goes while it is lost
  const place = 'unsaved';
  const maxKept = 1_000_000; // characters; a tab has room for some five million
  let lost = false;
  let frame = null; // what the circuit had drawn when the connection was lost
  let started = false;
  let waiting = []; // fields of the page that are not filled in yet
  const offers = []; // dialogs, and fields that could not be filled in
  const changed = (drawnAnew = false) => {
    let size = 0;
    return [...touched].flatMap(([el, { was, dialog, label, at, tick, path, href }]) => {
      if (path !== location.pathname || (dialog && !dialog.isConnected && !drawnAnew)) return [];
      const f = el.isConnected || drawnAnew ? el : find(dialog, { label, at });
      const now = f && shown(f);
      if (!f || now === was || (f.type === 'radio' && !f.checked)) return [];
      // A panel of filters is in the address as soon as they are chosen.
      if (href !== location.href && dialog?.closest('.drop')) return [];
      size += was.length + now.length;
      return size > maxKept ? [] : [{ dialog, label, at, tick, was, now, here: f === document.activeElement }];
    });
  };
  const write = fields => stored(s => (fields.length || offers.length ? s.setItem(place, JSON.stringify({ person: person(), path: location.pathname, fields, offers })) : s.removeItem(place)));
  const keep = drawnAnew => {
    if (!person()) return;
    const all = changed(drawnAnew);
    const plain = of => all.filter(c => c.dialog === of).map(c => ({ ...c, dialog: undefined }));
    for (const dialog of new Set(all.map(c => c.dialog))) if (dialog) offers.push({ kind: 'dialog', ...met.get(dialog), fields: plain(dialog) });
    write([...waiting, ...plain(null)]);
  };
  addEventListener('pagehide', () => { if (lost) keep(false); });
  // Nobody need be warned of losing what is kept.
  addEventListener('beforeunload', e => { if (lost) e.stopImmediatePropagation(); });
  document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', e => {
    if (!lost) {
      frame = document.querySelector('[data-interactive=true]');
      for (const f of touched.keys()) if (!f.isConnected) touched.delete(f);
    }
    lost = e.detail.state !== 'hide';
    if (!lost) setTimeout(() => { if (!lost) frame = null; }, 10000);
  });
  // A server that has forgotten the circuit, but not the page, makes a new circuit and draws the page anew in its place.
  const followFrame = () => {
    if (!frame || frame.isConnected) return;
    frame = null;
    keep(true);
    touched.clear();
    bar.replaceChildren();
    offers.length = 0;
    started = false;
  };
  document.addEventListener('submit', e => {
    if (e.target.getAttribute('action') === '/sign-out') { touched.clear(); waiting = []; offers.length = 0; }
  });

  // ---- filling in, as a person would: what the circuit does not hear of would be gone with its next drawing
  const until = async (what, ms = 3000) => { for (const end = Date.now() + ms; ; await pause(50)) { const found = what(); if (found || Date.now() > end) return found; } };
  const press = el => ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'].forEach(kind => el.dispatchEvent(new (kind.startsWith('pointer') ? PointerEvent : MouseEvent)(kind, { bubbles: true, cancelable: true, pointerType: 'touch' })));
  const items = () => [...document.querySelectorAll('.mud-popover-open .mud-list-item')];
  const item = text => until(() => items().find(i => textOf(i) === text));
  // One of a list, or several: then those are pressed that differ.
  const choose = async (f, was, now) => {
    const face = f.closest('.mud-input');
    press(face);
    const all = (await until(() => items().length && items())) || [];
    const several = Boolean(all[0]?.closest('[aria-multiselectable=true]'));
    const named = text => all.filter(i => (several ? text.split(', ') : [text]).includes(textOf(i)));
    const [before, after] = [several ? named(was) : [], named(now)];
    const known = several ? after.length === now.split(', ').length : after.length === 1;
    if (known) for (const i of new Set([...before, ...after])) if (!several || before.includes(i) !== after.includes(i)) { i.click(); await pause(100); }
    if (several || !known) press(face);
    await until(() => items().length === 0);
    return known;
  };
  const put = async (f, { now, here }) => {
    if (!touched.has(f)) touch(f);
    if (isTick(f)) f.click();
    else if (isChoice(f)) return choose(f, shown(f), now);
    else if (f.closest('.mud-autocomplete') && now) {
      const was = shown(f);
      f.focus();
      f.value = now;
      tell(f, 'input');
      const choice = await item(now);
      if (!choice) { f.value = was; tell(f, 'input', 'change'); return false; }
      choice.click();
    } else {
      f.value = now;
      tell(f, 'input');
      // A field of the page may save itself when it is left: half a number is not meant yet.
      if (here && !dialogOf(f)) { f.focus(); f.addEventListener('blur', () => tell(f, 'change'), { once: true }); }
      else tell(f, 'change');
    }
    return true;
  };
  let filled = 0; // fields of the page
  // Those that show what they showed before; the rest is returned.
  const fillWhatFits = async (dialog, fields) => {
    const left = [];
    for (const kept of fields) {
      const f = find(dialog, kept);
      const shows = f && shown(f);
      if (shows === kept.now) continue;
      if (!f || kept.refused || shows !== kept.was) left.push(kept);
      else if (await put(f, kept)) filled += dialog ? 0 : 1;
      else left.push({ ...kept, refused: true });
    }
    return left;
  };
  // What the page still reads, or shows only after another choice, is waited for.
  const fill = async (dialog, fields, patience = 5000) => {
    for (let end = Date.now() + patience; fields.some(kept => !kept.refused) && Date.now() < end && (dialog?.isConnected ?? true); await pause(100)) {
      const left = await fillWhatFits(dialog, fields);
      if (left.length < fields.length) end = Date.now() + patience;
      fields = left;
    }
    return fields;
  };

  // ---- notices: what was filled in, what waits for its dialog, and what could not be
  const bar = document.getElementById('drafts');
  const says = {
    dialog: o => `The connection was lost while you were writing in “${o.title}”. Open it again: what you wrote is filled in.`,
    closed: () => 'The connection was lost while you were writing in fields that are not open now. Open them again: what you wrote is filled in.',
    changed: () => 'This was changed meanwhile, so what you wrote before the connection was lost is not filled in.',
    filled: () => 'The connection was lost and the page was loaded again. What you wrote is filled in and not saved yet.'
  };
  const wordsOf = kept => (kept.tick ? (kept.now === 'true' ? 'Yes' : 'No') : kept.now || '(empty)');
  const openerOf = o => {
    const all = o.opener ? [...document.querySelectorAll(pressable)].filter(b => !b.disabled && b.getClientRects().length && nameOf(b) === o.opener.name && rowOf(b) === o.opener.row) : [];
    return all.length === 1 ? all[0] : null;
  };
  const withdraw = offer => {
    offer.part?.remove();
    if (offers.includes(offer)) offers.splice(offers.indexOf(offer), 1);
    write([]);
  };
  const show = offer => {
    const part = document.getElementById('draft-notice').content.firstElementChild.cloneNode(true);
    const on = (act, run) => { const b = part.querySelector(`[data-draft=${act}]`); b.addEventListener('click', () => run(b)); return b; };
    const list = part.querySelector('dl');
    part.querySelector('p').textContent = says[offer.kind](offer);
    for (const kept of offer.fields ?? []) {
      list.append(Object.assign(document.createElement('dt'), { textContent: kept.label }), Object.assign(document.createElement('dd'), { textContent: wordsOf(kept) }));
    }
    list.hidden = offer.kind === 'dialog' || !offer.fields;
    on('open', () => openerOf(offer)?.click()).hidden = true;
    on('copy', async b => {
      if (await ra.copy(offer.fields.map(kept => (offer.fields.length > 1 ? `${kept.label}: ${wordsOf(kept)}` : wordsOf(kept))).join('\n'))) b.textContent = 'Copied';
      else list.hidden = false;
    }).hidden = !offer.fields;
    on('close', () => withdraw(offer));
    // Not written down with the offer.
    Object.defineProperty(offer, 'part', { value: part, writable: true, configurable: true });
    bar.append(part);
    if (list.scrollHeight > list.clientHeight) list.tabIndex = 0;
    if (offer.kind === 'filled') setTimeout(() => withdraw(offer), 12000);
    refresh();
  };
  const offer = (kind, fields) => { if (fields.length) { offers.push({ kind, fields }); write([]); show(offers.at(-1)); } };
  const report = (dialog, left) => {
    offer('closed', left.filter(kept => !dialog && !find(dialog, kept)));
    offer('changed', left.filter(kept => dialog || find(dialog, kept)));
  };
  let home = null; // the page that the notices belong to
  let filling = false;
  const refresh = async () => {
    bar.hidden = location.pathname !== home;
    for (const o of offers) if (o.kind === 'dialog') o.part.querySelector('[data-draft=open]').hidden = !openerOf(o);
    const closed = offers.find(o => o.kind === 'closed' && o.part && o.fields.some(kept => { const f = find(null, kept); return f && shown(f) === kept.was; }));
    if (!closed || filling || bar.hidden) return;
    filling = true;
    const left = await fill(null, closed.fields, 300);
    withdraw(closed);
    offer('closed', left);
    filling = false;
  };
  const taken = new WeakSet();
  const fillDialog = async dialog => {
    const about = met.get(dialog);
    const is = o => o.kind === 'dialog' && !taken.has(o) && o.title === about.title && (o.words === about.words || (o.opener && about.opener && o.opener.name === about.opener.name && o.opener.row === about.opener.row));
    const found = location.pathname === home ? offers.find(is) : null;
    if (!found) return;
    taken.add(found);
    const left = await fill(dialog, found.fields);
    taken.delete(found);
    // Closed before all was filled in: it is offered still.
    if (!dialog.isConnected && left.length) return;
    withdraw(found);
    report(dialog, left);
  };

  const start = async () => {
    const kept = JSON.parse(stored(s => s.getItem(place)) ?? 'null');
    stored(s => s.removeItem(place));
    if (!kept || kept.person !== person() || kept.path !== location.pathname) return;
    home = kept.path;
    offers.push(...kept.offers);
    write([]);
    offers.forEach(show);
    for (const dialog of met.keys()) fillDialog(dialog);
    waiting = kept.fields;
    filled = 0;
    const left = await fill(null, waiting, 8000);
    waiting = [];
    if (filled) show({ kind: 'filled' });
    report(null, left);
  };

  // ---- all of it follows the page
  let soon = 0;
  new MutationObserver(() => {
    followFrame();
    for (const dialog of document.querySelectorAll('.mud-dialog:not([data-place])')) meetTexts(dialog);
    leaveTexts();
    meetDialogs();
    leaveSaved();
    if (offers.length) { clearTimeout(soon); soon = setTimeout(refresh, 150); }
    // Live, and signed in still.
    if (started || !person() || !document.querySelector('[data-interactive=true] [data-palette]')) return;
    started = true;
    start();
  }).observe(document.body, { childList: true, subtree: true });
})();
