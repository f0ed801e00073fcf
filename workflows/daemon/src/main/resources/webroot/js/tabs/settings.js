// The settings in force.
import {h} from '../dom.js';
import {section} from '../section.js';

const isObject = value => typeof value === 'object' && value !== null;

/** Writes a tree of settings as YAML; strings that YAML could take for something else are quoted. */
export function yaml(value, depth = 0) {
    const pad = '  '.repeat(depth);
    if (Array.isArray(value)) {
        if (!value.some(isObject)) return ` [${value.map(scalar).join(', ')}]\n`;
        return `\n${value.map(item => `${pad}- ${yaml(item, depth + 1).trimStart()}`).join('')}`;
    }
    if (!isObject(value)) return ` ${scalar(value)}\n`;
    const entries = Object.entries(value);
    if (!entries.length) return ' {}\n';
    return `\n${entries.map(([key, item]) => `${pad}${key}:${yaml(item, depth + 1)}`).join('')}`;
}

// words, and a number with its unit
const PLAIN = /^(?:[A-Za-z_/.$][\w ./${}+-]*|\d+(?:ms|s|m|h|d))$/;
const scalar = value => (typeof value === 'string' && !PLAIN.test(value) ? JSON.stringify(value) : String(value));

export function settings(data, _, signal) {
    const list = section({
        title: 'Settings in force', note: 'after all layers; secrets are not shown', signal,
        load: async s => (await data.detail(s)).settings,
        render: tree => h('pre', {tabindex: 0, role: 'region', 'aria-label': 'Settings as YAML'}, yaml(tree).trimStart()),
    });
    return {element: list.element, refresh: list.refresh};
}
