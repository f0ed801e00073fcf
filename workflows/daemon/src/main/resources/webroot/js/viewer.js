// A crystal in three dimensions with 3Dmol.js, which is loaded when the first one is shown: atoms, bonds, the unit cell with
// its axes, and as many cells as wanted. Drag turns it, the wheel zooms; arrow keys and + and - do the same.
import {button, h} from './dom.js';
import {fixed} from './format.js';
import {isDark, onThemeChange} from './theme.js';

const LIBRARY = new URL('../vendor/3dmol/3Dmol.es6-min.js', import.meta.url);
const AXES = [['a', '#d9534f'], ['b', '#3fa35f'], ['c', '#4a86d8']];
const MOST_ATOMS = 3000;
// covalent radii in Å (Cordero et al. 2008, doi 10.1039/b801115j) of Z = 1 to 96
const RADII = ('H.31 He.28 Li1.28 Be.96 B.84 C.76 N.71 O.66 F.57 Ne.58 Na1.66 Mg1.41 Al1.21 Si1.11 P1.07 S1.05 Cl1.02 Ar1.06 K2.03 Ca1.76 Sc1.7 Ti1.6 V1.53 '
    + 'Cr1.39 Mn1.39 Fe1.32 Co1.26 Ni1.24 Cu1.32 Zn1.22 Ga1.22 Ge1.2 As1.19 Se1.2 Br1.2 Kr1.16 Rb2.2 Sr1.95 Y1.9 Zr1.75 Nb1.64 Mo1.54 Tc1.47 Ru1.46 Rh1.42 '
    + 'Pd1.39 Ag1.45 Cd1.44 In1.42 Sn1.39 Sb1.39 Te1.38 I1.39 Xe1.4 Cs2.44 Ba2.15 La2.07 Ce2.04 Pr2.03 Nd2.01 Pm1.99 Sm1.98 Eu1.98 Gd1.96 Tb1.94 Dy1.92 '
    + 'Ho1.92 Er1.89 Tm1.9 Yb1.87 Lu1.87 Hf1.75 Ta1.7 W1.62 Re1.51 Os1.44 Ir1.41 Pt1.36 Au1.36 Hg1.32 Tl1.45 Pb1.46 Bi1.48 Po1.4 At1.5 Rn1.5 Fr2.6 Ra2.21 '
    + 'Ac2.15 Th2.06 Pa2 U1.96 Np1.9 Pu1.87 Am1.8 Cm1.69').split(' ').map(text => /^([A-Z][a-z]?)(.*)$/.exec(text));
const RADIUS = Object.fromEntries(RADII.map(([, symbol, radius]) => [symbol, Number(radius)]));
const BOND = 1.15;
const EDGE = 1e-3;

const point = ([x, y, z]) => ({x, y, z});
const along = (lattice, f) => [0, 1, 2].map(k => f[0] * lattice[0][k] + f[1] * lattice[1][k] + f[2] * lattice[2][k]);

/** Returns the atoms of n×n×n cells, those on a face, an edge or a corner on every one of them: {symbol, at: [x, y, z]}. */
export function atomsOf({lattice, species, fractional}, n) {
    const atoms = [];
    fractional.forEach((f, i) => {
        const home = f.map(v => { const w = v - Math.floor(v); return w > 1 - EDGE ? 0 : w; });
        const steps = home.map(v => Array.from({length: n + (v < EDGE ? 1 : 0)}, (_, k) => v + k));
        for (const a of steps[0]) for (const b of steps[1]) for (const c of steps[2]) atoms.push({symbol: species[i], at: along(lattice, [a, b, c])});
    });
    return atoms;
}

/** Returns for each atom the indices of those that are bonded to it: nearer than 1.15 times the sum of covalent radii. */
export function bondsOf(atoms) {
    const reach = BOND * 2 * Math.max(...atoms.map(atom => RADIUS[atom.symbol] ?? 1.5));
    const boxes = new Map();
    const box = at => at.map(v => Math.floor(v / reach));
    atoms.forEach((atom, i) => {
        const key = box(atom.at).join();
        if (!boxes.has(key)) boxes.set(key, []);
        boxes.get(key).push(i);
    });
    return atoms.map((atom, i) => {
        const [x, y, z] = box(atom.at);
        const bonded = [];
        for (let a = -1; a < 2; a++) for (let b = -1; b < 2; b++) for (let c = -1; c < 2; c++) {
            for (const j of boxes.get([x + a, y + b, z + c].join()) ?? []) {
                const distance = Math.hypot(...atom.at.map((v, k) => v - atoms[j].at[k]));
                if (j !== i && distance < BOND * ((RADIUS[atom.symbol] ?? 1.5) + (RADIUS[atoms[j].symbol] ?? 1.5))) bonded.push(j);
            }
        }
        return bonded;
    });
}

function cellText({lattice, species}) {
    const length = v => Math.hypot(...v);
    const angle = (u, v) => Math.acos(u.reduce((sum, w, k) => sum + w * v[k], 0) / length(u) / length(v)) * 180 / Math.PI;
    const [a, b, c] = lattice;
    return `a ${fixed(length(a), 3)}, b ${fixed(length(b), 3)}, c ${fixed(length(c), 3)} Å · α ${fixed(angle(b, c), 1)}, β ${fixed(angle(a, c), 1)}, γ ${fixed(angle(a, b), 1)}° · ${species.length} atoms`;
}

/** Makes a view; show(structure) returns its element with a structure in it. */
export function structureView() {
    const box = h('div', {class: 'viewer', tabindex: 0, role: 'img', 'data-key': 'viewer'});
    const text = h('p', {class: 'muted small'});
    const sizes = h('div', {class: 'filters', role: 'group', 'aria-label': 'Cells shown'});
    const element = h('div', {class: 'viewing'}, sizes, box, text);
    let structure = null;
    let cells = 1;
    let viewer = null;
    let library = null;

    async function draw() {
        const wanted = structure;
        try {
            library ??= await import(LIBRARY);
        } catch {
            box.replaceChildren(h('p', {}, 'The structure viewer could not be loaded. The files below hold the structure.'));
            return;
        }
        // another structure, or none, was chosen meanwhile; or the view is not on the page yet
        if (wanted !== structure || !box.isConnected) return;
        try {
            viewer ??= start();
            fill();
        } catch {
            viewer = null;
            box.replaceChildren(h('p', {}, 'This browser has no WebGL to draw with. The files below hold the structure.'));
        }
    }

    function start() {
        box.replaceChildren();
        const made = library.createViewer(box, {backgroundAlpha: 0, disableFog: true, antialias: true});
        if (!made) throw new Error('no WebGL');
        return made;
    }

    function fill() {
        viewer.clear();
        viewer.setBackgroundColor(isDark() ? '#161e27' : '#ffffff', 0);
        const atoms = atomsOf(structure, cells);
        const bonds = bondsOf(atoms);
        const model = viewer.addModel();
        model.addAtoms(atoms.map(({symbol, at}, i) => ({
            elem: symbol, ...point(at), serial: i, index: i, bonds: bonds[i], bondOrder: bonds[i].map(() => 1), properties: {},
        })));
        viewer.setStyle({}, {sphere: {scale: 0.27, colorscheme: 'Jmol'}, stick: {radius: 0.1, colorscheme: 'Jmol'}});
        cell();
        viewer.zoomTo();
        viewer.zoom(1.15);
        viewer.rotate(-18, 'y');
        viewer.rotate(12, 'x');
        viewer.render();
        box.dataset.atoms = atoms.length;
        box.dataset.bonds = bonds.reduce((sum, list) => sum + list.length, 0) / 2;
    }

    function cell() {
        const corner = f => point(along(structure.lattice, f));
        const ink = isDark() ? '#93a4b5' : '#51606f';
        for (let k = 0; k < 3; k++) {
            for (const [u, v] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
                const from = [0, 0, 0];
                from[(k + 1) % 3] = u;
                from[(k + 2) % 3] = v;
                const to = from.slice();
                to[k] = 1;
                const axis = u + v === 0;
                viewer.addCylinder({start: corner(from), end: corner(to), radius: axis ? 0.06 : 0.03, color: axis ? AXES[k][1] : ink, fromCap: 1, toCap: 1});
            }
            const end = [0, 0, 0];
            end[k] = 1.06;
            viewer.addLabel(AXES[k][0], {position: corner(end), fontColor: AXES[k][1], backgroundOpacity: 0, fontSize: 15, bold: true, inFront: true});
        }
    }

    function buttons() {
        sizes.replaceChildren(...[1, 2, 3].map(n => button(n === 1 ? 'Unit cell' : `${n} × ${n} × ${n}`, () => { cells = n; buttons(); draw(); }, {
            'aria-pressed': n === cells ? 'true' : 'false', 'data-key': `cells-${n}`, disabled: structure.species.length * n ** 3 > MOST_ATOMS,
        })), button('Reset', () => draw(), {'data-key': 'reset-view'}));
    }

    box.addEventListener('keydown', e => {
        const turn = {ArrowLeft: [-10, 'y'], ArrowRight: [10, 'y'], ArrowUp: [-10, 'x'], ArrowDown: [10, 'x']}[e.key];
        if (!viewer || (!turn && !'+-'.includes(e.key))) return;
        if (turn) viewer.rotate(...turn);
        else viewer.zoom(e.key === '+' ? 1.2 : 1 / 1.2);
        e.preventDefault();
    });
    const forget = onThemeChange(() => { if (viewer && structure) fill(); });
    const resized = new ResizeObserver(() => { viewer?.resize(); if (structure && !viewer) draw(); });
    resized.observe(box);

    return {
        show(next) {
            structure = next;
            if (structure.species.length * cells ** 3 > MOST_ATOMS) cells = 1;
            text.textContent = cellText(structure);
            box.setAttribute('aria-label', `Structure of ${structure.species.length} atoms; arrow keys turn it, plus and minus zoom`);
            buttons();
            queueMicrotask(draw);
            return element;
        },
        destroy() {
            forget();
            resized.disconnect();
            viewer?.clear();
        },
    };
}
