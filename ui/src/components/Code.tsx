/** Source text to read: highlighted, numbered, with marked lines. Large files are drawn as they are scrolled. */
import { python } from '@codemirror/lang-python';
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, EditorView, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { visibleCode } from './Hostile.tsx';

export interface Mark {
  /** 1-based. */
  line: number;
  /** Whether this is the line that is talked about now. */
  focus: boolean;
}

interface CodeProps {
  text: string;
  /** Number of the first line. */
  firstLine?: number;
  marks?: readonly Mark[];
  language?: string;
  /** Of the text, for those who do not see it. */
  label: string;
  /** CSS length. */
  maxHeight?: string;
}

const darkStyle = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: '#7cc7ff' },
  { tag: [tags.string, tags.special(tags.string)], color: '#a5d6a7' },
  { tag: tags.comment, color: '#8a9ea6' },
  { tag: [tags.number, tags.bool, tags.null], color: '#ffcc80' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: '#ffe082' },
  { tag: tags.className, color: '#80deea' },
]);

const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--card)', color: 'var(--ink)', fontSize: '12.5px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', maxHeight: 'var(--code-height)', overflow: 'auto' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--quiet)', border: 'none' },
  '.cm-marked': { backgroundColor: 'var(--suspicious-soft)' },
  '.cm-focus': { backgroundColor: 'var(--malicious-soft)', boxShadow: 'inset 4px 0 0 var(--malicious)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
});

function markedLines(state: EditorState, marks: readonly Mark[], firstLine: number): Extension {
  const builder = new RangeSetBuilder<Decoration>();
  const byLine = new Map<number, boolean>();
  for (const { line, focus } of marks) byLine.set(line, focus || byLine.get(line) === true);
  for (const [line, focus] of [...byLine].sort((left, right) => left[0] - right[0])) {
    const own = line - firstLine + 1;
    if (own < 1 || own > state.doc.lines) continue;
    const { from } = state.doc.line(own);
    builder.add(from, from, Decoration.line({ class: focus ? 'cm-focus' : 'cm-marked' }));
  }
  return EditorView.decorations.of(builder.finish());
}

export function readOnly(label: string): Extension {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen === undefined ? dark : chosen === 'dark';
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      role: 'textbox',
      'aria-readonly': 'true',
    }),
    syntaxHighlighting(isDark ? darkStyle : defaultHighlightStyle),
    theme,
  ];
}

export function Code({
  text,
  firstLine = 1,
  marks = [],
  language = 'python',
  label,
  maxHeight = '60vh',
}: CodeProps) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    // In a root of its own its styles are sheets, which the page's policy allows, not style elements.
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    element.style.setProperty('--code-height', maxHeight);
    const doc = visibleCode(text);
    const base = EditorState.create({ doc });
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc,
        extensions: [
          lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) }),
          readOnly(label),
          language === 'python' ? python() : [],
          markedLines(base, marks, firstLine),
        ],
      }),
    });
    const focus = marks.find((mark) => mark.focus)?.line;
    if (focus !== undefined) {
      const own = Math.min(Math.max(1, focus - firstLine + 1), view.state.doc.lines);
      view.dispatch({ effects: EditorView.scrollIntoView(view.state.doc.line(own).from, { y: 'center' }) });
    }
    return () => view.destroy();
  }, [text, firstLine, marks, language, label, maxHeight]);
  return <div ref={holder} />;
}
