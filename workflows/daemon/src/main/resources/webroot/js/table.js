// Tables: columns with units, sorting by their heads, pages.
import {button, h, scroller} from './dom.js';
import {count} from './format.js';

const cell = (column, row) => {
    return h(column.head ? 'th' : 'td', {
        class: `${column.number ? 'number' : ''} ${column.minor ? 'minor' : ''}`.trim() || null,
        'data-label': column.title,
        scope: column.head ? 'row' : null,
    }, h('span', {}, column.cell(row)));
};

function heading(column, sorting) {
    const text = [column.title, column.unit && h('span', {class: 'unit'}, ` [${column.unit}]`)];
    if (!sorting || !column.sort) return h('th', {scope: 'col', class: column.number ? 'number' : null}, text);
    const on = sorting.by === column.sort;
    const arrow = on ? (sorting.descending ? ' ↓' : ' ↑') : '';
    return h('th', {scope: 'col', class: column.number ? 'number' : null, 'aria-sort': on ? (sorting.descending ? 'descending' : 'ascending') : 'none'},
        button([text, arrow], () => sorting.change(column.sort, on && !sorting.descending), {'data-key': `sort-${column.sort}`}));
}

/**
 * Makes a table. A column is {title, unit, number, head, minor, sort, cell(row)}; sorting is {by, descending, change(by, descending)};
 * with stack, rows become blocks on narrow screens, without what is minor. What is wider than its place scrolls sideways in its own box.
 */
export function table({label, columns, rows, sorting, stack = false, selected = () => false}) {
    const element = h('table', {class: stack ? 'stack' : null, 'aria-label': label},
        h('thead', {}, h('tr', {}, columns.map(column => heading(column, sorting)))),
        h('tbody', {}, rows.map(row =>
            h('tr', {'aria-selected': selected(row) ? 'true' : null}, columns.map(column => cell(column, row))))));
    return scroller(label, element);
}

/** Buttons to go through pages; go(offset) shows another one. */
export function pager({total, offset, limit, go, noun}) {
    if (total === 0) return null;
    if (total <= limit) return h('div', {class: 'pager'}, h('span', {}, `${count(total)} ${noun}`));
    const last = Math.min(total, offset + limit);
    return h('div', {class: 'pager'},
        h('span', {}, `${count(offset + 1)}–${count(last)} of ${count(total)} ${noun}`),
        button('First', () => go(0), {disabled: offset === 0, 'data-key': 'page-first'}),
        button('Back', () => go(Math.max(0, offset - limit)), {disabled: offset === 0, 'data-key': 'page-back'}),
        button('Next', () => go(offset + limit), {disabled: last >= total, 'data-key': 'page-next'}));
}

/** Buttons of which one is pressed; change(value) is called with that of another one. */
export const choice = (label, options, value, change) =>
    h('div', {class: 'filters', role: 'group', 'aria-label': label}, options.map(option =>
        button(option.text, () => change(option.value), {
            'aria-pressed': option.value === value ? 'true' : 'false',
            'data-key': `choice-${label}-${option.value}`,
        })));
