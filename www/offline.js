// Keeps the site readable without a network, where its owner has switched that on (`cargo xtask build --offline`).
//
// Files whose names carry a hash never change, so what is kept counts. Everything else is asked for first, and what is
// kept counts only when nobody answers.

const FILES = "{{files}}";
const PREFIX = `article-figures ${self.registration.scope} `;
const CACHE = PREFIX + "{{version}}";
const HASHED = /\.[0-9a-f]{8}\.\w+$/;

const cache = () => caches.open(CACHE);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
// The pages to keep: those in the language of a reader who is here.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(self.registration.scope)) return;
  event.respondWith(HASHED.test(new URL(url).pathname) ? kept(event.request) : fresh(event.request));
});

async function install() {
  await (await cache()).addAll(FILES);
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function keep(pages) {
  const found = await Promise.all(pages.map(find));
  await (await cache()).addAll(pages.filter((_, index) => !found[index]));
}

/** What is kept of a request, whatever is asked of the page or the server. */
const find = async (request) => (await cache()).match(request, { ignoreSearch: true, ignoreVary: true });

const kept = async (request) => (await find(request)) ?? ask(request);

async function fresh(request) {
  try {
    return await ask(request);
  } catch (error) {
    const found = await find(request);
    if (found) return found;
    throw error;
  }
}

async function ask(request) {
  const response = await fetch(request);
  const { origin, pathname } = new URL(request.url);
  if (response.ok) await (await cache()).put(origin + pathname, response.clone());
  return response;
}
