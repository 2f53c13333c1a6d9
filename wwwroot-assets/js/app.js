// The whole of our script: theme, navigation drawer, menus, dialogs, presses, previews, and uploads with progress. No inline script anywhere.
(() => {
  'use strict';
  const root = document.documentElement;
  const year = 31536000;
  const remember = (name, value) => { document.cookie = `${name}=${value};path=/;max-age=${year};samesite=lax` + (location.protocol === 'https:' ? ';secure' : ''); };

  // ---- theme: both sheets are linked, the media attribute picks
  const isDark = () => root.dataset.theme === 'dark' || (root.dataset.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  const setTheme = theme => {
    root.dataset.theme = theme;
    document.querySelectorAll('link[data-for-theme]').forEach(l => { l.media = l.dataset.forTheme === theme ? 'all' : 'not all'; });
    remember('Theme', theme);
  };

  // ---- whether PDFs can be shown within a page
  if (navigator.pdfViewerEnabled === false) root.dataset.pdf = 'out';

  // ---- navigation drawer on small screens
  const wide = matchMedia('(min-width: 1024px)');
  const side = () => document.getElementById('side');
  const setNav = open => {
    const was = root.dataset.nav === 'open';
    if (was === open) return;
    if (open) root.dataset.nav = 'open'; else delete root.dataset.nav;
    document.querySelectorAll('[data-nav-toggle]').forEach(b => b.setAttribute('aria-expanded', String(open)));
    document.querySelectorAll('.ra-body').forEach(b => { b.inert = open; });
    if (open) side()?.querySelector('a, button')?.focus(); else document.querySelector('.ra-toggle-nav')?.focus({ preventScroll: true });
  };
  wide.addEventListener('change', () => { root.dataset.nav === 'open' && setNav(false); });

  document.addEventListener('click', e => {
    const el = e.target instanceof Element ? e.target : null;
    if (!el) return;
    if (el.closest('[data-theme-toggle]')) setTheme(isDark() ? 'light' : 'dark');
    const filters = el.closest('[data-filter-toggle]');
    if (filters) filters.setAttribute('aria-expanded', String(filters.closest('.ra-filter').classList.toggle('open')));
    if (el.closest('.ra-toggle-nav')) setNav(true);
    else if (root.dataset.nav === 'open' && (el.closest('.ra-scrim, [data-nav-close]') || el.closest('#side a'))) setNav(false);
    document.querySelectorAll('details:is(.ra-menu, .ra-multi)[open]').forEach(d => { if (!d.contains(el) || el.closest('.ra-menu-pop a, .ra-menu-pop [data-close]')) d.open = false; });
    if (el instanceof HTMLDialogElement && el.classList.contains('ra-dialog')) {
      const r = el.getBoundingClientRect();
      if (e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom) el.requestClose ? el.requestClose() : el.close();
    }
  });
  document.addEventListener('keydown', e => {
    if (e.key !== 'Escape') return;
    setNav(false);
    document.querySelectorAll('details:is(.ra-menu, .ra-multi)[open]').forEach(d => { d.open = false; d.querySelector('summary')?.focus(); });
  });

  // ---- a press that begins on a button ends on it. Leaving a field by pressing a button can take a message off the page and move the button from under the mouse
  // before it is let go, and the browser would then see no click at all. Moved away on purpose (32 px), the press is given up as ever.
  const pressable = 'button, a[href], summary, input:is([type=checkbox], [type=radio], [type=submit]), [role=button], [role=tab], [role=option]';
  let press = null;
  document.addEventListener('pointerdown', e => {
    const el = e.pointerType !== 'touch' && e.button === 0 && e.target instanceof Element ? e.target.closest(pressable) : null;
    press = el ? { el, id: e.pointerId, x: e.clientX, y: e.clientY } : null;
    el?.setPointerCapture(e.pointerId);
  });
  document.addEventListener('pointermove', e => {
    if (!press || e.pointerId !== press.id || Math.hypot(e.clientX - press.x, e.clientY - press.y) < 32) return;
    if (press.el.hasPointerCapture(press.id)) press.el.releasePointerCapture(press.id);
    press = null;
  });

  // ---- drop zones: a file dropped becomes the file of the input inside
  const zoneOf = e => e.target instanceof Element ? e.target.closest('[data-dropzone]') : null;
  for (const kind of ['dragenter', 'dragover']) document.addEventListener(kind, e => { const z = zoneOf(e); if (z) { e.preventDefault(); z.classList.add('over'); } else if (e.dataTransfer?.types.includes('Files')) { e.preventDefault(); e.dataTransfer.dropEffect = 'none'; } });
  document.addEventListener('dragleave', e => { const z = zoneOf(e); if (z && !z.contains(e.relatedTarget)) z.classList.remove('over'); });
  document.addEventListener('drop', e => {
    const z = zoneOf(e);
    e.preventDefault();
    if (!z) return;
    z.classList.remove('over');
    const input = z.querySelector('input[type=file]');
    if (!input || input.disabled || !e.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(e.dataTransfer.files[0]);
    input.files = one.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });

  const uploads = new Map();
  const valuesOf = el => {
    if (el instanceof HTMLFormElement) return new FormData(el);
    const values = new FormData();
    el.querySelectorAll('input[name]').forEach(i => { if (i.type !== 'file') values.append(i.name, i.value); else if (i.files[0]) values.append(i.name, i.files[0]); });
    return values;
  };
  window.ra = {
    showModal: el => { if (el && !el.open) el.showModal(); },
    closeModal: el => { if (el && el.open) el.close(); },
    remember,
    focus: selector => document.querySelector(selector)?.focus(),
    fileOf: form => { const f = form.querySelector('input[type=file]')?.files?.[0]; return f ? { name: f.name, size: f.size } : null; },
    cancelUpload: form => uploads.get(form)?.abort(),
    // What a person is filling in, kept for this tab until it is sent.
    keep: (place, text) => { try { if (text) sessionStorage.setItem(place, text); else sessionStorage.removeItem(place); } catch { /* a full or closed store keeps nothing */ } },
    kept: place => { try { return sessionStorage.getItem(place); } catch { return null; } },
    position: () => new Promise(done => { if (!navigator.geolocation) done(null); else navigator.geolocation.getCurrentPosition(p => done(`${p.coords.latitude.toFixed(6)}, ${p.coords.longitude.toFixed(6)}`), () => done(null), { enableHighAccuracy: true, timeout: 15000 }); }),
    copy: async text => { try { await navigator.clipboard.writeText(text); return true; } catch { return false; } },
    sure: text => confirm(text),
    // Sends a form, or the inputs inside any element, by XHR. `watcher` hears OnProgressAsync(0..100), then OnDoneAsync(status, body) once; status 0: the connection broke, -1: cancelled.
    upload: (form, url, watcher) => {
      const xhr = new XMLHttpRequest();
      let last = -1;
      uploads.set(form, xhr);
      xhr.open('POST', url);
      xhr.setRequestHeader('Accept', 'application/json');
      const token = form.querySelector('input[name=__RequestVerificationToken]')?.value ?? document.querySelector('meta[name=ra-antiforgery]')?.content;
      if (token) xhr.setRequestHeader('RequestVerificationToken', token);
      xhr.upload.onprogress = e => { const p = e.lengthComputable ? Math.floor(e.loaded * 100 / e.total) : 0; if (p !== last) { last = p; watcher.invokeMethodAsync('OnProgressAsync', p); } };
      const done = status => { uploads.delete(form); if (!(form instanceof HTMLFormElement)) form.querySelectorAll('input[type=file]').forEach(i => { i.value = ''; }); watcher.invokeMethodAsync('OnDoneAsync', status, status > 0 ? xhr.responseText.slice(0, 20000) : ''); };
      xhr.onload = () => done(xhr.status);
      xhr.onerror = () => done(0);
      xhr.onabort = () => done(-1);
      xhr.send(valuesOf(form));
    }
  };
})();
