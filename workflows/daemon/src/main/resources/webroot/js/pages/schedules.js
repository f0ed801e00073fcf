// Schedules that begin campaigns, with what can be done to them.
import {get, send} from '../api.js';
import {confirmed, tried} from '../dialog.js';
import {button, h} from '../dom.js';
import {ago, moment} from '../format.js';
import {link} from '../router.js';
import {empty, section} from '../section.js';
import {badge} from '../states.js';
import {table} from '../table.js';

const OVERLAPS = {skip: 'is left out', queue: 'waits for it', allow: 'runs beside it'};

const last = schedule => (schedule.lastFired === null ? '–' : [
    schedule.lastCampaign ? h('a', {href: link(['campaign', schedule.lastCampaign]), 'data-key': `last-${schedule.name}`}, schedule.lastCampaign) : schedule.lastOutcome,
    ' ', h('time', {class: 'muted', datetime: schedule.lastFired, title: schedule.lastFired}, ago(schedule.lastFired))]);

const next = ({next: [first]}) => (first ? h('time', {datetime: first, title: first}, moment(first)) : '–');

const of = (name, rest = '') => `/api/schedules/${encodeURIComponent(name)}${rest}`;

export function schedules(_, __, signal) {
    const act = async (action, text) => {
        await tried(action, text);
        list.refresh();
    };
    const remove = async name => {
        const text = 'It begins no campaign any more. Campaigns that it has begun stay as they are.';
        if (await confirmed(`Remove the schedule ${name}?`, text, 'Remove it', true)) await act(() => send('DELETE', of(name)), 'It is removed.');
    };
    const actions = ({name, enabled}) => h('div', {class: 'actions'},
        enabled
            ? button('Pause', () => act(() => send('POST', of(name, '/pause')), 'It is paused.'), {'data-key': `pause-${name}`, 'aria-label': `Pause ${name}`})
            : button('Resume', () => act(() => send('POST', of(name, '/resume')), 'It goes on.'), {'data-key': `resume-${name}`, 'aria-label': `Resume ${name}`}),
        button('Begin one now', () => act(() => send('POST', of(name, '/run')), 'One more campaign begins.'), {'data-key': `run-${name}`, 'aria-label': `Begin a campaign of ${name} now`}),
        button('Remove', () => remove(name), {class: 'danger', 'data-key': `remove-${name}`, 'aria-label': `Remove ${name}`}));
    const columns = [
        {title: 'schedule', head: true, cell: s => s.name},
        {title: 'state', cell: s => (s.enabled ? badge('on', 'ok') : badge('paused', 'warn'))},
        {title: 'times', cell: s => [h('code', {}, s.cron), ' ', h('span', {class: 'muted'}, s.zone)]},
        {title: 'next', cell: next},
        {title: 'last', cell: last},
        {title: 'while the last one runs', minor: true, cell: s => OVERLAPS[s.overlap] ?? s.overlap},
        {title: '', cell: actions},
    ];
    const list = section({
        title: 'Campaigns begun by the clock', signal,
        load: s => get('/api/schedules', s),
        render: found => (found.length ? table({label: 'Schedules', columns, rows: found, stack: true})
            : empty(['No schedule yet. ', h('code', {}, 'polymorph schedule add nightly --cron "0 22 * * *" my-campaign.yaml'), ' adds one.'])),
    });
    return {title: 'Schedules', element: [h('div', {class: 'page-head'}, h('h1', {}, 'Schedules')), list.element], refresh: list.refresh};
}
