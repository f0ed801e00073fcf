// Jobs by state and site, with reasons; the whole story of one.
import {get, ofCampaign} from '../api.js';
import {button, h} from '../dom.js';
import {count, counted, time, took, words} from '../format.js';
import {amend, link} from '../router.js';
import {empty, section} from '../section.js';
import {jobBadge, JOB_STATES} from '../states.js';
import {choice, pager, table} from '../table.js';

const LIMIT = 50;
// jobs that the table of sites counts
const MOST = 1000;

const reason = job => (job.cause && job.cause !== 'NONE' ? words(job.cause) : '');

function bySite({total, items}) {
    if (!items.length) return empty('No job has been submitted yet.');
    const states = Object.keys(JOB_STATES).filter(state => items.some(job => job.state === state));
    const sites = [...new Set(items.map(job => job.site))].sort();
    return [table({label: 'Jobs by site and state', rows: sites, columns: [
        {title: 'site', head: true, cell: site => site},
        ...states.map(state => ({title: words(state), number: true, cell: site => {
            const n = items.filter(job => job.site === site && job.state === state).length;
            return n ? count(n) : h('span', {class: 'muted'}, '·');
        }})),
        {title: 'all', number: true, cell: site => h('b', {}, count(items.filter(job => job.site === site).length))}]}),
    total > MOST ? h('p', {class: 'muted small'}, `The newest ${count(MOST)} of ${count(total)} jobs.`) : null];
}

function story(job, data) {
    return [h('dl', {class: 'facts plain'},
        h('div', {}, h('dt', {}, 'state'), h('dd', {}, jobBadge(job.state))),
        h('div', {}, h('dt', {}, 'site'), h('dd', {}, job.site)),
        h('div', {}, h('dt', {}, 'scheduler'), h('dd', {}, `${job.schedulerId} ${job.schedulerWord}`.trim() || '–')),
        h('div', {}, h('dt', {}, 'attempt'), h('dd', {}, `${job.attempt} in round ${job.round}`)),
        h('div', {}, h('dt', {}, 'reason'), h('dd', {}, reason(job) || '–')),
        h('div', {}, h('dt', {}, 'took'), h('dd', {}, took(job.createdAt, job.endedAt)))),
    h('details', {class: 'table'}, h('summary', {}, counted(job.calculations.length, 'calculation')), h('p', {class: 'small'}, job.calculations.map((calculation, i) =>
        [i ? ', ' : '', h('a', {href: data.address(calculation.split('-')[1])}, calculation)]))),
    h('h3', {}, 'What happened'),
    job.story.length ? h('ol', {class: 'story'}, job.story.map(line => h('li', {class: line.cause || line.to === 'FAILED' ? 'bad' : null},
        h('b', {}, words(line.to)), h('time', {datetime: line.time}, time(line.time)),
        line.cause && h('p', {}, h('b', {}, words(line.cause))),
        h('p', {}, line.evidence),
        line.command && h('p', {class: 'muted'}, `${line.command.kind}: exit status ${line.command.exitCode ?? 'unknown'}, ${count(line.command.bytesSent)} B sent, ${count(line.command.bytesReceived)} B received, ${count(line.command.milliseconds)} ms`),
        line.files.length ? h('details', {}, h('summary', {}, counted(line.files.length, 'file')), h('p', {class: 'muted'}, line.files.map(file => `${file.name} (${count(file.bytes)} B)`).join(', '))) : null)))
        : empty('Nothing was written down of this job.')];
}

export function jobs(data, query, signal) {
    let state = query.get('state') ?? '';
    let offset = Number(query.get('offset')) || 0;
    let token = query.get('job');
    const sites = section({title: 'By site and state', signal, load: s => get(ofCampaign(data.id, `/jobs?limit=${MOST}`), s), render: bySite});
    const list = section({
        title: 'Jobs', signal,
        load: s => get(ofCampaign(data.id, `/jobs?limit=${LIMIT}&offset=${offset}${state ? `&state=${state}` : ''}`), s),
        render: page => {
            const all = Object.values(page.states).reduce((a, b) => a + b, 0);
            if (!all) return empty('No job has been submitted yet.');
            const options = [{value: '', text: `All ${count(all)}`}, ...Object.keys(JOB_STATES).filter(s => page.states[s]).map(s => ({value: s, text: `${words(s)} ${count(page.states[s])}`}))];
            return [choice('State', options, state, value => go(0, value)),
                table({label: 'Jobs', stack: true, rows: page.items, selected: job => job.token === token, columns: [
                    {title: 'job', head: true, cell: job => h('a', {href: link(['campaign', data.id, 'jobs'], {state, offset: offset || null, job: job.token}), 'data-key': `job-${job.token}`, title: job.token}, job.schedulerId || `${job.token.slice(0, 14)}…`)},
                    {title: 'state', cell: job => jobBadge(job.state)},
                    {title: 'site', cell: job => job.site},
                    {title: 'reason', cell: job => reason(job) || h('span', {class: 'muted'}, '–')},
                    {title: 'scheduler says', cell: job => job.schedulerWord || h('span', {class: 'muted'}, '–')},
                    {title: 'round', number: true, minor: true, cell: job => job.round},
                    {title: 'attempt', number: true, minor: true, cell: job => job.attempt},
                    {title: 'calculations', number: true, minor: true, cell: job => job.calculations.length},
                    {title: 'submitted', number: true, cell: job => h('time', {datetime: job.createdAt}, time(job.createdAt))},
                    {title: 'took', number: true, cell: job => took(job.createdAt, job.endedAt)}]}),
                pager({total: state ? page.total : all, offset, limit: LIMIT, go, noun: 'jobs'})];
        },
    });
    const one = section({
        title: 'Story of the job', signal, side: [button('Close', () => pick(null))],
        load: s => (token ? get(`/api/jobs/${encodeURIComponent(token)}`, s) : Promise.resolve(null)),
        render: job => (job ? story(job, data) : []),
    });

    function go(where, which = state) {
        offset = where;
        state = which;
        amend({offset: offset || null, state});
        list.again();
    }

    function pick(next) {
        token = next;
        amend({job: token});
        one.element.hidden = !token;
        list.again();
        return one.again();
    }

    one.element.hidden = !token;
    return {
        element: h('div', {class: 'grid'}, sites.element, one.element, list.element),
        refresh: () => { sites.refresh(); list.refresh(); if (token) one.refresh(); },
        moved: async next => {
            const wanted = next.get('job');
            if (wanted === token) return;
            await pick(wanted);
            if (wanted) one.element.scrollIntoView({block: 'start'});
        },
    };
}
