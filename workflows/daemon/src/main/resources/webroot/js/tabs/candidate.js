// One candidate: its structure in three dimensions, files to take away, its way through the rounds, calculations and jobs.
import {download, get, ofCampaign} from '../api.js';
import {say} from '../dialog.js';
import {button, h} from '../dom.js';
import {fixed, formula, words} from '../format.js';
import {link} from '../router.js';
import {empty, section} from '../section.js';
import {badge, jobBadge, outcomeBadge} from '../states.js';
import {table} from '../table.js';
import {structureView} from '../viewer.js';

const FORMATS = [['cif', 'CIF', 'cif'], ['poscar', 'POSCAR', 'vasp'], ['extxyz', 'extxyz', 'extxyz']];
const CALCULATION = {PLANNED: 'busy', DONE: 'ok', FAILED: 'bad'};

/** Makes the panel; show(id, round) fills it, round null is the latest. close() is called by its button. */
export function candidatePanel(data, signal, close) {
    let id = null;
    let round = null;
    const view = structureView();
    const path = (of, rest = '') => ofCampaign(data.id, `/candidates/${encodeURIComponent(of)}${rest}`);

    const files = () => h('div', {class: 'downloads', role: 'group', 'aria-label': 'Download the structure'}, FORMATS.map(([format, text, suffix]) =>
        button(text, async () => {
            try {
                await download(path(id, `/structure?format=${format}${round === null ? '' : `&round=${round}`}`), `${data.id}-${id}${round === null ? '' : `-r${round}`}.${suffix}`);
            } catch (e) {
                say(e.message, 'bad');
            }
        }, {'data-key': `download-${format}`, 'aria-label': `Download ${id} as ${text}`})));

    const part = section({
        title: 'Structure', size: 'five', signal, side: [button('Close', close)],
        load: async s => {
            if (!id) return null;
            const [found, structure] = await Promise.all([get(path(id), s),
                get(path(id, `/structure?format=json${round === null ? '' : `&round=${round}`}`), s).catch(e => ({missing: e.message}))]);
            return {found, structure, round};
        },
        render: shown => (shown ? drawn(shown) : empty('Choose a candidate in the chart or in the list to see its structure.')),
    });

    function drawn({found, structure}) {
        const last = found.rounds.at(-1);
        const now = found.rounds.find(r => r.round === round) ?? last;
        return [
            h('p', {class: 'meta'}, h('b', {}, found.id), h('span', {}, formula(found.formula)), h('span', {}, `from ${found.origin}`),
                found.result && badge(`rank ${found.result.rank} of the results`, 'ok'), found.rejected && badge(`rejected: ${found.rejected}`, 'bad')),
            structure.missing ? empty(structure.missing) : view.show(structure),
            structure.missing ? null : files(),
            now && h('dl', {class: 'facts plain'},
                h('div', {}, h('dt', {}, 'enthalpy'), h('dd', {}, `${fixed(now.enthalpyPerAtom, 4)} eV/atom`)),
                h('div', {}, h('dt', {}, 'volume'), h('dd', {}, `${fixed(now.volumePerAtom, 3)} Å³/atom`)),
                h('div', {}, h('dt', {}, 'relaxation'), h('dd', {}, outcomeBadge(now.outcome))),
                h('div', {}, h('dt', {}, 'max force'), h('dd', {}, `${fixed(now.maxForce, 3)} eV/Å`))),
            h('details', {class: 'table'}, h('summary', {}, 'Its way through the rounds'), table({label: 'Rounds', rows: found.rounds, columns: [
                {title: 'round', number: true, head: true, cell: r => (r.round < 0 ? 'generated' : h('a', {href: data.address(id, r.round)}, r.round))},
                {title: 'enthalpy', unit: 'eV/atom', number: true, cell: r => fixed(r.enthalpyPerAtom, 4)},
                {title: 'volume', unit: 'Å³/atom', number: true, cell: r => fixed(r.volumePerAtom, 3)},
                {title: 'relaxation', cell: r => words(r.outcome)},
                {title: 'steps', number: true, cell: r => r.steps}]})),
            found.calculations.length ? h('details', {class: 'table'}, h('summary', {}, `Its calculations (${found.calculations.length})`), table({label: 'Calculations', rows: found.calculations, columns: [
                {title: 'calculation', head: true, cell: c => c.id},
                {title: 'state', cell: c => [badge(words(c.state), CALCULATION[c.state]), c.failure ? ` ${c.failure}` : '']},
                {title: 'energy', unit: 'eV/atom', number: true, cell: c => fixed(c.energyPerAtom, 5)},
                {title: 'jobs', cell: c => found.jobs.filter(job => job.calculations.includes(c.id)).map(job => [' ', h('a', {href: link(['campaign', data.id, 'jobs'], {job: job.token})}, jobBadge(job.state))])}]})) : null,
            found.repairs.length ? h('details', {class: 'table'}, h('summary', {}, `What was tried again (${found.repairs.length})`), found.repairs.map(repair =>
                h('p', {class: 'small'}, h('b', {}, `${repair.calculation}, attempt ${repair.attempt}: `), `${words(repair.failure)}: ${repair.detail} ${repair.reason}`))) : null,
        ];
    }

    return {
        element: part.element,
        show: (candidate, which) => {
            if (candidate === id && which === round) return;
            id = candidate;
            round = which;
            part.element.querySelector('header .side').hidden = !id;
            part.again();
        },
        refresh: part.refresh,
        destroy: view.destroy,
    };
}
