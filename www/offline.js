// Keeps the site readable without a network, where its owner has switched that on (`cargo xtask build --offline`).
//
// Files whose names carry a hash are kept with the content that the build has given them. Pages and data come from the
// network, and kept ones count only if nobody answers in time. A full storage never keeps an answer from the reader.

/** The digests of the files whose names carry a hash, by path. */
const FILES = new Map("{{files}}");
const { scope } = self.registration;
const PREFIX = `article-figures ${scope} `;
const CACHE = PREFIX + "{{version}}";
const PAGE = /(^|\/)(index\.html)?$/;
const DATA = /^(data|patterns|points)\/.|^[^/]+\/[^/]+\/data\.\w+$/;

/** How long the network may take if an older page is kept, in ms. */
const PATIENCE = 4000;
/** How long it may take for what no reader waits for, in ms. */
const LONG = 60000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
// Pages send the addresses of the pages in their language.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

self.addEventListener("fetch", (event) => {
  const { method, url, headers } = event.request;
  // Parts of files cannot be kept, and pages of others may be below this site.
  if (method !== "GET" || headers.has("range") || !url.startsWith(scope)) return;
  const path = pathOf(url);
  if (FILES.has(path)) event.respondWith(file(event));
  else if (PAGE.test(path) || DATA.test(path)) event.respondWith(fresh(event));
});

/** The path below the site, without query and fragment. */
const pathOf = (url) => url.slice(scope.length).split(/[?#]/)[0];

const cache = () => caches.open(CACHE);

const older = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);

/** Keeps all files, or fails and leaves nothing: the site then works as without this version. */
async function install() {
  try {
    // One after the other, so that the reader has the other connections.
    for (const [path, integrity] of FILES) {
      const url = scope + path;
      const response = await fetch(url, { integrity, signal: AbortSignal.timeout(LONG) });
      if (!(await store(url, response))) throw new Error(`${url} may not be kept`);
    }
    // The older version goes with the pages that it has kept.
    for (const name of await older()) {
      const kept = await (await caches.open(name)).keys();
      await keep(kept.map(({ url }) => url).filter((url) => PAGE.test(pathOf(url))));
    }
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  await self.skipWaiting();
}

async function activate() {
  await Promise.all((await older()).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Keeps those of these pages that are not kept yet. A page that fails leaves the others. */
async function keep(pages) {
  for (const url of pages) {
    if (await find(url)) continue;
    await fetch(url, { signal: AbortSignal.timeout(LONG) }).then((page) => store(url, page)).catch(() => {});
  }
}

/** Returns the kept answer of an address, or nothing, also if the storage fails. */
async function find(url) {
  try {
    return await (await cache()).match(scope + pathOf(url), { ignoreVary: true });
  } catch {}
}

/** Answers with a file whose name carries a hash: the kept one first. */
async function file(event) {
  const { url } = event.request;
  const found = await find(url);
  if (found) return found;
  try {
    const response = await fetch(url, { integrity: FILES.get(pathOf(url)) });
    event.waitUntil(store(url, response.clone()).catch(() => {}));
    return response;
  } catch {
    // Other content is not kept, but the reader gets it as without a worker.
    return fetch(event.request);
  }
}

/** Answers with a page or data. If an older one is kept, the new one counts if all of it arrives in time. */
async function fresh(event) {
  const { request } = event;
  const found = await find(request.url);
  try {
    const response = await fetch(request, found && { signal: AbortSignal.timeout(PATIENCE) });
    if (found) await response.clone().blob();
    event.waitUntil(store(request.url, response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    if (found) return found;
    throw error;
  }
}

/** Keeps an answer if it may be kept, and returns whether it may. Rejects if the storage has no room. */
async function store(url, response) {
  const { status, type, redirected, headers } = response;
  const isSecret = /no-store/i.test(headers.get("cache-control"));
  if (status !== 200 || type !== "basic" || redirected || isSecret) return false;
  const isPage = PAGE.test(pathOf(url)) || /^text\/html/i.test(headers.get("content-type"));
  if (isPage && !isOwn(url, await response.clone().text())) return false;
  await (await cache()).put(scope + pathOf(url), response);
  return true;
}

/** Whether a page names this worker: pages of a proxy, or of a site below this one, do not. */
function isOwn(url, page) {
  const worker = page.match(/<html[^>]* data-offline="([^"]*)"/)?.[1];
  return worker !== undefined && new URL(worker, url).href === location.href;
}
