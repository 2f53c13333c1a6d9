// Everything that must work before, without or faster than a circuit: theme, navigation, keys, presses, reconnecting, uploads, focus. No inline script anywhere.
(() => {
  'use strict';
  const root = document.documentElement;

  // ---- the scripts of the circuit, in their order
  for (const src of document.currentScript.dataset.then?.split(' ') ?? []) {
    const script = document.createElement('script');
    script.async = false;
    script.src = src;
    document.body.append(script);
  }

  const remember = (name, value) => {
    document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax` + (location.protocol === 'https:' ? ';secure' : '');
  };
  const cookieOf = key => key[0].toUpperCase() + key.slice(1);

  // ---- theme and density: the server writes the attributes from the cookies, a press changes both
  const mark = () =>
    document.querySelectorAll('[data-set]').forEach(b => {
      const [key, value] = b.dataset.set.split('=');
      const on = String(root.dataset[key] === value);
      if (b.getAttribute('aria-pressed') !== on) b.setAttribute('aria-pressed', on);
    });
  new MutationObserver(mark).observe(document, { childList: true, subtree: true });

  // ---- the title: while a circuit reads a page, the page has none, and the tab would lose its name
  let title = document.title, kept = null;
  new MutationObserver(() => {
    const own = [...document.head.querySelectorAll('title')].find(t => t !== kept);
    if (own) {
      title = own.textContent || title;
      kept?.remove();
      kept = null;
    } else if (!kept) {
      kept = document.createElement('title');
      kept.textContent = title;
      document.head.append(kept);
    }
  }).observe(document.head, { childList: true, subtree: true, characterData: true });

  // ---- whether PDFs can be shown within a page
  if (navigator.pdfViewerEnabled === false) root.dataset.pdf = 'out';

  // ---- navigation: narrow on wide screens, a drawer on narrow ones
  const drawerOpen = () => 'drawer' in root.dataset;
  const setDrawer = open => {
    if (open === drawerOpen()) return;
    if (open) root.dataset.drawer = '';
    else delete root.dataset.drawer;
    document.querySelectorAll('[data-drawer-toggle]').forEach(b => b.setAttribute('aria-expanded', String(open)));
    document.querySelectorAll('.body, .tabbar').forEach(b => { b.inert = open; });
    if (open) document.querySelector('#side a, #side button')?.focus();
    else document.querySelector('[data-drawer-toggle]')?.focus({ preventScroll: true });
  };
  matchMedia('(min-width: 960px)').addEventListener('change', () => setDrawer(false));

  // ---- a line at the top while the next page is on its way; it ends with the first change of the page
  let busyTimer = 0;
  const busy = on => {
    clearTimeout(busyTimer);
    if (on) {
      root.dataset.busy = '';
      busyTimer = setTimeout(() => busy(false), 15000);
    } else delete root.dataset.busy;
  };
  const isNavigation = (e, a) =>
    a && e.button === 0 && !e.defaultPrevented && !e.ctrlKey && !e.metaKey && !e.shiftKey && !a.target && !a.hasAttribute('download') && a.origin === location.origin && (a.pathname !== location.pathname || a.search !== location.search) && !a.pathname.startsWith('/api/');
  new MutationObserver(changes => {
    if ('busy' in root.dataset && changes.some(c => c.target instanceof Element && c.target.closest('#main'))) busy(false);
  }).observe(document, { childList: true, subtree: true, characterData: true });
  addEventListener('pageshow', () => busy(false));

  document.addEventListener('click', e => {
    const el = e.target instanceof Element ? e.target : null;
    if (!el) return;
    const set = el.closest('[data-set]');
    if (set) {
      const [key, value] = set.dataset.set.split('=');
      root.dataset[key] = value;
      remember(cookieOf(key), value);
      mark();
    }
    if (el.closest('[data-nav-toggle]')) {
      root.dataset.nav = root.dataset.nav === 'mini' ? 'full' : 'mini';
      remember('Nav', root.dataset.nav);
    }
    if (el.closest('[data-drawer-toggle]')) setDrawer(true);
    else if (drawerOpen() && (el.closest('.scrim, [data-drawer-close]') || el.closest('#side a'))) setDrawer(false);
  });
  // In the capture phase, before Blazor takes the link.
  document.addEventListener('click', e => { if (e.target instanceof Element && isNavigation(e, e.target.closest('a[href]'))) busy(true); }, true);

  // ---- keys
  const typing = el => el.closest?.('input, textarea, select, [contenteditable=true]');
  // What is typed after Ctrl K while the palette is still on its way; its field takes it over.
  let early = null;
  // The choice of a list leaves the focus in its field. Otherwise the field loses it while it still counts as open, and the server
  // calls it back: on a slow line after the person has begun to type elsewhere, so that what they typed would be lost.
  document.addEventListener('mousedown', e => { if (e.target.closest?.('.mud-popover .mud-list-item')) e.preventDefault(); });

  document.addEventListener('focusin', e => {
    if (early === null || e.target.id !== 'palette-q') return;
    const text = early;
    early = null;
    if (text) { e.target.value = text + e.target.value; e.target.dispatchEvent(new Event('input', { bubbles: true })); }
  });
  const step = (list, at, key) => list[(at + (key === 'ArrowDown' ? 1 : list.length - 1)) % list.length]?.focus();
  document.addEventListener('keydown', e => {
    const el = e.target instanceof Element ? e.target : document.body;
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
      e.preventDefault();
      const button = document.querySelector('[data-palette]');
      button?.click();
      early = button ? '' : null;
      setTimeout(() => { early = null; }, 3000);
    } else if (early !== null && el.id !== 'palette-q' && e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      early += e.key;
    }
    if (e.key === 'Escape') {
      setDrawer(false);
    }
    if (e.key === '/' && !typing(el)) {
      const search = document.querySelector('[data-search] input');
      if (search) { e.preventDefault(); search.focus(); }
    }
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z' && !typing(el)) {
      const button = document.querySelector(`[data-key=${e.shiftKey ? 'redo' : 'undo'}]`);
      if (button) { e.preventDefault(); button.click(); }
    }
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
    if (el.id === 'palette-q') e.preventDefault();
    const list = el.closest('[role=menu].menu-list, .cell-menu');
    if (list) {
      e.preventDefault();
      const all = [...list.querySelectorAll('a, button')];
      step(all, all.indexOf(el), e.key);
    }
    // In a grid, arrows move between the same control of neighbouring rows.
    const row = el.closest('.grid tbody tr');
    if (row && !el.closest('.mud-input, [role=listbox]')) {
      const of = r => [...r.querySelectorAll('a, button, input')].filter(x => x.offsetParent);
      const at = of(row).indexOf(el);
      const next = e.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
      if (next && at >= 0) { e.preventDefault(); (of(next)[at] ?? of(next)[0])?.focus(); }
    }
  });

  // ---- a press that begins on a button ends on it. Leaving a field by pressing a button can take a message off the page and move the button from under the mouse
  // before it is let go, and the browser would then see no click at all. Moved away on purpose (32 px), the press is given up.
  const pressable = 'button, a[href], summary, input:is([type=checkbox], [type=radio], [type=submit]), [role=button], [role=tab], [role=option]';
  let press = null;
  document.addEventListener('pointerdown', e => {
    const el = e.pointerType !== 'touch' && e.button === 0 && e.target instanceof Element && !e.target.closest('[draggable=true], .mud-menu-activator') ? e.target.closest(pressable) : null;
    press = el ? { el, id: e.pointerId, x: e.clientX, y: e.clientY } : null;
    el?.setPointerCapture(e.pointerId);
  });
  document.addEventListener('pointermove', e => {
    if (!press || e.pointerId !== press.id || Math.hypot(e.clientX - press.x, e.clientY - press.y) < 32) return;
    if (press.el.hasPointerCapture(press.id)) press.el.releasePointerCapture(press.id);
    press = null;
  });

  // ---- one press, one command: the second click of a double click and a held Enter are not meant. On the window, which hears it before Blazor does.
  addEventListener('click', e => {
    if (e.detail > 1 && e.target instanceof Element && e.target.closest('[data-command]')) { e.preventDefault(); e.stopImmediatePropagation(); }
  }, true);
  addEventListener('keydown', e => {
    if (e.repeat && e.key === 'Enter' && e.target instanceof Element && e.target.closest('[data-command], form input')) e.preventDefault();
  }, true);

  // ---- drag to order. Inside [data-orders], a [data-drag] moves its [data-item], or makes what it names, into a [data-order] list of its data-kind. The page that
  // registered hears OnDroppedAsync(item, zone, before). By pointer, so that fingers can do it too; nothing in the page moves until the server has drawn it.
  const watchers = new WeakMap();
  let drag = null;
  const placeOf = (x, y) => {
    const far = list => { const r = list.getBoundingClientRect(); return x < r.left - 24 || x > r.right + 24 ? Infinity : Math.max(r.top - y, y - r.bottom, 0); };
    const list = [...drag.root.querySelectorAll(`[data-order="${drag.kind}"]`)].sort((a, b) => far(a) - far(b))[0];
    if (!list || far(list) > 160) return null;
    const items = [...list.children].filter(i => i.dataset.item && i !== drag.item);
    const next = items.find(i => { const r = i.getBoundingClientRect(); return y < r.top + r.height / 2; });
    return { list, next, last: items.at(-1) };
  };
  const markPlace = place => {
    drag.root.querySelectorAll('[data-drop]').forEach(i => delete i.dataset.drop);
    if (place?.next) place.next.dataset.drop = 'before';
    else if (place) (place.last ?? place.list).dataset.drop = place.last ? 'after' : 'in';
  };
  const endDrag = () => {
    if (drag?.ghost) { markPlace(null); drag.ghost.remove(); drag.item.classList.remove('dragged'); delete root.dataset.dragging; }
    drag = null;
  };
  document.addEventListener('pointerdown', e => {
    const grip = e.button === 0 && e.target instanceof Element ? e.target.closest('[data-orders] [data-drag]') : null;
    if (!grip || (e.pointerType === 'touch' && grip.matches('button'))) return;
    const item = grip.closest(`[data-order="${grip.dataset.kind}"] > [data-item]`) ?? grip;
    drag = { grip, item, kind: grip.dataset.kind, root: grip.closest('[data-orders]'), id: e.pointerId, x: e.clientX, y: e.clientY };
  });
  document.addEventListener('pointermove', e => {
    if (!drag || e.pointerId !== drag.id) return;
    if (!drag.ghost) {
      if (Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < 6) return;
      const r = drag.item.getBoundingClientRect();
      drag.ghost = document.body.appendChild(drag.item.cloneNode(true));
      drag.ghost.querySelectorAll('[id]').forEach(i => i.removeAttribute('id'));
      drag.ghost.classList.add('drag-ghost');
      drag.ghost.setAttribute('aria-hidden', 'true');
      drag.ghost.style.width = `${r.width}px`;
      [drag.dx, drag.dy] = [drag.x - r.left, drag.y - r.top];
      drag.item.classList.add('dragged');
      root.dataset.dragging = '';
    }
    e.preventDefault();
    drag.ghost.style.transform = `translate(${e.clientX - drag.dx}px, ${e.clientY - drag.dy}px)`;
    if (e.clientY < 90 || e.clientY > innerHeight - 60) scrollBy(0, e.clientY < 90 ? -14 : 14);
    markPlace(placeOf(e.clientX, e.clientY));
  });
  document.addEventListener('pointerup', e => {
    if (!drag || e.pointerId !== drag.id) return;
    if (drag.ghost) {
      const place = placeOf(e.clientX, e.clientY);
      const watcher = watchers.get(drag.root);
      if (place && watcher) watcher.invokeMethodAsync('OnDroppedAsync', drag.grip.dataset.drag, place.list.dataset.zone ?? null, place.next?.dataset.item ?? null);
      // The press that dragged is not a click too.
      const mute = c => { c.stopPropagation(); c.preventDefault(); };
      addEventListener('click', mute, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', mute, true), 50);
    }
    endDrag();
  });
  document.addEventListener('pointercancel', endDrag);
  document.addEventListener('keydown', e => { if (e.key === 'Escape') endDrag(); });

  // ---- drop zones: a file dropped becomes the file of the input inside
  const zones = '[data-dropzone], .drop-zone';
  const zoneOf = e => (e.target instanceof Element ? e.target.closest(zones) : null);
  for (const kind of ['dragenter', 'dragover'])
    document.addEventListener(kind, e => {
      const zone = zoneOf(e);
      if (zone) { e.preventDefault(); zone.classList.add('over'); }
      else if (e.dataTransfer?.types.includes('Files')) { e.preventDefault(); e.dataTransfer.dropEffect = 'none'; }
    });
  document.addEventListener('dragleave', e => { const zone = zoneOf(e); if (zone && !zone.contains(e.relatedTarget)) zone.classList.remove('over'); });
  document.addEventListener('drop', e => {
    const zone = zoneOf(e);
    if (!zone && !e.dataTransfer?.types.includes('Files')) return;
    e.preventDefault();
    if (!zone) return;
    zone.classList.remove('over');
    const input = zone.querySelector('input[type=file]');
    if (!input || input.disabled || !e.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(e.dataTransfer.files[0]);
    input.files = one.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });

  // ---- reconnecting: try again by itself; when the server has forgotten the circuit, load the page anew
  const modal = document.getElementById('components-reconnect-modal');
  const again = async () => {
    try {
      if (await window.Blazor.reconnect()) return;
      if (!(await window.Blazor.resumeCircuit?.())) location.reload();
    } catch {
      setTimeout(again, 3000);
    }
  };
  modal?.addEventListener('components-reconnect-state-changed', e => {
    if (e.detail.state === 'failed') setTimeout(again, 3000);
    else if (e.detail.state === 'rejected') setTimeout(() => location.reload(), 1200);
  });

  // ---- what is kept in this browser
  const stored = (store, change) => { try { return change(store); } catch { return null; /* a full or closed store keeps nothing */ } };

  // ---- grids: which columns were dragged where and how wide, told to the page and kept in this browser
  const watched = new Map();
  const headsOf = place => [...place.querySelectorAll('thead th')].map(th => ({ th, key: th.querySelector('[data-col]')?.dataset.col })).filter(h => h.key);
  const grid = {
    kept: place => stored(localStorage, s => s.getItem(place)),
    keep: (place, text) => stored(localStorage, s => s.setItem(place, text)),
    leave: id => { watched.get(id)?.(); watched.delete(id); },
    watch: (id, watcher) => {
      const place = document.getElementById(id);
      if (!place) return;
      grid.leave(id);
      let before = null;
      let sizes = '';
      const tell = () => {
        const heads = headsOf(place);
        const widths = Object.fromEntries(heads.filter(h => h.th.style.width).map(h => [h.key, Math.round(h.th.getBoundingClientRect().width)]));
        watcher.invokeMethodAsync('OnDraggedAsync', heads.map(h => h.key), widths);
      };
      const sizesNow = () => headsOf(place).map(h => h.th.style.width).join();
      const orderNow = () => headsOf(place).map(h => h.key).join();
      // The server answers a dropped heading with the new order, and may draw other things first.
      const order = new MutationObserver(() => { if (before !== null && before !== orderNow()) { before = null; tell(); } });
      order.observe(place, { childList: true, subtree: true });
      const dropped = e => { if (e.target instanceof Element && e.target.closest('thead')) before = orderNow(); };
      const pressed = () => { sizes = sizesNow(); };
      const released = () => setTimeout(() => { if (sizes !== sizesNow()) tell(); sizes = sizesNow(); }, 150);
      place.addEventListener('drop', dropped, true);
      place.addEventListener('pointerdown', pressed, true);
      document.addEventListener('pointerup', released);
      watched.set(id, () => { order.disconnect(); document.removeEventListener('pointerup', released); });
    }
  };

  // ---- uploads by HTTP, not over the circuit
  const uploads = new Map();
  const valuesOf = el => {
    if (el instanceof HTMLFormElement) return new FormData(el);
    const values = new FormData();
    el.querySelectorAll('input[name]').forEach(i => { if (i.type !== 'file') values.append(i.name, i.value); else if (i.files[0]) values.append(i.name, i.files[0]); });
    return values;
  };
  const post = (url, values) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    const token = document.querySelector('meta[name=ra-antiforgery]')?.content ?? document.querySelector('input[name=__RequestVerificationToken]')?.value ?? '';
    return fetch(url, { method: 'POST', body, headers: { RequestVerificationToken: token } });
  };
  const wordsOf = async answer => (answer.headers.get('Content-Type')?.startsWith('text/plain') ? await answer.text() : 'That did not work. Reload the page and try again.');

  // ---- whoever signs out leaves nothing of what they were filling in, also when the server cannot be reached
  document.addEventListener('submit', e => {
    if (e.target.getAttribute('action') === '/sign-out') stored(sessionStorage, s => s.clear());
  });

  // ---- whether the tab is seen: while it is not, the page in it waits with reading again
  let sight = null;
  const tellSight = () => sight?.invokeMethodAsync('Seen', !document.hidden).catch(() => {});
  document.addEventListener('visibilitychange', tellSight);

  // ---- sign-in or proof by passkey: the button is shown where the browser knows them
  const passkeys = () => {
    const button = document.querySelector('[data-passkey]');
    if (button && window.PublicKeyCredential?.parseRequestOptionsFromJSON) button.hidden = false;
  };
  // What the browser's passkey answers to a new question of the server.
  const passkeyAnswer = async () => {
    const asked = await fetch('/sign-in/passkey', { headers: { Accept: 'application/json' } });
    return JSON.stringify(await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await asked.json()) }));
  };
  const usePasskey = async button => {
    const { passkey: returnUrl, passkeyTo: to } = button.dataset;
    const problem = document.querySelector('[data-passkey-problem]');
    const tell = text => { problem.textContent = text; problem.hidden = !text; };
    tell('');
    button.disabled = true;
    try {
      const answer = await post(to ?? '/sign-in/passkey', { credential: await passkeyAnswer(), returnUrl });
      // A sign-in may lead elsewhere first: to a change of the password.
      if (answer.ok) location.assign((await answer.text()) || returnUrl);
      else tell(await wordsOf(answer));
    } catch {
      tell('No passkey was used. Try again, or use your password.');
    } finally {
      button.disabled = false;
    }
  };
  document.addEventListener('click', e => {
    const button = e.target instanceof Element ? e.target.closest('[data-passkey]') : null;
    if (button) usePasskey(button);
  });
  passkeys();

  window.ra = {
    remember,
    orders: (id, watcher) => { const el = document.getElementById(id); if (el) watchers.set(el, watcher); },
    grid,
    sight: page => { sight = page; return document.hidden; },
    focus: selector => document.querySelector(selector)?.focus(),
    // What is to have the focus is drawn a moment later, perhaps again after that; and the focus trap of a dialog takes the
    // focus at some later moment, when letters typed meanwhile would be lost. The field takes it back at once, until Tab moves on.
    focusSoon: (selector, tries = 40, given = null) => {
      const el = document.querySelector(selector);
      if (el && (!given || document.activeElement === document.body)) el.focus();
      if (el && !given) {
        const taken = e => { if (e.target.matches?.('.pointer-events-none')) document.querySelector(selector)?.focus(); };
        const moved = e => { if (e.key === 'Tab' || e.key === 'Escape' || !document.querySelector(selector)) end(); };
        const end = () => { document.removeEventListener('focusin', taken); document.removeEventListener('keydown', moved, true); };
        document.addEventListener('focusin', taken);
        document.addEventListener('keydown', moved, true);
        tries = Math.min(tries, 14);
      }
      if (tries > 0) setTimeout(() => ra.focusSoon(selector, tries - 1, given ?? el), 60);
    },
    focusIn: id => document.getElementById(id)?.querySelector('[autofocus], input, select, textarea, a, button')?.focus(),
    bring: selector => document.querySelector(selector)?.scrollIntoView({ block: 'nearest' }),
    fileOf: form => { const f = form.querySelector('input[type=file]')?.files?.[0]; return f ? { name: f.name, size: f.size } : null; },
    cancelUpload: form => uploads.get(form)?.abort(),
    // What a person is filling in, kept for this tab until it is sent.
    keep: (place, text) => stored(sessionStorage, s => (text ? s.setItem(place, text) : s.removeItem(place))),
    kept: place => stored(sessionStorage, s => s.getItem(place)),
    keptUnder: start => stored(sessionStorage, s => Object.keys(s).filter(k => k.startsWith(start))) ?? [],
    position: () => new Promise(done => { if (!navigator.geolocation) done(null); else navigator.geolocation.getCurrentPosition(p => done(`${p.coords.latitude.toFixed(6)}, ${p.coords.longitude.toFixed(6)}`), () => done(null), { enableHighAccuracy: true, timeout: 15000 }); }),
    // Makes a passkey; null when it was kept, else what is wrong.
    createPasskey: async name => {
      try {
        const asked = await post('/profile/passkeys/options', {});
        if (!asked.ok) return wordsOf(asked);
        const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await asked.json()) });
        const kept = await post('/profile/passkeys', { credential: JSON.stringify(made), name });
        return kept.ok ? null : wordsOf(kept);
      } catch (e) {
        return e.name === 'InvalidStateError' ? 'This device has a passkey of yours already.' : 'No passkey was made. Try again, or use another device.';
      }
    },
    // Posts the proof of who sits here; null when it is right, else what is wrong. What was typed never goes over the circuit.
    prove: async (id, url) => {
      const form = document.getElementById(id);
      try {
        const answer = await post(url, Object.fromEntries(valuesOf(form)));
        return answer.ok ? null : wordsOf(answer);
      } catch {
        return 'The server cannot be reached. Try again.';
      }
    },
    // The same with a passkey.
    provePasskey: async url => {
      try {
        const answer = await post(url, { credential: await passkeyAnswer() });
        return answer.ok ? null : wordsOf(answer);
      } catch {
        return 'No passkey was used. Try again, or use the other way.';
      }
    },
    copy: async text => { try { await navigator.clipboard.writeText(text); return true; } catch { return false; } },
    // Sends a form, or the inputs inside any element. `watcher` hears OnProgressAsync(0..100), then OnDoneAsync(status, body) once; status 0: the connection broke, -1: cancelled.
    upload: (form, url, watcher) => {
      const xhr = new XMLHttpRequest();
      let last = -1;
      uploads.set(form, xhr);
      xhr.open('POST', url);
      xhr.setRequestHeader('Accept', 'application/json');
      const token = form.querySelector('input[name=__RequestVerificationToken]')?.value ?? document.querySelector('meta[name=ra-antiforgery]')?.content;
      if (token) xhr.setRequestHeader('RequestVerificationToken', token);
      xhr.upload.onprogress = e => {
        const percent = e.lengthComputable ? Math.floor(e.loaded * 100 / e.total) : 0;
        if (percent !== last) { last = percent; watcher.invokeMethodAsync('OnProgressAsync', percent); }
      };
      const done = status => {
        uploads.delete(form);
        if (!(form instanceof HTMLFormElement)) form.querySelectorAll('input[type=file]').forEach(i => { i.value = ''; });
        watcher.invokeMethodAsync('OnDoneAsync', status, status > 0 ? xhr.responseText.slice(0, 20000) : '');
      };
      xhr.onload = () => done(xhr.status);
      xhr.onerror = () => done(0);
      xhr.onabort = () => done(-1);
      xhr.send(valuesOf(form));
    }
  };
  mark();
})();
