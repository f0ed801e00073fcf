// The page: which view stands at the address, the state of the connection, the switch of colours.
import {h, replace} from './dom.js';
import {live} from './live.js';
import {time} from './format.js';
import {place} from './router.js';
import {themeSwitch} from './theme.js';
import {campaigns} from './pages/campaigns.js';
import {campaign} from './pages/campaign.js';
import {schedules} from './pages/schedules.js';
import {sites} from './pages/sites.js';
import {submit} from './pages/submit.js';

const PAGES = {'': campaigns, campaign, schedules, sites, submit};
const main = document.getElementById('main');
let current = {key: null, stop: () => {}, page: null};

function lostPage() {
    return {
        title: 'Not found',
        element: h('div', {class: 'empty big'}, h('h1', {}, 'There is no such page'), h('p', {}, h('a', {href: '#/'}, 'All campaigns'))),
        refresh: () => {},
    };
}

function show() {
    const {parts, query} = place();
    const [name = ''] = parts;
    // only another path makes another page: what stands in the query is the page's own
    const key = parts.join('/');
    document.querySelectorAll('#pages a').forEach(link => {
        const here = link.getAttribute('href') === `#/${name === 'campaign' ? '' : name}`;
        if (here) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
    });
    if (key === current.key) {
        current.page.moved?.(query);
        return;
    }
    const first = current.key === null;
    current.stop();
    const stopped = new AbortController();
    const page = (PAGES[name] ?? lostPage)(parts.slice(1), query, stopped.signal);
    current = {key, page, stop: () => { stopped.abort(); page.destroy?.(); }};
    document.title = page.title ? `${page.title} · Polymorph` : 'Polymorph';
    replace(main, page.element);
    live.watch(page.stream ?? '/api/events');
    page.refresh();
    if (!first && !page.keepsFocus) {
        main.focus({preventScroll: true});
        scrollTo(0, 0);
    }
}

const TEXT = {connecting: 'Connecting', live: 'Live', polling: 'Every 5 s', lost: 'Connection lost', closed: 'No token'};
const NOTE = {connecting: '', live: 'Changes are shown as they happen', polling: 'There is no stream of events: the page asks every 5 seconds', lost: '', closed: 'The server wants a token'};

function connection() {
    const box = document.getElementById('connection');
    box.dataset.state = live.state;
    box.title = NOTE[live.state];
    document.getElementById('connection-text').textContent = TEXT[live.state];
    const bar = document.getElementById('lost');
    bar.hidden = live.state !== 'lost';
    if (live.state === 'lost') {
        bar.textContent = `The server does not answer. ${live.seen ? `What is shown was so at ${time(live.seen)}. ` : ''}The page goes on trying; nothing is lost on the server.`;
    }
}

// one refresh for a burst of events
let due = null;
live.addEventListener('change', e => {
    // what is done changes by events alone
    if (e.detail === 'again' && current.page?.isDone?.()) return;
    due ??= setTimeout(() => { due = null; current.page?.refresh(); }, 150);
});
live.addEventListener('state', connection);
addEventListener('hashchange', show);
document.getElementById('skip').addEventListener('click', e => { e.preventDefault(); main.focus(); });
themeSwitch(document.getElementById('theme'));
connection();
show();
