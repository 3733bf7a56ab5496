import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Warm greys, from paper to ink: what Mantine's own parts draw their borders, hovers and quiet words with. */
const warm: MantineColorsTuple = [
  '#F6F4EF',
  '#F1EEE7',
  '#EFECE5',
  '#E8E5DE',
  '#DAD6CD',
  '#8A857B',
  '#6B675F',
  '#55514A',
  '#35332F',
  '#1D1C1A',
];
const night: MantineColorsTuple = [
  '#ECEAE4',
  '#C9C6BE',
  '#A29F96',
  '#8A8880',
  '#2A2E2A',
  '#242824',
  '#1F231F',
  '#191C19',
  '#151715',
  '#121412',
];
/** Ledger green: shade 8 in the light, shade 3 in the dark. */
const ledger: MantineColorsTuple = [
  '#EAF4F0',
  '#D3E8E0',
  '#A5D3C2',
  '#5FC3A0',
  '#46A886',
  '#35906F',
  '#2A805F',
  '#237857',
  '#1F6F54',
  '#185A44',
];
const red: MantineColorsTuple = [
  '#FBEDEB',
  '#F6D8D5',
  '#F0B4AE',
  '#F28B82',
  '#E06A60',
  '#CE4A40',
  '#BE3429',
  '#B32A20',
  '#AB241B',
  '#8E1C15',
];

const control = { size: 'sm' } as const;
const floating = { offset: 4, transitionProps: { duration: 120 } } as const;
/** A dialog's heading is no banner of the page. */
const dialog = { overlayProps: { backgroundOpacity: 0.28 }, attributes: { header: { role: 'presentation' } } } as const;

/** The look of look.md given to Mantine. Tokens of our own parts stand in `base.css`. */
export const theme = createTheme({
  primaryColor: 'ledger',
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  white: '#FFFFFF',
  black: '#1D1C1A',
  colors: { gray: warm, dark: night, ledger, red },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontWeights: { regular: '450', medium: '600', bold: '600' },
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.3334', sm: '1.42858', md: '1.42858', lg: '1.5', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
      h4: { fontSize: '14px', lineHeight: '20px' },
      h5: { fontSize: '12px', lineHeight: '16px' },
      h6: { fontSize: '12px', lineHeight: '16px' },
    },
  },
  shadows: { xs: 'none', sm: 'var(--float)', md: 'var(--float)', lg: 'var(--float)', xl: 'var(--float)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  activeClassName: '',
  components: {
    Button: { defaultProps: { ...control, variant: 'filled' } },
    TextInput: { defaultProps: control },
    Tooltip: {
      defaultProps: {
        openDelay: 300,
        transitionProps: { duration: 120 },
        events: { hover: true, focus: true, touch: false },
      },
    },
    // Without the placeholder the first line has the focus at once, as a menu button's menu should.
    Menu: {
      defaultProps: { ...floating, position: 'bottom-end', withInitialFocusPlaceholder: false, menuItemTabIndex: 0 },
    },
    Popover: { defaultProps: floating },
    Combobox: { defaultProps: floating },
    Modal: { defaultProps: { ...dialog, yOffset: '12vh', transitionProps: { duration: 140, transition: 'fade' } } },
    Drawer: { defaultProps: { ...dialog, position: 'right', transitionProps: { duration: 160 } } },
    Input: { defaultProps: control },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
  },
});

/** Mantine's named colours become ours, so that a Mantine part and a kit part beside it are one. */
export const cssVariables: CSSVariablesResolver = () => {
  const own = {
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-error': 'var(--red)',
    '--mantine-color-success': 'var(--green)',
    '--mantine-color-placeholder': 'var(--quiet)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--edge)',
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-disabled': 'var(--hover)',
    '--mantine-color-disabled-color': 'var(--quiet)',
    '--mantine-color-disabled-border': 'var(--hairline)',
    '--mantine-color-gray-light-color': 'var(--ink)',
    '--mantine-color-gray-outline': 'var(--edge)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-color-ledger-filled': 'var(--accent)',
    '--mantine-color-ledger-filled-hover': 'var(--accent-hover)',
    '--mantine-color-ledger-contrast': 'var(--on-accent)',
  };
  return { variables: {}, light: own, dark: own };
};
