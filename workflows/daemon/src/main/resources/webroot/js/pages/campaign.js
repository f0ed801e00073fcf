// One campaign: its head with what can be done to it, and a tab at a time.
import {get, ofCampaign, send} from '../api.js';
import {askForNumbers, confirmed, tried} from '../dialog.js';
import {button, h, replace} from '../dom.js';
import {ago, formula, hours} from '../format.js';
import {link} from '../router.js';
import {shared} from '../section.js';
import {campaignBadge, sentence} from '../states.js';
import {convergence} from '../tabs/convergence.js';
import {events} from '../tabs/events.js';
import {hull} from '../tabs/hull.js';
import {jobs} from '../tabs/jobs.js';
import {overview} from '../tabs/overview.js';
import {settings} from '../tabs/settings.js';
import {structures} from '../tabs/structures.js';
import {surrogate} from '../tabs/surrogate.js';

const TABS = [
    ['', 'Overview', overview], ['convergence', 'Convergence', convergence], ['structures', 'Structures', structures],
    ['hull', 'Hull', hull], ['surrogate', 'Surrogate', surrogate], ['jobs', 'Jobs', jobs], ['events', 'Events', events], ['settings', 'Settings', settings],
];

const WISHES = {
    pause: ['Pause', 'Pause this campaign?', 'Nothing new begins. Jobs that were handed over run on, and their results are kept.', 'Pause'],
    resume: ['Resume', null],
    stop: ['Stop', 'Stop this campaign?', 'What is begun is finished, then the best structures are relaxed with the DFT code and ranked. The search cannot be taken up again.', 'Stop the search'],
    cancel: ['Cancel', 'Cancel this campaign?', 'Its jobs are cancelled on the cluster, and it ends without final relaxations. What was calculated stays.', 'Cancel it'],
};

/** Says whether the composition of a search varies, from its settings. */
const varies = detail => Boolean(detail.settings?.search?.elements) || /,|\d-\d/.test(detail.composition ?? '');

export function campaign([id, tab = ''], query, signal) {
    const [, name, make] = TABS.find(([key]) => key === tab) ?? TABS[0];
    const head = h('div', {}, h('p', {class: 'crumb'}, h('a', {href: '#/'}, 'Campaigns')), h('h1', {}, id));
    const tabs = h('nav', {class: 'tabs', 'aria-label': 'Parts of the campaign'});
    const data = {
        id,
        detail: shared(s => get(ofCampaign(id), s)),
        rounds: shared(s => get(ofCampaign(id, '/rounds'), s)),
        convergence: shared(s => get(ofCampaign(id, '/convergence'), s)),
        address: (candidate, round) => link(['campaign', id, 'structures'], {candidate, round}),
    };
    const body = make(data, query, signal);
    let shown = '';
    let ended = false;

    async function act(wish) {
        const [, title, text, yes] = WISHES[wish];
        if (title && !await confirmed(title, text, yes, wish === 'cancel')) return;
        await done(() => send('POST', ofCampaign(id, `/${wish}`)), {pause: 'It will pause.', resume: 'It goes on.', stop: 'It will stop.', cancel: 'It will be cancelled.'}[wish]);
    }

    async function budgets() {
        const {budgets: now} = await data.detail(signal);
        const field = (key, label, step, used) => ({name: key, label, step, min: step, value: now[key]?.limit, note: `used so far: ${used}`});
        const changes = await askForNumbers('Budgets', 'The search ends when one of them is used up. What is left as it is, or empty, is not changed.', [
            field('labels', 'Labels', 1, now.labels?.used ?? 0),
            field('rounds', 'Rounds', 1, now.rounds?.used ?? 0),
            field('walltimeHours', 'Wall-clock time [h]', 'any', hours(now.walltimeHours?.used)),
            field('coreHours', 'Core-hours', 'any', Math.round(now.coreHours?.used ?? 0)),
        ]);
        if (changes && Object.keys(changes).length) await done(() => send('PATCH', ofCampaign(id, '/budgets'), changes), 'The budgets are changed.');
    }

    async function done(action, text) {
        await tried(action, text);
        refresh();
    }

    function actions(detail) {
        if (detail.phase === 'done') return [];
        const wishes = detail.wish === 'PAUSE' || detail.trouble ? ['resume', 'stop', 'cancel'] : detail.wish === 'RUN' ? ['pause', 'stop', 'cancel'] : detail.wish === 'STOP' ? ['cancel'] : [];
        return [button('Budgets', budgets, {'data-key': 'budgets'}),
            ...wishes.map(wish => button(WISHES[wish][0], () => act(wish), {class: wish === 'cancel' ? 'danger' : wish === 'resume' ? 'primary' : null, 'data-key': wish}))];
    }

    async function showHead() {
        let detail;
        try {
            detail = await data.detail(signal);
        } catch (e) {
            if (signal.aborted || e.status === 0) return;
            // one word for all parts of a campaign that there is not
            tabs.hidden = body.element.hidden = e.status === 404;
            replace(head, h('p', {class: 'crumb'}, h('a', {href: '#/'}, 'Campaigns')), h('h1', {}, e.status === 404 ? 'There is no such campaign' : id), h('p', {class: 'lead', role: 'alert'}, e.message));
            return;
        }
        const text = JSON.stringify(detail);
        if (signal.aborted || text === shown) return;
        tabs.hidden = body.element.hidden = false;
        shown = text;
        ended = detail.phase === 'done';
        replace(head, h('p', {class: 'crumb'}, h('a', {href: '#/', 'data-key': 'crumb'}, 'Campaigns')),
            h('div', {class: 'title'}, h('h1', {}, id), campaignBadge(detail), h('div', {class: 'actions'}, actions(detail))),
            h('p', {class: 'lead'}, sentence(detail)),
            detail.trouble && h('p', {class: 'trouble', role: 'alert'}, `Nobody works on it: ${detail.trouble.replace(/[.\s]*$/, '')}. When that is mended, resume it.`),
            h('p', {class: 'meta'}, h('span', {}, h('b', {}, formula(detail.composition))), h('span', {}, 'on ', h('b', {}, detail.site)),
                detail.schedule && h('span', {}, 'of the schedule ', h('a', {href: '#/schedules', 'data-key': 'schedule'}, detail.schedule)),
                h('span', {}, 'begun ', h('time', {datetime: detail.createdAt}, ago(detail.createdAt))), h('span', {}, 'changed ', h('time', {datetime: detail.updatedAt}, ago(detail.updatedAt)))));
        showTabs(varies(detail));
    }

    function showTabs(withHull) {
        replace(tabs, TABS.filter(([key]) => key !== 'hull' || withHull || tab === 'hull').map(([key, text]) =>
            h('a', {href: link(['campaign', id, ...(key ? [key] : [])]), 'aria-current': key === tab ? 'page' : null, 'data-key': `tab-${key}`}, text)));
        tabs.querySelector('[aria-current]')?.scrollIntoView({block: 'nearest', inline: 'nearest'});
    }

    function refresh() {
        showHead();
        body.refresh();
    }

    showTabs(false);
    return {
        title: tab ? `${name} of ${id}` : id,
        element: [head, tabs, body.element],
        stream: ofCampaign(id, '/events'),
        refresh,
        isDone: () => ended,
        moved: next => body.moved?.(next),
        destroy: () => body.destroy?.(),
    };
}
