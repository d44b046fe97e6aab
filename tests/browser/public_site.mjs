// Holds the public pages to the checklist of WCAG 2.2 AA: every template in light and dark, on a desk and on a phone.
// And its feed and site map to their own schemas. public_site.mjs WORK_FOLDER SAMPLE_SITE_PROGRAM
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const [work, sampleSite] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const site = join(work, 'site');
execFileSync(sampleSite, [site], { stdio: 'inherit' });

const faults = [];
const expect = (good, what) => { if (!good) faults.push(what); };

const kinds = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8' };
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  try {
    const file = join(site, path.endsWith('/') ? path + 'index.html' : path);
    const body = readFileSync(file);
    response.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const base = `http://127.0.0.1:${server.address().port}`;

const files = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('index.html')).sort();
const pages = files.map((name) => '/' + name.slice(0, -'index.html'.length));
expect(pages.length >= 11, `only ${pages.length} pages were written`);

// What HTML allows, from a validator that knows today's HTML.
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  // A list without bullets needs its role said for VoiceOver only where it is a list to the reader; ours all are.
  rules: { 'prefer-native-element': 'off' },
});
for (const file of files) {
  const report = await validator.validateString(readFileSync(join(site, file), 'utf8'), file);
  for (const result of report.results) {
    for (const message of result.messages) {
      faults.push(`${file}:${message.line} ${message.ruleId}: ${message.message}`);
    }
  }
}

// What JSON Feed 1.1 allows, by its makers' schema.
const isFeed = addFormats(new Ajv({ allErrors: true, strict: false })).compile(require('jsonfeed-schema/schema-v1.1.json'));
const feed = JSON.parse(readFileSync(join(site, 'have-your-say/feed.json'), 'utf8'));
expect(feed.items.length >= 5, `only ${feed.items.length} items are in feed.json`);
if (!isFeed(feed)) faults.push(...isFeed.errors.map((error) => `feed.json${error.instancePath}: ${error.message}`));
expect(!isFeed({ ...feed, title: undefined, items: [{}] }), 'the schema of JSON Feed takes anything');

// What sitemaps.org allows, by its schema.
const schema = join(require.resolve('sitemap/package.json'), '../schema/sitemap.xsd');
try {
  execFileSync('xmllint', ['--nonet', '--noout', '--schema', schema, join(site, 'have-your-say/sitemap.xml')],
    { stdio: 'pipe' });
} catch (failure) {
  faults.push(String(failure.stderr));
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const looks = [
  { name: 'light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  { name: 'phone dark', viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
];
const titles = new Set();
let runs = 0;
for (const look of looks) {
  // The pages' own policy forbids scripts, axe's too; it is held by the unit tests.
  const context = await browser.newContext({ ...look, bypassCSP: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${look.name}: ${error.message}`));
  page.on('request', (request) => expect(request.url().startsWith(base), `asks elsewhere: ${request.url()}`));
  page.on('response', (response) => expect(response.ok() || response.url().endsWith('/favicon.ico'),
    `${response.status()} for ${response.url()}`));
  for (const path of pages) {
    await page.goto(base + path);
    const where = `${path} (${look.name})`;
    await page.addScriptTag({ content: axe });
    const result = await page.evaluate(() => globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    runs += 1;
    for (const violation of result.violations) {
      faults.push(`${where}: ${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.target).join(' ')}`);
    }
    const seen = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      headings: [...document.querySelectorAll('h1,h2,h3,h4')].map((heading) => Number(heading.tagName[1])),
      small: [...document.querySelectorAll('nav a, .btn, .jump a')]
        .filter((link) => link.getBoundingClientRect().height < 44).map((link) => link.textContent.trim()),
      title: document.title,
      elements: document.querySelectorAll('*').length,
    }));
    expect(seen.wide <= 0, `${where}: scrolls sideways by ${seen.wide} px`);
    expect(seen.headings.filter((level) => level === 1).length === 1, `${where}: not one h1`);
    expect(seen.headings.every((level, i) => level - (seen.headings[i - 1] ?? 0) <= 1), `${where}: a heading level is skipped`);
    expect(seen.small.length === 0, `${where}: targets below 44 px: ${seen.small.join(', ')}`);
    expect(seen.elements <= 800, `${where}: ${seen.elements} elements`);
    if (look.name === 'light') {
      expect(!titles.has(seen.title), `${where}: the title "${seen.title}" is used twice`);
      titles.add(seen.title);
    }
  }
  await context.close();
}

// The keyboard: the skip link comes first, and every stop can be seen and is on the screen.
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
await page.goto(`${base}/have-your-say/kowhai-bay-shoreline-path/`);
const links = await page.locator('a[href]').count();
for (let i = 0; i < links; i += 1) {
  await page.keyboard.press('Tab');
  const stop = await page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    return { name: element.textContent.trim(), class: element.className, outline: parseFloat(getComputedStyle(element).outlineWidth),
      visible: box.bottom > 0 && box.top < innerHeight && box.width > 0 };
  });
  if (i === 0) expect(stop.class === 'skip', `the first stop is ${stop.name}`);
  expect(stop.outline >= 2 && stop.visible, `the stop "${stop.name}" cannot be seen`);
}

// More space between letters, words and lines takes nothing away (1.4.12).
await page.setViewportSize({ width: 320, height: 640 });
await page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
});
expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider spacing scrolls sideways');

// Every link on the site leads somewhere.
const checked = new Set();
for (const path of pages) {
  await page.goto(base + path);
  const targets = await page.evaluate(() => [...document.querySelectorAll('a[href^="/have-your-say"], a[href^="#"]')]
    .map((link) => link.href));
  for (const target of targets) {
    const url = new URL(target);
    if (checked.has(url.href) || url.pathname.endsWith('/form')) continue;
    checked.add(url.href);
    const response = await context.request.get(url.origin + url.pathname);
    expect(response.ok(), `${path} links to ${url.pathname}, which is not there`);
    if (url.hash && response.ok()) {
      expect((await response.text()).includes(`id="${url.hash.slice(1)}"`), `${path} links to ${url.pathname}${url.hash}, which is not there`);
    }
  }
}

await browser.close();
server.close();
if (faults.length > 0) {
  console.error([...new Set(faults)].join('\n'));
  process.exit(1);
}
console.log(`${pages.length} pages, ${runs} axe runs, ${checked.size} links: nothing wrong`);
