/** Measures what of the build a browser loads before each first page works; fails over the budget. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = new URL('./dist/', import.meta.url).pathname;
const ASSETS = join(DIST, 'assets');
/** Script as it comes over the line, in bytes. */
const FIRST = 200_000;
/** Behind the sign-in the frame has come, too: navigation, menus, live updates. */
const HOME = 300_000;

/** The pages that people open first, by the chunks that the router asks for beside the entry. */
const PAGES = [
  { page: 'sign-in', routes: ['sign-in'], budget: FIRST },
  { page: 'a technician’s queue', routes: ['shell', 'queue'], budget: HOME },
  { page: 'the tickets of staff', routes: ['shell', 'tickets'], budget: HOME },
  { page: 'one’s own tickets', routes: ['shell', 'ticket-lists'], budget: HOME },
  { page: 'submitting a ticket', routes: ['shell', 'submit'], budget: HOME },
];

const names = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
const texts = new Map(names.map((name) => [name, readFileSync(join(ASSETS, name), 'utf8')]));

/** The chunk of a route: its name, a dash and a hash. */
function chunkOf(route) {
  const found = names.filter((name) => new RegExp(`^${route}-[\\w-]{8}\\.js$`).test(name));
  if (found.length !== 1) throw new Error(`${found.length} chunks are named ${route}`);
  return found[0];
}

function entry() {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const name = /<script type="module"[^>]* src="\/assets\/([^"]+)"/.exec(html)?.[1];
  if (!name) throw new Error('index.html names no script');
  return name;
}

/** A chunk and everything that it cannot run without. */
function closure(name, seen) {
  if (seen.has(name) || !texts.has(name)) return;
  seen.add(name);
  for (const [, needed] of texts.get(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
    closure(needed, seen);
  }
}

let failed = false;
for (const { page, routes, budget } of PAGES) {
  const seen = new Set();
  for (const name of [entry(), ...routes.map(chunkOf)]) closure(name, seen);
  const bytes = [...seen].reduce((sum, name) => sum + gzipSync(texts.get(name)).length, 0);
  const over = bytes > budget;
  failed ||= over;
  console.log(`${over ? 'OVER' : 'ok  '} ${String(bytes).padStart(7)} of ${budget} bytes: ${page}`);
}
if (failed) process.exit(1);
