// A card that loads what it shows: waiting, shown, empty or failed; loaded again it changes only where the data has.
import {ApiError} from './api.js';
import {button, freshId, h, replace} from './dom.js';

/** What stands where there is nothing to show yet. */
export const empty = text => h('p', {class: 'empty'}, text);

/**
 * Makes a card.
 *
 * load(signal) gives the data, render(data) the nodes to show; size is a class of the grid, side stands right of the title.
 * Returns {element, refresh()}.
 */
export function section({title, note, size = '', side = [], load, render, signal}) {
    const id = freshId('section');
    const body = h('div', {'aria-busy': true}, h('p', {class: 'waiting'}, 'Loading…'));
    const element = h('section', {class: `card ${size}`, 'aria-labelledby': id},
        h('header', {}, h('h2', {id}, title), note && h('p', {}, note), h('div', {class: 'side'}, side)), body);
    let shown = null;
    let asked = 0;

    async function refresh() {
        const mine = ++asked;
        let data;
        try {
            data = await load(signal);
        } catch (e) {
            if (!signal.aborted && mine === asked) fail(e);
            return;
        }
        // an answer that was overtaken, or of a page that was left
        if (signal.aborted || mine !== asked) return;
        const text = JSON.stringify(data);
        if (text === shown) return;
        shown = text;
        body.removeAttribute('aria-busy');
        replace(body, render(data));
    }

    function fail(error) {
        body.removeAttribute('aria-busy');
        // what was known stays where the server cannot be reached: the bar says so
        if (shown !== null && error instanceof ApiError && error.status === 0) return;
        shown = null;
        replace(body, h('p', {class: 'problem', role: 'alert'}, error.message, button('Try again', refresh)));
        if (!(error instanceof ApiError)) console.error(error);
    }

    return {element, refresh, again: () => { shown = null; return refresh(); }};
}

/** Asks once for what several sections show: those that ask at the same time share one request. */
export function shared(load) {
    let pending = null;
    return signal => {
        pending ??= load(signal).finally(() => { pending = null; });
        return pending;
    };
}
