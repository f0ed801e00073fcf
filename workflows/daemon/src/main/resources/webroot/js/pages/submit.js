// Submitting a campaign: its file pasted, dropped or chosen; problems stand at their lines and fields.
import {send} from '../api.js';
import {say} from '../dialog.js';
import {button, h, replace} from '../dom.js';
import {link} from '../router.js';

const LARGEST = 1024 * 1024;
const EXAMPLE = `campaign: si8
search: {composition: Si8}
pool:
  size: 200
  generators:
    - {type: random, minDistance: {Si-Si: 1.8}}
calculate:
  code: potential
  settings: {potential: sw}`;
const DRAFT = 'polymorph.draft';

/** Returns where the key of a field stands in a YAML text, {start, end}, or null: the last of its words in the order given. */
export function lineOf(yaml, field, message) {
    const lines = yaml.split('\n');
    const said = /^[^:\s]+:(\d+):/.exec(message ?? '');
    let number = said ? Number(said[1]) - 1 : -1;
    if (number < 0 || number >= lines.length) {
        number = -1;
        let from = 0;
        for (const word of String(field ?? '').split(/[.[\]]+/).filter(w => w && !/^\d+$/.test(w))) {
            const found = lines.findIndex((line, i) => i >= from && new RegExp(`(^|[\\s{,])["']?${word.replace(/\W/g, '\\$&')}["']?\\s*:`).test(line));
            if (found < 0) break;
            number = from = found;
        }
    }
    if (number < 0) return null;
    const start = lines.slice(0, number).reduce((sum, line) => sum + line.length + 1, 0);
    return {start, end: start + lines[number].length, line: number + 1};
}

export function submit(_, __, signal) {
    const area = h('textarea', {id: 'yaml', spellcheck: 'false', autocapitalize: 'off', required: true, placeholder: EXAMPLE, 'aria-describedby': 'yaml-note', value: sessionStorage.getItem(DRAFT) ?? ''});
    const site = h('input', {id: 'site', maxlength: 64, autocomplete: 'off', placeholder: 'as the file says'});
    const set = h('input', {id: 'set', autocomplete: 'off', placeholder: 'pool.size=500 stop.topK=5'});
    const problems = h('div', {});
    const chooser = h('input', {type: 'file', accept: '.yaml,.yml,text/yaml,application/yaml', hidden: true, onchange: () => take(chooser.files[0])});
    const drop = h('div', {class: 'drop'}, area);
    const go = h('button', {type: 'submit', class: 'primary'}, 'Submit');
    // the same file sent twice, such as after an answer that was lost, is one campaign
    let key = null;

    async function take(file) {
        if (!file) return;
        if (file.size > LARGEST) {
            show([{field: null, message: `${file.name} has ${file.size} bytes; a campaign's file has at most ${LARGEST}.`}]);
            return;
        }
        area.value = await file.text();
        changed();
        area.focus();
    }

    function changed() {
        key = null;
        sessionStorage.setItem(DRAFT, area.value);
        area.removeAttribute('aria-invalid');
    }

    function show(errors) {
        replace(problems, errors.length ? h('ul', {class: 'errors', role: 'alert', 'aria-label': 'Problems'}, errors.map(error => {
            const where = lineOf(area.value, error.field, error.message);
            const text = [error.field && h('code', {}, error.field), error.field && ' ', error.message];
            return h('li', {}, where ? button(text, () => { area.focus(); area.setSelectionRange(where.start, where.end); }, {title: `Go to line ${where.line}`}) : text);
        })) : []);
        if (errors.length) area.setAttribute('aria-invalid', 'true');
        [[site, 'site'], [set, 'set']].forEach(([input, name]) => {
            if (errors.some(error => error.field === name)) input.setAttribute('aria-invalid', 'true');
            else input.removeAttribute('aria-invalid');
        });
    }

    async function post(event) {
        event.preventDefault();
        key ??= [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
        go.disabled = true;
        try {
            const sent = {yaml: area.value};
            if (site.value.trim()) sent.site = site.value.trim();
            if (set.value.trim()) sent.set = set.value.trim().split(/\s+/);
            const campaign = await send('POST', '/api/campaigns', sent, {'Idempotency-Key': key});
            sessionStorage.removeItem(DRAFT);
            say(`${campaign.id} was submitted.`);
            location.hash = link(['campaign', campaign.id]);
        } catch (e) {
            if (signal.aborted) return;
            show(e.errors?.length ? e.errors : [{field: null, message: e.message}]);
        } finally {
            go.disabled = false;
        }
    }

    area.addEventListener('input', changed);
    [site, set].forEach(input => input.addEventListener('input', () => { key = null; }));
    drop.addEventListener('dragover', e => { e.preventDefault(); drop.classList.add('over'); });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', e => { e.preventDefault(); drop.classList.remove('over'); take(e.dataTransfer.files[0]); });

    const element = h('form', {class: 'card form', onsubmit: post, 'aria-labelledby': 'submit-title'},
        h('div', {}, h('h1', {id: 'submit-title'}, 'Submit a campaign')),
        h('div', {class: 'field'}, h('label', {for: 'yaml'}, 'The campaign’s file'), drop,
            h('small', {id: 'yaml-note'}, 'YAML: paste it, drop a file here, or ', button('choose a file', () => chooser.click(), {class: 'link'}), '. It is checked as ', h('code', {}, 'polymorph validate'), ' does.'), chooser),
        h('div', {class: 'grid'},
            h('div', {class: 'field third'}, h('label', {for: 'site'}, 'Site'), site, h('small', {}, 'in place of the file’s')),
            h('div', {class: 'field two-thirds'}, h('label', {for: 'set'}, 'Settings'), set, h('small', {}, 'key=value, with spaces between, as --set'))),
        problems, h('div', {class: 'buttons'}, go));
    return {title: 'Submit', element, refresh: () => {}};
}
