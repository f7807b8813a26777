/** Hostile text in a key, a file name or an error, and how it must be shown. */
export const HOSTILE: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['a script', '<script>globalThis.ran = 1</script>', '<script>globalThis.ran = 1</script>'],
  ['an image', '<img src=x onerror="globalThis.ran=1">', '<img src=x onerror="globalThis.ran=1">'],
  ['an external image', '![](https://evil.example/a.png)', '![](https://evil.example/a.png)'],
  ['an end of the code', '</code><svg onload=alert(1)>', '</code><svg onload=alert(1)>'],
  ['an end of the table', '</td></tr></table><h1>x</h1>', '</td></tr></table><h1>x</h1>'],
  ['an end of folded text', '</details></summary><details open>', '</details></summary><details open>'],
  ['an unclosed comment', '<!-- <p', '<!-- <p'],
  ['an unclosed attribute', '"><a href="javascript:alert(1)', '"><a href="javascript:alert(1)'],
  ['another attribute', `' onmouseover='alert(1)`, `' onmouseover='alert(1)`],
  ['a style', '<style>body{display:none}</style>', '<style>body{display:none}</style>'],
  ['an entity', '&lt;b&gt; &#60;i&#62; &amp;', '&lt;b&gt; &#60;i&#62; &amp;'],
  ['a link', '[click](javascript:alert(1))', '[click](javascript:alert(1))'],
  [
    'an address',
    'https://evil.example www.evil.example a@evil.example',
    'https://evil.example www.evil.example a@evil.example'
  ],
  [
    'a mention',
    '@octocat #1 GH-1 :tada: org/repo@3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3',
    '@octocat #1 GH-1 :tada: org/repo@3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3'
  ],
  ['emphasis', '**b** _i_ ~~s~~ \\*', '**b** _i_ ~~s~~ \\*'],
  ['code', '`` `x` ``` ````', '`` `x` ``` ````'],
  ['a row of a table', 'a | b |\n|---|---|\n| c | d |', 'a | b |\\n|---|---|\\n| c | d |'],
  ['the end of a block', 'a\n\n# Heading\n\n- item\n\n```\n', 'a\\n\\n# Heading\\n\\n- item\\n\\n```\\n'],
  [
    'a block of HTML after a blank line',
    '\n\n<script>globalThis.ran=1</script>\n',
    '\\n\\n<script>globalThis.ran=1</script>\\n'
  ],
  ['a footnote', '[^1]\n\n[^1]: x', '[^1]\\n\\n[^1]: x'],
  ['a definition', '\n\n[Key]: javascript:alert(1)\n\n[Key]', '\\n\\n[Key]: javascript:alert(1)\\n\\n[Key]'],
  ['mathematics', '$\\unicode{x}$ $$x$$', '$\\unicode{x}$ $$x$$'],
  ['a command', '\n::set-output name=a::b\r\n##[add-mask]x', '\\n::set-output name=a::b\\r\\n#\\u0023[add-mask]x'],
  ['terminal escapes', '\u001b[31mred\u009b0m\u0007', '\\u001b[31mred\\u009b0m\\u0007'],
  ['marks that change the direction of text', 'a\u202etxt.exe\u2066\u200f', 'a\\u202etxt.exe\\u2066\\u200f'],
  ['zero-width characters', 'a\u200bb\ufeffc\u2060', 'a\\u200bb\\ufeffc\\u2060'],
  ['line separators', 'a\u2028b\u2029c\u0085d', 'a\\u2028b\\u2029c\\u0085d'],
  ['half of a surrogate pair, and a null character', '\ud800\u0000', '\\ud800\\u0000'],
  ['spaces', ' a  b   ', ' a  b   '],
  ['other scripts', 'é 日本 🙂 عربى', 'é 日本 🙂 عربى']
]
