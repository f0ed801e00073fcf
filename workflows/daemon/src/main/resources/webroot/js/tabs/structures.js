// The pool: energy over volume, the list of candidates, and the structure that was chosen.
import {get, ofCampaign} from '../api.js';
import {scatter} from '../charts/scatter.js';
import {button, h} from '../dom.js';
import {count, fixed} from '../format.js';
import {amend, place} from '../router.js';
import {empty, section} from '../section.js';
import {outcomeBadge} from '../states.js';
import {pager, table} from '../table.js';
import {candidatePanel} from './candidate.js';

const LIMIT = 25;

export function structures(data, query, signal) {
    let round = query.get('round') ?? '';
    let candidate = query.get('candidate');
    let sorting = {by: query.get('sort') ?? 'enthalpy', descending: query.get('order') === 'desc'};
    let cluster = query.get('cluster') ?? '';
    let offset = 0;
    let chart = null;
    let latest = null;
    const rounds = h('select', {id: 'round', 'data-key': 'round', onchange: () => { amend({round: rounds.value}); move(place().query); }});

    const panel = candidatePanel(data, signal, () => choose(null));
    const picture = section({
        title: 'Energy over volume', note: 'by the surrogate of the round', size: 'seven', signal,
        side: [h('label', {for: 'round', class: 'muted small'}, 'after round'), rounds],
        load: async s => {
            const [found, all] = await Promise.all([get(ofCampaign(data.id, `/scatter?${roundQuery()}`), s), data.rounds(s)]);
            return {found, rounds: all.map(r => ({round: r.round, lowest: r.lowest.map(({rank, cluster: id}) => ({rank, cluster: id}))}))};
        },
        render: drawn,
    });
    const list = section({
        title: 'Candidates', signal,
        load: s => get(ofCampaign(data.id, `/candidates?limit=${LIMIT}&offset=${offset}&sort=${sorting.by}&order=${sorting.descending ? 'desc' : 'asc'}`
            + `${cluster ? `&cluster=${encodeURIComponent(cluster)}` : ''}&${roundQuery()}`), s),
        render: listed,
    });

    function roundQuery() {
        return round === '' ? '' : `round=${encodeURIComponent(round)}`;
    }

    function drawn({found, rounds: all}) {
        chart?.destroy();
        latest = found.round;
        const known = all.filter(r => r.lowest.length || r.round <= found.round).map(r => r.round);
        rounds.replaceChildren(h('option', {value: ''}, 'the latest'), ...known.toReversed().map(r => h('option', {value: r}, r)));
        rounds.value = round;
        if (!found.id.length) {
            chart = null;
            return empty('No candidate has been relaxed yet.');
        }
        const lowest = all.find(r => r.round === found.round)?.lowest ?? [];
        const rankOf = new Map(lowest.map(entry => [entry.cluster, entry.rank]));
        chart = scatter({data: found, rankOf: id => { const rank = rankOf.get(id) ?? 0; return rank > 10 ? 0 : rank; }, open: choose, selected: candidate});
        return [chart.element, h('div', {class: 'legend', role: 'group', 'aria-label': 'Clusters'}, lowest.slice(0, 10).map(entry =>
            button([h('i', {class: 'swatch', style: {'--c': `var(--rank-${entry.rank})`}}), `rank ${entry.rank}`], () => only(cluster === entry.cluster ? '' : entry.cluster),
                {'aria-pressed': cluster === entry.cluster ? 'true' : 'false', 'data-key': `cluster-${entry.cluster}`, title: `List cluster ${entry.cluster} alone`})),
        h('span', {}, h('i', {class: 'swatch', style: {'--c': 'var(--rank-none)'}}), 'others'))];
    }

    function listed(page) {
        const columns = [
            {title: 'candidate', head: true, sort: 'id', cell: c => h('a', {href: `#/campaign/${encodeURIComponent(data.id)}/structures?${new URLSearchParams({...(round === '' ? {} : {round}), candidate: c.id})}`, 'data-key': `candidate-${c.id}`}, c.id)},
            {title: 'enthalpy', unit: 'eV/atom', number: true, sort: 'enthalpy', cell: c => fixed(c.enthalpyPerAtom, 4)},
            {title: '± σ', unit: 'meV/atom', number: true, sort: 'energyStd', cell: c => fixed(c.energyStd === null ? null : 1000 * c.energyStd, 1)},
            {title: 'volume', unit: 'Å³/atom', number: true, sort: 'volume', cell: c => fixed(c.volumePerAtom, 3)},
            {title: 'max force', unit: 'eV/Å', number: true, sort: 'maxForce', cell: c => fixed(c.maxForce, 3)},
            {title: 'relaxation', cell: c => outcomeBadge(c.outcome)},
            {title: 'steps', number: true, cell: c => count(c.steps)},
            {title: 'cluster', cell: c => c.cluster ?? '–'},
            {title: 'from', cell: c => [c.origin, c.rejected && h('span', {class: 'muted'}, `; rejected: ${c.rejected}`)]},
        ];
        return [cluster ? h('p', {class: 'filters'}, `Cluster ${cluster} alone`, button('Show all', () => only(''), {'data-key': 'all-clusters'})) : null,
            page.total === 0 ? empty('There is no candidate yet.') : table({
                label: 'Candidates', columns, rows: page.items, selected: c => c.id === candidate,
                sorting: {...sorting, change: (by, descending) => { sorting = {by, descending}; offset = 0; amend({sort: by, order: descending ? 'desc' : null}); list.again(); }},
            }),
            pager({total: page.total, offset, limit: LIMIT, go: where => { offset = where; list.again(); }, noun: 'candidates'})];
    }

    function only(which) {
        cluster = which;
        offset = 0;
        amend({cluster});
        list.again();
        picture.again();
    }

    function choose(id) {
        candidate = id;
        amend({candidate: id});
        show();
    }

    function move(query) {
        const other = (query.get('round') ?? '') !== round;
        round = query.get('round') ?? '';
        candidate = query.get('candidate');
        if (other) {
            offset = 0;
            latest = null;
            picture.again();
        }
        show();
    }

    function show() {
        panel.show(candidate, round === '' ? latest : Number(round));
        chart?.select(candidate);
        list.again();
    }

    panel.show(candidate, round === '' ? null : Number(round));
    return {
        element: h('div', {class: 'grid'}, picture.element, panel.element, list.element),
        refresh: () => { picture.refresh(); list.refresh(); panel.refresh(); },
        moved: next => {
            const before = candidate;
            move(next);
            if (candidate && candidate !== before) panel.element.scrollIntoView({block: 'nearest'});
        },
        destroy: () => { chart?.destroy(); panel.destroy(); },
    };
}
