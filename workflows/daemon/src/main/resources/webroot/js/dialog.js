// Questions: each is a modal dialog, closed by Escape, whose answer is a promise.
import {button, freshId, h} from './dom.js';

function ask(title, content, buttons, onsubmit) {
    return new Promise(resolve => {
        const id = freshId('dialog');
        const form = h('form', {method: 'dialog', onsubmit: e => { e.preventDefault(); finish(onsubmit(form)); }},
            h('h2', {id}, title), content,
            h('div', {class: 'buttons'}, button(buttons.no, () => finish(null)),
                h('button', {type: 'submit', class: buttons.danger ? 'danger' : 'primary'}, buttons.yes)));
        const dialog = h('dialog', {'aria-labelledby': id}, form);
        const finish = answer => {
            if (!dialog.isConnected) return;
            dialog.close();
            dialog.remove();
            resolve(answer);
        };
        dialog.addEventListener('cancel', () => finish(null));
        document.body.append(dialog);
        dialog.showModal();
    });
}

/** Asks whether to go on; true if so. */
export const confirmed = async (title, text, yes, danger = false) =>
    (await ask(title, h('p', {}, text), {yes, no: 'Keep as it is', danger}, () => true)) === true;

/** Asks for the server's token; null where none is given. */
export function askForToken(refused) {
    const id = freshId('token');
    const content = h('div', {class: 'field'},
        h('p', {}, refused ? 'The server refused this token.' : 'This server wants a token. It is kept until this tab is closed, and nowhere else.'),
        h('label', {for: id}, 'Token'),
        h('input', {id, type: 'password', name: 'token', autocomplete: 'off', required: true, spellcheck: 'false'}));
    return ask('Token', content, {yes: 'Go on', no: 'Not now'}, form => form.elements.token.value.trim() || null);
}

/** Asks for numbers, one a field; an object of those given, or null. */
export function askForNumbers(title, text, fields) {
    const content = h('div', {class: 'fields'}, h('p', {}, text), fields.map(field => {
        const id = freshId(field.name);
        return h('div', {class: 'field'}, h('label', {for: id}, field.label),
            h('input', {id, name: field.name, type: 'number', min: field.min ?? 0, step: field.step ?? 1, value: field.value ?? '', placeholder: 'no limit'}),
            h('small', {}, field.note));
    }));
    return ask(title, content, {yes: 'Set', no: 'Keep as it is'}, form => {
        const numbers = {};
        for (const field of fields) {
            const given = form.elements[field.name].value.trim();
            if (given !== '' && Number(given) !== field.value) numbers[field.name] = Number(given);
        }
        return numbers;
    });
}

/** Shows a line at the foot of the page for a while. */
export function say(text, kind = 'ok') {
    const line = h('p', {class: `message ${kind}`}, text);
    document.getElementById('messages').append(line);
    setTimeout(() => line.remove(), kind === 'ok' ? 5000 : 12_000);
}

/** Does something that a person asked for, and says what came of it. */
export async function tried(action, done) {
    try {
        await action();
        say(done);
    } catch (e) {
        say(e.errors?.length ? e.errors.map(x => (x.field ? `${x.field}: ${x.message}` : x.message)).join('; ') : e.message, 'bad');
    }
}
