// All campaigns.
import {get, ofCampaign} from '../api.js';
import {h} from '../dom.js';
import {ago, count, fixed, formula} from '../format.js';
import {amend, link} from '../router.js';
import {section} from '../section.js';
import {campaignBadge, track} from '../states.js';
import {choice, pager, table} from '../table.js';

const LIMIT = 50;
// campaigns under way whose progress is asked for
const FOLLOWED = 12;
const FILTERS = [{value: '', text: 'All'}, {value: 'true', text: 'Running'}, {value: 'false', text: 'Done'}];

const columns = [
    {title: 'campaign', head: true, cell: c => h('a', {href: link(['campaign', c.id]), 'data-key': `campaign-${c.id}`}, c.id)},
    {title: 'state', cell: c => campaignBadge(c)},
    {title: 'composition', cell: c => formula(c.composition)},
    {title: 'site', cell: c => c.site},
    {title: 'progress', cell: progress},
    {title: 'candidates', number: true, cell: c => count(c.candidates)},
    {title: 'labels', number: true, cell: c => [count(c.labels), c.failedLabels ? h('span', {class: 'muted'}, ` + ${count(c.failedLabels)} failed`) : '']},
    {title: 'best', unit: 'eV/atom', number: true, cell: best},
    {title: 'changed', number: true, cell: c => h('time', {datetime: c.updatedAt, title: c.updatedAt}, ago(c.updatedAt))},
];

// where the composition varies, energies do not compare: what is stable counts
function best({id, best: found}) {
    if (!found) return fixed(null);
    return found.onHull === undefined
        ? h('a', {href: link(['campaign', id, 'structures'], {candidate: found.candidate}), title: found.candidate}, fixed(found.enthalpyPerAtom, 4))
        : h('a', {href: link(['campaign', id, 'hull'])}, `${count(found.onHull)} on the hull`);
}

function progress({id, round, detail, phase}) {
    const limit = detail?.budgets.rounds?.limit ?? null;
    const text = `round ${count(round)}${limit === null || phase === 'done' ? '' : ` of at most ${count(limit)}`}`;
    if (!detail?.progress) return text;
    const {done, total} = detail.progress;
    return h('div', {class: 'progress'}, h('small', {}, `${text} · ${count(done)}/${count(total)}`), track(done, total, `${phase} of ${id}`));
}

async function withProgress(page, signal) {
    const running = page.items.filter(c => c.phase !== 'done').slice(0, FOLLOWED);
    await Promise.all(running.map(async c => { c.detail = await get(ofCampaign(c.id), signal).catch(() => null); }));
    return page;
}

const nothing = () => h('div', {class: 'empty big'},
    h('h2', {}, 'No campaign yet'),
    h('p', {}, 'A campaign is a search for the stable crystals of a composition. Submit a file here, or run ', h('code', {}, 'polymorph submit my-campaign.yaml'), '.'),
    h('p', {}, h('a', {class: 'button primary', href: '#/submit'}, 'Submit a campaign')));

export function campaigns(_, query, signal) {
    let active = query.get('active') ?? '';
    let offset = Number(query.get('offset')) || 0;
    const go = (where, which = active) => {
        offset = where;
        active = which;
        amend({offset: offset || null, active});
        list.again();
    };
    const list = section({
        title: 'All campaigns', signal,
        load: async s => withProgress(await get(`/api/campaigns?limit=${LIMIT}&offset=${offset}${active ? `&active=${active}` : ''}`, s), s),
        render: page => (page.total === 0 && !active ? nothing() : [
            choice('Which campaigns', FILTERS, active, value => go(0, value)),
            page.total === 0 ? h('p', {class: 'empty'}, 'None of these.') : table({label: 'Campaigns', columns, rows: page.items, stack: true}),
            pager({total: page.total, offset, limit: LIMIT, go, noun: page.total === 1 ? 'campaign' : 'campaigns'})]),
    });
    const element = [h('div', {class: 'page-head'}, h('h1', {}, 'Campaigns'), h('a', {class: 'button primary', href: '#/submit'}, 'Submit a campaign')), list.element];
    return {title: 'Campaigns', element, refresh: list.refresh};
}
