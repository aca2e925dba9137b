import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

const loads: (() => Promise<unknown>)[] = [];

/** Fetches all views that come later: they are wanted also when the server is gone. What fails is tried again when shown. */
export function loadViews(): void {
  void Promise.allSettled(loads.map((load) => load()));
}

/** A view that the page's first load goes without; where it cannot be had, words say so, unless it is `quiet`. */
export function lazily<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  quiet = false,
): ComponentType<Props> {
  loads.push(load);
  return (props) => {
    const loaded = useSignal<{ readonly View: ComponentType<Props> } | null>(null);
    const words = useSignal('Loading…');
    useEffect(() => {
      load().then(
        (module) => {
          loaded.value = { View: module.default };
        },
        () => {
          words.value = 'This part of the page could not be loaded: the server is out of reach.';
        },
      );
    }, [loaded, words]);
    if (loaded.value === null && quiet) return null;
    if (loaded.value === null) return <p role="status">{words.value}</p>;
    const { View } = loaded.value;
    return <View {...props} />;
  };
}
