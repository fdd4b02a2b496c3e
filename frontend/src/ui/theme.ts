/** Colours, type and component defaults: what makes the kit look like Tikify. */

import { createTheme, type MantineColorsTuple, type MantineThemeComponents } from '@mantine/core';

// Plain data on purpose: naming a component here would load it with the first page.
const components: MantineThemeComponents = {
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
  Alert: { defaultProps: { radius: 'md' } },
  Button: { styles: { label: { fontWeight: 560 } } },
  Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  Modal: {
    defaultProps: {
      centered: true,
      radius: 'lg',
      closeButtonProps: { 'aria-label': 'Close' },
      overlayProps: { backgroundOpacity: 0.45, blur: 2 },
    },
    styles: { title: { fontWeight: 620, fontSize: '1.0625rem' } },
  },
  Paper: { defaultProps: { radius: 'lg' } },
  Tooltip: { defaultProps: { openDelay: 250, withArrow: true } },
};

const lagoon: MantineColorsTuple = [
  '#e8f7f6',
  '#d0ecea',
  '#a3dad7',
  '#74c8c4',
  '#4cb7b3',
  '#2fa5a2',
  '#189190',
  '#0d7a7a',
  '#0a6364',
  '#064b4d',
];

// Warm in light, faintly green in dark: neutral enough for data, not the grey of every other tool.
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f3f1ee',
  '#e9e6e1',
  '#dbd7d0',
  '#c5c0b8',
  '#9c968d',
  '#68635c',
  '#4d4944',
  '#33302d',
  '#1e1c1a',
];

const dark: MantineColorsTuple = [
  '#e7eae8',
  '#ccd1ce',
  '#a9b0ac',
  '#7c8480',
  '#3b423f',
  '#2b312e',
  '#202523',
  '#171b1a',
  '#111413',
  '#0b0d0c',
];

export const theme = createTheme({
  colors: { lagoon, gray, dark },
  primaryColor: 'lagoon',
  primaryShade: { light: 7, dark: 7 },
  black: '#1e1c1a',
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  fontFamily: "'Geist Variable', ui-sans-serif, system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  headings: {
    fontFamily: "'Geist Variable', ui-sans-serif, system-ui, sans-serif",
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components,
});
