// Light or dark: as the system has it, until the switch is used; the choice is kept in this browser.
const KEY = 'polymorph.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

export function isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : system.matches;
}

/** Calls back whenever the colours change; returns a function that ends that. */
export function onThemeChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function tell(button) {
    button.textContent = isDark() ? '◐ Light' : '◐ Dark';
    button.setAttribute('aria-label', `Switch to ${isDark() ? 'light' : 'dark'} colours`);
    listeners.forEach(listener => listener());
}

/** Makes a button switch between light and dark. */
export function themeSwitch(button) {
    button.addEventListener('click', () => {
        const next = isDark() ? 'light' : 'dark';
        // what the system would show anyway needs no choice kept
        if ((next === 'dark') === system.matches) {
            localStorage.removeItem(KEY);
            delete document.documentElement.dataset.theme;
        } else {
            localStorage.setItem(KEY, next);
            document.documentElement.dataset.theme = next;
        }
        tell(button);
    });
    system.addEventListener('change', () => tell(button));
    tell(button);
}

const probe = document.createElement('span');
probe.hidden = true;

/** Returns a colour of the style sheet, resolved for the present theme, as a canvas needs it. */
export function colour(name) {
    if (!probe.isConnected) document.body.append(probe);
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
}
