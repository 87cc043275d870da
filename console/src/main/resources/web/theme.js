// Light or dark: as the system says, until the reader says otherwise.

const KEY = 'vigie.theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const WORDS = { auto: 'Auto', light: 'Light', dark: 'Dark' };

export function startTheme(button, changed) {
  let theme = WORDS[localStorage.getItem(KEY)] ? localStorage.getItem(KEY) : 'auto';
  const show = () => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = WORDS[theme];
    button.title = `Colours: ${theme === 'auto' ? 'as the system says' : theme}`;
    button.setAttribute('aria-label', `${button.title}; change`);
    changed();
  };
  button.onclick = () => {
    theme = NEXT[theme];
    localStorage.setItem(KEY, theme);
    show();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  show();
}

/** A colour of the style sheet, for what is painted on a canvas. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
