import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { followSystem, onPreferences } from './app/preferences.ts';
import { listenForShortcuts } from './app/shortcuts.ts';
import './design/tokens.css';
import './design/base.css';
import { loadLanguage } from './i18n/translate.ts';

followSystem();
listenForShortcuts();
const root = createRoot(document.querySelector('#app') as HTMLElement);
const render = (): void => void loadLanguage().then(() => root.render(<App />));
let shown = document.documentElement.lang;
onPreferences(() => {
  if (shown !== document.documentElement.lang) render();
  shown = document.documentElement.lang;
});
render();
