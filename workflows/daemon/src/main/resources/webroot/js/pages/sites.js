// The machines that jobs run on.
import {get} from '../api.js';
import {h} from '../dom.js';
import {count} from '../format.js';
import {empty, section} from '../section.js';
import {badge} from '../states.js';
import {table} from '../table.js';

const BREAKERS = {
    closed: ['reachable', 'ok'],
    open: ['held off after failures', 'bad'],
    'half-open': ['being tried again', 'warn'],
    unknown: ['not used yet', ''],
};

const columns = [
    {title: 'site', head: true, cell: site => site.name},
    {title: 'scheduler', cell: site => site.scheduler},
    {title: 'connection', cell: site => badge(...(BREAKERS[site.breaker] ?? [site.breaker, '']))},
    {title: 'waiting', number: true, cell: site => count(site.queued)},
    {title: 'running', number: true, cell: site => count(site.running)},
    {title: 'takes at a time', number: true, cell: site => (site.capacity === null ? 'no limit' : count(site.capacity))},
];

export function sites(_, __, signal) {
    const list = section({
        title: 'In use', note: 'jobs of this daemon only', signal,
        load: s => get('/api/sites', s),
        render: found => (found.length ? table({label: 'Sites', columns, rows: found, stack: true})
            : empty(['No site is in use. ', h('code', {}, 'polymorph site list'), ' names those that can be.'])),
    });
    return {title: 'Sites', element: [h('div', {class: 'page-head'}, h('h1', {}, 'Sites')), list.element], refresh: list.refresh};
}
