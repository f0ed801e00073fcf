// Words and badges for states, the same everywhere.
import {h} from './dom.js';
import {words} from './format.js';

export const badge = (text, kind = '') => h('span', {class: `badge ${kind}`}, text);

const EXITS = {CONVERGED: 'ok', EXHAUSTED: 'ok', ROUNDS: 'warn', LABELS: 'warn', WALLTIME: 'warn', CORE_HOURS: 'warn', STOPPED: 'warn', CANCELLED: 'warn'};

/** The state of a campaign. */
export function campaignBadge({phase, exit, wish, trouble, waiting}) {
    if (phase === 'done') return badge(exit === 'CONVERGED' ? 'converged' : `done: ${words(exit)}`, EXITS[exit] ?? 'bad');
    if (trouble) return badge('needs a person', 'bad');
    if (wish === 'PAUSE') return badge('paused', 'warn');
    if (wish === 'STOP') return badge('stopping', 'warn');
    if (wish === 'CANCEL') return badge('cancelling', 'bad');
    if (waiting) return h('span', {title: waiting}, badge('waiting', 'warn'));
    return badge(phase, 'busy');
}

export const JOB_STATES = {
    CREATED: '', SUBMITTING: '', PENDING: '', RUNNING: 'busy', UNKNOWN: 'warn',
    COMPLETED: 'ok', TIMEOUT: 'bad', LOST: 'bad', CANCELLED: 'warn', REFUSED: 'bad',
};

export const jobBadge = state => badge(words(state), JOB_STATES[state] ?? '');

const OUTCOMES = {converged: 'ok', uncertain: 'warn', collapsed: 'bad', exploded: 'bad', not_finite: 'bad'};

export const outcomeBadge = outcome => badge(words(outcome), OUTCOMES[outcome?.toLowerCase()] ?? '');

const PHASES = {
    generating: 'making the pool of random structures', selecting: 'choosing what to calculate next',
    labelling: 'calculating the chosen structures with the DFT code', training: 'training the surrogate on all labels',
    proposing: 'adding structures made from the lowest ones', relaxing: 'relaxing the pool with the surrogate', clustering: 'grouping the same crystals and asking the stopping rule',
    finishing: 'relaxing the lowest structures with the DFT code', ranking: 'ranking the final structures',
};

/** What a campaign is doing, as a sentence. */
export function sentence({phase, exitSentence, round, wish, waiting}) {
    if (phase === 'done') return `Done after ${round + 1} ${round ? 'rounds' : 'round'}: ${exitSentence ?? ''}.`;
    const doing = `Round ${round}: ${PHASES[phase] ?? phase}`;
    if (wish === 'PAUSE') return `${doing}. Paused: nothing new begins; jobs that were handed over run on.`;
    if (wish === 'STOP') return `${doing}. Stopping: what is begun is finished, then the best structures are relaxed and ranked.`;
    if (wish === 'CANCEL') return `${doing}. Being cancelled, with its jobs.`;
    if (waiting) return `${doing}. It ${waiting}; jobs that were handed over run on.`;
    return `${doing}.`;
}

/** A bar of progress with its numbers. */
export function track(done, total, label) {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    return h('div', {class: `track ${share >= 1 ? 'full' : ''}`, role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': done},
        h('span', {style: {width: `${(100 * share).toFixed(1)}%`}}));
}
